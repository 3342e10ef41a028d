import { resolveCoverageOptions } from '#shared/coverage/coverage-options.ts'
import { getRepresentativePoints } from '#shared/geometry/shapes/representative-points.ts'
import { selectCatchments } from '#shared/coverage/reach/select-catchments.ts'
import { joinCatchments } from '#shared/coverage/reach/join-catchments.ts'
import { measureReach, toReachInput } from '#shared/coverage/reach/measure-reach.ts'
import { createEuclideanDistances } from '#shared/coverage/reach/euclidean-distances.ts'
import { buildMclpModel } from '#shared/coverage/siting/mclp-model.ts'
import { solveMclpGreedily } from '#shared/coverage/siting/greedy-mclp.ts'
import { solveCapacitatedMclpGreedily } from '#shared/coverage/siting/greedy-capacitated-mclp.ts'
import { solvePMedianGreedily, type PMedianProblem } from '#shared/coverage/siting/p-median.ts'
import { buildCapacitatedMclpModel } from '#shared/coverage/siting/capacitated-mclp-model.ts'
import type { SolverModel } from '#shared/coverage/siting/solver-model.ts'
import { computeReachLimitMetres } from '#shared/coverage/reach/reach-limits.ts'
import { float64At, int32At, itemAt } from '#shared/geometry/at.ts'
import { runSolver } from '../../api/coverage/solver/run-solver.ts'
import type { PMedianJob } from '../../api/coverage/solver/solve-p-median.ts'
import { generateYancheng } from '../../data/demo/yancheng.ts'
import { buildSnapshot } from '../helpers/city/build-snapshot.ts'
import { computeMedian, printTable } from './tools/print-table.ts'
import { formatFigure, reportFigures } from './tools/report-figures.ts'

/**
 * Siting on the demo city from 84,000 demand points: 2,000 candidates – the middles of grids that reach most of who is not reached – and 30 new
 * sites. Processor time of the thread for the greedy answer, medians of rounds; the proof runs in its own thread, as it
 * does on the server, and is timed by the wall. Memory: by how much the whole process grew at its highest.
 * Run alone: `npx tsx tests/bench/siting.bench.ts`.
 */
const [CANDIDATES, SITES, CAPACITY, ROUNDS] = [2000, 30, 1500, 9]

const city = buildSnapshot(generateYancheng())
const options = resolveCoverageOptions(city.settings)
const limit = computeReachLimitMetres(options, false)
const middles = getRepresentativePoints(city.grids.mesh.polygons)
const input = toReachInput(city, options)
const { points } = input
const count = points.length / 2
const reach = measureReach(input, createEuclideanDistances(points, input.sites, options.detour), options)
const demand = Float64Array.from(input.households, (households, point) =>
  float64At(reach.metres, point) <= limit ? 0 : households,
)
const open = [
  ...new Set(
    Array.from(demand.keys())
      .filter((point) => float64At(demand, point) > 0)
      .map((point) => int32At(input.grid, point)),
  ),
]
const sites = Int32Array.from(
  open.flatMap((grid) => [int32At(middles, 2 * grid), int32At(middles, 2 * grid + 1)]),
)
/** Ways to points that are not reached yet. */
const all = createEuclideanDistances(points, sites, options.detour).within(
  demand.map((households) => (households > 0 ? limit : -1)),
)
const reached = open.map((_, site) =>
  all.point
    .subarray(all.start[site], all.start[site + 1])
    .reduce((sum, point) => sum + float64At(demand, point), 0),
)
const chosen = open
  .map((_, site) => site)
  .sort((a, b) => itemAt(reached, b) - itemAt(reached, a) || a - b)
  .slice(0, CANDIDATES)
const catchments = selectCatchments(all, chosen)
const free = { catchments, demand }
const full = {
  fixed: input.sites.length / 2,
  catchments: joinCatchments(
    createEuclideanDistances(points, input.sites, options.detour).within(new Float64Array(count).fill(limit)),
    catchments,
  ),
  capacity: Float64Array.from([
    ...Array.from(input.capacity, (each) => (Number.isNaN(each) ? Infinity : Math.floor(each))),
    ...chosen.map(() => CAPACITY),
  ]),
  demand: Float64Array.from(input.households),
}

/** Ways that save metres reach farther than ways that count as reached. */
const FARTHEST_M = 5000
const far: PMedianProblem = {
  catchments: createEuclideanDistances(
    points,
    Int32Array.from(chosen.flatMap((site) => [int32At(sites, 2 * site), int32At(sites, 2 * site + 1)])),
    options.detour,
  ).within(new Float64Array(count).fill(FARTHEST_M)),
  people: full.demand,
  currentMetres: Float64Array.from(reach.metres, (metres) => (metres <= FARTHEST_M ? metres : FARTHEST_M)),
}

async function time(work: () => unknown): Promise<number> {
  for (let warm = 0; warm < 3; warm++) await work()
  const times: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const begin = process.cpuUsage()
    await work()
    const { user, system } = process.cpuUsage(begin)
    times.push((user + system) / 1000)
  }
  return computeMedian(times)
}

let grown = 0
/** Milliseconds until the proof; NaN: there was none within the limit. And the process's growth meanwhile. */
async function proof(question: { model: SolverModel } | { median: PMedianJob }): Promise<number> {
  const before = process.memoryUsage().rss
  const begin = performance.now()
  const watching = setInterval(() => {
    grown = Math.max(grown, process.memoryUsage().rss - before)
  }, 20)
  const { proven } = await runSolver(
    { ...question, limitSeconds: 120 },
    () => undefined,
    new AbortController().signal,
  )
  clearInterval(watching)
  return proven ? performance.now() - begin : NaN
}

const rows: [string, number, string][] = [
  [
    `greedy, ${CANDIDATES} candidates, ${SITES} sites`,
    await time(() => solveMclpGreedily(free, SITES)),
    '≤ 150',
  ],
  ['proven optimum of the same', await proof({ model: buildMclpModel(free, { sites: SITES }) }), '≤ 10000'],
]
const memory = Math.round(grown / 1e6)
rows.push(
  [
    `greedy, sites of ${CAPACITY} households, places with their limits`,
    await time(() => solveCapacitatedMclpGreedily(full, SITES)),
    '',
  ],
  [
    'proven optimum of the same',
    await proof({ model: buildCapacitatedMclpModel(full, { sites: SITES }) }),
    '',
  ],
)
for (const wanted of [SITES, 2 * SITES]) {
  rows.push(
    [`greedy, least distance, ${wanted} sites`, await time(() => solvePMedianGreedily(far, wanted)), ''],
    [
      'proven optimum of the same',
      await proof({ median: { problem: far, sites: wanted, mostWays: 60_000 } }),
      '',
    ],
  )
}
printTable('Siting in the demo city (ms)', ['', 'median', 'wanted'], rows)
const [reachMs, reachProofMs, limitedMs, limitedProofMs, distanceMs, distanceProofMs] = rows.map(
  ([, ms]) => ms,
)
const greedyAndProof = (en: string, zh: string, greedyMs = NaN, proofMs = NaN) => ({
  en: `${SITES} new stations among ${CANDIDATES.toLocaleString('en-US')} candidates, proven optimum: ${en}`,
  zh: `在 ${CANDIDATES.toLocaleString('en-US')} 个候选点中选 ${SITES} 个新站并证明最优：${zh}`,
  value: `${formatFigure(proofMs / 1000)} s`,
  compared: { en: `greedy: ${formatFigure(greedyMs)} ms`, zh: `贪心：${formatFigure(greedyMs)} ms` },
})
reportFigures([
  greedyAndProof('most households', '覆盖最多', reachMs, reachProofMs),
  greedyAndProof('most households, with capacities', '覆盖最多，计入容量', limitedMs, limitedProofMs),
  greedyAndProof('least distance', '距离最短', distanceMs, distanceProofMs),
])
process.stdout.write(`\nmemory for the proof: ${memory} MB (wanted ≤ 400)\n`)
