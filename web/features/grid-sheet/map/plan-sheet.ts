import type { GridSheet } from '#shared/contract/city/grid-sheet.ts'
import { drawWindow, type WindowDrawing } from './draw-window.ts'
import {
  chooseScale,
  CLOSEST,
  createMetres,
  enlargeScale,
  type PaperPoint,
  type PaperWindow,
} from './paper-window.ts'

/** Millimetres of A4, of its margins, and of what stands above and below the map. */
const [SHORT, LONG, MARGIN] = [210, 297, 10]
const [HEADER, FOOTER, GAP] = [25, 9, 4]
/** Height of the header of later pages. */
const LATER_HEADER = 12
/** Height of a row of the table, and of its head. */
export const ROW = 4.7
/** Share of a map's side that the grid fills: its neighbours are seen around it. */
const FILLED = 0.86
/** Wider than high by this much: the paper is turned. */
const WIDE = 1.15
/** A map that leaves room for some rows below it. */
const [LEAST_HEIGHT, MOST_HEIGHT] = [120, 200]
/** Width of the table beside a map. */
const BESIDE = 92
/** Least ground around a grid, in millimetres. */
const AROUND = 4
const MOST_DETAILS = 24

export interface SheetMap {
  /** A, B, … for parts at a larger scale; null: the whole grid. */
  letter: string | null
  window: PaperWindow
  drawing: WindowDrawing
}

export type SheetBuilding = GridSheet['buildings'][number] & {
  /** The map on which its number stands; null: that of the whole grid. */
  detail: string | null
}

export interface SheetPlan {
  orientation: 'portrait' | 'landscape'
  overview: SheetMap
  details: SheetMap[]
  /** Rows of the table by page and block; the first page has its map. */
  firstBlocks: SheetBuilding[][]
  /** Pages of two maps. */
  detailPages: SheetMap[][]
  tablePages: SheetBuilding[][][]
}

/**
 * Lays a grid out on pages: the map of the whole grid in the direction of the paper that fits it, parts at a larger scale
 * where numbers have no room, and the table of its buildings.
 */
export function planSheet(sheet: GridSheet): SheetPlan {
  const [west, south, east, north] = sheet.box
  const metresOf = createMetres((west + east) / 2, (south + north) / 2)
  const corner = metresOf(east, north)
  const [across, up] = [Math.max(20, 2 * corner.x), Math.max(20, 2 * corner.y)]
  const orientation = across > up * WIDE ? 'landscape' : 'portrait'
  const isEmpty = sheet.buildings.length === 0
  const page =
    orientation === 'portrait'
      ? { width: SHORT - 2 * MARGIN, height: LONG - 2 * MARGIN }
      : { width: LONG - 2 * MARGIN, height: SHORT - 2 * MARGIN }
  const room = page.height - HEADER - FOOTER
  const laterRoom = page.height - LATER_HEADER - FOOTER
  const width = orientation === 'portrait' || isEmpty ? page.width : page.width - BESIDE - GAP
  const most = orientation === 'portrait' ? (isEmpty ? room - 12 : MOST_HEIGHT) : room - (isEmpty ? 12 : 0)
  const scale = Math.max(chooseScale(across, width * FILLED), chooseScale(up, most * FILLED))
  const capacity = (millimetres: number) => Math.max(0, Math.floor(millimetres / ROW) - 1)
  const own = (up * 1000) / scale
  const wanted = Math.min(most, Math.max(LEAST_HEIGHT, Math.ceil(own / FILLED)))
  // a little less ground around, where the whole table then has room below
  const close = Math.max(LEAST_HEIGHT, Math.ceil(own + 2 * AROUND))
  const fits = (height: number) => 2 * capacity(room - height - GAP) >= sheet.buildings.length
  const height =
    orientation === 'landscape'
      ? most
      : !isEmpty && close < wanted && fits(close) && !fits(wanted)
        ? close
        : wanted
  const toMap = (letter: string | null, window: PaperWindow, first: readonly number[]): SheetMap => ({
    letter,
    window,
    drawing: drawWindow(sheet, metresOf, window, first),
  })
  const overview = toMap(null, { width, height, scale, x: 0, y: 0 }, [])
  const size =
    orientation === 'portrait'
      ? { width: page.width, height: (laterRoom - GAP) / 2 }
      : { width: (page.width - GAP) / 2, height: laterRoom }
  const details = enlargeCrowded(sheet, metresOf, overview, size, toMap)

  const detailOf = new Map<number, string | null>()
  for (const { letter, drawing } of [...details].reverse())
    for (const { number } of drawing.numbers) detailOf.set(number, letter)
  for (const { number } of overview.drawing.numbers) detailOf.set(number, null)
  const rows = sheet.buildings.map((row) => ({ ...row, detail: detailOf.get(row.number) ?? null }))
  const first =
    orientation === 'portrait'
      ? { blocks: 2, rows: capacity(room - height - GAP) }
      : { blocks: 1, rows: capacity(room) }
  const later = { blocks: orientation === 'portrait' ? 2 : 3, rows: capacity(laterRoom) }
  const onFirst = rows.slice(0, first.blocks * first.rows)
  const others = rows.slice(onFirst.length)
  const perPage = later.blocks * later.rows
  return {
    orientation,
    overview,
    details,
    firstBlocks: toBlocks(onFirst, first),
    detailPages: chunk(details, 2),
    tablePages: chunk(others, perPage).map((each) => toBlocks(each, later)),
  }
}

/** Draws the parts in which numbers had no room at larger scales, until every building has its number somewhere. */
function enlargeCrowded(
  sheet: GridSheet,
  metresOf: (lon: number, lat: number) => PaperPoint,
  overview: SheetMap,
  size: { width: number; height: number },
  toMap: (letter: string, window: PaperWindow, first: readonly number[]) => SheetMap,
): SheetMap[] {
  const placed = new Set(overview.drawing.numbers.map(({ number }) => number))
  const details: SheetMap[] = []
  let scale = enlargeScale(overview.window.scale, 2)
  for (;;) {
    const missing = sheet.buildings
      .filter(({ number }) => !placed.has(number))
      .map(({ number, lon, lat }) => ({ number, ...metresOf(lon, lat) }))
      .sort((a, b) => a.x - b.x || b.y - a.y)
    const [seed] = missing
    if (seed === undefined || details.length >= MOST_DETAILS) return details
    const half = { x: (size.width * scale) / 2000, y: (size.height * scale) / 2000 }
    // what lies within one window of the westernmost, and then the middle of that
    const near = missing.filter(
      ({ x, y }) => x - seed.x < 1.7 * half.x && Math.abs(y - seed.y) < 0.85 * half.y,
    )
    const middleOf = (values: readonly number[]) => (Math.min(...values) + Math.max(...values)) / 2
    const window = {
      ...size,
      scale,
      x: middleOf(near.map(({ x }) => x)),
      y: middleOf(near.map(({ y }) => y)),
    }
    const isThere = details.some(
      ({ window: other }) =>
        other.scale === scale &&
        Math.abs(other.x - window.x) < half.x / 2 &&
        Math.abs(other.y - window.y) < half.y / 2,
    )
    if (isThere && scale > CLOSEST) {
      // nearly the same part again would be of little help
      scale = enlargeScale(scale, 2)
      continue
    }
    const map = toMap(
      String.fromCharCode(65 + details.length),
      window,
      missing.map(({ number }) => number),
    )
    const gained = map.drawing.numbers.filter(({ number }) => !placed.has(number))
    if (gained.length === 0) {
      // not even here: houses upon each other. Closer, or not at all
      if (scale <= CLOSEST) return details
      scale = enlargeScale(scale, 2)
      continue
    }
    for (const { number } of gained) placed.add(number)
    details.push(map)
  }
}

function toBlocks(rows: readonly SheetBuilding[], { blocks, rows: most }: { blocks: number; rows: number }) {
  // the first block is filled before the second begins: numbers run downwards
  return most === 0 ? [] : chunk(rows, most).slice(0, blocks)
}

function chunk<T>(items: readonly T[], size: number): T[][] {
  const parts: T[][] = []
  for (let from = 0; from < items.length; from += size) parts.push(items.slice(from, from + size))
  return parts
}
