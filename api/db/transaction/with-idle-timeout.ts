import { DatabaseError, SqlState } from '../database-errors.ts'
import type { DatabaseConnection } from './database-connection.ts'

/**
 * Runs a transaction under watch: when it leaves the database waiting for `limitMs`, it is rolled back and
 * given up, so that whoever stands behind it has a turn. What its work still asks afterwards is refused.
 */
export async function withIdleTimeout<T>(
  connection: DatabaseConnection,
  limitMs: number,
  run: (watched: DatabaseConnection) => Promise<T>,
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    let timer: NodeJS.Timeout | undefined
    let expired: DatabaseError | undefined
    const expire = async () => {
      expired = new DatabaseError(
        SqlState.idleInTransaction,
        `the transaction was rolled back: it asked nothing for ${limitMs / 1000} s`,
      )
      // the caller gets the timeout, not an error of the rollback
      await connection.run('rollback').catch(() => undefined)
      reject(expired)
    }
    const watch = async <R>(ask: () => Promise<R>): Promise<R> => {
      if (expired) throw expired
      clearTimeout(timer)
      try {
        return await ask()
      } finally {
        timer = setTimeout(expire, limitMs)
      }
    }
    run({
      query: (text, values, timeoutMs) => watch(() => connection.query(text, values, timeoutMs)),
      run: (text) => watch(() => connection.run(text)),
    })
      .then(resolve, reject)
      .finally(() => clearTimeout(timer))
  })
}
