import { LruMap } from '../../runtime/lru-map.ts'
import type { BasemapImage } from './read-image.ts'

/** A week: providers count requests by the day, and maps change by the month. */
const KEEP_MS = 7 * 24 * 3_600_000
/**
 * How long a failure is remembered: without it a network that has no way out would be requested at every move of the
 * map.
 */
const KEEP_FAILURE_MS = 60_000
const MAX_BYTES = 64_000_000
/** The weight of an entry without an image (pending or failed), in bytes. */
const MIN_WEIGHT = 500

interface Entry {
  image: Promise<BasemapImage | null>
  weight: number
  until: number
}

/** Returns images by their URL; requests for the same image at the same time share one fetch. */
export function createBasemapImageCache(
  fetch: (url: URL) => Promise<BasemapImage | null>,
  now: () => number = Date.now,
): (url: URL) => Promise<BasemapImage | null> {
  const cache = new LruMap<string, Entry>(MAX_BYTES, ({ weight }) => weight)
  return (url) => {
    const key = url.href
    const known = cache.get(key)
    if (known !== undefined && known.until > now()) return known.image
    const entry: Entry = { image: fetch(url), weight: MIN_WEIGHT, until: Infinity }
    cache.set(key, entry)
    void entry.image.then((image) => {
      if (cache.peek(key) !== entry) return
      entry.until = now() + (image === null ? KEEP_FAILURE_MS : KEEP_MS)
      entry.weight += image?.bytes.length ?? 0
      cache.set(key, entry)
    })
    return entry.image
  }
}
