/**
 * Opens the drawing desk where there is no network: keeps the app's files and the few answers that the desk cannot do
 * without. The drafts themselves are kept by the desk (IndexedDB). Only browsers that have opened a desk have this.
 *
 * Nothing old is shown while the server answers: pages and answers come from it first, files under /assets carry a hash
 * of their content in their name.
 */
declare const self: ServiceWorkerGlobalScope
/** Put in by the build (api/build/offline-shell.ts): addresses of the desk's files, and a hash over them. */
declare const SHELL_FILES: readonly string[]
declare const SHELL_STAMP: string

const SHELL = `shell-${SHELL_STAMP}`
const ANSWERS = 'answers'
const PAGE = '/'
/** A line that is neither dead nor alive counts as dead after this. */
const PATIENCE_MS = 10_000
/** Who is here, which cities there are, the city, its rules, and what lies around the street. */
const KEPT = /^\/api\/(session|cities(\/[0-9]{6}(\/settings|\/units\/[0-9]{9}\/surroundings)?)?)$/
/** Says on an answer that it is one from before: the page must not take it for a sign of the server. */
const MARK = 'x-kept'

self.addEventListener('install', (event) => {
  event.waitUntil(install())
})

self.addEventListener('activate', (event) => {
  event.waitUntil(forgetOldShells().then(() => self.clients.claim()))
})

/**
 * A desk says which answers it needs; those that it had before this worker was there are asked for again. At the end of
 * a session (web/lib/clear-user-cache.ts) they are nobody's any more.
 */
self.addEventListener('message', (event) => {
  const wanted: unknown = event.data
  if (wanted === 'forget') event.waitUntil(caches.delete(ANSWERS))
  if (!Array.isArray(wanted)) return
  const addresses = wanted.filter((each): each is string => typeof each === 'string' && KEPT.test(each))
  event.waitUntil(
    Promise.all(addresses.map((address) => askAndKeep(new Request(address)).catch(() => undefined))),
  )
})

self.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== self.location.origin) return
  // files are fetched by navigation as well, and may take their time
  if (request.mode === 'navigate' && !pathname.startsWith('/api/')) event.respondWith(openPage(request))
  else if (pathname.startsWith('/assets/'))
    event.respondWith(caches.match(request.url).then((found) => found ?? fetch(request)))
  else if (KEPT.test(pathname))
    event.respondWith(askAndKeep(request).catch((error: unknown) => keptAnswer(request, error)))
})

async function install(): Promise<void> {
  const shell = await caches.open(SHELL)
  await shell.addAll([new Request(PAGE, { cache: 'no-cache' }), ...SHELL_FILES])
  await self.skipWaiting()
}

/** The last one but this stays: pages of it may still be open, and fetch parts of themselves when they are needed. */
async function forgetOldShells(): Promise<void> {
  const shells = (await caches.keys()).filter((name) => name.startsWith('shell-') && name !== SHELL)
  await Promise.all(shells.slice(0, -1).map((name) => caches.delete(name)))
}

async function openPage(request: Request): Promise<Response> {
  const kept = async () => (await caches.open(SHELL)).match(PAGE)
  try {
    const answer = await withPatience(fetch(request))
    // what a proxy says when the server behind it is away
    return answer.status >= 502 && answer.status <= 504 ? ((await kept()) ?? answer) : answer
  } catch (error) {
    const page = await kept()
    if (page === undefined) throw error
    return page
  }
}

async function askAndKeep(request: Request): Promise<Response> {
  const answer = await fetch(request)
  if (answer.status >= 502 && answer.status <= 504) return keptAnswer(request, answer)
  // whoever may no longer see it shall not see it offline either
  const answers = await caches.open(ANSWERS)
  if (answer.ok) await answers.put(request.url, answer.clone())
  else if (answer.status === 401 || answer.status === 403) await answers.delete(request.url)
  return answer
}

async function keptAnswer(request: Request, otherwise: unknown): Promise<Response> {
  const kept = await (await caches.open(ANSWERS)).match(request.url, { ignoreVary: true })
  if (kept === undefined) {
    if (otherwise instanceof Response) return otherwise
    throw otherwise
  }
  const headers = new Headers(kept.headers)
  headers.set(MARK, '1')
  return new Response(await kept.blob(), { headers })
}

function withPatience(answer: Promise<Response>): Promise<Response> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new Error('no answer in time'))
    }, PATIENCE_MS)
    answer.then(resolve, reject).finally(() => {
      clearTimeout(timer)
    })
  })
}
