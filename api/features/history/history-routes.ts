import * as contract from '#shared/contract/drafts/history.ts'
import { listHistory } from '#shared/contract/drafts/history-list.ts'
import { withCity } from '../../db/transaction/with-city.ts'
import { createDraft } from '../../drafts/create-draft.ts'
import type { DraftService } from '../../drafts/draft-service.ts'
import { buildRestoreOperation } from '../../drafts/build-restore-operation.ts'
import { AppError } from '../../errors.ts'
import { getActor } from '../../http/endpoints/get-actor.ts'
import { type Api, registerEndpoint } from '../../http/endpoints/register-endpoint.ts'
import { toProvenance } from '../../snapshot/provenance.ts'
import { readChangesetDetail } from './read-changeset-detail.ts'
import { readHistoryPage } from './read-history-entries.ts'
import { readLineage } from './read-lineage.ts'
import { readGridsOnDay } from './read-grids-on-day.ts'
import { readStates } from './read-states.ts'

/** Routes of history: changes, earlier states, lineage, past days, and reverting a change. */
export function registerHistoryRoutes(api: Api, draftService: DraftService): void {
  const { cities, database } = draftService
  const provenance = async (city: string) => toProvenance((await cities.get(city)).snapshot)

  registerEndpoint(api, listHistory, async ({ params: { city }, query }) => {
    const page = await withCity(database, city, (tx) => readHistoryPage(tx, query), { access: 'read' })
    return { provenance: await provenance(city), ...page }
  })

  registerEndpoint(api, contract.getChangeset, async ({ params: { city, changeset } }) => {
    const { snapshot } = await cities.get(city)
    const found = await withCity(database, city, (tx) => readChangesetDetail(tx, changeset, snapshot), {
      access: 'read',
    })
    return { provenance: await provenance(city), ...found }
  })

  registerEndpoint(api, contract.getStates, async ({ params: { city, code } }) => {
    const found = await withCity(database, city, (tx) => readStates(tx, code), { access: 'read' })
    if (found.states.length === 0) throw new AppError('not_found', 'there is no such grid or unit', { code })
    return { provenance: await provenance(city), ...found }
  })

  registerEndpoint(api, contract.getLineage, async ({ params: { city, grid } }) => {
    const lineage = await withCity(database, city, (tx) => readLineage(tx, grid), { access: 'read' })
    return { provenance: await provenance(city), ...lineage }
  })

  registerEndpoint(api, contract.getDay, async ({ params: { city, day }, query: { parent } }) => ({
    provenance: await provenance(city),
    day,
    ...(await withCity(database, city, (tx) => readGridsOnDay(tx, parent, day), { access: 'read' })),
  }))

  registerEndpoint(
    api,
    contract.revertChangeset,
    async ({ params: { city, changeset }, body: { id, name }, area, ...call }) => {
      const actor = getActor(call)
      const { street, operation, changedSince } = await withCity(database, city, (tx) =>
        buildRestoreOperation(tx, changeset),
      )
      area.require(street)
      return createDraft(draftService, actor, {
        city,
        street,
        id,
        name,
        reverts: { changeset, operation, changedSince },
      })
    },
  )
}
