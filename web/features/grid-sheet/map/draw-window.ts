import type { GridSheet } from '#shared/contract/city/grid-sheet.ts'
import type { PremisesKind, RoadClass } from '#shared/contract/enums.ts'
import { fitScaleBar } from '../../../lib/scale-bar.ts'
import { findInnerPlace } from './find-inner-place.ts'
import { createLabelSpace, type LabelBox, type LabelSpace, measureText } from './label-space.ts'
import { type PaperPoint, type PaperWindow, toPaper } from './paper-window.ts'
import { placeLineNames, type PlacedLetter } from './place-line-names.ts'
import { type PaperBuilding, placeNumbers, type PlacedNumber } from './place-numbers.ts'

/** One window as paths and texts in millimetres. */
export interface WindowDrawing {
  border: string
  neighbours: string[]
  otherBuildings: string
  houses: { number: number; path: string; at: PaperPoint; isHome: boolean }[]
  roads: { class: RoadClass; path: string }[]
  waterLines: string[]
  waterAreas: string[]
  premises: (PaperPoint & { kind: PremisesKind; name: string; label: LabelBox | null })[]
  streetNames: PlacedLetter[]
  waterNames: PlacedLetter[]
  numbers: PlacedNumber[]
  neighbourNames: (PaperPoint & { serial: string; community: string | null })[]
  bar: { length: number; metres: number }
}

/** Sizes of letters in millimetres. */
export const LETTERS = { street: 2.9, water: 2.7, premises: 2.6, neighbour: 4, community: 2.6 }
const SYMBOL = 3.4
/** Nearer to the thick line of the border than this, a name is hidden by it. */
const BORDER = 2
/** A circle for a building of which only the place is known. */
export const DOT = 1.1
/** Corners that the scale bar and the arrow occupy. */
const CORNERS = { bar: { width: 44, height: 13 }, arrow: { width: 12, height: 16 } }

/**
 * Draws a window. What a walker needs most is written first: premises, streets, then numbers, those that are `first` before
 * others; neighbours take what is left.
 */
export function drawWindow(
  sheet: GridSheet,
  metresOf: (lon: number, lat: number) => PaperPoint,
  window: PaperWindow,
  first: readonly number[],
): WindowDrawing {
  const at = (lon: number, lat: number) => toPaper(window, metresOf(lon, lat))
  const pointsOf = (degrees: readonly number[]) => {
    const points: PaperPoint[] = []
    for (let i = 0; i + 1 < degrees.length; i += 2) points.push(at(degrees[i]!, degrees[i + 1]!))
    return points
  }
  const ringsOf = (rings: readonly (readonly number[])[]) => rings.map(pointsOf)
  const space = createLabelSpace(window)
  const { bar, arrow } = CORNERS
  space.take({ ...bar, x: bar.width / 2, y: window.height - bar.height / 2 })
  space.take({ ...arrow, x: window.width - arrow.width / 2, y: arrow.height / 2 })

  const premises = placePremises(sheet, at, window, space)
  const roads = sheet.roads.map((road) => ({ ...road, points: pointsOf(road.line) }))
  const water = sheet.waterLines.map((line) => ({ ...line, points: pointsOf(line.line) }))
  const border = ringsOf(sheet.border)
  const isOnBorder = (place: PaperPoint) => border.some((ring) => isNearRing(ring, place, BORDER))
  const houses = sheet.buildings.map((row) => ({ row, rings: ringsOf(row.rings), at: at(row.lon, row.lat) }))
  const isSeen = ({ x, y }: PaperPoint) => x > 1 && y > 1 && x < window.width - 1 && y < window.height - 1
  const seen = houses
    .filter((house) => isSeen(house.at))
    .map(({ row, rings, at: place }): PaperBuilding => ({
      number: row.number,
      at: place,
      box: rings.length === 0 ? { ...place, width: 2 * DOT, height: 2 * DOT } : boxOf(rings.flat()),
    }))
  const beside = { isCovered: isOnBorder, avoided: seen.map(({ box }) => box) }
  const streetNames = placeLineNames(roads, LETTERS.street, window, space, beside)
  const isFirst = new Set(first)
  const numbers = placeNumbers(
    [
      ...seen.filter(({ number }) => isFirst.has(number)),
      ...seen.filter(({ number }) => !isFirst.has(number)),
    ],
    space,
  )
  const waterNames = placeLineNames(water, LETTERS.water, window, space, beside)
  const step = fitScaleBar(window.scale / 1000, 36)
  return {
    border: toPath(border),
    neighbours: sheet.neighbours.map(({ rings }) => toPath(ringsOf(rings))),
    otherBuildings: sheet.otherBuildings.map((rings) => toPath(ringsOf(rings))).join(''),
    houses: houses.map(({ row, rings, at: place }) => ({
      number: row.number,
      path: toPath(rings),
      at: place,
      isHome: row.households > 0,
    })),
    roads: roads.map((road) => ({ class: road.class, path: toLine(road.points) })),
    waterLines: water.map(({ points }) => toLine(points)),
    waterAreas: sheet.waterAreas.map(({ rings }) => toPath(ringsOf(rings))),
    premises,
    streetNames,
    waterNames,
    numbers,
    neighbourNames: placeNeighbours(sheet, ringsOf, window, space),
    bar: { length: step.pixels, metres: step.metres },
  }
}

function placePremises(
  { premises }: GridSheet,
  at: (lon: number, lat: number) => PaperPoint,
  { width, height }: PaperWindow,
  space: LabelSpace,
): WindowDrawing['premises'] {
  const seen = premises
    .map((place) => ({ ...place, ...at(place.lon, place.lat) }))
    .filter(({ x, y }) => x > 0 && y > 0 && x < width && y < height)
  for (const { x, y } of seen) space.take({ x, y, width: SYMBOL, height: SYMBOL })
  return seen.map(({ kind, name, x, y }) => {
    const size = { width: measureText(name) * LETTERS.premises + 0.6, height: LETTERS.premises + 0.4 }
    const label = [
      { x, y: y + SYMBOL / 2 + size.height / 2 + 0.2 },
      { x, y: y - SYMBOL / 2 - size.height / 2 - 0.2 },
      { x: x + SYMBOL / 2 + size.width / 2, y },
      { x: x - SYMBOL / 2 - size.width / 2, y },
    ]
      .map((place) => ({ ...place, ...size }))
      .find((box) => space.isFree(box))
    if (label !== undefined) space.take(label)
    return { kind, name, x, y, label: label ?? null }
  })
}

/** The numbers of the neighbours, and the community of those of another one. */
function placeNeighbours(
  { neighbours }: GridSheet,
  ringsOf: (rings: readonly (readonly number[])[]) => PaperPoint[][],
  window: PaperWindow,
  space: LabelSpace,
): WindowDrawing['neighbourNames'] {
  return neighbours.flatMap(({ code, community, rings }) => {
    const serial = code.slice(12)
    const size = {
      width: Math.max(
        measureText(serial) * LETTERS.neighbour,
        measureText(community ?? '') * LETTERS.community,
      ),
      height: LETTERS.neighbour + (community === null ? 0 : LETTERS.community + 0.8),
    }
    const box = findInnerPlace(ringsOf(rings), size, window, space)
    if (box === null) return []
    space.take(box)
    return { serial, community, x: box.x, y: box.y }
  })
}

function isNearRing(ring: readonly PaperPoint[], { x, y }: PaperPoint, most: number): boolean {
  return ring.some((a, i) => {
    const b = ring[(i + 1) % ring.length]!
    const [dx, dy] = [b.x - a.x, b.y - a.y]
    const share = Math.min(1, Math.max(0, ((x - a.x) * dx + (y - a.y) * dy) / (dx * dx + dy * dy || 1)))
    return Math.hypot(a.x + share * dx - x, a.y + share * dy - y) < most
  })
}

function boxOf(points: readonly PaperPoint[]): LabelBox {
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)]
  const [west, east, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)]
  return { x: (west + east) / 2, y: (top + bottom) / 2, width: east - west, height: bottom - top }
}

const toLine = (points: readonly PaperPoint[]): string =>
  points.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${x.toFixed(2)} ${y.toFixed(2)}`).join('')
const toPath = (rings: readonly (readonly PaperPoint[])[]): string =>
  rings.map((ring) => `${toLine(ring)}Z`).join('')
