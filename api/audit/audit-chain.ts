import { createHash } from 'node:crypto'
import type { AuditEntry } from '#shared/contract/access/audit.ts'
import type { Queryable } from '../db/database.ts'
import { strikeSecrets } from '../runtime/strike-secrets.ts'
import { encodeJson } from '../db/protocol/encode-parameter.ts'
import { loadSql } from '../db/load-sql.ts'

const sql = {
  last: loadSql('api/audit/sql/find-last-audit-row.sql'),
  append: loadSql('api/audit/sql/append-audit-row.sql'),
  insert: loadSql('api/audit/sql/insert-audit-rows.sql'),
  anchor: loadSql('api/audit/sql/find-audit-anchor.sql'),
}

/** A row as the chain sees it. */
export interface AuditChainRow extends Omit<AuditEntry, 'at'> {
  id: number
  /** ISO 8601 in UTC, as the database gives it back. */
  at: string
}

export interface AuditChainLink {
  id: number
  hash: Uint8Array
}

/**
 * Adds rows to the log of the schema that `tx` is in. Nothing but INSERT and SELECT is needed, so the
 * program's own database user can be denied everything else: of two writers that saw the same last row one
 * finds the number taken, and links to the other's row instead.
 *
 * Rows stay invisible to others until `tx` commits, and other writers wait for that: append last.
 *
 * @param log what the first row's hash begins with, so that no log passes for another: 'shared', or a city's
 *   code
 */
export async function appendAudit(
  tx: Queryable,
  log: string,
  entries: readonly AuditEntry[],
): Promise<AuditChainLink> {
  const [only] = entries
  const link = only !== undefined && entries.length === 1 ? await appendOne(tx, only) : undefined
  if (link !== undefined) return link
  for (;;) {
    const {
      rows: [last],
    } = await tx.query<AuditChainLink>(sql.last)
    const rows = linked(last ?? (await findAuditAnchor(tx, log)), entries)
    // the first row's number is what writers compete for; whoever has it has the ones after it
    if ((await insert(tx, rows.slice(0, 1))) === 0) continue
    if (rows.length > 1 && (await insert(tx, rows.slice(1))) < rows.length - 1)
      throw new Error('the audit log has numbers out of order')
    return rows.at(-1)!
  }
}

/**
 * The usual case in one round trip: the database, which alone knows the row before, links and hashes the new
 * one. undefined: the log is empty, or another writer had the number.
 */
async function appendOne(tx: Queryable, entry: AuditEntry): Promise<AuditChainLink | undefined> {
  const row = cleanEntry(entry)
  const [before, after] = hashedText(row)
  const {
    rows: [link],
  } = await tx.query<AuditChainLink>(sql.append, [
    row.at,
    row.actor,
    row.address,
    row.action,
    row.object,
    row.result,
    encodeJson(row.detail),
    before,
    after,
  ])
  return link
}

/** Where the chain of a log begins. */
export async function findAuditAnchor(tx: Queryable, log: string): Promise<AuditChainLink> {
  const {
    rows: [anchor],
  } = await tx.query<{ id: number; hash: Uint8Array | null }>(sql.anchor)
  return { id: anchor?.id ?? 0, hash: anchor?.hash ?? genesisOf(log) }
}

/** SHA-256 over the hash before and the row in canonical JSON (keys sorted, RFC 8785). */
export function hashAuditRow(before: Uint8Array, row: AuditChainRow): Uint8Array {
  return createHash('sha256')
    .update(before)
    .update(hashedText(row).join(String(row.id)))
    .digest()
}

/** What is hashed of a row, before and after its number. */
function hashedText({
  at,
  actor,
  address,
  action,
  object,
  result,
  detail,
}: Omit<AuditChainRow, 'id'>): [string, string] {
  const before = { action, actor, address, at }
  return [
    `${JSON.stringify(before).slice(0, -1)},"detail":${canonicalJson(detail)},"id":`,
    `,"object":${JSON.stringify(object)},"result":${JSON.stringify(result)}}`,
  ]
}

/** ISO 8601 in UTC without trailing zeros, as the database writes it. */
export function formatAuditTime(at: Date): string {
  return at.toISOString().replace(/\.?0+Z$/, 'Z')
}

async function insert(tx: Queryable, rows: readonly (AuditChainRow & AuditChainLink)[]): Promise<number> {
  const { rowCount } = await tx.query(sql.insert, [
    rows.map((row) => row.id),
    rows.map((row) => row.at),
    rows.map((row) => row.actor),
    rows.map((row) => row.address),
    rows.map((row) => row.action),
    rows.map((row) => row.object),
    rows.map((row) => row.result),
    rows.map((row) => encodeJson(row.detail)),
    rows.map((row) => row.hash),
  ])
  return rowCount
}

function linked(before: AuditChainLink, entries: readonly AuditEntry[]): (AuditChainRow & AuditChainLink)[] {
  let { id, hash } = before
  return entries.map((entry) => {
    const row: AuditChainRow = { ...cleanEntry(entry), id: ++id }
    hash = hashAuditRow(hash, row)
    return { ...row, hash }
  })
}

/** What a column cannot hold must not stand in the hash either. */
function cleanEntry({ at, ...entry }: AuditEntry): Omit<AuditChainRow, 'id'> {
  return {
    ...entry,
    at: formatAuditTime(at),
    actor: clean(entry.actor),
    address: entry.address === null ? null : clean(entry.address),
    object: clean(entry.object),
    detail: cleaned(entry.detail),
  }
}

function genesisOf(log: string): Uint8Array {
  return createHash('sha256').update(`grid-map audit ${log}`).digest()
}

function canonicalJson(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join()}]`
  const entries = Object.entries(value)
  if (entries.length > 1) entries.sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, each]) => `${JSON.stringify(key)}:${canonicalJson(each)}`).join()}}`
}

const MOST_TEXT = 500

/**
 * No secrets, no control characters (lines of a log cannot be faked), no half surrogates (no database takes them), not
 * endless.
 */
function clean(text: string): string {
  return strikeSecrets(text)
    .replace(/[\p{Cc}\p{Cs}]/gu, ' ')
    .slice(0, MOST_TEXT)
    .replace(/[\ud800-\udbff]$/, '')
}

/** As JSON would carry it, with clean texts. */
function cleaned(detail: object): Record<string, unknown> {
  const copy: unknown = JSON.parse(strikeSecrets(JSON.stringify(detail)), (_key, value: unknown) =>
    typeof value === 'string' ? clean(value) : value,
  )
  return copy as Record<string, unknown>
}
