import type { z } from 'zod'
import type { getBlankSpots } from '#shared/contract/coverage/gaps.ts'
import { findBlankSpots } from '#shared/coverage/gaps/find-blank-spots.ts'
import { toDegrees } from '#shared/geometry/lattice.ts'
import { getRepresentativePoints } from '#shared/geometry/shapes/representative-points.ts'
import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import { findUnitName } from '../../snapshot/tables/find-unit-name.ts'

/** The lists of blank spots in their order; `elsewhere`: they name the community that is stated and the one around them. */
const blankSpotLists = [
  { id: 'parks', layer: 'parks', elsewhere: false },
  { id: 'premises', layer: 'premises', elsewhere: false },
  { id: 'parksElsewhere', layer: 'parks', elsewhere: true },
  { id: 'premisesElsewhere', layer: 'premises', elsewhere: true },
  { id: 'withoutWorker', layer: 'grids', elsewhere: false },
  { id: 'tooFew', layer: 'grids', elsewhere: false },
  { id: 'tooMany', layer: 'grids', elsewhere: false },
] as const
/** Spots that each list of blank spots returns at most. */
const MAX_SPOTS = 1000

type BlankSpotLists = z.output<typeof getBlankSpots.answer>['lists']

/**
 * Lists the blank spots of a city with their places.
 *
 * @param locate returns the row of the grid that each point (interleaved lattice x, y) lies in; -1: none
 */
export async function listBlankSpots(
  snapshot: CitySnapshot,
  locate: (points: Int32Array) => Promise<Int32Array>,
): Promise<BlankSpotLists> {
  const spots = await findBlankSpots(snapshot, locate)
  const { units, grids } = snapshot
  return blankSpotLists.map(({ id, layer, elsewhere }) => {
    const { codes, names } = snapshot[layer]
    const points =
      layer === 'premises'
        ? snapshot.premises.mesh.xy
        : getRepresentativePoints(snapshot[layer].mesh.polygons)
    return {
      id,
      layer,
      total: spots[id].length,
      spots: spots[id].slice(0, MAX_SPOTS).map((row) => ({
        code: codes[row]!,
        name: names[row]!,
        households: layer === 'grids' ? snapshot.grids.households[row]! : null,
        at: toDegreePoint(points, row),
        ...(elsewhere
          ? {
              stated: findUnitName(units.community, snapshot[layer].community[row]),
              lies: findUnitName(units.community, grids.community[spots.gridOf[layer][row]!]),
            }
          : {}),
      })),
    }
  })
}

const toDegreePoint = (points: Int32Array, row: number): [number, number] => [
  toDegrees(points[2 * row]!),
  toDegrees(points[2 * row + 1]!),
]
