import * as contract from '#shared/contract/drafts/draft-review.ts'
import { withCity } from '../../db/transaction/with-city.ts'
import { insertComment, listComments } from '../../drafts/feedback/comments.ts'
import { listConsents } from '../../drafts/feedback/consents.ts'
import { changeDraftStatus } from '../../drafts/change-draft-status.ts'
import { notifyDraftSubscribers } from '../../drafts/draft-channel.ts'
import { type DraftRow, findDraft } from '../../drafts/draft-row.ts'
import type { DraftService } from '../../drafts/draft-service.ts'
import { publishDraft } from '../../drafts/publish/publish-draft.ts'
import { buildDraftReview } from '../../drafts/build-draft-review.ts'
import { getActor } from '../../http/endpoints/get-actor.ts'
import { type Api, type AreaCheck, registerEndpoint } from '../../http/endpoints/register-endpoint.ts'

/** Routes of the review of a draft: comments, consents, approval and publication. */
export function registerReviewRoutes(api: Api, draftService: DraftService): void {
  const inStreet = (area: AreaCheck) => (row: DraftRow) => area.require(row.street_code)

  registerEndpoint(api, contract.getReview, ({ params: { city, draft } }) =>
    buildDraftReview(draftService, city, draft),
  )

  registerEndpoint(api, contract.addComment, async ({ params: { city, draft }, body, ...call }) => ({
    comments: await withCity(draftService.database, city, async (tx) => {
      const { street_code: street } = await findDraft(tx, draft)
      await insertComment(tx, draft, getActor(call).name, new Date(draftService.now()), body)
      await notifyDraftSubscribers(tx, city, street)
      return listComments(tx, draft)
    }),
  }))

  registerEndpoint(api, contract.consentToDraft, async ({ params: { city, draft }, body, area, ...call }) => {
    // the permission is that for the consenting street, not for the street of the draft
    await changeDraftStatus(
      draftService,
      getActor(call),
      { city, id: draft },
      { step: 'consent', ...body },
      () => area.require(body.street),
    )
    const { snapshot } = await draftService.cities.get(city)
    return {
      consents: await withCity(draftService.database, city, (tx) => listConsents(tx, draft, snapshot)),
    }
  })

  registerEndpoint(api, contract.returnDraft, ({ params: { city, draft }, body, area, ...call }) =>
    changeDraftStatus(
      draftService,
      getActor(call),
      { city, id: draft },
      { step: 'return', ...body },
      inStreet(area),
    ),
  )

  registerEndpoint(api, contract.approveDraft, ({ params: { city, draft }, body, area, ...call }) =>
    changeDraftStatus(
      draftService,
      getActor(call),
      { city, id: draft },
      { step: 'approve', ...body },
      inStreet(area),
    ),
  )

  registerEndpoint(api, contract.publishDraft, ({ params: { city, draft }, body, area, ...call }) =>
    publishDraft(draftService, getActor(call), { city, id: draft, ...body }, inStreet(area)),
  )
}
