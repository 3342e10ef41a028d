import type { CitySnapshot } from '#shared/city/city-snapshot.ts'
import { coverageOptions } from '#shared/coverage/coverage-options.ts'
import { gridFilter, NO_FILTER } from '#shared/coverage/grid-filter.ts'
import { gridPoints } from '#shared/coverage/grid-points.ts'
import { metricValues } from '#shared/coverage/metric-values.ts'
import { METRICS } from '#shared/coverage/metrics.ts'
import { buildNetwork, networkInput } from '#shared/coverage/network/build-network.ts'
import { networkWays } from '#shared/coverage/network/network-ways.ts'
import { measureReach, reachInput } from '#shared/coverage/reach/measure-reach.ts'
import { straightWays } from '#shared/coverage/reach/straight-ways.ts'
import { updateReach } from '#shared/coverage/reach/update-reach.ts'
import type { CoverageTable } from '#shared/coverage/table/coverage-table.ts'
import { makeTable } from '#shared/coverage/table/make-table.ts'
import { generateYancheng } from '../../data/demo/yancheng.ts'
import { snapshotOf } from '../helpers/snapshot-of.ts'
import { median, printTable } from './tools/table.ts'

/**
 * Coverage on the demo city: 11,000 grids, some 280 stations and centres. Medians of rounds of the time that
 * the processor worked: all of this is one thread, and other programs on the machine do not count. The first rounds, in
 * which the engine still compiles, are left out. Run alone: `npx tsx tests/bench/coverage.bench.ts`.
 */
const ROUNDS = 7

const city = snapshotOf(generateYancheng())
const straight = coverageOptions(city.settings)
const walked = coverageOptions(city.settings, { mode: 'network' })

const tableOf = (each: CitySnapshot, network = false): CoverageTable => {
  const options = network ? walked : straight
  return makeTable(each, options, () => {
    const input = reachInput(each, options)
    const ways = network
      ? networkWays(graph, input.grids, input.sites, options.detour)
      : straightWays(input.grids, input.sites, options.detour)
    return measureReach(input, ways, options)
  })
}
const everything = (table: CoverageTable) => METRICS.map((metric) => metricValues(metric, table, 'grid'))

async function time(work: () => unknown, rounds = ROUNDS): Promise<number> {
  for (let warm = 0; warm < Math.min(3, rounds); warm++) await work()
  const times: number[] = []
  for (let round = 0; round < rounds; round++) {
    const begin = process.cpuUsage()
    await work()
    const { user, system } = process.cpuUsage(begin)
    times.push((user + system) / 1000)
  }
  return median(times)
}

/** An edit of 50 grids: their households are others, and they stand elsewhere. */
const input = reachInput(city, straight)
const measured = {
  input,
  reach: measureReach(input, straightWays(input.grids, input.sites, straight.detour), straight),
}
const edited: CitySnapshot = {
  ...city,
  grids: {
    ...city.grids,
    households: city.grids.households.map((count, grid) => (grid % 220 === 0 ? count + 7 : count)),
  },
}
const moved = {
  ...input,
  households: edited.grids.households,
  grids: input.grids.map((value, i) => ((i >> 1) % 220 === 0 ? value + 3000 : value)),
}
const afterEdit = () =>
  makeTable(edited, straight, () =>
    updateReach(measured, moved, (grids) => straightWays(grids, moved.sites, straight.detour), straight),
  )

let graph = buildNetwork(networkInput(city))
const table = tableOf(city)
everything(table)
const rows: [string, number, string][] = [
  ['all metrics of every grid, straight line', await time(() => everything(tableOf(city))), '≤ 150'],
  [
    '  once for a city: points of the grids',
    await time(() => gridPoints({ ...city.grids.mesh.polygons })),
    '',
  ],
  [
    'walking network from roads and water',
    await time(() => {
      graph = buildNetwork(networkInput(city))
    }, 3),
    '',
  ],
  [
    'all metrics of every grid, walking network',
    await time(() => everything(tableOf(city, true)), 3),
    '≤ 1500',
  ],
  [
    'after an edit of 50 grids: reach, and the metric on the map',
    await time(() => metricValues(METRICS[0], afterEdit(), 'grid')),
    '≤ 30',
  ],
  [
    'another filter: values of one metric, grids',
    await time(() =>
      metricValues(METRICS[0], table, 'grid', { keep: gridFilter(table, { ...NO_FILTER, types: ['park'] }) }),
    ),
    '≤ 100',
  ],
  [
    'another filter: values of one metric, communities',
    await time(() =>
      metricValues(METRICS[5], table, 'community', {
        keep: gridFilter(table, { ...NO_FILTER, types: ['park', 'new'] }),
      }),
    ),
    '≤ 100',
  ],
]

printTable('Coverage of the demo city (ms)', ['', 'median', 'wanted'], rows)
