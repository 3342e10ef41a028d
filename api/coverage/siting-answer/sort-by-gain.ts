import type { SitingQuestion } from '#shared/contract/coverage/siting.ts'
import { selectCatchments } from '#shared/coverage/reach/select-catchments.ts'
import { solveMclpGreedily } from '#shared/coverage/siting/greedy-mclp.ts'
import { solveCapacitatedMclpGreedily } from '#shared/coverage/siting/greedy-capacitated-mclp.ts'
import { solvePMedianGreedily } from '#shared/coverage/siting/p-median.ts'
import type { SitingProblem } from './siting-problem.ts'

/** Sorts chosen sites by gain, as the greedy solution does. */
export function sortByGain(
  { catchments, demand, serve, people, now }: SitingProblem,
  { objective }: SitingQuestion,
  chosen: readonly number[],
): number[] {
  const own = selectCatchments(catchments, chosen)
  let picks: { site: number }[]
  if (objective === 'distance')
    picks = solvePMedianGreedily({ catchments: own, people, currentMetres: now }, chosen.length)
  else if (serve === null) picks = solveMclpGreedily({ catchments: own, demand }, chosen.length)
  else {
    const rows = [...Array(serve.fixed).keys(), ...chosen.map((site) => serve.fixed + site)]
    const few = {
      ...serve,
      catchments: selectCatchments(
        { ...serve.catchments, metres: new Float64Array(serve.catchments.point.length) },
        rows,
      ),
      capacity: rows.map((row) => serve.capacity[row]!),
    }
    picks = solveCapacitatedMclpGreedily(few, chosen.length).picks.map(({ site }) => ({
      site: site - serve.fixed,
    }))
  }
  const ordered = picks.map(({ site }) => chosen[site]!)
  return [...ordered, ...chosen.filter((site) => !ordered.includes(site))]
}
