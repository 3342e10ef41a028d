import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import type { SearchHit } from '#shared/contract/city/features.ts'
import { getUnitPath } from '../../snapshot/unit-lookup.ts'
import { computeFeatureBox } from '../../snapshot/degree-box.ts'
import type { SearchEntry } from './search-index.ts'

/** Returns the best hits first: exact code or name, then prefix, then substring; larger units before smaller ones. */
export function searchFeatures(
  city: CitySnapshot,
  index: readonly SearchEntry[],
  text: string,
  limit: number,
): SearchHit[] {
  const wanted = text.toLowerCase().replaceAll(/\s+/g, '')
  const isCode = /^[0-9a-z-]+$/.test(wanted)
  // a digit is in nearly every code: only the best are kept in order
  const best: Found[] = []
  for (const entry of index) {
    const rank = rankOf(entry, wanted, isCode)
    if (rank === 0) continue
    const found = { entry, rank }
    const last = best.at(-1)
    if (best.length === limit && last !== undefined && !isBetter(found, last)) continue
    let at = best.length
    while (at > 0 && isBetter(found, best[at - 1]!)) at--
    best.splice(at, 0, found)
    if (best.length > limit) best.pop()
  }
  return best.map(({ entry }) => toHit(city, entry))
}

interface Found {
  entry: SearchEntry
  rank: number
}

/** Of equal ones the earlier entry is better. */
const isBetter = (a: Found, b: Found): boolean =>
  a.rank > b.rank || (a.rank === b.rank && a.entry.name.length < b.entry.name.length)

/** @param isCode whether `wanted` may be the beginning of a code */
function rankOf(
  { code, codeSought, name, english, spelling, initials }: SearchEntry,
  wanted: string,
  isCode: boolean,
): number {
  if (code === wanted || name === wanted) return 100
  if (isCode && codeSought.startsWith(wanted)) return 80
  if (name.startsWith(wanted)) return 70
  if (initials === wanted || spelling === wanted) return 65
  if (name.includes(wanted)) return 60
  if (initials.startsWith(wanted) || spelling.startsWith(wanted)) return 50
  if (english.includes(wanted)) return 40
  if (wanted.length > 1 && (initials.includes(wanted) || spelling.includes(wanted))) return 30
  return 0
}

function toHit(city: CitySnapshot, { layer, table, row, code, name, nameEn }: SearchEntry): SearchHit {
  return {
    layer,
    id: table.ids[row]!,
    code,
    name,
    nameEn,
    within: withinOf(city, layer, row),
    box: computeFeatureBox(table.mesh, row),
  }
}

function withinOf(city: CitySnapshot, layer: SearchEntry['layer'], row: number): string[] {
  const names = (path: { name: string }[]) => path.map((step) => step.name)
  const inCommunity = (community: number) =>
    community < 0 ? [] : names(getUnitPath(city, { level: 'community', row: community }))
  switch (layer) {
    case 'districts':
      return []
    case 'streets':
      return names(getUnitPath(city, { level: 'street', row })).slice(0, -1)
    case 'communities':
      return names(getUnitPath(city, { level: 'community', row })).slice(0, -1)
    case 'grids':
      return inCommunity(city.grids.community[row]!)
    case 'parks':
      return inCommunity(city.parks.community[row]!)
    default:
      return inCommunity(city.premises.community[row]!)
  }
}
