import pg from 'pg'
import { DatabaseError, isUnavailable, SqlState } from '../database-errors.ts'
import type { AccessMode, Database, Parameter, QueryResult } from '../database.ts'
import type { DatabaseConnection } from '../transaction/database-connection.ts'
import { runTransaction } from '../transaction/run-transaction.ts'
import { createSemaphore, type Semaphore } from '../../runtime/work/semaphore.ts'
import { isLongWork } from '../../runtime/work/work-context.ts'
import { hasReplayed, recordWritePosition } from './replay-position.ts'
import { createServerListener } from './server-listener.ts'
import { encodeParameter, type EncodedParameter } from '../protocol/encode-parameter.ts'
import { assertOutsideTransaction } from '../transaction/nested-transaction-guard.ts'
import { getValueDecoder } from '../protocol/decode-value.ts'

export interface ServerDatabaseSettings {
  /** DATABASE_URL: where everything is written, and read unless there are replicas. */
  url: string
  /** DATABASE_READ_URLS: replicas, asked in turn for transactions with access 'read'. */
  readUrls?: readonly string[]
  /** DATABASE_ADMIN_URL: for migrations and LISTEN, past any pooler; may be a role with more rights. */
  adminUrl?: string
  /** Connections per address. */
  poolSize?: number
  statementTimeoutMs?: number
  /** A transaction that asks nothing for so long is rolled back: it holds locks and a connection. */
  idleTransactionMs?: number
}

/** A PostGIS server. Connects when it is first asked. */
export function openServerDatabase(settings: ServerDatabaseSettings): Database {
  const {
    url,
    readUrls = [],
    adminUrl = url,
    poolSize = 6,
    statementTimeoutMs = 60_000,
    idleTransactionMs = 60_000,
  } = settings
  const config = (connectionString: string): pg.PoolConfig => ({
    connectionString,
    max: poolSize,
    application_name: 'grid-map',
    types: { getTypeParser: getValueDecoder },
    keepAlive: true,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    statement_timeout: statementTimeoutMs,
    lock_timeout: 15_000,
    // the server's own watch, for a program that is gone
    idle_in_transaction_session_timeout: idleTransactionMs + GRACE_MS,
  })
  const pools = new Map<string, { pool: pg.Pool; longWork: Semaphore }>()
  const poolOf = (address: string) => {
    let entry = pools.get(address)
    if (!entry) {
      const pool = new pg.Pool(config(address))
      // a connection that breaks while idle is replaced when it is needed; without a listener it would end
      // the process
      pool.on('error', () => undefined)
      // the pool listens to idle connections only, and hold() to those it has taken: one that the server ends in between,
      // such as with the packet that accepts it, would end the process as well
      pool.on('connect', (client) => client.on('error', () => undefined))
      entry = { pool, longWork: createSemaphore(Math.max(1, poolSize - SHORT_CONNECTIONS)) }
      pools.set(address, entry)
    }
    return entry
  }
  /** Long work waits here: in the pool it would stand before short requests. */
  const connectTo = async (address: string): Promise<HeldClient> => {
    const { pool, longWork } = poolOf(address)
    const leave = isLongWork() ? await longWork.enter() : () => undefined
    try {
      const client = await pool.connect()
      return {
        client,
        release(broken) {
          client.release(broken)
          leave()
        },
      }
    } catch (error) {
      leave()
      throw error
    }
  }

  let closing: Promise<void> | undefined
  let turn = 0
  const connect = async (access: AccessMode): Promise<HeldClient> => {
    if (closing) throw new DatabaseError(SqlState.connectionFailure, 'the database is closed')
    const replica = access === 'read' ? readUrls[turn++ % readUrls.length] : undefined
    if (replica !== undefined) {
      // a replica that is down must not take reading down with it
      try {
        const held = await connectTo(replica)
        const replayed = await hasReplayed(held.client).catch(() => null)
        if (replayed === true) return held
        held.release(replayed === null)
      } catch {
        /* the replica does not answer: ask the primary */
      }
    }
    return connectTo(access === 'admin' ? adminUrl : url)
  }

  const running = new Set<Promise<unknown>>()
  /** `hold`, with its end awaited by close(). */
  const converse = async <T>(
    access: AccessMode,
    work: (conversation: DatabaseConnection) => Promise<T>,
  ): Promise<T> => {
    const held = hold(access, work)
    running.add(held)
    return held.finally(() => running.delete(held))
  }

  /** Hands out one connection; it goes back to its pool unless it has become unusable. */
  const hold = async <T>(
    access: AccessMode,
    work: (conversation: DatabaseConnection) => Promise<T>,
  ): Promise<T> => {
    const { client, release } = await connect(access).catch((error: unknown) => {
      throw asDatabaseError(error, SqlState.cannotConnect)
    })
    let broken = false
    const onError = () => {
      broken = true
    }
    client.on('error', onError)
    const ask = async (question: Question) => {
      if (broken)
        throw new DatabaseError(SqlState.connectionFailure, 'the connection to the database was lost')
      try {
        return await client.query(question)
      } catch (error) {
        const known = asDatabaseError(error, SqlState.connectionFailure)
        if (isUnavailable(known)) broken = true
        throw known
      }
    }
    const conversation: DatabaseConnection = {
      query: async <T>(
        text: string,
        values: EncodedParameter[],
        timeoutMs = statementTimeoutMs,
      ): Promise<QueryResult<T>> => {
        const { rows, rowCount } = await ask({
          text,
          values,
          queryMode: 'extended',
          query_timeout: timeoutMs + GRACE_MS,
        })
        return { rows, rowCount: rowCount ?? 0 }
      },
      run: async (text) => {
        // several statements in one text are answered by a list, which the types of `pg` do not say
        const answers: pg.QueryResult[] = [
          await ask({ text, query_timeout: statementTimeoutMs + GRACE_MS }),
        ].flat()
        return answers.at(-1)?.command ?? ''
      },
    }
    try {
      return await work(conversation)
    } finally {
      client.removeListener('error', onError)
      // ROLLBACK that could not be sent leaves the connection inside a transaction
      release(broken || client.getTransactionStatus() !== 'I')
    }
  }

  const listener = createServerListener({ ...config(adminUrl), application_name: 'grid-map listen' })

  const database: Database = {
    kind: 'server',
    query: async <T>(
      text: string,
      parameters: readonly Parameter[] = [],
      options: { access?: AccessMode } = {},
    ) => {
      assertOutsideTransaction(database)
      const values = parameters.map(encodeParameter)
      return converse(options.access ?? 'write', (conversation) =>
        conversation.query<T>(text, values, undefined),
      )
    },
    transaction: async (work, options = {}) => {
      assertOutsideTransaction(database)
      return converse(options.access ?? 'write', async (conversation) => {
        const answer = await runTransaction(database, conversation, work, {
          idleMs: idleTransactionMs,
          ...options,
        })
        if (readUrls.length > 0 && options.access !== 'read') await recordWritePosition(conversation)
        return answer
      })
    },
    listen: listener.listen,
    announce: () => undefined,
    close: () =>
      (closing ??= (async () => {
        await listener.close()
        await Promise.allSettled(running)
        await Promise.all([...pools.values()].map(({ pool }) => pool.end()))
      })()),
  }
  return database
}

/** The server ends a statement itself; only when its answer is this late does the client stop waiting. */
const GRACE_MS = 5_000

/** Connections of each pool that long work leaves to short requests. */
const SHORT_CONNECTIONS = 2

interface HeldClient {
  client: pg.PoolClient
  /** @param broken the connection cannot be used again */
  release(broken: boolean): void
}

/** What the types of `pg` leave out of a query's configuration. */
interface Question extends pg.QueryConfig {
  queryMode?: 'extended'
  query_timeout: number
}

/** What `pg` throws comes from the server with a SQLSTATE, or from the network without one. */
function asDatabaseError(error: unknown, code: string): DatabaseError {
  if (error instanceof DatabaseError) return error
  if (error instanceof pg.DatabaseError) {
    return new DatabaseError(
      error.code ?? 'XX000',
      error.message,
      {
        detail: error.detail,
        schema: error.schema,
        table: error.table,
        column: error.column,
        constraint: error.constraint,
        position: error.position === undefined ? undefined : Number(error.position),
      },
      { cause: error },
    )
  }
  return new DatabaseError(code, networkMessage(error), {}, { cause: error })
}

/** Node joins the failures of several addresses into one error without a text of its own. */
function networkMessage(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(networkMessage).join('; ')
  return error instanceof Error ? error.message : String(error)
}
