import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import { resolveCoverageOptions } from '#shared/coverage/coverage-options.ts'
import { createGridFilter, NO_FILTER } from '#shared/coverage/aggregate/grid-filter.ts'
import { getRepresentativePoints } from '#shared/geometry/shapes/representative-points.ts'
import { computeMetricValues } from '#shared/coverage/aggregate/metric-values.ts'
import { METRICS } from '#shared/coverage/metrics/metrics.ts'
import { buildPedestrianNetwork, toNetworkInput } from '#shared/coverage/network/build-pedestrian-network.ts'
import { createNetworkDistances } from '#shared/coverage/network/network-distances.ts'
import { measureReach, toReachInput } from '#shared/coverage/reach/measure-reach.ts'
import { createEuclideanDistances } from '#shared/coverage/reach/euclidean-distances.ts'
import { updateReach } from '#shared/coverage/reach/update-reach.ts'
import type { CoverageTable } from '#shared/coverage/table/coverage-table.ts'
import { buildCoverageTable } from '#shared/coverage/table/build-coverage-table.ts'
import { itemAt } from '#shared/geometry/at.ts'
import { generateYancheng } from '../../data/demo/yancheng.ts'
import { buildSnapshot } from '../helpers/city/build-snapshot.ts'
import { computeMedian, printTable } from './tools/print-table.ts'
import { formatFigure, reportFigures } from './tools/report-figures.ts'

/**
 * Coverage on the demo city: 11,000 grids, some 280 stations and centres. Medians of rounds of the time that
 * the processor worked: all of this is one thread, and other programs on the machine do not count. The first rounds, in
 * which the engine still compiles, are left out. Run alone: `npx tsx tests/bench/coverage.bench.ts`.
 */
const ROUNDS = 7

const city = buildSnapshot(generateYancheng())
const straight = resolveCoverageOptions(city.settings)
const walked = resolveCoverageOptions(city.settings, { mode: 'network' })

const tableOf = (each: CitySnapshot, network = false): CoverageTable => {
  const options = network ? walked : straight
  return buildCoverageTable(each, options, () => {
    const input = toReachInput(each, options)
    const ways = network
      ? createNetworkDistances(graph, input.grids, input.sites, options.detour)
      : createEuclideanDistances(input.grids, input.sites, options.detour)
    return measureReach(input, ways, options)
  })
}
const everything = (table: CoverageTable) =>
  METRICS.map((metric) => computeMetricValues(metric, table, 'grid'))

async function time(work: () => unknown, rounds = ROUNDS): Promise<number> {
  for (let warm = 0; warm < Math.min(3, rounds); warm++) await work()
  const times: number[] = []
  for (let round = 0; round < rounds; round++) {
    const begin = process.cpuUsage()
    await work()
    const { user, system } = process.cpuUsage(begin)
    times.push((user + system) / 1000)
  }
  return computeMedian(times)
}

/** An edit of 50 grids: their households are others, and they stand elsewhere. */
const input = toReachInput(city, straight)
const measured = {
  input,
  reach: measureReach(input, createEuclideanDistances(input.grids, input.sites, straight.detour), straight),
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
  buildCoverageTable(edited, straight, () =>
    updateReach(
      measured,
      moved,
      (grids) => createEuclideanDistances(grids, moved.sites, straight.detour),
      straight,
    ),
  )

let graph = buildPedestrianNetwork(toNetworkInput(city))
const table = tableOf(city)
everything(table)
const rows: [string, number, string][] = [
  ['all metrics of every grid, straight line', await time(() => everything(tableOf(city))), '≤ 150'],
  [
    '  once for a city: points of the grids',
    await time(() => getRepresentativePoints({ ...city.grids.mesh.polygons })),
    '',
  ],
  [
    'walking network from roads and water',
    await time(() => {
      graph = buildPedestrianNetwork(toNetworkInput(city))
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
    await time(() => computeMetricValues(itemAt(METRICS, 0), afterEdit(), 'grid')),
    '≤ 30',
  ],
  [
    'another filter: values of one metric, grids',
    await time(() =>
      computeMetricValues(itemAt(METRICS, 0), table, 'grid', {
        keep: createGridFilter(table, { ...NO_FILTER, types: ['park'] }),
      }),
    ),
    '≤ 100',
  ],
  [
    'another filter: values of one metric, communities',
    await time(() =>
      computeMetricValues(itemAt(METRICS, 5), table, 'community', {
        keep: createGridFilter(table, { ...NO_FILTER, types: ['park', 'new'] }),
      }),
    ),
    '≤ 100',
  ],
]

printTable('Coverage of the demo city (ms)', ['', 'median', 'wanted'], rows)
const [straightMs, , , networkMs, editMs] = rows.map(([, ms]) => formatFigure(ms))
reportFigures([
  {
    en: 'all metrics of 11,000 grids, straight line / walking network, processor time',
    zh: '全部 11,000 个网格的所有指标：直线 / 步行路网，处理器时间',
    value: `${straightMs} / ${networkMs} ms`,
    compared: { en: `after an edit of 50 grids: ${editMs} ms`, zh: `50 个网格变动之后：${editMs} ms` },
  },
])
