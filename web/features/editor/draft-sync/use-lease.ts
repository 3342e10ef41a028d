import { onScopeDispose } from 'vue'
import { acquireLeases, type Lease } from '#shared/contract/drafts/drafts.ts'
import { toProblemError } from '../../../lib/problem-error.ts'
import { request } from '../../../lib/request.ts'

/** A lease ends three minutes after it was last renewed. */
const RENEW_MS = 60_000

export interface LeaseOptions {
  params: { city: string; draft: string }
  /** The reader draws here and may do so. */
  isWanted(): boolean
  onLeases(leases: readonly Lease[]): void
  /** Somebody else has the lease. */
  onRefused(): void
}

/** Keeps other readers from drawing in the street of a draft while the page is open; released when it is closed. */
export function useLease({ params, isWanted, onLeases, onRefused }: LeaseOptions) {
  async function acquire(): Promise<void> {
    if (!isWanted()) return
    try {
      onLeases((await request(acquireLeases, { params, body: {} })).leases)
    } catch (error) {
      if (toProblemError(error).code === 'leased') onRefused()
    }
  }
  const timer = setInterval(() => void acquire(), RENEW_MS)
  onScopeDispose(() => clearInterval(timer))

  return {
    acquire,
    release: () => request(acquireLeases, { params, body: { release: true } }).catch(() => undefined),
  }
}
