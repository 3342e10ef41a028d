import * as watching from '#shared/contract/draft-events.ts'
import * as reviewing from '#shared/contract/draft-review.ts'
import * as contract from '#shared/contract/drafts.ts'
import { findProblems } from '#shared/drafts/find-problems.ts'
import { loadSql } from '../../db/load-sql.ts'
import { withCity } from '../../db/with-city.ts'
import { appendSteps } from '../../drafting/append-steps.ts'
import { createDraft } from '../../drafting/create-draft.ts'
import { decideDraft } from '../../drafting/decide-draft.ts'
import { tellWatchers } from '../../drafting/draft-channel.ts'
import {
  type DraftRow,
  DraftRow as Row,
  findDraft,
  mustBe,
  readSteps,
  toDraft,
} from '../../drafting/draft-row.ts'
import { findStaleness } from '../../drafting/find-staleness.ts'
import { groundOf } from '../../drafting/ground-of.ts'
import { leasesIn, leasesOf, releaseLeases, takeLeases } from '../../drafting/leases.ts'
import type { Desk } from '../../drafting/open-desk.ts'
import { rebaseDraft } from '../../drafting/rebase-draft.ts'
import { surroundingsOf } from '../../drafting/surroundings-of.ts'
import type { DraftWatch } from '../../drafting/watch-drafts.ts'
import { AppError } from '../../errors.ts'
import { actorOf } from '../../http/actor-of.ts'
import { type Api, type AreaCheck, mount } from '../../http/mount.ts'

const listStatement = loadSql('api/drafting/sql/list-drafts.sql')

/** A street's drafts: begun, drawn, opened again, handed in. */
export function draftRoutes(api: Api, desk: Desk, watch: DraftWatch): void {
  const { cities, database, now } = desk
  const inStreet = (area: AreaCheck) => (row: DraftRow) => area.require(row.street_code)

  mount(api, contract.getGround, async ({ params }) =>
    groundOf((await cities.get(params.city)).snapshot, params.unit),
  )

  mount(api, contract.getSurroundings, async ({ params }) =>
    surroundingsOf((await cities.get(params.city)).snapshot, params.unit),
  )

  mount(api, contract.listDrafts, async ({ params: { city }, query }) => {
    const { snapshot } = await cities.get(city)
    const { rows } = await withCity(
      database,
      city,
      (tx) =>
        tx.query<{ total: number }>(listStatement, [
          query.parent ?? '',
          query.status ?? null,
          query.consent ?? null,
          query.limit,
          query.offset,
        ]),
      { access: 'read' },
    )
    return { total: rows[0]?.total ?? 0, drafts: rows.map((row) => toDraft(Row.parse(row), snapshot)) }
  })

  mount(api, contract.createDraft, ({ params: { city, unit }, body, ...call }) =>
    createDraft(desk, actorOf(call), { city, street: unit, ...body }),
  )

  mount(api, contract.openDraft, async ({ params: { city, draft: id }, query: { after }, ...call }) => {
    const { snapshot } = await cities.get(city)
    return withCity(database, city, async (tx) => {
      const row = await findDraft(tx, id)
      const { ground, base } = await desk.inHand(tx, city, row)
      // whoever has seen steps of an earlier ground needs the new one
      const anew = after === undefined || after < row.first_step
      return {
        draft: toDraft(row, snapshot),
        ground: anew ? ground : null,
        steps: await readSteps(tx, id, anew ? row.first_step : after),
        leases: await leasesOf(tx, row.street_code, { draft: id, holder: actorOf(call).name, now: now() }),
        stale:
          row.status === 'published' || row.status === 'discarded'
            ? null
            : findStaleness(base, row.base_revision, snapshot),
      }
    })
  })

  mount(api, contract.renameDraft, ({ params: { city, draft }, body, area, ...call }) =>
    decideDraft(desk, actorOf(call), { city, id: draft }, { step: 'rename', ...body }, inStreet(area)),
  )

  mount(api, contract.discardDraft, async ({ params: { city, draft }, area, ...call }) => {
    await decideDraft(desk, actorOf(call), { city, id: draft }, { step: 'discard' }, inStreet(area))
    return undefined
  })

  mount(api, contract.appendSteps, ({ params: { city, draft }, body, area, ...call }) =>
    appendSteps(desk, actorOf(call), { city, id: draft, ...body }, inStreet(area)),
  )

  mount(
    api,
    contract.takeLeases,
    async ({ params: { city, draft: id }, body: { communities, release }, area, ...call }) => {
      const { snapshot } = await cities.get(city)
      const drawing = { draft: id, holder: actorOf(call).name, now: now() }
      return withCity(database, city, async (tx) => {
        const row = await findDraft(tx, id)
        area.require(row.street_code)
        const ofStreet = snapshot.units.community.codes.filter((code) => code.startsWith(row.street_code))
        const foreign = communities.find((code) => !ofStreet.includes(code))
        if (foreign !== undefined)
          throw new AppError('unprocessable', 'the community is not of this street', {
            reason: 'other_street',
            community: foreign,
          })
        if (release) {
          await releaseLeases(tx, id, drawing.holder)
          await tellWatchers(tx, city, row.street_code)
        } else {
          mustBe(row, 'open')
          if (await takeLeases(tx, communities.length > 0 ? communities : ofStreet, drawing))
            await tellWatchers(tx, city, row.street_code)
        }
        return { leases: await leasesOf(tx, row.street_code, drawing) }
      })
    },
  )

  mount(api, watching.listLeases, async ({ params: { city }, query: { parent }, ...call }) => ({
    leases: await withCity(database, city, (tx) =>
      leasesIn(tx, parent ?? '', { holder: actorOf(call).name, now: now() }),
    ),
  }))

  mount(
    api,
    watching.watchDraft,
    async ({ params: { city, draft }, ...call }) =>
      new Response(await watch.connect(city, draft, actorOf(call).name), {
        headers: {
          'content-type': 'text/event-stream',
          'cache-control': 'no-store',
          'x-accel-buffering': 'no',
        },
      }),
  )

  mount(api, contract.getProblems, async ({ params: { city, draft } }) => {
    const { snapshot } = await cities.get(city)
    const { replay } = await withCity(database, city, async (tx) =>
      desk.inHand(tx, city, await findDraft(tx, draft)),
    )
    return { issues: findProblems(replay.state, snapshot.settings.rules) }
  })

  mount(api, contract.rebaseDraft, ({ params: { city, draft }, body: { leaveOut }, area, ...call }) =>
    rebaseDraft(desk, actorOf(call), { city, id: draft, leaveOut }, inStreet(area)),
  )

  mount(api, reviewing.submitDraft, ({ params: { city, draft }, body, area, ...call }) =>
    decideDraft(desk, actorOf(call), { city, id: draft }, { step: 'submit', ...body }, inStreet(area)),
  )

  mount(api, reviewing.withdrawDraft, ({ params: { city, draft }, area, ...call }) =>
    decideDraft(desk, actorOf(call), { city, id: draft }, { step: 'withdraw' }, inStreet(area)),
  )
}
