import { computeVectorLength } from '../math/vector-length.ts'
import { pickRandomDay } from '../math/pick-random-day.ts'
import { hasRoom, layOutInRows, pickPlace, type BuildingDraft, type BuildingSite } from './building-site.ts'
import type { CompoundStyle } from './compound-styles.ts'
import { isRectangleInside } from './grid-outline.ts'
import { doRectanglesMeet, type Rectangle } from './rectangle.ts'

/** Metres between a slab and the border of its grid, and any building that stood before. */
const BORDER_MARGIN = 9,
  BUILDING_GAP = 13
/** What share of the flats is lived in. */
export const OCCUPANCY = 0.9
/** Fewest households that a slab of flats is built for. */
const LEAST_HOUSEHOLDS = 13

/** Rows and columns around the middle of a compound, the nearest first. */
const SLOTS = Array.from({ length: 15 * 13 }, (_, i) => ({
  row: Math.floor(i / 13) - 7,
  column: (i % 13) - 6,
}))
  .map((slot) => ({ ...slot, far: slot.row * slot.row * 0.5 + slot.column * slot.column }))
  .sort((a, b) => a.far - b.far || a.row - b.row || a.column - b.column)

interface CompoundLayout {
  slabs: { row: number; column: number; rectangle: Rectangle }[]
  /** The land that it covers, its yards as well. */
  area: Rectangle | undefined
}

/**
 * Builds rows of parallel slabs for about so many households round one place of the grid, as far as there is room; the
 * slabs are numbered row by row.
 */
export function placeCompound(
  site: BuildingSite,
  style: CompoundStyle,
  households: number,
  pickName: (endings: readonly string[]) => string,
): void {
  const { random } = site
  const length = random.between(...style.length),
    depth = random.between(...style.depth)
  const floors = Math.round(random.between(...style.floors))
  const flatsPerFloor = Math.max(2, Math.round(length / style.flatWidth))
  const perSlab = flatsPerFloor * floors * OCCUPANCY
  const count = Math.max(
    1,
    Math.min(Math.round(households / perSlab), Math.floor(households / LEAST_HOUSEHOLDS)),
  )
  const pitch = {
    along: length + random.between(...style.sideGap),
    across: depth + random.between(...style.rowGap),
  }

  // the fullest of a few starts: a compound is one piece of land
  let best: CompoundLayout = { slabs: [], area: undefined }
  for (let attempt = 0; attempt < 4 && best.slabs.length < count; attempt++) {
    const anchor = pickAnchor(site)
    if (!anchor) break
    const layout = growLayout(site, anchor, count, pitch, { length, depth })
    if (layout.slabs.length > best.slabs.length) best = layout
  }
  const { slabs, area } = best
  if (!area) return
  site.compounds.push(area)

  slabs.sort((a, b) => a.row - b.row || a.column - b.column)
  const compound = pickName(style.endings)
  const plot = site.plots++
  const year = Math.floor(random.between(...style.years))
  const unknown = random.chance(0.12)
  slabs.forEach(({ rectangle }, i) => {
    const empty = random.chance(0.012)
    site.buildings.push({
      rectangle: vary(rectangle, random.between(-0.06, 0)),
      point: false,
      use: empty ? 'vacant' : 'residential',
      name: `${i + 1}号楼`,
      compound,
      floors,
      flatsPerFloor,
      weight: empty ? 0 : flatsPerFloor * floors * random.between(0.84, 1.08),
      completedOn: unknown ? null : pickRandomDay(random, year, Math.min(2017, year + 1)),
      plot,
    } satisfies BuildingDraft)
  })
}

/** Slabs on the rows and columns round a place, the nearest first, as far as nothing else stands there. */
function growLayout(
  site: BuildingSite,
  anchor: readonly [number, number],
  count: number,
  pitch: { along: number; across: number },
  size: { length: number; depth: number },
): CompoundLayout {
  const layout: CompoundLayout = { slabs: [], area: undefined }
  let top = Infinity,
    bottom = -Infinity,
    first = Infinity,
    last = -Infinity
  for (const { row, column } of SLOTS) {
    if (layout.slabs.length === count) break
    const rows = Math.max(bottom, row) - Math.min(top, row),
      columns = Math.max(last, column) - Math.min(first, column)
    // most of its land is built on
    if ((rows + 1) * (columns + 1) > 2 * layout.slabs.length + 3) continue
    const offset = { along: column * pitch.along, across: row * pitch.across }
    const rectangle = layOutInRows(site, anchor, offset, size)
    if (!hasRoom(site, rectangle, BORDER_MARGIN, BUILDING_GAP)) continue
    const middle = {
      along: ((Math.min(first, column) + Math.max(last, column)) / 2) * pitch.along,
      across: ((Math.min(top, row) + Math.max(bottom, row)) / 2) * pitch.across,
    }
    const area = layOutInRows(site, anchor, middle, {
      length: columns * pitch.along + size.length,
      depth: rows * pitch.across + size.depth,
    })
    if (site.compounds.some((other) => doRectanglesMeet(area, other, BUILDING_GAP))) continue
    if (!isRectangleInside(site.outline, area, 3)) continue
    layout.slabs.push({ row, column, rectangle })
    layout.area = area
    top = Math.min(top, row)
    bottom = Math.max(bottom, row)
    first = Math.min(first, column)
    last = Math.max(last, column)
  }
  return layout
}

/** The place of three that lies nearest to where the community lives: towns are dense in their middle. */
function pickAnchor(site: BuildingSite): [east: number, north: number] | undefined {
  const [east, north] = site.centre
  let best: [number, number] | undefined
  let nearest = Infinity
  for (let i = 0; i < 3; i++) {
    const place = pickPlace(site)
    if (!place) continue
    const far = computeVectorLength(place[0] - east, place[1] - north)
    if (far < nearest) {
      nearest = far
      best = place
    }
  }
  return best
}

/** A little shorter than its neighbours, in the same place. */
function vary(rectangle: Rectangle, share: number): Rectangle {
  return { ...rectangle, length: rectangle.length * (1 + share) }
}
