import { type LabelBox, type LabelSpace, measureText, overlaps } from './label-space.ts'
import type { PaperPoint } from './paper-window.ts'

export interface PlacedLetter extends PaperPoint {
  text: string
  /** Degrees clockwise. */
  turn: number
}

export interface NamedLine {
  name: string | null
  points: readonly PaperPoint[]
}

/** Steeper lines carry upright letters below each other, as on Chinese maps. */
const STEEP = 55
/** Millimetres between two attempts along a line. */
const STEP = 4
/** Share of a stretch that is the way between its ends: bends make a name unreadable. */
const STRAIGHT = 0.96
/** From a covered line to its name, in parts of the letters. */
const BESIDE = 1.15

/**
 * Places names of streets or rivers along their lines, once for each name: on the straightest stretch inside the frame on
 * which the name lies on nothing else; beside the line where something thick covers it. A name without such a stretch is
 * left out.
 */
export function placeLineNames(
  lines: readonly NamedLine[],
  size: number,
  frame: { width: number; height: number },
  space: LabelSpace,
  {
    isCovered = () => false,
    avoided = [],
  }: { isCovered?: (at: PaperPoint) => boolean; avoided?: readonly LabelBox[] } = {},
): PlacedLetter[] {
  const byName = new Map<string, NamedLine[]>()
  for (const line of lines)
    if (line.name !== null && line.name !== '')
      byName.set(line.name, [...(byName.get(line.name) ?? []), line])
  return [...byName].flatMap(([name, own]) => {
    const letters = /[\u2e80-\uffff]/.test(name) ? Array.from(name) : [name]
    const pitch = letters.length === 1 ? measureText(name) * size : size * 1.25
    const found = own
      .flatMap(({ points }) => listStretches(points, pitch * letters.length, frame))
      .sort((a, b) => b.straight - a.straight || a.fromMiddle - b.fromMiddle)
    for (const { at, avoids } of [
      ...found.map(({ at }) => ({ at, avoids: avoided })),
      // on a house rather than nowhere
      ...found.map(({ at }) => ({ at, avoids: [] })),
    ]) {
      const middle = at((letters.length / 2) * pitch)
      for (const aside of isCovered(middle) ? [1, -1] : [0]) {
        const placed = letters.map((text, i) => ({
          text,
          ...moveAside(at((i + 0.5) * pitch), aside * size * BESIDE),
        }))
        const ordered = orderLetters(placed, letters)
        const boxes = ordered.map(({ text, x, y, turn }) => toBox(text, x, y, turn, size))
        if (!boxes.every((box) => space.isFree(box) && !avoids.some((other) => overlaps(box, other))))
          continue
        boxes.forEach((box) => space.take(box))
        return ordered
      }
    }
    return []
  })
}

function moveAside({ x, y, angle }: PaperPoint & { angle: number }, by: number) {
  const radians = (angle * Math.PI) / 180
  return { x: x - Math.sin(radians) * by, y: y + Math.cos(radians) * by, angle }
}

function toBox(text: string, x: number, y: number, turn: number, size: number) {
  const [width, angle] = [measureText(text) * size, (Math.abs(turn) * Math.PI) / 180]
  return {
    x,
    y,
    width: width * Math.cos(angle) + size * Math.sin(angle),
    height: width * Math.sin(angle) + size * Math.cos(angle),
  }
}

/** Lets a name read from left to right, or downwards, whichever way its line runs. */
function orderLetters(
  placed: readonly (PaperPoint & { text: string; angle: number })[],
  letters: readonly string[],
): PlacedLetter[] {
  const [first, last] = [placed[0]!, placed.at(-1)!]
  const angle = placed[Math.floor(placed.length / 2)]!.angle
  const upright = Math.abs(normalise(angle))
  const isSteep = upright > STEEP && letters.length > 1
  const runsBack = letters.length === 1 ? false : isSteep ? first.y > last.y : first.x > last.x
  return placed.map(({ x, y, angle: own }, i) => ({
    text: letters[runsBack ? letters.length - 1 - i : i]!,
    x,
    y,
    turn: isSteep ? 0 : normalise(own),
  }))
}

/** Between -90 and 90 degrees: no text stands on its head. */
const normalise = (angle: number) => (angle > 90 ? angle - 180 : angle <= -90 ? angle + 180 : angle)

interface Stretch {
  straight: number
  fromMiddle: number
  at(distance: number): PaperPoint & { angle: number }
}

function listStretches(
  points: readonly PaperPoint[],
  length: number,
  { width, height }: { width: number; height: number },
): Stretch[] {
  const ends = [0]
  for (let i = 1; i < points.length; i++)
    ends.push(ends[i - 1]! + Math.hypot(points[i]!.x - points[i - 1]!.x, points[i]!.y - points[i - 1]!.y))
  const total = ends.at(-1) ?? 0
  const at = (distance: number) => {
    const i = Math.min(
      points.length - 1,
      Math.max(
        1,
        ends.findIndex((end) => end >= distance),
      ),
    )
    const [a, b] = [points[i - 1]!, points[i]!]
    const share = (distance - ends[i - 1]!) / (ends[i]! - ends[i - 1]! || 1)
    return {
      x: a.x + (b.x - a.x) * share,
      y: a.y + (b.y - a.y) * share,
      angle: (Math.atan2(b.y - a.y, b.x - a.x) * 180) / Math.PI,
    }
  }
  const isSeen = ({ x, y }: PaperPoint) => x > 1 && y > 1 && x < width - 1 && y < height - 1
  const stretches: Stretch[] = []
  for (let from = 0; from + length <= total; from += STEP) {
    const [start, middle, end] = [at(from), at(from + length / 2), at(from + length)]
    if (!isSeen(start) || !isSeen(end)) continue
    const straight = Math.hypot(end.x - start.x, end.y - start.y) / length
    if (straight < STRAIGHT) continue
    stretches.push({
      // a hundredth more or less is not seen
      straight: Math.round(straight * 100),
      fromMiddle: Math.hypot(middle.x - width / 2, middle.y - height / 2),
      at: (distance) => at(from + distance),
    })
  }
  return stretches
}
