import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import type { CoverageOptions } from '#shared/contract/coverage/coverage-options.ts'
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
import { selectDemandPoints } from '#shared/coverage/demand/demand-points.ts'
import type { CoverageTable } from '#shared/coverage/table/coverage-table.ts'
import { buildCoverageTable } from '#shared/coverage/table/build-coverage-table.ts'
import { itemAt } from '#shared/geometry/at.ts'
import { generateYancheng } from '../../data/demo/yancheng.ts'
import { buildSnapshot } from '../helpers/city/build-snapshot.ts'
import { computeMedian, printTable } from './tools/print-table.ts'
import { formatFigure, reportFigures } from './tools/report-figures.ts'

/**
 * Coverage on the demo city: 11,000 grids, 84,000 demand points, some 280 stations and centres. Medians of rounds, as the
 * clock and as the processor counts them; the processor also counts the threads that compile and collect garbage
 * meanwhile. The first rounds, in which the engine still compiles, are left out: a server has run for longer. Run alone,
 * on a machine that does nothing else: `npx tsx tests/bench/coverage.bench.ts`.
 */
const ROUNDS = 9
const WARM_ROUNDS = 8

interface Times {
  wall: number
  processor: number
}

const city = buildSnapshot(generateYancheng())
const byBuildings = resolveCoverageOptions(city.settings)
const byGrids = resolveCoverageOptions(city.settings, { measuredFrom: 'grids' })
const walked = resolveCoverageOptions(city.settings, { mode: 'network' })
const walkedByGrids = resolveCoverageOptions(city.settings, { mode: 'network', measuredFrom: 'grids' })

const createMatrix = (options: CoverageOptions, sites: Int32Array) => (points: Int32Array) =>
  options.mode === 'network'
    ? createNetworkDistances(graph, points, sites, options.detour)
    : createEuclideanDistances(points, sites, options.detour)
const tableOf = (each: CitySnapshot, options: CoverageOptions): CoverageTable =>
  buildCoverageTable(each, options, () => {
    const input = toReachInput(each, options)
    return measureReach(input, createMatrix(options, input.sites)(input.points), options)
  })
const everything = (table: CoverageTable) =>
  METRICS.map((metric) => computeMetricValues(metric, table, 'grid'))

async function time(work: () => unknown, rounds = ROUNDS): Promise<Times> {
  for (let warm = 0; warm < (rounds < ROUNDS ? rounds : WARM_ROUNDS); warm++) await work()
  const walls: number[] = []
  const processors: number[] = []
  for (let round = 0; round < rounds; round++) {
    const begin = process.cpuUsage()
    const start = performance.now()
    await work()
    walls.push(performance.now() - start)
    const { user, system } = process.cpuUsage(begin)
    processors.push((user + system) / 1000)
  }
  return { wall: computeMedian(walls), processor: computeMedian(processors) }
}

/** An edit of 50 grids: their households are others, their middles lie elsewhere, and 20 of their buildings are in another. */
const edited: CitySnapshot = {
  ...city,
  grids: {
    ...city.grids,
    households: city.grids.households.map((count, grid) => (grid % 220 === 0 ? count + 7 : count)),
  },
}
function prepareEdit(options: CoverageOptions): () => CoverageTable {
  const input = toReachInput(city, options)
  const measured = updateReach(undefined, input, createMatrix(options, input.sites), options)
  const moved = toReachInput(edited, options)
  const places = options.measuredFrom === 'grids' ? 220 : input.points.length
  const points = moved.points.map((value, i) => ((i >> 1) % places === 0 ? value + 3000 : value))
  const grid = moved.grid.map((row, i) => (i % 5000 === 0 ? (row + 1) % city.grids.count : row))
  return () =>
    buildCoverageTable(
      edited,
      options,
      () =>
        updateReach(measured, { ...moved, points, grid }, createMatrix(options, moved.sites), options).reach,
    )
}

let graph = buildPedestrianNetwork(toNetworkInput(city))
const table = tableOf(city, byBuildings)
everything(table)
const afterEdit = prepareEdit(byBuildings)
const afterEditByGrids = prepareEdit(byGrids)
const rows: [string, Times, string][] = [
  [
    'by buildings: all metrics, straight line',
    await time(() => everything(tableOf(city, byBuildings))),
    '≤ 400',
  ],
  ['by grids: all metrics, straight line', await time(() => everything(tableOf(city, byGrids))), '≤ 150'],
  [
    '  once for a city: points of the grids',
    await time(() => getRepresentativePoints({ ...city.grids.mesh.polygons })),
    '',
  ],
  [
    '  once for a city: points of the buildings',
    await time(() => selectDemandPoints({ ...city }, 'buildings')),
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
    'by buildings: all metrics, walking network, first time',
    await time(() => {
      graph = { ...graph, edges: { ...graph.edges } }
      everything(tableOf(city, walked))
    }, 3),
    '≤ 2500',
  ],
  [
    'by buildings: all metrics, walking network',
    await time(() => everything(tableOf(city, walked)), 3),
    '≤ 2500',
  ],
  [
    'by grids: all metrics, walking network',
    await time(() => everything(tableOf(city, walkedByGrids)), 3),
    '≤ 1500',
  ],
  [
    'by buildings: after an edit of 50 grids: reach, and the metric on the map',
    await time(() => computeMetricValues(itemAt(METRICS, 0), afterEdit(), 'grid')),
    '≤ 40',
  ],
  [
    'by grids: after an edit of 50 grids: reach, and the metric on the map',
    await time(() => computeMetricValues(itemAt(METRICS, 0), afterEditByGrids(), 'grid')),
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

printTable(
  'Coverage of the demo city (ms)',
  ['', 'median', 'processor', 'wanted'],
  rows.map(([name, { wall, processor }, wanted]) => [name, wall, processor, wanted]),
)
const [straightMs, gridsMs, , , , , networkMs, , editMs] = rows.map(([, { wall }]) => formatFigure(wall))
reportFigures([
  {
    en: 'all metrics of 11,000 grids from 100,000 buildings, straight line / walking network',
    zh: '按 10 万栋楼计算 11,000 个网格的所有指标：直线 / 步行路网',
    value: `${straightMs} / ${networkMs} ms`,
    compared: {
      en: `after an edit of 50 grids: ${editMs} ms; from the points of grids: ${gridsMs} ms`,
      zh: `50 个网格变动之后：${editMs} ms；按网格点：${gridsMs} ms`,
    },
  },
])
