import type { BasemapImage } from './fetch-basemap-image.ts'

/** A week: providers count requests by the day, and maps change by the month. */
const KEPT_MS = 7 * 24 * 3_600_000
/** What did not come is not asked for again at once: a network without a way out would be asked at every move of the map. */
const REFUSED_MS = 60_000
const MOST_BYTES = 64_000_000
/** What is not there weighs something, too. */
const LEAST_WEIGHT = 500

interface Entry {
  picture: Promise<BasemapImage | null>
  weight: number
  until: number
}

/** Pictures by their address, each fetched once however many ask at the same time; what was asked for longest ago goes first. */
export function createBasemapImageCache(
  fetch: (url: URL) => Promise<BasemapImage | null>,
  now: () => number = Date.now,
): (url: URL) => Promise<BasemapImage | null> {
  const kept = new Map<string, Entry>()
  let bytes = 0
  const drop = (key: string, entry: Entry) => {
    if (kept.get(key) !== entry) return
    kept.delete(key)
    bytes -= entry.weight
  }
  return (url) => {
    const key = url.href
    const known = kept.get(key)
    if (known !== undefined && known.until > now()) {
      kept.delete(key)
      kept.set(key, known)
      return known.picture
    }
    if (known !== undefined) drop(key, known)
    const entry: Entry = { picture: fetch(url), weight: LEAST_WEIGHT, until: Infinity }
    kept.set(key, entry)
    bytes += entry.weight
    void entry.picture.then((picture) => {
      if (kept.get(key) !== entry) return
      entry.until = now() + (picture === null ? REFUSED_MS : KEPT_MS)
      const more = picture?.bytes.length ?? 0
      entry.weight += more
      bytes += more
      for (const [oldest, old] of kept) {
        if (bytes <= MOST_BYTES) break
        drop(oldest, old)
      }
    })
    return entry.picture
  }
}
