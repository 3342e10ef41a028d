import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import { listUnits } from '#shared/contract/city/features.ts'
import { approveDraft, publishDraft, submitDraft } from '#shared/contract/drafts/draft-review.ts'
import { appendSteps, createDraft, getDraftBase } from '#shared/contract/drafts/drafts.ts'
import type { DraftOperation } from '#shared/contract/drafts/draft-operations.ts'
import type { Endpoint } from '#shared/contract/endpoint.ts'
import type { Role } from '#shared/contract/permissions.ts'
import { readDraftBase } from '#shared/drafts/read-draft-base.ts'
import { runOperation } from '#shared/drafts/run-operation.ts'
import { getShapeBox } from '#shared/geometry/shapes/shape-box.ts'
import { callEndpoint, type EndpointInput } from '../../helpers/api/call-endpoint.ts'

export interface PublishTiming {
  revision: number
  asked: number
  answered: number
}

/** Officials who keep changing a running server's demo city: each `publish` cuts a grid in two, in street after street. */
export async function startPublisher(
  base: string,
  city: string,
): Promise<{ publish(): Promise<PublishTiming> }> {
  const [official, planner] = await Promise.all([
    signInWithDemoRole(base, 'street_official'),
    signInWithDemoRole(base, 'planner'),
  ])
  const { units } = await official(listUnits, { params: { city }, query: { level: 'street', limit: 5000 } })
  let at = 0

  return {
    async publish() {
      for (;;) {
        const unit = units[at++ % units.length]!.code
        const operation = cutIn(readDraftBase(await planner(getDraftBase, { params: { city, unit } })))
        if (operation === undefined) continue
        const draft = randomUUID()
        const of = { params: { city, draft } }
        await official(createDraft, { params: { city, unit }, body: { id: draft, name: '拆分网格' } })
        const {
          draft: { steps },
        } = await official(appendSteps, {
          ...of,
          body: { after: 0, steps: [{ id: randomUUID(), step: 'do', operation }] },
        })
        await official(submitDraft, { ...of, body: { note: '请审核', after: steps } })
        await planner(approveDraft, { ...of, body: { note: '同意' } })
        const asked = performance.timeOrigin + performance.now()
        const { revision } = await planner(publishDraft, { ...of, body: { note: '发布' } })
        return { revision, asked, answered: performance.timeOrigin + performance.now() }
      }
    },
  }
}

/** A cut through the first grid that has room for one. */
function cutIn(state: ReturnType<typeof readDraftBase>): DraftOperation | undefined {
  for (const cell of state.set.cells.values()) {
    if (state.places.get(cell.id) !== 'own') continue
    const [west, south, east, north] = getShapeBox(cell.shape)
    const x = Math.round((west + east) / 2)
    const operation: DraftOperation = {
      op: 'split',
      grid: cell.id,
      line: [
        [x, south - 500],
        [x, north + 500],
      ],
      newGrid: -1,
    }
    const result = runOperation(state, operation)
    if (result.ok && result.value.geometry) return operation
  }
  return undefined
}

/** Somebody with a demo role, asking by the contract. */
export async function signInWithDemoRole(base: string, role: Role) {
  const headers = { 'content-type': 'application/json' }
  const taken = await fetch(`${base}/api/session/demo`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ role }),
  })
  const cookie = taken.headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ')
  return <P extends z.ZodObject, Q extends z.ZodObject, B extends z.ZodType, A extends z.ZodType>(
    endpoint: Endpoint<P, Q, B, A>,
    input: EndpointInput<P, Q, B>,
  ) =>
    callEndpoint(
      (path, { method, body }) =>
        fetch(base + path, {
          method,
          headers: { cookie, ...(body === undefined ? {} : headers) },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        }),
      endpoint,
      input,
    )
}
