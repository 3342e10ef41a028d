import { DEFAULT_EFFORT, findDivision } from '#shared/division/search/find-division.ts'
import { DEFAULT_GOALS } from '#shared/division/search/objective.ts'
import { drawGraph } from '../helpers/division/draw-graph.ts'
import { createSeededRandom } from '../helpers/geometry/build-brickwork.ts'

/**
 * npx tsx tests/division/compare-starts.script.ts [GRAPHS [SEED]]: divides random graphs of 15 to 59 atoms as a proposal does
 * and with a hundred starts, and prints how much more the first costs.
 */
const [graphs = '300', seed = '1'] = process.argv.slice(2)
const random = createSeededRandom(Number(seed))
const excess: number[] = []
for (let run = 0; run < Number(graphs); run++) {
  const graph = drawGraph(15 + Math.floor(45 * random()), random)
  const goals = { ...DEFAULT_GOALS, change: 1, count: 2 + Math.floor(5 * random()), tolerance: 0.1 }
  const usual = findDivision(graph, goals, 1)
  const long = findDivision(graph, goals, 2, { ...DEFAULT_EFFORT, starts: 100, patience: 100 })
  if (usual === null || long === null) continue
  excess.push(usual.price / long.price - 1)
}
const worse = excess.filter((each) => each > 0.03)
const percent = (share: number) => `${(100 * share).toFixed(1)} %`
process.stdout.write(
  `${excess.length} graphs: ${worse.length} cost more than 3 % more than with 100 starts, the worst ${percent(Math.max(...excess))}; ` +
    `${excess.filter((each) => each < -0.001).length} cost less, ${excess.filter((each) => Math.abs(each) <= 0.001).length} the same\n`,
)
