import * as contract from '#shared/contract/city/setup.ts'
import { appendAudit } from '../../audit/audit-chain.ts'
import type { Database } from '../../db/database.ts'
import { loadSql } from '../../db/load-sql.ts'
import { withCity } from '../../db/transaction/with-city.ts'
import { getActor } from '../../http/endpoints/get-actor.ts'
import { type Api, registerEndpoint } from '../../http/endpoints/register-endpoint.ts'
import type { SnapshotCache } from '../../snapshot/snapshot-cache.ts'
import { findSetup, readSetup, type SetupRow } from './read-setup.ts'

const updateStatement = loadSql('api/features/setup/sql/update-setup.sql')

/** The checklist of a new city. It touches all of the city: who answers for a few streets does not work it off. */
export function registerSetupRoutes(
  api: Api,
  { database, cities, now }: { database: Database; cities: SnapshotCache; now: () => number },
): void {
  const answer = async (city: string) => readSetup(database, (await cities.get(city)).snapshot)

  /** Writes what `change` makes of the state, with a row in the city's log; null: nothing is to be changed. */
  const write = (
    city: string,
    { name, address }: ReturnType<typeof getActor>,
    change: (
      row: SetupRow,
      at: Date,
    ) => { row: SetupRow; action: string; detail: Record<string, unknown> } | null,
  ) =>
    withCity(database, city, async (tx) => {
      const at = new Date(now())
      const changed = change(await findSetup(tx, { lock: true }), at)
      if (changed === null) return
      const { row, action, detail } = changed
      await tx.query(updateStatement, [row.skipped, row.finished_at, row.finished_by])
      await appendAudit(tx, city, [
        { at, actor: name, address, action, object: `city:${city}`, result: 'done', detail },
      ])
    })

  registerEndpoint(api, contract.getSetup, async ({ params: { city }, area }) => {
    area.require(city)
    return answer(city)
  })

  registerEndpoint(api, contract.skipSetupStep, async (call) => {
    const { city } = call.params
    call.area.require(city)
    const { step, skipped } = call.body
    await write(city, getActor(call), (row) =>
      row.skipped.includes(step) === skipped
        ? null
        : {
            row: {
              ...row,
              skipped: skipped ? [...row.skipped, step] : row.skipped.filter((id) => id !== step),
            },
            action: 'setup.skip',
            detail: { step, skipped },
          },
    )
    return answer(city)
  })

  registerEndpoint(api, contract.finishSetup, async (call) => {
    const { city } = call.params
    call.area.require(city)
    const actor = getActor(call)
    await write(city, actor, (row, at) =>
      row.finished_at === null
        ? {
            row: { ...row, finished_at: at.toISOString(), finished_by: actor.name },
            action: 'setup.finish',
            detail: {},
          }
        : null,
    )
    return answer(city)
  })
}
