import { z } from 'zod'
import { SitingAnswer, SitingQuestion } from '#shared/contract/coverage/siting.ts'
import { Revision } from '#shared/contract/ids.ts'
import { toChangesetRequest } from '../../changesets/changeset-request.ts'
import { commitChangeset } from '../../changesets/commit-changeset.ts'
import type { Database } from '../../db/database.ts'
import { loadSql } from '../../db/load-sql.ts'
import { Moment } from '../../db/moment.ts'
import { withCity } from '../../db/transaction/with-city.ts'
import { AppError } from '../../errors.ts'
import type { Actor } from '../../runtime/actor.ts'
import type { SnapshotCache } from '../../snapshot/snapshot-cache.ts'

const sql = {
  list: loadSql('api/coverage/siting/sql/list-scenarios.sql'),
  insert: loadSql('api/coverage/siting/sql/insert-scenario.sql'),
  retire: loadSql('api/coverage/siting/sql/retire-scenario.sql'),
}

const ScenarioRow = z
  .object({
    id: z.uuid(),
    name: z.string(),
    question: SitingQuestion,
    answer: SitingAnswer,
    revision: Revision,
    actor: z.string(),
    saved_at: Moment,
  })
  .transform(({ saved_at: savedAt, ...row }) => ({ ...row, savedAt }))

export type StoredScenario = z.output<typeof ScenarioRow> & {
  /** The map has changed since the scenario was saved. */
  outdated: boolean
}

export interface ScenarioToSave {
  city: string
  id: string
  name: string
  question: SitingQuestion
  answer: SitingAnswer
  /** Revision of the city that the answer was computed for. */
  revision: Revision
}

export async function listScenarios(
  { database, cities }: { database: Database; cities: SnapshotCache },
  city: string,
): Promise<StoredScenario[]> {
  const { rows } = await withCity(database, city, (tx) => tx.query(sql.list), { access: 'read' })
  const { changes } = await cities.get(city)
  const hasChangedSince = (revision: Revision) =>
    revision < changes.base ||
    changes.list.some((change) => change.revision > revision && change.layers.length > 0)
  return z
    .array(ScenarioRow)
    .parse(rows)
    .map((row) => ({ ...row, outdated: hasChangedSince(row.revision) }))
}

/** Saves a scenario. The scenario's id is the request id of the changeset: a repeated request changes nothing. */
export async function saveScenario(
  database: Database,
  actor: Actor,
  { city, id, name, question, answer, revision }: ScenarioToSave,
): Promise<void> {
  const request = toChangesetRequest(actor, { city, note: name, requestId: id, kind: 'siting.save' })
  await commitChangeset(database, request, async (tx, { at, changesetId }) => {
    await tx.query(sql.insert, [id, name, question, answer, revision, actor.name, at, changesetId])
    return { answer: null, box: null, layers: [], audit: { object: `siting:${id}` } }
  })
}

/** @throws AppError not_found */
export async function retireScenario(
  database: Database,
  actor: Actor,
  { city, id }: { city: string; id: string },
): Promise<void> {
  const requestId = crypto.randomUUID()
  const request = toChangesetRequest(actor, { city, note: id, requestId, kind: 'siting.remove' })
  await commitChangeset(database, request, async (tx, { at }) => {
    const { rows } = await tx.query(sql.retire, [id, at])
    if (rows.length === 0) throw new AppError('not_found', 'there is no such scenario', { scenario: id })
    return { answer: null, box: null, layers: [], audit: { object: `siting:${id}` } }
  })
}
