import { z } from 'zod'
import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import type { Database } from '../../../db/database.ts'
import { loadSql } from '../../../db/load-sql.ts'
import { withCity } from '../../../db/transaction/with-city.ts'
import { memoize } from '../../../snapshot/memoize.ts'
import { createRowLookup } from '../../../snapshot/tables/row-lookup.ts'

const sql = loadSql('api/features/city/buildings/sql/select-building-texts.sql')
const TextsRow = z.object({ ids: z.instanceof(Uint8Array), lines: z.string() })

/**
 * Codes, compounds with names, and addresses of a city's buildings as one string, a line for each: found in a millisecond. An index of
 * a database would need trigrams of Chinese, which depend on its locale, or would slow every import down.
 */
export interface BuildingTextIndex {
  text: string
  /** Start of each line; the last is the end of the text. */
  starts: Uint32Array
  /** Row of the snapshot that each line is about; -1: a building that does not stand. */
  rows: Int32Array
}

const indexes = new WeakMap<object, Promise<BuildingTextIndex>>()

/** Returns the index of the buildings of a snapshot; the first call after they changed reads them from the database. */
export function getBuildingTextIndex(database: Database, city: CitySnapshot): Promise<BuildingTextIndex> {
  // the column is made anew with every change of the buildings, and kept when only borders move
  const key = city.buildings.ids
  const index = memoize(indexes, key, () => readIndex(database, city))
  // a failure is not kept: the next search asks again
  index.catch(() => indexes.delete(key))
  return index
}

async function readIndex(database: Database, { code, buildings }: CitySnapshot): Promise<BuildingTextIndex> {
  const { rows } = await withCity(database, code, (tx) => tx.query(sql, []), { access: 'read' })
  const { ids, lines } = TextsRow.parse(rows[0])
  const bytes = new DataView(ids.buffer, ids.byteOffset, ids.byteLength)
  return buildIndex(lines, (line) => bytes.getInt32(4 * line), createRowLookup(buildings.ids))
}

function buildIndex(
  text: string,
  idOf: (line: number) => number,
  rowOf: (id: number) => number,
): BuildingTextIndex {
  const starts: number[] = []
  for (let at = 0; at < text.length; at = text.indexOf('\n', at) + 1) starts.push(at)
  return {
    text,
    starts: Uint32Array.from([...starts, text.length]),
    rows: Int32Array.from(starts, (_, line) => rowOf(idOf(line))),
  }
}

/**
 * Returns the rows of buildings whose code, name with its compound, or address contains a text: the one with this code first, then the
 * shortest texts.
 *
 * @param wanted in lower case and without spaces
 */
export function findInTexts(
  { text, starts, rows }: BuildingTextIndex,
  wanted: string,
  limit: number,
): number[] {
  if (wanted === '' || wanted.includes('\n')) return []
  // a digit is in every line: only the best are kept in order
  const best: FoundLine[] = []
  let line = 0
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, starts[line + 1])) {
    while (starts[line + 1]! <= at) line++
    const row = rows[line]!
    if (row < 0) continue
    const isCode = at === starts[line] && text[at + wanted.length] === '|'
    const length = isCode ? 0 : starts[line + 1]! - starts[line]!
    const last = best.at(-1)
    if (best.length >= limit && (last === undefined || !isBefore(row, length, last))) continue
    let place = best.length
    while (place > 0 && isBefore(row, length, best[place - 1]!)) place--
    best.splice(place, 0, { row, length })
    if (best.length > limit) best.pop()
  }
  return best.map(({ row }) => row)
}

interface FoundLine {
  row: number
  length: number
}

const isBefore = (row: number, length: number, other: FoundLine): boolean =>
  length < other.length || (length === other.length && row < other.row)
