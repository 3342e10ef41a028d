import { computeVectorLength } from '../math/vector-length.ts'
import { pickRandomDay } from '../math/pick-random-day.ts'
import { hasRoom, layOutInRows, pickPlace, type BuildingDraft, type BuildingSite } from './building-site.ts'
import type { CompoundStyle } from './compound-styles.ts'
import type { Rectangle } from './rectangle.ts'

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

interface Slab {
  row: number
  column: number
  rectangle: Rectangle
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

  const slabs: Slab[] = []
  for (let attempt = 0; attempt < 5 && slabs.length < count; attempt++) {
    const anchor = pickAnchor(site)
    if (!anchor) break
    for (const { row, column } of SLOTS) {
      if (slabs.length === count) break
      const offset = { along: column * pitch.along, across: row * pitch.across }
      const rectangle = layOutInRows(site, anchor, offset, { length, depth })
      const meetsOwn = slabs.some(({ rectangle: own }) => tooNear(own, rectangle, pitch))
      if (!meetsOwn && hasRoom(site, rectangle, BORDER_MARGIN, BUILDING_GAP))
        slabs.push({ row: row + 100 * attempt, column, rectangle })
    }
  }
  if (slabs.length === 0) return

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

/** Slabs of one compound keep their distance also where a second start put them on other rows. */
function tooNear(a: Rectangle, b: Rectangle, pitch: { along: number; across: number }): boolean {
  const de = b.east - a.east,
    dn = b.north - a.north
  return (
    Math.abs(de * a.alongEast + dn * a.alongNorth) < pitch.along - 0.01 &&
    Math.abs(dn * a.alongEast - de * a.alongNorth) < pitch.across - 0.01
  )
}

/** A little shorter than its neighbours, in the same place. */
function vary(rectangle: Rectangle, share: number): Rectangle {
  return { ...rectangle, length: rectangle.length * (1 + share) }
}
