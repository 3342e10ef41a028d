import type { Lease } from '#shared/contract/drafts/drafts.ts'
import type { DraftSyncState } from './draft-sync.ts'

/** The oldest lease that keeps the reader from drawing: another person's, or their own on another page. */
export function findOtherLease({ leases, holder, isAcquiringLease }: DraftSyncState): Lease | null {
  const others = leases.filter((lease) => !lease.own && !(isAcquiringLease && lease.holder === holder))
  return others.sort((a, b) => a.since.localeCompare(b.since))[0] ?? null
}
