import type { CitySnapshot, GridTable } from '#shared/snapshot/city-snapshot.ts'
import { type FlatPolygons, getFeatureBox } from '#shared/geometry/flat-polygons.ts'
import type { Box } from '#shared/geometry/lattice.ts'

/** What a draft can give a new border: a grid, or the outline of a community that has none. */
export interface Land {
  polygons: FlatPolygons
  /** Row of the grid or of the community in its table. */
  row: number
  /** Row of the community; -1: none. */
  community: number
  isGrid: boolean
  box: Box | null
}

const collected = new WeakMap<GridTable, { outlines: FlatPolygons; land: readonly Land[] }>()

/** Returns all grids of a city in their order, then the communities without grids that have an outline. */
export function collectLand({ grids, units: { community } }: CitySnapshot): readonly Land[] {
  const outlines = community.mesh.polygons
  const known = collected.get(grids)
  if (known?.outlines === outlines) return known.land
  const divided = new Set(grids.community)
  const land = [
    ...Array.from({ length: grids.count }, (_, row): Land => ({
      polygons: grids.mesh.polygons,
      row,
      community: grids.community[row] ?? -1,
      isGrid: true,
      box: getFeatureBox(grids.mesh.polygons, row),
    })),
    ...Array.from({ length: community.count }, (_, row): Land => ({
      polygons: outlines,
      row,
      community: row,
      isGrid: false,
      box: getFeatureBox(outlines, row),
    })).filter(({ row, box }) => box !== null && !divided.has(row)),
  ]
  collected.set(grids, { outlines, land })
  return land
}
