import { findAuditAnchor, hashAuditRow, type AuditChainRow, type AuditChainLink } from './audit-chain.ts'
import type { Queryable } from '../db/database.ts'
import { loadSql } from '../db/load-sql.ts'

const sql = {
  count: loadSql('api/audit/sql/count-audit-rows.sql'),
  list: loadSql('api/audit/sql/list-audit-chain.sql'),
}

export interface AuditVerification {
  /** Rows whose hash was computed again and agrees. */
  rows: number
  /**
   * Number of the last row that agrees, and its hash: whoever notes them elsewhere can ask for them the next
   * time.
   */
  head: { id: number; hash: string }
  /** Rows that are older than the chain, which nothing can be said about. */
  before: number
  broken: AuditBreak | null
}

export interface AuditBreak {
  id: number
  /**
   * `altered`: the row, or its hash, is not what was written; `missing`: there is no such row, but later
   * ones; `cut_off`: rows that were known to be there are gone from the end; `rewritten`: the chain is sound
   * in itself, but another one than was noted.
   */
  reason: 'altered' | 'missing' | 'cut_off' | 'rewritten'
}

/** A link that was noted outside the database, where nobody could change it. */
export interface TrustedAuditHead {
  id: number
  hash: string
}

/**
 * Goes along the chain of the log in `tx`'s schema, and stops at the first link that does not hold. Rows come
 * in batches: memory does not grow with the log.
 */
export async function verifyAuditChain(
  tx: Queryable,
  log: string,
  witness?: TrustedAuditHead,
): Promise<AuditVerification> {
  const anchor = await findAuditAnchor(tx, log)
  const {
    rows: [older],
  } = await tx.query<{ count: number }>(sql.count, [anchor.id])
  let last: AuditChainLink = anchor
  let rows = 0
  const verdict = (broken: AuditBreak | null): AuditVerification => ({
    rows,
    head: { id: last.id, hash: hex(last.hash) },
    before: older?.count ?? 0,
    broken,
  })
  if (witness?.id === anchor.id && witness.hash !== hex(anchor.hash))
    return verdict({ id: anchor.id, reason: 'rewritten' })
  const fetch = async (after: number) =>
    (await tx.query<AuditChainRow & { hash: Uint8Array | null }>(sql.list, [after, BATCH])).rows
  let next = fetch(last.id)
  for (;;) {
    const batch = await next
    const more = batch.length === BATCH
    // the database reads the next batch while this one is hashed
    if (more) next = fetch(batch[BATCH - 1]!.id)
    // not awaited when the chain breaks in this batch: then its error is of no interest
    next.catch(() => undefined)
    for (const { hash, ...row } of batch) {
      const id = last.id + 1
      if (row.id !== id) return verdict({ id, reason: 'missing' })
      const expected = hashAuditRow(last.hash, row)
      if (hash === null || !Buffer.from(hash.buffer, hash.byteOffset, hash.byteLength).equals(expected))
        return verdict({ id, reason: 'altered' })
      if (witness?.id === id && witness.hash !== hex(expected)) return verdict({ id, reason: 'rewritten' })
      last = { id, hash: expected }
      rows++
    }
    if (!more) break
  }
  return verdict(
    witness !== undefined && witness.id > last.id ? { id: last.id + 1, reason: 'cut_off' } : null,
  )
}

const BATCH = 5000

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}
