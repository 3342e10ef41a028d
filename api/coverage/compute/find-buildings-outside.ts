import type { FindGrid } from '#shared/coverage/gaps/grid-finder.ts'
import { checkBuildings } from '#shared/contract/coverage/gaps.ts'
import { toLatticeUnits } from '#shared/geometry/lattice.ts'
import { AppError } from '../../errors.ts'
import { parseInput } from '../../runtime/input/parse-input.ts'
import { parseJsonBody } from '../../runtime/input/parse-json-body.ts'
import type { BuildingsOutside } from './compute-tasks.ts'

/** Parses a list of buildings and returns those that lie in no grid. It runs in the worker, where a list blocks nobody. */
export function findBuildingsOutside(body: Uint8Array, findGrid: FindGrid): BuildingsOutside {
  try {
    const { buildings } = parseInput(checkBuildings.body, parseJsonBody(body), 'body')
    const outside = buildings.filter(
      ({ lon, lat }) => findGrid(toLatticeUnits(lon), toLatticeUnits(lat)) === -1,
    )
    return { total: buildings.length, outside: JSON.stringify(outside) }
  } catch (error) {
    // an error of a class does not cross the border of a thread
    if (error instanceof AppError)
      return { refused: { code: error.code, message: error.message, details: { ...error.details } } }
    throw error
  }
}
