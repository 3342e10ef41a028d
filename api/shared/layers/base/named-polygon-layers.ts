import type { NamedTable } from '../../snapshot/city-snapshot.ts'
import type { TileLayer } from '../../tiles/encode-tile.ts'
import {
  type LabelTileGeometry,
  createLabelTileGeometry,
  type PolygonTileGeometry,
} from '../../tiles/tile-geometry.ts'

type Tags = TileLayer['tags']

/** Zoom from which on features have code and name; ids alone keep the city view small. */
export const DETAIL_ZOOM = 12

export interface NamedPolygonTable extends NamedTable<PolygonTileGeometry> {
  namesEn?: (string | null)[]
}

/** Builds the shapes with their id (and, close up, code and name), and one label point for each. */
export function buildNamedPolygonLayers(
  id: string,
  table: NamedPolygonTable,
  zoom: number,
  {
    labelsFrom,
    rank,
    more = [],
  }: {
    /** Zoom from which on the tiles contain label points. */
    labelsFrom: number
    /** Smaller ranks are placed first. */
    rank: (row: number) => number
    more?: Tags
  },
): TileLayer[] {
  const name: Tags = [
    { key: 'name', value: (row) => table.names[row] },
    { key: 'name_en', value: (row) => table.namesEn?.[row] ?? undefined },
  ]
  const code: Tags = [{ key: 'code', value: (row) => table.codes[row] }]
  const shapes: TileLayer = {
    name: id,
    mesh: table.mesh,
    ids: table.ids,
    tags: zoom >= DETAIL_ZOOM ? [...code, ...name, ...more] : more,
  }
  if (zoom < labelsFrom) return [shapes]
  return [
    shapes,
    {
      name: `${id}_label`,
      mesh: labelMeshOf(table.mesh),
      ids: table.ids,
      tags: [...name, { key: 'rank', value: rank }],
    },
  ]
}

const labelMeshes = new WeakMap<PolygonTileGeometry, LabelTileGeometry>()

/** Label points are cached as long as the shapes exist. */
function labelMeshOf(mesh: PolygonTileGeometry): LabelTileGeometry {
  let labels = labelMeshes.get(mesh)
  if (labels === undefined) labelMeshes.set(mesh, (labels = createLabelTileGeometry(mesh)))
  return labels
}
