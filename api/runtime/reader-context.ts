import { AsyncLocalStorage } from 'node:async_hooks'

/** What one principal has written on this server: its later reads must show it. */
export interface Reader {
  /** Least revision of each city, by code. */
  revisions: Map<string, number>
  /** Position in the write-ahead log of the primary after the last write, e.g. '0/16B3740'. */
  position?: string
}

/** What one request has written. */
export interface OwnWrites {
  /** Revisions that it has committed, by city. */
  revisions: Map<string, number>
  /** Position in the write-ahead log after its last write; only with replicas. */
  position?: string
}

interface ReaderScope {
  reader: Reader
  /** The request may write, so that positions are recorded. */
  writes: boolean
  committed: OwnWrites
}

const current = new AsyncLocalStorage<ReaderScope>()

export function createReader(): Reader {
  return { revisions: new Map() }
}

/** Runs `work` for a reader, and returns what it has written. */
export async function runAsReader(
  reader: Reader,
  writes: boolean,
  work: () => Promise<unknown>,
): Promise<OwnWrites> {
  const committed: OwnWrites = { revisions: new Map() }
  await current.run({ reader, writes, committed }, work)
  return committed
}

/** Records a committed revision for the reader of this request, if there is one. */
export function recordCommittedRevision(city: string, revision: number): void {
  const scope = current.getStore()
  if (scope === undefined) return
  scope.committed.revisions.set(city, revision)
  raiseRevision(scope.reader, city, revision)
}

/** Raises the least revision that the reader accepts. */
export function raiseRevision({ revisions }: Reader, city: string, revision: number): void {
  revisions.set(city, Math.max(revisions.get(city) ?? 0, revision))
}

/** Raises the position that a replica must have replayed. Positions are two hexadecimal numbers, e.g. '0/16B3740'. */
export function raisePosition(reader: Reader, position: string): void {
  if (reader.position === undefined || toNumber(position) > toNumber(reader.position))
    reader.position = position
}

function toNumber(position: string): bigint {
  const [high = '0', low = '0'] = position.split('/')
  return (BigInt(`0x${high}`) << 32n) + BigInt(`0x${low}`)
}

/** Returns the least revision of a city that the reader of this request accepts; 0: any. */
export function getLeastRevision(city: string): number {
  return current.getStore()?.reader.revisions.get(city) ?? 0
}

/** Says whether positions of this request are recorded: it may write, and somebody may read what it has written. */
export function isWriter(): boolean {
  return current.getStore()?.writes === true
}

/** Records where the log of the primary ends after a write of this request. */
export function recordPosition(position: string): void {
  const scope = current.getStore()
  if (scope?.writes !== true) return
  scope.committed.position = position
  raisePosition(scope.reader, position)
}

/** Returns the position that a replica must have replayed to answer the reader of this request. */
export function getReadPosition(): string | undefined {
  return current.getStore()?.reader.position
}
