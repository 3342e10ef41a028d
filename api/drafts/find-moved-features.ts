import type { LayerId } from '#shared/contract/enums.ts'
import type { DraftState } from '#shared/drafts/draft-state.ts'
import { findMovedPoints } from '#shared/drafts/find-moved-points.ts'
import type { Point } from '#shared/geometry/lattice.ts'
import { getRepresentativePoints } from '#shared/geometry/shapes/representative-points.ts'
import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'

/** Premises or a park whose ground a draft gives to another community. */
export interface MovedFeature {
  feature: 'premises' | 'parks'
  /** Map layer that shows it. */
  layer: LayerId
  code: string
  name: string
  from: string
  to: string
  /** It belongs to the community of its ground, and follows it on publication. */
  follows: boolean
}

/** Finds the premises and parks whose ground a draft gives to another community. A park lies where its centre lies. */
export function findMovedFeatures(
  snapshot: CitySnapshot,
  before: DraftState,
  after: DraftState,
): MovedFeature[] {
  const { premises, parks, units } = snapshot
  const layerOf = (row: number): LayerId => (premises.kinds[row] === 'center' ? 'centers' : 'stations')
  return [
    { feature: 'premises' as const, table: premises, points: premises.mesh.xy, layerOf },
    {
      feature: 'parks' as const,
      table: parks,
      points: getRepresentativePoints(parks.mesh.polygons),
      layerOf: (): LayerId => 'parks',
    },
  ].flatMap(({ feature, table, points, layerOf: getLayer }) =>
    findMovedPoints(before, after, toPoints(points))
      .flatMap(({ row, from, to: ground }) => {
        const to = (feature === 'premises' && findChosenCommunity(after, table.ids[row]!)) || ground
        return to === from ? [] : [{ row, from, to }]
      })
      .map(({ row, from, to }) => ({
        feature,
        layer: getLayer(row),
        code: table.codes[row]!,
        name: table.names[row]!,
        from,
        to,
        follows: units.community.codes[table.community[row]!] === from,
      })),
  )
}

/** Premises belong to the community of the grid that was chosen for them. */
function findChosenCommunity({ premises, set }: DraftState, id: number): string | undefined {
  const row = premises?.ids.indexOf(id) ?? -1
  const owner = premises?.owner[row] ?? null
  return owner === null ? undefined : set.cells.get(owner)?.community
}

const toPoints = (xy: Int32Array): Point[] =>
  Array.from({ length: xy.length / 2 }, (_, row): Point => [xy[2 * row]!, xy[2 * row + 1]!])
