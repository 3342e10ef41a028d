import { resolve } from 'node:path'
import { quoteIdentifier } from '../transaction/build-begin-statement.ts'
import { acquireDataFolder, createClusterAtomically } from './data-folder.ts'
import { DatabaseError, SqlState } from '../database-errors.ts'
import type {
  AccessMode,
  Database,
  Parameter,
  Queryable,
  QueryResult,
  TransactionOptions,
} from '../database.ts'
import { createCluster, startEmbeddedEngine } from './embedded-engine.ts'
import type { CreationStep } from './embedded-worker-messages.ts'
import { StartError } from '../../errors.ts'
import { formatFullDisk, isDiskFull, readFreeBytes } from '../../runtime/files/full-disk.ts'
import { APP_ROLE } from '../app-role.ts'
import type { DatabaseConnection } from '../transaction/database-connection.ts'
import { runTransaction } from '../transaction/run-transaction.ts'
import { createSubscriptions } from '../subscriptions.ts'
import { encodeParameter, type EncodedParameter } from '../protocol/encode-parameter.ts'
import { assertOutsideTransaction } from '../transaction/nested-transaction-guard.ts'
import { createShortFirstQueue } from '../../runtime/work/short-first-queue.ts'
import { isLongWork } from '../../runtime/work/work-context.ts'
import type { DatabaseResponse } from '../protocol/decode-response.ts'
import { loadSql } from '../load-sql.ts'

const roleStatement = loadSql('api/db/sql/find-role.sql')

export interface EmbeddedDatabaseSettings {
  /** DATA_DIR: made if it is not there. */
  dataDir: string
  statementTimeoutMs?: number
  /** A transaction that asks nothing for so long is rolled back: it would hold up everyone else. */
  idleTransactionMs?: number
  /** Called while a new database is being made. */
  onStep?: (step: CreationStep) => void
}

/**
 * PostGIS inside this process, in a folder. One session: everything waits for its turn, long work until
 * no short request waits.
 *
 * @throws StartError when the folder is in use, belongs to something else, or holds a database that cannot be
 *   opened
 */
export async function openEmbeddedDatabase(settings: EmbeddedDatabaseSettings): Promise<Database> {
  const { statementTimeoutMs = 60_000, idleTransactionMs = 60_000, onStep = () => undefined } = settings
  let lost = false
  const { cluster, cache, isNew, lock } = await acquireDataFolder(resolve(settings.dataDir), () => {
    lost = true
  })
  const subscriptions = createSubscriptions()
  const engine = await (async () => {
    if (isNew)
      await createClusterAtomically(cluster, (unfinished) => createCluster(unfinished, cache, onStep))
    return startEmbeddedEngine(
      cluster,
      cache,
      () => subscriptions.channels().map(listenStatement),
      subscriptions.gap,
    )
  })().catch(async (error: unknown) => {
    lock.release()
    if (!isDiskFull(error)) throw error
    throw new StartError(formatFullDisk(resolve(settings.dataDir), await readFreeBytes(cache)), {
      cause: error,
    })
  })

  const ask = async (
    text: string,
    values: EncodedParameter[] | null,
    timeoutMs: number,
  ): Promise<DatabaseResponse> => {
    if (lost)
      throw new DatabaseError(SqlState.connectionFailure, 'another process has taken over the data folder')
    const reply = await engine.ask({ text, values }, timeoutMs)
    // what a listener throws is not the business of whoever asks here
    for (const { channel, payload } of reply.notifications)
      queueMicrotask(() => subscriptions.deliver(channel, payload))
    if (reply.error?.code === SqlState.diskFull)
      reply.error.disk = { folder: resolve(settings.dataDir), freeBytes: await readFreeBytes(cluster) }
    if (reply.error) throw reply.error
    return reply
  }

  /** What is asked in one transaction, or in a single statement. */
  const conversation = (): DatabaseConnection => {
    const { epoch } = engine
    const ensureSame = () => {
      if (engine.epoch !== epoch)
        throw new DatabaseError(SqlState.crash, 'the embedded database was restarted during the transaction')
    }
    return {
      query: async <T>(text: string, values: EncodedParameter[], timeoutMs = statementTimeoutMs) => {
        ensureSame()
        return result<T>(await ask(text, values, timeoutMs))
      },
      run: async (text) => {
        ensureSame()
        return (await ask(text, null, statementTimeoutMs)).command ?? ''
      },
    }
  }

  /**
   * The only session is the owner's: what is not administration steps down to the program's role, once there
   * is one.
   */
  let roleIsThere = false
  const roleFor = async (access: AccessMode | undefined): Promise<string | undefined> => {
    if (access === 'admin') return undefined
    roleIsThere ||=
      (await conversation().query(roleStatement, [encodeParameter(APP_ROLE)], undefined)).rowCount === 1
    return roleIsThere ? APP_ROLE : undefined
  }
  const run = async <T>(work: (tx: Queryable) => Promise<T>, options: TransactionOptions) =>
    runTransaction(database, conversation(), work, {
      idleMs: idleTransactionMs,
      ...options,
      role: await roleFor(options.access),
    })

  const inOrder = createShortFirstQueue()
  const inTurn = <T>(task: () => Promise<T>) => inOrder(task, isLongWork() ? 'long' : 'short')
  const database: Database = {
    kind: 'embedded',
    query: async <T>(
      text: string,
      parameters: readonly Parameter[] = [],
      { access }: { access?: AccessMode } = {},
    ) => {
      assertOutsideTransaction(database)
      const values = parameters.map(encodeParameter)
      return inTurn(async () =>
        (await roleFor(access)) === undefined
          ? conversation().query<T>(text, values, undefined)
          : run((tx) => tx.query<T>(text, parameters), access === undefined ? {} : { access }),
      )
    },
    transaction: async <T>(work: (tx: Queryable) => Promise<T>, options: TransactionOptions = {}) => {
      assertOutsideTransaction(database)
      return inTurn(() => run(work, options))
    },
    listen: (channel, onPayload, onGap) =>
      subscriptions.add(
        channel,
        { onPayload, onGap },
        async () => {
          await database.query(listenStatement(channel), [], { access: 'admin' })
        },
        async () => {
          await database.query(`un${listenStatement(channel)}`, [], { access: 'admin' })
        },
      ),
    announce: (url) => lock.announce(url),
    close: async () => {
      assertOutsideTransaction(database)
      // after everything that waits
      await inOrder(() => engine.close(), 'long')
      lock.release()
    },
  }
  return database
}

function listenStatement(channel: string): string {
  return `listen ${quoteIdentifier(channel)}`
}

/** The rows were read from the statement's own answer; what they are is for the asker to know. */
function result<T>(reply: DatabaseResponse): QueryResult<T>
function result({ rows, rowCount }: DatabaseResponse): QueryResult<unknown> {
  return { rows, rowCount }
}
