import { AsyncLocalStorage } from 'node:async_hooks'

interface Scope {
  owner: object
  open: boolean
  outer: Scope | undefined
}

const current = new AsyncLocalStorage<Scope>()

/**
 * Throws when the caller runs inside a transaction of the same database. On the embedded database such a call
 * would wait for its own end; on a server it would silently read from, or write outside, the transaction.
 */
export function assertOutsideTransaction(owner: object): void {
  for (let scope = current.getStore(); scope; scope = scope.outer) {
    // work that a transaction started and did not wait for may go on after its end, in the same context
    if (scope.owner === owner && scope.open) {
      throw new Error(
        'the database was asked from inside one of its own transactions: use the `tx` that was handed in',
      )
    }
  }
}

/** Runs `work` as the inside of a transaction of `owner`. */
export async function runInsideTransaction<T>(owner: object, work: () => Promise<T>): Promise<T> {
  const scope: Scope = { owner, open: true, outer: current.getStore() }
  try {
    return await current.run(scope, work)
  } finally {
    scope.open = false
  }
}
