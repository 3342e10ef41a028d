import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import type { PermissionArea, Role } from '#shared/contract/permissions.ts'
import * as reviewing from '#shared/contract/drafts/draft-review.ts'
import * as contract from '#shared/contract/drafts/drafts.ts'
import type { DraftOperation } from '#shared/contract/drafts/draft-operations.ts'
import { readDraftBase } from '#shared/drafts/read-draft-base.ts'
import { replaySteps, createDraftHistory } from '#shared/drafts/draft-history.ts'
import { getShapeBox } from '#shared/geometry/shapes/shape-box.ts'
import type { DraftId } from '#shared/contract/ids.ts'
import type { TestApp } from '../api/open-test-app.ts'

/** Returns a street official of the given units, or of the whole city. */
export const anOfficial = (city: string, ...units: string[]): { role: Role; area: PermissionArea } => ({
  role: 'street_official',
  area: units.length > 0 ? { city, units } : { city },
})
/** Returns a planner of the given units, or of the whole city. */
export const aReviewer = (city: string, ...units: string[]): { role: Role; area: PermissionArea } => ({
  role: 'planner',
  area: units.length > 0 ? { city, units } : { city },
})

/** Returns functions that work on drafts of a city the way a page does. */
export function createDraftClient(test: TestApp, city: string) {
  const of = (draft: string) => ({ params: { city, draft } })
  const client = {
    /** Returns the geometry that a draft of the street starts from. */
    base: async (street: string) =>
      readDraftBase(await test.ask(contract.getDraftBase, { params: { city, unit: street } })),
    /** @throws Error if the street has no grid with this code. */
    async findGrid(code: string) {
      const { set, facts } = await client.base(code.slice(0, 9))
      const [id, attributes] = [...facts].find(([, each]) => each.code === code) ?? []
      const cell = id === undefined ? undefined : set.cells.get(id)
      if (id === undefined || attributes === undefined || cell === undefined)
        throw new Error(`there is no grid ${code}`)
      return { id, shape: cell.shape, facts: attributes }
    },
    /** Returns a split of a grid along a line from south to north; `part` is the share of the grid to the west of it. */
    async cut(code: string, newGrid = -1, part = 0.5): Promise<Extract<DraftOperation, { op: 'split' }>> {
      const { id, shape } = await client.findGrid(code)
      const [west, south, east, north] = getShapeBox(shape)
      const x = Math.round(west + (east - west) * part)
      return {
        op: 'split',
        grid: id,
        line: [
          [x, south - 500],
          [x, north + 500],
        ],
        newGrid,
      }
    },
    /** Without a name the draft gets one that no other has. */
    async begin(street: string, as = anOfficial(city, street), name?: string): Promise<DraftId> {
      const id = randomUUID()
      const body = { id, name: name ?? `调整网格 ${id.slice(0, 8)}` }
      return (await test.ask(contract.createDraft, { params: { city, unit: street }, body }, { as })).id
    },
    open: (draft: string, as = aReviewer(city)) => test.ask(contract.openDraft, of(draft), { as }),
    /** Appends operations as one batch after all stored steps. */
    async add(
      draft: string,
      operations: DraftOperation[],
      as: { role: Role; area: PermissionArea },
    ): Promise<z.output<typeof contract.appendSteps.answer>> {
      const {
        draft: { steps },
      } = await client.open(draft)
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
      } = await client.open(draft)
      return test.ask(
        contract.appendSteps,
        { ...of(draft), body: { after: steps, steps: [{ id: randomUUID(), step }] } },
        { as },
      )
    },
    /** Ends all leases of the draft, so that another principal can edit it. */
    leave: (draft: string, as: { role: Role; area: PermissionArea }) =>
      test.ask(contract.acquireLeases, { ...of(draft), body: { release: true } }, { as }),
    /** Returns the state of the draft, computed as a page computes it. */
    async state(draft: string) {
      const { ground, steps } = await client.open(draft)
      if (!ground) throw new Error('the response contains no draft base')
      const { replay, refused } = replaySteps(createDraftHistory(readDraftBase(ground)), steps)
      if (refused) throw new Error(`refused: ${refused.reason.code}`)
      return replay
    },
    async submit(draft: string, as: { role: Role; area: PermissionArea }) {
      const {
        draft: { steps },
      } = await client.open(draft)
      return test.ask(reviewing.submitDraft, { ...of(draft), body: { note: '请审核', after: steps } }, { as })
    },
    approve: (draft: string, as = aReviewer(city)) =>
      test.ask(reviewing.approveDraft, { ...of(draft), body: { note: '同意' } }, { as }),
    return: (draft: string, note: string, as = aReviewer(city)) =>
      test.ask(reviewing.returnDraft, { ...of(draft), body: { note } }, { as }),
    publish: (draft: string, as = aReviewer(city), over: { effectiveOn?: string } = {}) =>
      test.ask(reviewing.publishDraft, { ...of(draft), body: { note: '发布', ...over } }, { as }),
    /** Submits a draft as its street, approves it and publishes it. */
    async release(draft: string, street: string, over: { effectiveOn?: string } = {}) {
      await client.submit(draft, anOfficial(city, street))
      await client.approve(draft)
      return client.publish(draft, aReviewer(city), over)
    },
  }
  return client
}
