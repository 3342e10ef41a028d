import { checkBuildings } from '#shared/contract/coverage/gaps.ts'
import { toLatticeUnits } from '#shared/geometry/lattice.ts'
import { AppError } from '../../errors.ts'
import { parseInput } from '../../runtime/input/parse-input.ts'
import { parseJsonBody } from '../../runtime/input/parse-json-body.ts'
import type { BuildingsOutside } from './compute-tasks.ts'

/** Parses a list of buildings and returns those that lie in no grid. It runs in the worker, where a list blocks nobody. */
export function findBuildingsOutside(
  body: Uint8Array,
  inGrid: (x: number, y: number) => boolean,
): BuildingsOutside {
  try {
    const { buildings } = parseInput(checkBuildings.body, parseJsonBody(body), 'body')
    const outside = buildings.filter(({ lon, lat }) => !inGrid(toLatticeUnits(lon), toLatticeUnits(lat)))
    return { total: buildings.length, outside: JSON.stringify(outside) }
  } catch (error) {
    // an error of a class does not cross the border of a thread
    if (error instanceof AppError)
      return { refused: { code: error.code, message: error.message, details: { ...error.details } } }
    throw error
  }
}
