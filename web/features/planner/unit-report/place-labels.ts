export interface PlacedLabel {
  key: string
  /** One below the other; `y` is the middle of the first. */
  lines: string[]
  x: number
  y: number
}

/** Longer names of several words take two lines. */
const LONGEST_LINE = 12
const LINE_HEIGHT = 1.1
/** Width and height of the largest symbol. */
const SYMBOL = 22
/** Room around a label, in parts of the size of its letters. */
const MARGIN = 0.15

/**
 * Places names so that none lies upon another or beyond the frame, and upon symbols only where there is no other room:
 * in the middle of what they name, else a little above or below it. A name for which there is no room is left out.
 */
export function placeLabels(
  labels: readonly { key: string; text: string; x: number; y: number }[],
  frame: { width: number; height: number },
  letter: number,
  symbols: readonly { x: number; y: number }[] = [],
): PlacedLabel[] {
  const placed: (PlacedLabel & { width: number; height: number })[] = []
  for (const { key, text, x, y } of labels) {
    const lines = breakName(text)
    const width = (Math.max(...lines.map(measureLine)) + 2 * MARGIN) * letter
    const height = (lines.length * LINE_HEIGHT + 2 * MARGIN) * letter
    const inside = Math.min(Math.max(x, width / 2), frame.width - width / 2)
    const meets = (at: number, other: { x: number; y: number; width: number; height: number }) =>
      Math.abs(other.x - inside) < (other.width + width) / 2 &&
      Math.abs(other.y - at) < (other.height + height) / 2
    const free = [0, -1, 1, -2, 2]
      .map((step) => y + step * letter * LINE_HEIGHT)
      .filter(
        (at) =>
          at - height / 2 >= 0 &&
          at + height / 2 <= frame.height &&
          !placed.some((other) => meets(at, other)),
      )
    const middle =
      free.find((at) => !symbols.some((each) => meets(at, { ...each, width: SYMBOL, height: SYMBOL }))) ??
      free[0]
    if (middle !== undefined) placed.push({ key, lines, x: inside, y: middle, width, height })
  }
  return placed.map(({ key, lines, x, y }) => ({
    key,
    lines,
    x,
    y: y - ((lines.length - 1) * LINE_HEIGHT * letter) / 2,
  }))
}

function breakName(text: string): string[] {
  const at = text.lastIndexOf(' ')
  return text.length > LONGEST_LINE && at > 0 ? [text.slice(0, at), text.slice(at + 1)] : [text]
}

/** In letters of the font: a Chinese one is square, a Latin one somewhat more than half as wide. */
const measureLine = (line: string) =>
  Array.from(line).reduce((sum, letter) => sum + (letter > '\u2e7f' ? 1 : 0.62), 0)
