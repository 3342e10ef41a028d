import type { Database, Queryable } from '../../../api/db/database.ts'

/**
 * The database, with a look at every statement inside a change before it is sent: `at` counts them from one on.
 * After the last one `onCommit` is called, while COMMIT is about to be sent.
 */
export function observeChangeset(
  database: Database,
  {
    onStatement,
    onCommit = () => undefined,
  }: {
    onStatement: (at: number, tx: Queryable, text: string) => Promise<void> | void
    onCommit?: (statements: number, tx: Queryable) => Promise<void> | void
  },
): Database {
  return {
    ...database,
    transaction: (work, options) =>
      database.transaction(async (tx) => {
        let count = 0
        const watched: Queryable = {
          async query(text, parameters) {
            if (count > 0 || text.includes('from meta for update')) await onStatement(++count, tx, text)
            return tx.query(text, parameters)
          },
        }
        const answer = await work(watched)
        if (count > 1) await onCommit(count, tx)
        return answer
      }, options),
  }
}
