import { AsyncLocalStorage } from 'node:async_hooks'

/** What one principal has written on this server: its later reads must show it. */
export interface Reader {
  /** Least revision of each city, by code. */
  revisions: Map<string, number>
  /** Position in the write-ahead log of the primary after the last write, e.g. '0/16B3740'. */
  position?: string
}

interface ReaderScope {
  reader: Reader
  /** The request may write, so that positions are recorded. */
  writes: boolean
  /** Revisions that this request has committed. */
  committed: Map<string, number>
}

const current = new AsyncLocalStorage<ReaderScope>()

export function createReader(): Reader {
  return { revisions: new Map() }
}

/** Runs `work` for a reader, and returns the revisions that it committed, by city. */
export async function runAsReader(
  reader: Reader,
  writes: boolean,
  work: () => Promise<unknown>,
): Promise<Map<string, number>> {
  const committed = new Map<string, number>()
  await current.run({ reader, writes, committed }, work)
  return committed
}

/** Records a committed revision for the reader of this request, if there is one. */
export function recordCommittedRevision(city: string, revision: number): void {
  const scope = current.getStore()
  if (scope === undefined) return
  scope.committed.set(city, revision)
  raiseRevision(scope.reader, city, revision)
}

/** Raises the least revision that the reader accepts. */
export function raiseRevision({ revisions }: Reader, city: string, revision: number): void {
  revisions.set(city, Math.max(revisions.get(city) ?? 0, revision))
}

/** Returns the least revision of a city that the reader of this request accepts; 0: any. */
export function getLeastRevision(city: string): number {
  return current.getStore()?.reader.revisions.get(city) ?? 0
}

/** Returns the reader if this request may write. */
export function getWriter(): Reader | undefined {
  const scope = current.getStore()
  return scope?.writes === true ? scope.reader : undefined
}

/** Returns the position that a replica must have replayed to answer the reader of this request. */
export function getReadPosition(): string | undefined {
  return current.getStore()?.reader.position
}
