/**
 * The seam between the program and its database: a PostGIS server and the embedded database stand behind it
 * alike.
 *
 * Values are the same from both: int2, int4, float4, float8 → number · int8 → number, or string beyond 2^53 ·
 * numeric, date, time, timestamp, interval, uuid → the database's text · timestamptz → ISO 8601 text in UTC
 * ('2026-11-22T08:00:00.5Z', microseconds kept, never a Date) · bytea → Uint8Array · json, jsonb → parsed ·
 * arrays of these → arrays · everything else (geometry as hex EWKB, enums) → text.
 */

export type Row = Record<string, unknown>

export interface QueryResult<T> {
  rows: T[]
  /** Rows returned, or touched by a statement that returns none. */
  rowCount: number
}

/**
 * What may stand for $1, $2, …: an array becomes an SQL array; a Date ISO text; a Uint8Array bytea; any other
 * object JSON text. An array that is meant as one json value goes through `asJson`. `undefined` is refused:
 * say null.
 */
export type Parameter = string | number | bigint | boolean | null | object

export interface Queryable {
  /** One statement. `T` is what the statement is known to select; the caller vouches for it. */
  query<T = Row>(text: string, parameters?: readonly Parameter[]): Promise<QueryResult<T>>
}

/** 'read' may be answered by a replica that is behind; 'admin' is for schema changes. */
export type AccessMode = 'read' | 'write' | 'admin'

export interface TransactionOptions {
  /** Schemas in which unqualified names are looked up. */
  searchPath?: readonly string[]
  /** Default 'write'. 'read' makes the transaction read-only. */
  access?: AccessMode
  isolation?: 'repeatable read'
  /** Longest time for one statement, in milliseconds, instead of the database's own. */
  timeoutMs?: number
}

export interface Database {
  readonly kind: 'server' | 'embedded'

  /** One statement on its own, committed at once: for health checks and administration. */
  query<T = Row>(
    text: string,
    parameters?: readonly Parameter[],
    options?: { access?: AccessMode },
  ): Promise<QueryResult<T>>

  /**
   * BEGIN, `work`, COMMIT; ROLLBACK if `work` throws. Inside `work` only its own `tx` may be used: the outer
   * database refuses (it would wait for itself). The embedded database runs one transaction at a time, in the
   * order of asking.
   */
  transaction<T>(work: (tx: Queryable) => Promise<T>, options?: TransactionOptions): Promise<T>

  /**
   * Calls `onPayload` for each NOTIFY on the channel. A notification is a hint: after a broken connection
   * some are lost, and `onGap` says so. The answer stops listening.
   */
  listen(
    channel: string,
    onPayload: (payload: string) => void,
    onGap?: () => void,
  ): Promise<() => Promise<void>>

  /**
   * Tells other processes on this machine where this one answers; only the embedded database's folder keeps
   * it.
   */
  announce(url: string): void

  /** Waits for what is running, then lets go of connections, folder and lock. */
  close(): Promise<void>
}
