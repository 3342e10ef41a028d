import { toFlatLines } from '#shared/geometry/flat-lines.ts'
import { toFlatPolygons } from '#shared/geometry/flat-polygons.ts'
import type { Line, MultiPolygon, Point } from '#shared/geometry/lattice.ts'
import type { TileLayer } from '#shared/tiles/encode-tile.ts'
import {
  buildLineTileGeometry,
  type TileGeometry,
  buildPointTileGeometry,
  buildPolygonTileGeometry,
} from '#shared/tiles/tile-geometry.ts'
import type { Shape } from '../model/shape.ts'
import type { AttributeValue } from '../model/format.ts'
import type { WriteField, WriteLayer } from '../model/writer.ts'

/** A layer to write as layers to cut tiles from: one for each kind of shape that it has. */
export async function buildTileLayers(layer: WriteLayer): Promise<TileLayer[]> {
  const kinds: Record<Shape['kind'], { shape: Shape; values: readonly AttributeValue[] }[]> = {
    point: [],
    line: [],
    area: [],
  }
  for await (const rows of layer.rows())
    for (const { shape, values } of rows) if (shape) kinds[shape.kind].push({ shape, values })
  const found = (['point', 'line', 'area'] as const).filter((kind) => kinds[kind].length > 0)
  return found.map((kind) => ({
    name: found.length === 1 ? layer.name : `${layer.name}_${kind}`,
    mesh: meshOf(kinds[kind].map(({ shape }) => shape)),
    ids: Uint32Array.from(kinds[kind], (_, i) => i + 1),
    tags: layer.fields.map(({ name }, i) => ({
      key: name,
      value: (row: number) => kinds[kind][row]!.values[i] ?? undefined,
    })),
  }))
}

function meshOf(shapes: readonly Shape[]): TileGeometry {
  const points: Point[] = []
  const lines: Line[] = []
  const areas: MultiPolygon[] = []
  for (const shape of shapes) {
    if (shape.kind === 'point') points.push(shape.point)
    else if (shape.kind === 'line') lines.push(shape.line)
    else areas.push(shape.area)
  }
  if (points.length > 0) return buildPointTileGeometry(Int32Array.from(points.flat()))
  return lines.length > 0
    ? buildLineTileGeometry(toFlatLines(lines))
    : buildPolygonTileGeometry(toFlatPolygons(areas))
}

/** As TileJSON names the types of fields. */
export const getFieldTypes = (fields: readonly WriteField[]): Record<string, string> =>
  Object.fromEntries(
    fields.map(({ name, type }) => [
      name,
      type === 'integer' || type === 'real' ? 'Number' : type === 'boolean' ? 'Boolean' : 'String',
    ]),
  )
