/**
 * What this tab has written, as servers name it in their answers. It goes along with every later request, so that also
 * another server, whose replica is behind, answers with at least that.
 */
const REVISION = 'x-city-revision'
const POSITION = 'x-write-position'
const KEPT_AS = 'grid-map.own-writes'
/** The server reads no more. */
const MAX_CITIES = 10

interface OwnWrites {
  /** By city; the latest last. */
  revisions: Map<string, number>
  position: string
}

let known: OwnWrites | undefined

/** Notes what an answer says about a write. */
export function noteOwnWrites(headers: Pick<Headers, 'get'>): void {
  const [revisions, position] = [headers.get(REVISION), headers.get(POSITION)]
  if (revisions === null && position === null) return
  const writes = recall()
  for (const [, city = '', revision = ''] of (revisions ?? '').matchAll(/(\d{6})=(\d+)/g)) {
    const latest = Math.max(Number(revision), writes.revisions.get(city) ?? 0)
    writes.revisions.delete(city)
    writes.revisions.set(city, latest)
  }
  if (position !== null) writes.position = position
  keep(writes)
}

/** Headers of a request that wants to read at least that. */
export function getOwnWriteHeaders(): Record<string, string> {
  const { revisions, position } = recall()
  const named = [...revisions].slice(-MAX_CITIES).map(([city, revision]) => `${city}=${revision}`)
  return {
    ...(named.length === 0 ? {} : { [REVISION]: named.join(', ') }),
    ...(position === '' ? {} : { [POSITION]: position }),
  }
}

/** A page that is loaded again reads what it has written before. */
function recall(): OwnWrites {
  if (known) return known
  known = { revisions: new Map(), position: '' }
  try {
    noteOwnWrites(new Headers(JSON.parse(sessionStorage.getItem(KEPT_AS) ?? '{}') as Record<string, string>))
  } catch {
    /* a browser without storage, or something else under this name */
  }
  return known
}

function keep(writes: OwnWrites): void {
  known = writes
  try {
    sessionStorage.setItem(KEPT_AS, JSON.stringify(getOwnWriteHeaders()))
  } catch {
    /* full, or switched off: then a reload forgets them */
  }
}

/** Forgets them, as a tab that is opened anew. */
export function forgetOwnWrites(): void {
  known = undefined
  try {
    sessionStorage.removeItem(KEPT_AS)
  } catch {
    /* there is none */
  }
}
