import type { SitingScenario } from '#shared/contract/coverage/siting.ts'

/** Scenarios with the same key count the same households by the same measurement, and can be compared. */
export function toScopeKey({ question, answer }: SitingScenario): string {
  const { within, types, measure, capacity } = question
  const measured = Object.entries(measure).sort(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify([within, [...types].sort(), measured, capacity, answer.households, answer.before])
}

/** Groups scenarios by what they are comparable with, in order of their first one. */
export function groupScenariosByScope(scenarios: readonly SitingScenario[]): SitingScenario[][] {
  const groups = new Map<string, SitingScenario[]>()
  for (const scenario of scenarios) {
    const key = toScopeKey(scenario)
    groups.set(key, [...(groups.get(key) ?? []), scenario])
  }
  return [...groups.values()]
}

/** Newly reached households of a scenario. */
export const countScenarioGain = ({ answer }: SitingScenario): number => answer.after - answer.before
