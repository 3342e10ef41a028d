import type { PaperPoint } from './paper-window.ts'

/** A rectangle by its middle, in millimetres. */
export interface LabelBox extends PaperPoint {
  width: number
  height: number
}

/** What is written on a map so far. */
export interface LabelSpace {
  /** Whether a box lies inside the frame and on nothing that is written. */
  isFree(box: LabelBox): boolean
  take(box: LabelBox): void
}

export function createLabelSpace({ width, height }: { width: number; height: number }): LabelSpace {
  const taken: LabelBox[] = []
  return {
    isFree: (box) =>
      box.x - box.width / 2 >= 0.5 &&
      box.y - box.height / 2 >= 0.5 &&
      box.x + box.width / 2 <= width - 0.5 &&
      box.y + box.height / 2 <= height - 0.5 &&
      !taken.some((other) => overlaps(box, other)),
    take: (box) => void taken.push(box),
  }
}

export function overlaps(one: LabelBox, other: LabelBox): boolean {
  return (
    Math.abs(one.x - other.x) < (one.width + other.width) / 2 &&
    Math.abs(one.y - other.y) < (one.height + other.height) / 2
  )
}

/** Width of a text in parts of its letters' height: a Chinese one is square, others are a little over half as wide. */
export function measureText(text: string): number {
  return Array.from(text).reduce((sum, letter) => sum + (letter > '\u2e7f' ? 1 : 0.58), 0)
}
