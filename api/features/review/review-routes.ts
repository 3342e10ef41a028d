import * as contract from '#shared/contract/draft-review.ts'
import { withCity } from '../../db/with-city.ts'
import { addComment, commentsOf } from '../../drafting/comments.ts'
import { consentsOf } from '../../drafting/consents.ts'
import { decideDraft } from '../../drafting/decide-draft.ts'
import { tellWatchers } from '../../drafting/draft-channel.ts'
import { type DraftRow, findDraft } from '../../drafting/draft-row.ts'
import type { Desk } from '../../drafting/open-desk.ts'
import { publishDraft } from '../../drafting/publish-draft.ts'
import { reviewDraft } from '../../drafting/review-draft.ts'
import { actorOf } from '../../http/actor-of.ts'
import { type Api, type AreaCheck, mount } from '../../http/mount.ts'

/** What neighbours and the district say to a draft, and how it becomes the city's map. */
export function reviewRoutes(api: Api, desk: Desk): void {
  const inStreet = (area: AreaCheck) => (row: DraftRow) => area.require(row.street_code)

  mount(api, contract.getReview, ({ params: { city, draft } }) => reviewDraft(desk, city, draft))

  mount(api, contract.addComment, async ({ params: { city, draft }, body, ...call }) => ({
    comments: await withCity(desk.database, city, async (tx) => {
      const { street_code: street } = await findDraft(tx, draft)
      await addComment(tx, draft, actorOf(call).name, new Date(desk.now()), body)
      await tellWatchers(tx, city, street)
      return commentsOf(tx, draft)
    }),
  }))

  mount(api, contract.consentToDraft, async ({ params: { city, draft }, body, area, ...call }) => {
    // the neighbour answers for its own street, not for the one that draws
    await decideDraft(desk, actorOf(call), { city, id: draft }, { step: 'consent', ...body }, () =>
      area.require(body.street),
    )
    const { snapshot } = await desk.cities.get(city)
    return { consents: await withCity(desk.database, city, (tx) => consentsOf(tx, draft, snapshot)) }
  })

  mount(api, contract.returnDraft, ({ params: { city, draft }, body, area, ...call }) =>
    decideDraft(desk, actorOf(call), { city, id: draft }, { step: 'return', ...body }, inStreet(area)),
  )

  mount(api, contract.approveDraft, ({ params: { city, draft }, body, area, ...call }) =>
    decideDraft(desk, actorOf(call), { city, id: draft }, { step: 'approve', ...body }, inStreet(area)),
  )

  mount(api, contract.publishDraft, ({ params: { city, draft }, body, area, ...call }) =>
    publishDraft(desk, actorOf(call), { city, id: draft, ...body }, inStreet(area)),
  )
}
