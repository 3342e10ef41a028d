import { deleteSyncedDrafts } from './offline/draft-table.ts'
import { forgetOwnWrites } from './requests/own-writes.ts'

/** What the service worker is told at the end of a session. */
const FORGET = 'forget'

/**
 * Nobody is signed in any more, or somebody else is: what this browser has kept of the city for the one before goes, but
 * for steps that the server does not have yet.
 */
export async function clearUserCache(): Promise<void> {
  forgetOwnWrites()
  await deleteSyncedDrafts()
  if (!('serviceWorker' in navigator)) return
  const registration = await navigator.serviceWorker.getRegistration().catch(() => undefined)
  registration?.active?.postMessage(FORGET)
}
