import { float64At, int32At, uint8At } from '../../geometry/at.ts'
import type { CoverageOptions } from '../../contract/coverage/coverage-options.ts'
import {
  buildReach,
  findNearestOfKind,
  findNearestServing,
  measureReach,
  type Reach,
  type ReachInput,
} from './measure-reach.ts'
import type { NearestSites, DistanceMatrix } from './distance-matrix.ts'

/** A measured reach and its input. */
export interface MeasuredReach {
  input: ReachInput
  reach: Reach
}

/**
 * Updates a reach after an edit. Only grids at new positions are measured; all are if premises have opened,
 * closed or moved, or if there is no previous reach. The result equals that of measuring everything.
 *
 * @param waysOf returns distances from the given grids to the premises of `input`
 */
export function updateReach(
  before: MeasuredReach | undefined,
  input: ReachInput,
  waysOf: (grids: Int32Array) => DistanceMatrix,
  options: CoverageOptions,
): Reach {
  const ways = waysOf(input.grids)
  if (
    before === undefined ||
    !isSame(before.input.sites, input.sites) ||
    !isSame(before.input.kind, input.kind) ||
    (options.serving !== options.ruralServing && !isSame(before.input.rural, input.rural))
  )
    return measureReach(input, ways, options)
  const count = input.grids.length / 2
  const rowBefore = new Int32Array(count).fill(-1)
  const changed: number[] = []
  let rows: Map<string, number> | undefined
  for (let grid = 0; grid < count; grid++) {
    const [x, y] = [input.grids[2 * grid], input.grids[2 * grid + 1]]
    // most grids keep their row
    if (before.input.grids[2 * grid] === x && before.input.grids[2 * grid + 1] === y) rowBefore[grid] = grid
    else rowBefore[grid] = (rows ??= rowsByPoint(before.input.grids)).get(`${x},${y}`) ?? -1
    if (int32At(rowBefore, grid) < 0) changed.push(grid)
  }
  const fresh = waysOf(
    Int32Array.from(changed.flatMap((grid) => [input.grids[2 * grid], input.grids[2 * grid + 1]])),
  )
  const merge = (site: Int32Array, metres: Float64Array, found: NearestSites): NearestSites => {
    const merged = { site: new Int32Array(count), metres: new Float64Array(count) }
    for (let grid = 0; grid < count; grid++) {
      if (int32At(rowBefore, grid) < 0) continue
      merged.site[grid] = int32At(site, int32At(rowBefore, grid))
      merged.metres[grid] = float64At(metres, int32At(rowBefore, grid))
    }
    changed.forEach((grid, i) => {
      merged.site[grid] = int32At(found.site, i)
      merged.metres[grid] = float64At(found.metres, i)
    })
    return merged
  }
  const { nearest, metres, stationMetres, centerMetres } = before.reach
  return buildReach(input, ways, options, {
    all: merge(
      nearest,
      metres,
      findNearestServing(
        input,
        fresh,
        options,
        Uint8Array.from(changed, (grid) => uint8At(input.rural, grid)),
      ),
    ),
    station: merge(nearest, stationMetres, findNearestOfKind(input, fresh, 'station')),
    center: merge(nearest, centerMetres, findNearestOfKind(input, fresh, 'center')),
  })
}

function rowsByPoint(points: Int32Array): Map<string, number> {
  const rows = new Map<string, number>()
  for (let i = 0; i < points.length; i += 2) rows.set(`${points[i]},${points[i + 1]}`, i / 2)
  return rows
}

function isSame(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}
