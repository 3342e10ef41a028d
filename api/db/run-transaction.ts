import { beginStatement } from './begin-statement.ts'
import { DatabaseError, isUnavailable, SqlState } from './database-errors.ts'
import type { Queryable, Result, TransactionOptions } from './database.ts'
import { toWire, type WireValue } from './text-from-parameter.ts'
import { insideTransaction } from './transaction-scope.ts'
import { turnstile } from './turnstile.ts'
import { whileActive } from './while-active.ts'

/** One conversation with a database, as both drivers offer it; calls come one at a time. */
export interface Conversation {
  query<T>(text: string, values: WireValue[], timeoutMs: number | undefined): Promise<Result<T>>
  /** Statements without parameters, separated by semicolons; the answer is the last one's command tag. */
  run(text: string): Promise<string>
}

/** The life of one transaction, the same for both drivers; see Database.transaction. */
export async function runTransaction<T>(
  owner: object,
  conversation: Conversation,
  work: (tx: Queryable) => Promise<T>,
  options: TransactionOptions & { idleMs: number; role?: string | undefined },
): Promise<T> {
  return whileActive(conversation, options.idleMs, (watched) => beginToEnd(owner, watched, work, options))
}

async function beginToEnd<T>(
  owner: object,
  conversation: Conversation,
  work: (tx: Queryable) => Promise<T>,
  options: TransactionOptions & { role?: string | undefined },
): Promise<T> {
  await conversation.run(beginStatement(options))
  const inTurn = turnstile()
  let over = false
  const tx: Queryable = {
    query: async (text, parameters = []) => {
      if (over) throw new Error('the transaction is over: await every statement before its work ends')
      const values = parameters.map(toWire)
      return inTurn(() => conversation.query(text, values, options.timeoutMs))
    },
  }
  // statements that were asked for but not awaited still run before COMMIT or ROLLBACK
  const end = (command: string) => {
    over = true
    return inTurn(() => conversation.run(command))
  }

  let answer: T
  try {
    answer = await insideTransaction(owner, () => work(tx))
  } catch (error) {
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
