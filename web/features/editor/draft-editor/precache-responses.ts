/**
 * Sees to it that the desk opens without a network from now on: installs the service worker and has it keep the answers
 * at these addresses. Without a secure address (https, or this machine) browsers allow no such thing; drafts are kept
 * all the same, and open again once the server is back.
 */
export async function precacheResponses(addresses: readonly string[]): Promise<void> {
  if (import.meta.env.MODE !== 'production' || !('serviceWorker' in navigator)) return
  try {
    await navigator.serviceWorker.register('/service-worker.js', { updateViaCache: 'none' })
    const { active } = await navigator.serviceWorker.ready
    active?.postMessage(addresses)
  } catch {
    // a browser that forbids it, or a server that is away: the desk works without
  }
}
