import { type ChangesetId, Revision } from '#shared/contract/ids.ts'
import { AppError } from '../errors.ts'
import { appendAudit } from '../audit/audit-chain.ts'
import { DatabaseError } from '../db/database-errors.ts'
import type { Database, Queryable } from '../db/database.ts'
import { recordCommittedRevision } from '../runtime/reader-context.ts'
import { retryTransientErrors } from '../db/transaction/retry-transient-errors.ts'
import { encodeJson } from '../db/protocol/encode-parameter.ts'
import { translateCityError, getCitySchema, withCity, withSchema } from '../db/transaction/with-city.ts'
import { loadSql } from '../db/load-sql.ts'

const sql = {
  lock: loadSql('api/changesets/sql/lock-city.sql'),
  insert: loadSql('api/changesets/sql/insert-changeset.sql'),
  update: loadSql('api/changesets/sql/update-changeset.sql'),
  revision: loadSql('api/changesets/sql/update-revision.sql'),
  find: loadSql('api/changesets/sql/find-changeset-of-request.sql'),
  notify: loadSql('api/db/sql/notify.sql'),
}

export interface ChangesetRequest {
  /** Six digits. */
  city: string
  /** Who does it, and why: history and audit carry both, and neither may be empty. */
  actor: string
  note: string
  /**
   * A uuid that the caller chose; asking again with the same one after a lost answer applies nothing twice.
   */
  requestId: string
  /** What sort of change, e.g. 'grid.split'. */
  kind: string
  /** Network address the request came from. */
  address?: string
}

export interface ChangesetScope {
  /** The city's revision once this change is committed: what its rows are stamped with. */
  revision: Revision
  changesetId: ChangesetId
  /** The moment of the change: now() must not stand in its statements. */
  at: Date
}

export interface ChangesetOutcome<Answer> {
  answer: Answer
  /** Lattice box [west, south, east, north] of all that looks different now; null: nothing on the map. */
  box: readonly [number, number, number, number] | null
  /** Map layers that look different inside the box. */
  layers: readonly string[]
  audit?: { object?: string; detail?: object }
}

export interface CommittedChangeset<Answer> {
  revision: Revision
  answer: Answer
  /** False: this request had been applied before, and this is what it was answered then. */
  applied: boolean
}

/** JSON that survives being stored: the answer to a repeated request is read from the changeset. */
export type StorableJson =
  string | number | boolean | null | readonly StorableJson[] | { readonly [key: string]: StorableJson }

/**
 * The only way to write in a city: one transaction with its changeset, audit row, next revision and
 * notification. Writers of one city wait for each other at its `meta` row; `work` runs again from the start
 * when the database asks for it.
 *
 * @throws AppError; unavailable may mean that the change was applied: asking again with the same requestId
 *   tells
 */
export async function commitChangeset<Answer extends StorableJson>(
  database: Database,
  request: ChangesetRequest,
  work: (tx: Queryable, scope: ChangesetScope) => Promise<ChangesetOutcome<Answer>>,
): Promise<CommittedChangeset<Answer>> {
  refuseIncomplete(request)
  const attempt = () =>
    withSchema(database, getCitySchema(request.city), (tx) => applyOnce(tx, request, work), {})
  try {
    const committed = await retryTransientErrors(attempt)
    recordCommittedRevision(request.city, committed.revision)
    return committed
  } catch (error) {
    if (error instanceof DatabaseError && error.outcomeUnknown) {
      const settled = await settle<Answer>(database, request)
      if (settled) {
        recordCommittedRevision(request.city, settled.revision)
        return settled
      }
    }
    throw await translateCityError(database, request.city, error)
  }
}

async function applyOnce<Answer extends StorableJson>(
  tx: Queryable,
  request: ChangesetRequest,
  work: (tx: Queryable, scope: ChangesetScope) => Promise<ChangesetOutcome<Answer>>,
): Promise<CommittedChangeset<Answer>> {
  const {
    rows: [meta],
  } = await tx.query<{ revision: Revision }>(sql.lock)
  if (!meta) throw new AppError('not_found', 'the city has no data yet', { city: request.city })
  const revision = Revision.parse(meta.revision + 1)
  const at = new Date()
  const {
    rows: [entry],
  } = await tx.query<{ id: ChangesetId }>(sql.insert, [
    revision,
    request.requestId,
    request.kind,
    request.actor,
    request.note,
    at,
  ])
  if (!entry) return earlier<Answer>(tx, request)

  const { answer, box, layers, audit = {} } = await work(tx, { revision, changesetId: entry.id, at })
  await tx.query(sql.update, [entry.id, box, layers, encodeJson(answer)])
  await appendAudit(tx, request.city, [
    {
      at,
      actor: request.actor,
      address: request.address ?? null,
      action: request.kind,
      object: audit.object ?? `city:${request.city}`,
      result: 'done',
      detail: { ...audit.detail, note: request.note, requestId: request.requestId, revision },
    },
  ])
  await tx.query(sql.revision, [revision])
  await tx.query(sql.notify, [REVISION_CHANNEL, encodeJson({ city: request.city, revision })])
  return { revision, answer, applied: true }
}

/** NOTIFY channel of committed changes; the payload is {"city": "320900", "revision": 12}. */
export const REVISION_CHANNEL = 'city_revision'

/** Returns the answer of a request that was applied before. */
async function earlier<Answer extends StorableJson>(
  tx: Queryable,
  request: ChangesetRequest,
): Promise<CommittedChangeset<Answer>> {
  const {
    rows: [found],
  } = await tx.query<{ revision: Revision; answer: Answer; kind: string; actor: string }>(sql.find, [
    request.requestId,
  ])
  if (!found) throw new Error('the request id conflicts, but its changeset does not exist')
  if (found.kind !== request.kind || found.actor !== request.actor) {
    throw new AppError('conflict', 'this request id belongs to another change', {
      requestId: request.requestId,
    })
  }
  return { revision: found.revision, answer: found.answer, applied: false }
}

/**
 * Finds out whether the change was applied after a COMMIT whose response was lost. The lock waits for a
 * COMMIT that is still in progress. Returns undefined when it was not applied, or when the database does not
 * answer.
 */
async function settle<Answer extends StorableJson>(
  database: Database,
  request: ChangesetRequest,
): Promise<CommittedChangeset<Answer> | undefined> {
  try {
    return await withCity(database, request.city, async (tx) => {
      await tx.query(sql.lock)
      const { rowCount } = await tx.query(sql.find, [request.requestId])
      return rowCount === 0 ? undefined : { ...(await earlier<Answer>(tx, request)), applied: true }
    })
  } catch {
    // the caller throws the error of the COMMIT itself
    return undefined
  }
}

function refuseIncomplete({ actor, note, requestId, kind }: ChangesetRequest): void {
  const missing =
    Object.entries({ actor, note, kind }).find(([, value]) => value.trim() === '')?.[0] ??
    (UUID.test(requestId) ? undefined : 'requestId')
  if (missing) throw new AppError('invalid_request', `a change needs its ${missing}`, { field: missing })
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
