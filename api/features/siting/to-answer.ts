import { type CommunityType, communityTypes } from '#shared/contract/words.ts'
import type { SitingAnswer, SitingQuestion, SitingSite } from '#shared/contract/siting.ts'
import { reachableDemand } from '#shared/coverage/siting/cover-problem.ts'
import { totalMetres } from '#shared/coverage/siting/median.ts'
import { limitMetres } from '#shared/coverage/table/coverage-table.ts'
import { toDegrees } from '#shared/geometry/lattice.ts'
import type { Prepared } from './prepare.ts'

/** Chosen candidates, in their order, as an answer: what each adds to those before it, for whom, and what is left. */
export function toAnswer(prepared: Prepared, { objective }: SitingQuestion, chosen: readonly number[], how: { method: 'greedy' | 'exact'; proven: boolean; seconds: number }): SitingAnswer {
  const { table, candidates, leftOut, catchments, people, demand, now } = prepared
  const limit = limitMetres(table.options)
  const reached = new Uint8Array(people.length)
  const nearest = Float64Array.from(now)
  const sites = chosen.map((site): SitingSite => {
    const { code, name, x, y } = candidates[site]!
    const byType: Partial<Record<CommunityType, number>> = {}
    const grids: number[] = []
    const metres: number[] = []
    let [newly, saved] = [0, 0]
    for (let i = catchments.start[site]!; i < catchments.start[site + 1]!; i++) {
      const [grid, way] = [catchments.grid[i]!, catchments.metres[i]!]
      saved += Math.max(0, nearest[grid]! - way) * people[grid]!
      nearest[grid] = Math.min(nearest[grid]!, way)
      if (way > limit || !(demand[grid]! > 0) || reached[grid] === 1) continue
      reached[grid] = 1
      newly += demand[grid]!
      grids.push(table.grids.ids[grid]!)
      metres.push(Math.round(way * 10) / 10)
      const type = communityTypes[table.communities.type[table.grids.community[grid]!] ?? -1]
      if (type !== undefined) byType[type] = (byType[type] ?? 0) + demand[grid]!
    }
    return { code, name, lon: toDegrees(x), lat: toDegrees(y), gain: objective === 'distance' ? Math.round(saved) : newly, byType, grids, metres }
  })
  const all = sum(people)
  const lacking = sum(demand)
  const newly = sum(demand.filter((_, grid) => reached[grid] === 1))
  const median = { catchments, people, now }
  return {
    ...how,
    sites,
    households: all,
    before: all - lacking,
    after: all - lacking + newly,
    beyond: objective === 'distance' ? 0 : lacking - reachableDemand({ catchments, demand }),
    candidates: candidates.length,
    leftOut,
    metresBefore: objective === 'distance' ? Math.round(totalMetres(median, [])) : null,
    metresAfter: objective === 'distance' ? Math.round(totalMetres(median, chosen)) : null,
  }
}

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0)
