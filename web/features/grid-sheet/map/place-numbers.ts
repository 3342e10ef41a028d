import { type LabelBox, type LabelSpace, overlaps } from './label-space.ts'
import type { PaperPoint } from './paper-window.ts'

/** A building on paper: where it is, and the box of its drawing. */
export interface PaperBuilding {
  number: number
  at: PaperPoint
  box: LabelBox
}

export interface PlacedNumber {
  number: number
  x: number
  y: number
  /** End of the line to the building, where the number stands apart from it. */
  to: PaperPoint | null
}

/** Size of the digits in millimetres: 7 points, which is read at arm's length. */
export const DIGIT_HEIGHT = 2.5
const DIGIT_WIDTH = 1.45
const DIRECTIONS = [
  [1, 0],
  [-1, 0],
  [0, -1],
  [0, 1],
  [1, -1],
  [-1, -1],
  [1, 1],
  [-1, 1],
] as const
/** Gaps between a building and its number, in millimetres; from LEADER on a line joins them. */
const GAPS = [0.4, 1.6, 3, 4.6]
const LEADER = 1.5

/**
 * Places the numbers of buildings: on the house where it is large enough, else beside it, else apart with a line to it. No
 * number lies on another text; on another house only where there is no other room. Those without room are left out.
 */
export function placeNumbers(buildings: readonly PaperBuilding[], space: LabelSpace): PlacedNumber[] {
  const placed: PlacedNumber[] = []
  // numbers that fit on their houses stand nowhere else
  const inside = buildings.filter((each) => tryInside(each, space, placed))
  const others = buildings.filter((each) => !inside.includes(each))
  const crowded = others.filter((each) => !tryBeside(each, buildings, space, placed))
  for (const each of crowded) tryBeside(each, [], space, placed)
  return placed
}

const boxOf = (number: number, { x, y }: PaperPoint): LabelBox => ({
  x,
  y,
  width: String(number).length * DIGIT_WIDTH + 0.5,
  height: DIGIT_HEIGHT + 0.2,
})

function tryInside({ number, at, box }: PaperBuilding, space: LabelSpace, placed: PlacedNumber[]): boolean {
  const label = boxOf(number, at)
  if (box.width < label.width || box.height < label.height || !space.isFree(label)) return false
  space.take(label)
  placed.push({ number, ...at, to: null })
  return true
}

function tryBeside(
  { number, at, box }: PaperBuilding,
  avoided: readonly PaperBuilding[],
  space: LabelSpace,
  placed: PlacedNumber[],
): boolean {
  const size = boxOf(number, at)
  for (const gap of GAPS)
    for (const [dx, dy] of DIRECTIONS) {
      const label = {
        ...size,
        x: box.x + dx * ((box.width + size.width) / 2 + gap),
        y: box.y + dy * ((box.height + size.height) / 2 + gap),
      }
      const isOnHouse = avoided.some((other) => other.number !== number && overlaps(label, other.box))
      if (isOnHouse || !space.isFree(label)) continue
      space.take(label)
      placed.push({ number, x: label.x, y: label.y, to: gap < LEADER ? null : at })
      return true
    }
  return false
}
