import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import type { PermissionArea, Role } from '#shared/contract/permissions.ts'
import * as reviewing from '#shared/contract/drafts/draft-review.ts'
import * as contract from '#shared/contract/drafts/drafts.ts'
import type { DraftOperation } from '#shared/contract/drafts/draft-operations.ts'
import { readDraftBase } from '#shared/drafts/read-draft-base.ts'
import { replaySteps, createDraftHistory } from '#shared/drafts/draft-history.ts'
import type { TestApp } from '../api/open-test-app.ts'

/** Somebody with a role and, perhaps, streets or districts of their own. */
export const anOfficial = (city: string, ...units: string[]): { role: Role; area: PermissionArea } => ({
  role: 'street_official',
  area: units.length > 0 ? { city, units } : { city },
})
export const aReviewer = (city: string, ...units: string[]): { role: Role; area: PermissionArea } => ({
  role: 'planner',
  area: units.length > 0 ? { city, units } : { city },
})

/** Works on drafts of a city the way a page does. */
export function createDraftClient(test: TestApp, city: string) {
  const of = (draft: string) => ({ params: { city, draft } })
  const draw = {
    async begin(street: string, as = anOfficial(city, street), name = '调整网格'): Promise<string> {
      const id = randomUUID()
      await test.ask(contract.createDraft, { params: { city, unit: street }, body: { id, name } }, { as })
      return id
    },
    open: (draft: string, as = aReviewer(city)) => test.ask(contract.openDraft, of(draft), { as }),
    /** Operations one after the other, as one batch, after all that is there. */
    async add(
      draft: string,
      operations: DraftOperation[],
      as: { role: Role; area: PermissionArea },
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
    async step(draft: string, step: 'undo' | 'redo', as: { role: Role; area: PermissionArea }) {
      const {
        draft: { steps },
      } = await draw.open(draft)
      return test.ask(
        contract.appendSteps,
        { ...of(draft), body: { after: steps, steps: [{ id: randomUUID(), step }] } },
        { as },
      )
    },
    /** Ends all leases of the draft, so that somebody else can draw. */
    leave: (draft: string, as: { role: Role; area: PermissionArea }) =>
      test.ask(contract.acquireLeases, { ...of(draft), body: { release: true } }, { as }),
    /** The draft's grids, as a page computes them. */
    async state(draft: string) {
      const { ground, steps } = await draw.open(draft)
      if (!ground) throw new Error('opened without ground')
      const { replay, refused } = replaySteps(createDraftHistory(readDraftBase(ground)), steps)
      if (refused) throw new Error(`refused: ${refused.reason.code}`)
      return replay
    },
    async submit(draft: string, as: { role: Role; area: PermissionArea }) {
      const {
        draft: { steps },
      } = await draw.open(draft)
      return test.ask(reviewing.submitDraft, { ...of(draft), body: { note: '请审核', after: steps } }, { as })
    },
    approve: (draft: string, as = aReviewer(city)) =>
      test.ask(reviewing.approveDraft, { ...of(draft), body: { note: '同意' } }, { as }),
    publish: (draft: string, as = aReviewer(city), over: { effectiveOn?: string } = {}) =>
      test.ask(reviewing.publishDraft, { ...of(draft), body: { note: '发布', ...over } }, { as }),
    /** All the way from submitted by its street to published. */
    async release(draft: string, street: string, over: { effectiveOn?: string } = {}) {
      await draw.submit(draft, anOfficial(city, street))
      await draw.approve(draft)
      return draw.publish(draft, aReviewer(city), over)
    },
  }
  return draw
}
