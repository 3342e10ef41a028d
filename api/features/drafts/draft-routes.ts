import * as watching from '#shared/contract/drafts/draft-events.ts'
import * as reviewing from '#shared/contract/drafts/draft-review.ts'
import * as contract from '#shared/contract/drafts/drafts.ts'
import { withCity } from '../../db/transaction/with-city.ts'
import { appendSteps } from '../../drafts/steps/append-steps.ts'
import { buildDraftBase } from '../../drafts/base/build-draft-base.ts'
import { collectSnapTargets } from '../../drafts/base/collect-snap-targets.ts'
import { changeDraftStatus } from '../../drafts/change-draft-status.ts'
import { changeLeases } from '../../drafts/change-leases.ts'
import { createDraft } from '../../drafts/create-draft.ts'
import { type DraftRow, findDraft } from '../../drafts/draft-row.ts'
import type { DraftService } from '../../drafts/draft-service.ts'
import { listUnitLeases } from '../../drafts/leases.ts'
import { listDrafts } from '../../drafts/list-drafts.ts'
import { openDraft } from '../../drafts/open-draft.ts'
import { rebaseDraft } from '../../drafts/rebase-draft.ts'
import type { DraftWatcher } from '../../drafts/watch/watch-drafts.ts'
import { getActor } from '../../http/endpoints/get-actor.ts'
import { createEventStreamResponse } from '../../http/responses/event-stream-response.ts'
import { type Api, type AreaCheck, registerEndpoint } from '../../http/endpoints/register-endpoint.ts'

/** Routes of drafts: create, open, edit, lease, watch, rebase and submit them. */
export function registerDraftRoutes(
  api: Api,
  { draftService, watcher }: { draftService: DraftService; watcher: DraftWatcher },
): void {
  const { cities, database, now } = draftService
  const inStreet = (area: AreaCheck) => (row: DraftRow) => area.require(row.street_code)

  registerEndpoint(api, contract.getDraftBase, async ({ params }) =>
    buildDraftBase((await cities.get(params.city)).snapshot, params.unit),
  )

  registerEndpoint(api, contract.getSnapTargets, async ({ params }) =>
    collectSnapTargets((await cities.get(params.city)).snapshot, params.unit),
  )

  registerEndpoint(api, contract.listDrafts, ({ params: { city }, query }) =>
    listDrafts(draftService, city, query),
  )

  registerEndpoint(api, contract.createDraft, ({ params: { city, unit }, body, ...call }) =>
    createDraft(draftService, getActor(call), { city, street: unit, ...body }),
  )

  registerEndpoint(api, contract.openDraft, ({ params: { city, draft: id }, query: { after }, ...call }) =>
    openDraft(draftService, { city, id, after, reader: getActor(call).name }),
  )

  registerEndpoint(api, contract.renameDraft, ({ params: { city, draft }, body, area, ...call }) =>
    changeDraftStatus(
      draftService,
      getActor(call),
      { city, id: draft },
      { step: 'rename', ...body },
      inStreet(area),
    ),
  )

  registerEndpoint(api, contract.discardDraft, async ({ params: { city, draft }, area, ...call }) => {
    await changeDraftStatus(
      draftService,
      getActor(call),
      { city, id: draft },
      { step: 'discard' },
      inStreet(area),
    )
    return undefined
  })

  registerEndpoint(api, contract.appendSteps, ({ params: { city, draft }, body, area, ...call }) =>
    appendSteps(draftService, getActor(call), { city, id: draft, ...body }, inStreet(area)),
  )

  registerEndpoint(
    api,
    contract.acquireLeases,
    async ({ params: { city, draft: id }, body: { communities, release }, area, ...call }) => ({
      leases: await changeLeases(
        draftService,
        { city, id, holder: getActor(call).name, communities, release },
        inStreet(area),
      ),
    }),
  )

  registerEndpoint(api, watching.listLeases, async ({ params: { city }, query: { parent }, ...call }) => ({
    leases: await withCity(database, city, (tx) =>
      listUnitLeases(tx, parent ?? '', { holder: getActor(call).name, now: now() }),
    ),
  }))

  registerEndpoint(api, watching.streamDraftEvents, async ({ params: { city, draft }, ...call }) =>
    createEventStreamResponse(await watcher.connect(city, draft, getActor(call).name)),
  )

  registerEndpoint(api, contract.getProblems, async ({ params: { city, draft }, signal }) => {
    const { snapshot } = await cities.get(city)
    const unreplayed = await withCity(database, city, async (tx) =>
      draftService.readDraft(tx, city, await findDraft(tx, draft)),
    )
    const { history } = await draftService.replayDraft(unreplayed)
    const issues = await draftService.findIssues(history.state, snapshot.settings, { signal })
    return {
      issues: issues.slice(0, contract.MAX_ISSUES),
      more: Math.max(0, issues.length - contract.MAX_ISSUES),
    }
  })

  registerEndpoint(
    api,
    contract.rebaseDraft,
    ({ params: { city, draft }, body: { leaveOut }, area, ...call }) =>
      rebaseDraft(draftService, getActor(call), { city, id: draft, leaveOut }, inStreet(area)),
  )

  registerEndpoint(api, reviewing.submitDraft, ({ params: { city, draft }, body, area, ...call }) =>
    changeDraftStatus(
      draftService,
      getActor(call),
      { city, id: draft },
      { step: 'submit', ...body },
      inStreet(area),
    ),
  )

  registerEndpoint(api, reviewing.withdrawDraft, ({ params: { city, draft }, area, ...call }) =>
    changeDraftStatus(
      draftService,
      getActor(call),
      { city, id: draft },
      { step: 'withdraw' },
      inStreet(area),
    ),
  )
}
