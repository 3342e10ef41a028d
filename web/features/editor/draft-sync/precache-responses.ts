import { getSession } from '#shared/contract/access/session.ts'
import { getCity, listCities } from '#shared/contract/city/city.ts'
import { getSettings } from '#shared/contract/city/city-settings.ts'
import { getSnapTargets } from '#shared/contract/drafts/drafts.ts'
import { buildEndpointUrl } from '../../../lib/request.ts'

/**
 * Makes the editor open without a network from now on: installs the service worker, which stores the responses of these
 * addresses. Browsers allow it on secure addresses only (https, or localhost); elsewhere drafts are stored all the same,
 * and open again once the server can be reached.
 */
export async function precacheResponses(addresses: readonly string[]): Promise<void> {
  if (import.meta.env.MODE !== 'production' || !('serviceWorker' in navigator)) return
  try {
    await navigator.serviceWorker.register('/service-worker.js', { updateViaCache: 'none' })
    const { active } = await navigator.serviceWorker.ready
    active?.postMessage(addresses)
  } catch {
    // the browser forbids service workers, or the server cannot be reached: the editor works without
  }
}

/** Responses that the page needs before it shows the editor. */
export const listEditorResponses = (city: string, unit: string): string[] => [
  buildEndpointUrl(getSession),
  buildEndpointUrl(listCities),
  buildEndpointUrl(getCity, { city }),
  buildEndpointUrl(getSettings, { city }),
  buildEndpointUrl(getSnapTargets, { city, unit }),
]
