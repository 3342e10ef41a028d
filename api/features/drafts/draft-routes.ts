import * as watching from '#shared/contract/drafts/draft-events.ts'
import * as reviewing from '#shared/contract/drafts/draft-review.ts'
import * as contract from '#shared/contract/drafts/drafts.ts'
import { findDraftIssues } from '#shared/drafts/find-draft-issues.ts'
import { loadSql } from '../../db/load-sql.ts'
import { withCity } from '../../db/transaction/with-city.ts'
import { appendSteps } from '../../drafts/append-steps.ts'
import { createDraft } from '../../drafts/create-draft.ts'
import { changeDraftStatus } from '../../drafts/change-draft-status.ts'
import { notifyDraftSubscribers } from '../../drafts/draft-channel.ts'
import {
  type DraftRow,
  DraftRow as Row,
  findDraft,
  assertDraftStatus,
  readSteps,
  toDraft,
} from '../../drafts/draft-row.ts'
import { findStaleGrids } from '../../drafts/find-stale-grids.ts'
import { buildDraftBase } from '../../drafts/base/build-draft-base.ts'
import { listUnitLeases, listStreetLeases, releaseLeases, acquireLeases } from '../../drafts/leases.ts'
import type { DraftService } from '../../drafts/draft-service.ts'
import { rebaseDraft } from '../../drafts/rebase-draft.ts'
import { collectSnapTargets } from '../../drafts/base/collect-snap-targets.ts'
import type { DraftWatcher } from '../../drafts/watch/watch-drafts.ts'
import { AppError } from '../../errors.ts'
import { getActor } from '../../http/endpoints/get-actor.ts'
import { type Api, type AreaCheck, registerEndpoint } from '../../http/endpoints/register-endpoint.ts'

const listStatement = loadSql('api/drafts/sql/list-drafts.sql')

/** A street's drafts: begun, drawn, opened again, handed in. */
export function registerDraftRoutes(api: Api, desk: DraftService, watch: DraftWatcher): void {
  const { cities, database, now } = desk
  const inStreet = (area: AreaCheck) => (row: DraftRow) => area.require(row.street_code)

  registerEndpoint(api, contract.getDraftBase, async ({ params }) =>
    buildDraftBase((await cities.get(params.city)).snapshot, params.unit),
  )

  registerEndpoint(api, contract.getSnapTargets, async ({ params }) =>
    collectSnapTargets((await cities.get(params.city)).snapshot, params.unit),
  )

  registerEndpoint(api, contract.listDrafts, async ({ params: { city }, query }) => {
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

  registerEndpoint(api, contract.createDraft, ({ params: { city, unit }, body, ...call }) =>
    createDraft(desk, getActor(call), { city, street: unit, ...body }),
  )

  registerEndpoint(
    api,
    contract.openDraft,
    async ({ params: { city, draft: id }, query: { after }, ...call }) => {
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
          leases: await listStreetLeases(tx, row.street_code, {
            draft: id,
            holder: getActor(call).name,
            now: now(),
          }),
          stale:
            row.status === 'published' || row.status === 'discarded'
              ? null
              : findStaleGrids(base, row.base_revision, snapshot),
        }
      })
    },
  )

  registerEndpoint(api, contract.renameDraft, ({ params: { city, draft }, body, area, ...call }) =>
    changeDraftStatus(desk, getActor(call), { city, id: draft }, { step: 'rename', ...body }, inStreet(area)),
  )

  registerEndpoint(api, contract.discardDraft, async ({ params: { city, draft }, area, ...call }) => {
    await changeDraftStatus(desk, getActor(call), { city, id: draft }, { step: 'discard' }, inStreet(area))
    return undefined
  })

  registerEndpoint(api, contract.appendSteps, ({ params: { city, draft }, body, area, ...call }) =>
    appendSteps(desk, getActor(call), { city, id: draft, ...body }, inStreet(area)),
  )

  registerEndpoint(
    api,
    contract.acquireLeases,
    async ({ params: { city, draft: id }, body: { communities, release }, area, ...call }) => {
      const { snapshot } = await cities.get(city)
      const drawing = { draft: id, holder: getActor(call).name, now: now() }
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
          await notifyDraftSubscribers(tx, city, row.street_code)
        } else {
          assertDraftStatus(row, 'open')
          if (await acquireLeases(tx, communities.length > 0 ? communities : ofStreet, drawing))
            await notifyDraftSubscribers(tx, city, row.street_code)
        }
        return { leases: await listStreetLeases(tx, row.street_code, drawing) }
      })
    },
  )

  registerEndpoint(api, watching.listLeases, async ({ params: { city }, query: { parent }, ...call }) => ({
    leases: await withCity(database, city, (tx) =>
      listUnitLeases(tx, parent ?? '', { holder: getActor(call).name, now: now() }),
    ),
  }))

  registerEndpoint(
    api,
    watching.streamDraftEvents,
    async ({ params: { city, draft }, ...call }) =>
      new Response(await watch.connect(city, draft, getActor(call).name), {
        headers: {
          'content-type': 'text/event-stream',
          'cache-control': 'no-store',
          'x-accel-buffering': 'no',
        },
      }),
  )

  registerEndpoint(api, contract.getProblems, async ({ params: { city, draft } }) => {
    const { snapshot } = await cities.get(city)
    const { replay } = await withCity(database, city, async (tx) =>
      desk.inHand(tx, city, await findDraft(tx, draft)),
    )
    return { issues: findDraftIssues(replay.state, snapshot.settings.rules) }
  })

  registerEndpoint(
    api,
    contract.rebaseDraft,
    ({ params: { city, draft }, body: { leaveOut }, area, ...call }) =>
      rebaseDraft(desk, getActor(call), { city, id: draft, leaveOut }, inStreet(area)),
  )

  registerEndpoint(api, reviewing.submitDraft, ({ params: { city, draft }, body, area, ...call }) =>
    changeDraftStatus(desk, getActor(call), { city, id: draft }, { step: 'submit', ...body }, inStreet(area)),
  )

  registerEndpoint(api, reviewing.withdrawDraft, ({ params: { city, draft }, area, ...call }) =>
    changeDraftStatus(desk, getActor(call), { city, id: draft }, { step: 'withdraw' }, inStreet(area)),
  )
}
