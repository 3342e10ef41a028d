import type { LabelBox, LabelSpace } from './label-space.ts'
import type { PaperPoint } from './paper-window.ts'

/** Places tried across the frame. */
const TRIED = 28

/**
 * Finds the place inside rings and the frame at which a text stands farthest from every edge and on nothing that is
 * written; null: there is no room. Rings are filled with the even–odd rule.
 */
export function findInnerPlace(
  rings: readonly (readonly PaperPoint[])[],
  size: { width: number; height: number },
  frame: { width: number; height: number },
  space: LabelSpace,
): LabelBox | null {
  let best: { box: LabelBox; room: number } | null = null
  for (let i = 1; i < TRIED; i++)
    for (let j = 1; j < TRIED; j++) {
      const at = { x: (frame.width * i) / TRIED, y: (frame.height * j) / TRIED }
      const box = { ...at, ...size }
      const corners = [-1, 1].flatMap((dx) =>
        [-1, 1].map((dy) => ({ x: at.x + (dx * size.width) / 2, y: at.y + (dy * size.height) / 2 })),
      )
      if (!corners.every((corner) => isInside(rings, corner)) || !space.isFree(box)) continue
      const room = Math.min(
        at.x,
        at.y,
        frame.width - at.x,
        frame.height - at.y,
        ...rings.map((ring) => Math.min(...ring.map(({ x, y }) => Math.hypot(x - at.x, y - at.y)))),
      )
      if (best === null || room > best.room) best = { box, room }
    }
  return best?.box ?? null
}

export function isInside(rings: readonly (readonly PaperPoint[])[], { x, y }: PaperPoint): boolean {
  let inside = false
  for (const ring of rings)
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [a, b] = [ring[i]!, ring[j]!]
      if (a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) inside = !inside
    }
  return inside
}
