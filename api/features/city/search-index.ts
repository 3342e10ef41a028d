import { setImmediate } from 'node:timers/promises'
import { pinyin } from 'pinyin-pro'
import type { CitySnapshot, NamedTable } from '#shared/snapshot/city-snapshot.ts'
import type { LayerId } from '#shared/contract/enums.ts'
import type { TileGeometry } from '#shared/tiles/tile-geometry.ts'

export interface SearchEntry {
  layer: LayerId
  table: NamedTable<TileGeometry>
  row: number
  code: string
  /** The code for comparison: lower case. */
  codeSought: string
  name: string
  nameEn: string | null
  /** The English name for comparison: lower case, no spaces. */
  english: string
  /** Pinyin without spaces and tones: 'pinghushequ'. */
  spelling: string
  /** Initials of the pinyin: 'phsq'. */
  initials: string
}

/** Milliseconds of work before the event loop gets a turn. */
const TURN_MS = 4

/** The pinyin of names is cached across snapshots: an edit changes few of them. */
const spelled = new Map<string, { spelling: string; initials: string }>()
const SPELLED_KEPT = 200_000

/** Builds the search index of a city in short turns, so that other requests are not blocked. */
export async function buildSearchIndex(city: CitySnapshot): Promise<SearchEntry[]> {
  const { units, grids, premises, parks } = city
  const entries: SearchEntry[] = []
  let turn = performance.now()
  const add = async (
    layer: LayerId,
    table: NamedTable<TileGeometry> & { namesEn?: (string | null)[] },
    accepts: (row: number) => boolean = () => true,
  ) => {
    for (let row = 0; row < table.count; row++) {
      if (!accepts(row)) continue
      const name = table.names[row]!
      entries.push({
        layer,
        table,
        row,
        code: table.codes[row]!,
        codeSought: table.codes[row]!.toLowerCase(),
        name,
        nameEn: table.namesEn?.[row] ?? null,
        english: (table.namesEn?.[row] ?? '').toLowerCase().replaceAll(' ', ''),
        ...spell(name),
      })
      if (performance.now() - turn > TURN_MS) {
        await setImmediate()
        turn = performance.now()
      }
    }
  }
  await add('districts', units.district)
  await add('streets', units.street)
  await add('communities', units.community)
  await add('centers', premises, (row) => premises.kinds[row] === 'center')
  await add('stations', premises, (row) => premises.kinds[row] === 'station')
  await add('parks', parks)
  await add('grids', grids)
  return entries
}

function spell(name: string): { spelling: string; initials: string } {
  let known = spelled.get(name)
  if (known === undefined) {
    const syllables = pinyin(name, { toneType: 'none', type: 'array', nonZh: 'consecutive', v: true })
    known = {
      spelling: syllables.join('').toLowerCase(),
      initials: syllables
        .map((syllable) => (/^[a-z]/.test(syllable) ? syllable[0] : syllable))
        .join('')
        .toLowerCase(),
    }
    if (spelled.size >= SPELLED_KEPT) spelled.clear()
    spelled.set(name, known)
  }
  return known
}
