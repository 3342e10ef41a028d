import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import type { Area, Role } from '#shared/contract/permissions.ts'
import * as reviewing from '#shared/contract/draft-review.ts'
import * as contract from '#shared/contract/drafts.ts'
import type { DraftOperation } from '#shared/contract/draft-operations.ts'
import { readGround } from '#shared/drafts/read-ground.ts'
import { replaySteps, startReplay } from '#shared/drafts/replay.ts'
import type { TestApp } from './open-test-app.ts'

/** Somebody with a role and, perhaps, streets or districts of their own. */
export const official = (city: string, ...units: string[]): { role: Role; area: Area } => ({
  role: 'street_official',
  area: units.length > 0 ? { city, units } : { city },
})
export const reviewer = (city: string, ...units: string[]): { role: Role; area: Area } => ({
  role: 'planner',
  area: units.length > 0 ? { city, units } : { city },
})

/** Works on drafts of a city the way a page does. */
export function drawing(test: TestApp, city: string) {
  const of = (draft: string) => ({ params: { city, draft } })
  const draw = {
    async begin(street: string, as = official(city, street), name = '调整网格'): Promise<string> {
      const id = randomUUID()
      await test.ask(contract.createDraft, { params: { city, unit: street }, body: { id, name } }, { as })
      return id
    },
    open: (draft: string, as = reviewer(city)) => test.ask(contract.openDraft, of(draft), { as }),
    /** Operations one after the other, as one batch, after all that is there. */
    async add(
      draft: string,
      operations: DraftOperation[],
      as: { role: Role; area: Area },
    ): Promise<z.output<typeof contract.appendSteps.answer>> {
      const {
        draft: { steps },
      } = await draw.open(draft)
      return test.ask(
        contract.appendSteps,
        {
          ...of(draft),
          body: {
            after: steps,
            steps: operations.map((operation) => ({ id: randomUUID(), step: 'do' as const, operation })),
          },
        },
        { as },
      )
    },
    async step(draft: string, step: 'undo' | 'redo', as: { role: Role; area: Area }) {
      const {
        draft: { steps },
      } = await draw.open(draft)
      return test.ask(
        contract.appendSteps,
        { ...of(draft), body: { after: steps, steps: [{ id: randomUUID(), step }] } },
        { as },
      )
    },
    /** The draft's grids, as a page computes them. */
    async state(draft: string) {
      const { ground, steps } = await draw.open(draft)
      if (!ground) throw new Error('opened without ground')
      const { replay, refused } = replaySteps(startReplay(readGround(ground)), steps)
      if (refused) throw new Error(`refused: ${refused.reason.code}`)
      return replay
    },
    async submit(draft: string, as: { role: Role; area: Area }) {
      const {
        draft: { steps },
      } = await draw.open(draft)
      return test.ask(reviewing.submitDraft, { ...of(draft), body: { note: '请审核', after: steps } }, { as })
    },
    approve: (draft: string, as = reviewer(city)) =>
      test.ask(reviewing.approveDraft, { ...of(draft), body: { note: '同意' } }, { as }),
    publish: (draft: string, as = reviewer(city), over: { effectiveOn?: string } = {}) =>
      test.ask(reviewing.publishDraft, { ...of(draft), body: { note: '发布', ...over } }, { as }),
    /** All the way from submitted by its street to published. */
    async release(draft: string, street: string, over: { effectiveOn?: string } = {}) {
      await draw.submit(draft, official(city, street))
      await draw.approve(draft)
      return draw.publish(draft, reviewer(city), over)
    },
  }
  return draw
}
