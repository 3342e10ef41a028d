import { buildBeginStatement } from './build-begin-statement.ts'
import { DatabaseError, isUnavailable, SqlState } from '../database-errors.ts'
import type { Queryable, TransactionOptions } from '../database.ts'
import { encodeParameter } from '../protocol/encode-parameter.ts'
import type { DatabaseConnection } from './database-connection.ts'
import { runInsideTransaction } from './nested-transaction-guard.ts'
import { createSerialQueue } from '../../runtime/serial-queue.ts'
import { withIdleTimeout } from './with-idle-timeout.ts'

/** The life of one transaction, the same for both drivers; see Database.transaction. */
export async function runTransaction<T>(
  owner: object,
  connection: DatabaseConnection,
  work: (tx: Queryable) => Promise<T>,
  options: TransactionOptions & { idleMs: number; role?: string | undefined },
): Promise<T> {
  return withIdleTimeout(connection, options.idleMs, (watched) => beginToEnd(owner, watched, work, options))
}

async function beginToEnd<T>(
  owner: object,
  connection: DatabaseConnection,
  work: (tx: Queryable) => Promise<T>,
  options: TransactionOptions & { role?: string | undefined },
): Promise<T> {
  await connection.run(buildBeginStatement(options))
  const inTurn = createSerialQueue()
  let over = false
  const tx: Queryable = {
    query: async (text, parameters = []) => {
      if (over) throw new Error('the transaction is over: await every statement before its work ends')
      const values = parameters.map(encodeParameter)
      return inTurn(() => connection.query(text, values, options.timeoutMs))
    },
  }
  // statements that were asked for but not awaited still run before COMMIT or ROLLBACK
  const end = (command: string) => {
    over = true
    return inTurn(() => connection.run(command))
  }

  let answer: T
  try {
    answer = await runInsideTransaction(owner, () => work(tx))
  } catch (error) {
    // the caller gets the first error, not that of the rollback
    await end('rollback').catch(() => undefined)
    throw error
  }
  let tag: string
  try {
    tag = await end('commit')
  } catch (error) {
    if (error instanceof DatabaseError)
      error.outcomeUnknown = isUnavailable(error) || error.code === SqlState.queryCanceled
    throw error
  }
  if (tag !== 'COMMIT') {
    throw new DatabaseError(
      SqlState.transactionAborted,
      'the transaction was rolled back: an error of one of its statements was caught inside it',
    )
  }
  return answer
}
