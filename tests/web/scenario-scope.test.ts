// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { SitingAnswer, SitingQuestion, type SitingScenario } from '#shared/contract/coverage/siting.ts'
import { Revision } from '#shared/contract/ids.ts'
import { groupScenariosByScope } from '../../web/features/planner/siting/scenario-scope.ts'

const scenario = (name: string, asked: object, households = 100, before = 40): SitingScenario => ({
  id: crypto.randomUUID(),
  name,
  revision: Revision.parse(1),
  actor: 'planner',
  savedAt: '2026-01-01T00:00:00Z',
  outdated: false,
  question: SitingQuestion.parse({ objective: 'reach', sites: 3, ...asked }),
  answer: SitingAnswer.parse({
    method: 'greedy',
    proven: false,
    sites: [],
    households,
    before,
    after: before + 10,
    beyond: 0,
    candidates: 5,
    leftOut: 0,
    seconds: 0,
    metresBefore: null,
    metresAfter: null,
  }),
})

describe('saved scenarios', () => {
  it('are compared only with those of the same households and the same measurement', () => {
    const groups = groupScenariosByScope([
      scenario('city', {}),
      scenario('street', { within: '320902001' }),
      scenario('city, more sites', { sites: 9 }),
      scenario('new and park', { types: ['new', 'park'] }),
      scenario('park and new', { types: ['park', 'new'] }),
      scenario('15 minutes', { measure: { minutes: 15 } }),
      scenario('with capacities', { capacity: 900 }),
      scenario('after a survey', {}, 120),
    ])
    expect(groups.map((group) => group.map(({ name }) => name))).toEqual([
      ['city', 'city, more sites'],
      ['street'],
      ['new and park', 'park and new'],
      ['15 minutes'],
      ['with capacities'],
      ['after a survey'],
    ])
  })
})
