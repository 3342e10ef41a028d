import { AppError } from '../errors.ts'
import { appendAudit } from '../audit/audit-chain.ts'
import { DatabaseError } from '../db/database-errors.ts'
import type { Database, Queryable } from '../db/database.ts'
import { retryTransientErrors } from '../db/transaction/retry-transient-errors.ts'
import { encodeJson } from '../db/protocol/encode-parameter.ts'
import { translateCityError, getCitySchema, withCity, withSchema } from '../db/transaction/with-city.ts'

export interface ChangesetRequest {
  /** Six digits. */
  city: string
  /** Who does it, and why: history and audit carry both, and neither may be empty. */
  actor: string
  note: string
  /** A uuid that the caller chose; asking again with the same one after a lost answer applies nothing twice. */
  requestId: string
  /** What sort of change, e.g. 'grid.split'. */
  kind: string
  /** Network address the request came from. */
  address?: string
}

export interface ChangesetScope {
  /** The city's revision once this change is committed: what its rows are stamped with. */
  revision: number
  changesetId: number
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
  revision: number
  answer: Answer
  /** False: this request had been applied before, and this is what it was answered then. */
  applied: boolean
}

/** JSON that survives being stored: the answer to a repeated request is read from the changeset. */
export type StorableJson =
  string | number | boolean | null | readonly StorableJson[] | { readonly [key: string]: StorableJson }

/**
 * The only way to write in a city: one transaction with its changeset, audit row, next revision and notification.
 * Writers of one city wait for each other at its `meta` row; `work` runs again from the start when the database asks for it.
 *
 * @throws AppError; unavailable may mean that the change was applied: asking again with the same requestId tells
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
    return await retryTransientErrors(attempt)
  } catch (error) {
    if (error instanceof DatabaseError && error.outcomeUnknown) {
      const settled = await settle<Answer>(database, request)
      if (settled) return settled
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
  } = await tx.query<{ revision: number }>('select revision from meta for update')
  if (!meta) throw new AppError('not_found', 'the city has no data yet', { city: request.city })
  const revision = meta.revision + 1
  const at = new Date()
  const {
    rows: [entry],
  } = await tx.query<{ id: number }>(
    `
    insert into changeset (revision, request_id, kind, actor, note, committed_at) values ($1, $2, $3, $4, $5, $6)
    on conflict (request_id) do nothing returning id`,
    [revision, request.requestId, request.kind, request.actor, request.note, at],
  )
  if (!entry) return earlier<Answer>(tx, request)

  const { answer, box, layers, audit = {} } = await work(tx, { revision, changesetId: entry.id, at })
  await tx.query('update changeset set box = $2, layers = $3, answer = $4 where id = $1', [
    entry.id,
    box,
    layers,
    encodeJson(answer),
  ])
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
  await tx.query('update meta set revision = $1', [revision])
  await tx.query('select pg_notify($1, $2)', [REVISION_CHANNEL, encodeJson({ city: request.city, revision })])
  return { revision, answer, applied: true }
}

/** NOTIFY channel of committed changes; the payload is {"city": "320900", "revision": 12}. */
export const REVISION_CHANNEL = 'city_revision'

/** The answer of a request that was applied before. */
async function earlier<Answer extends StorableJson>(
  tx: Queryable,
  request: ChangesetRequest,
): Promise<CommittedChangeset<Answer>> {
  const {
    rows: [found],
  } = await tx.query<{ revision: number; answer: Answer; kind: string; actor: string }>(
    'select revision, answer, kind, actor from changeset where request_id = $1',
    [request.requestId],
  )
  if (!found) throw new Error('a request id was taken and is not there')
  if (found.kind !== request.kind || found.actor !== request.actor) {
    throw new AppError('conflict', 'this request id belongs to another change', {
      requestId: request.requestId,
    })
  }
  return { revision: found.revision, answer: found.answer, applied: false }
}

/**
 * After a COMMIT whose answer was lost: was the change applied? The lock waits for a COMMIT that is still on its way.
 * Undefined: it was not, or the database cannot be asked.
 */
async function settle<Answer extends StorableJson>(
  database: Database,
  request: ChangesetRequest,
): Promise<CommittedChangeset<Answer> | undefined> {
  try {
    return await withCity(database, request.city, async (tx) => {
      await tx.query('select revision from meta for update')
      const { rowCount } = await tx.query('select 1 from changeset where request_id = $1', [
        request.requestId,
      ])
      return rowCount === 0 ? undefined : { ...(await earlier<Answer>(tx, request)), applied: true }
    })
  } catch {
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
