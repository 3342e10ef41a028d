import type { CellSet } from '#shared/geometry/cell-set.ts'
import { dissolve } from '#shared/geometry/topology/dissolve.ts'
import type { MultiPolygon, Point } from '#shared/geometry/lattice.ts'

/** One kilometre or so, far above the distance at which drawn points snap. */
export const SQUARE_SIZE = 10_000

/** The letters of a row that are cells; any string where the row is not a literal. */
type CellLetter<Row extends string> = string extends Row
  ? string
  : Row extends `${infer First}${infer Rest}`
    ? Exclude<First, '.'> | CellLetter<Rest>
    : never

/**
 * Cells from a drawing: each letter is a square of UNIT lattice units, equal letters are one cell, a dot is no land.
 * The drawing's lower left corner is [0, 0]. Letters before `|` in `communities` belong together: 'AB|C'.
 *
 *     cellSet('AAB', 'ACB')   A: three squares, C: one, B: two
 */
export function parseCellSet<const Row extends string>(
  rows: readonly Row[],
  communities?: string,
): CellSet & { ids: Record<CellLetter<Row>, number> } {
  const squares = new Map<string, MultiPolygon[]>()
  rows.forEach((row, r) =>
    [...row].forEach((letter, x) => {
      if (letter === '.') return
      const y = rows.length - 1 - r
      const square: MultiPolygon = [
        [
          [
            toDrawingPoint(x, y),
            toDrawingPoint(x + 1, y),
            toDrawingPoint(x + 1, y + 1),
            toDrawingPoint(x, y + 1),
          ],
        ],
      ]
      squares.set(letter, [...(squares.get(letter) ?? []), square])
    }),
  )
  const letters = [...squares.keys()].sort()
  const groups = (communities ?? letters.join('')).split('|')
  const communityOf = (letter: string) =>
    `community-${groups.findIndex((group) => group.includes(letter)) + 1}`
  const cells = letters.map((letter, i) => ({
    id: i + 1,
    community: communityOf(letter),
    shape: dissolve(squares.get(letter) ?? []),
  }))
  const outlineOf = (codes: string[]) => ({
    shape: dissolve(cells.filter((cell) => codes.includes(cell.community)).map((cell) => cell.shape)),
    communities: new Set(codes),
  })
  const codes = groups.map((_, i) => `community-${i + 1}`)
  return {
    cells: new Map(cells.map((cell) => [cell.id, cell])),
    outlines: new Map([
      ...codes.map((code) => [code, outlineOf([code])] as const),
      ['street', outlineOf(codes)] as const,
    ]),
    // the letters are those of the rows: Object.fromEntries has no type for that
    ids: Object.fromEntries(letters.map((letter, i) => [letter, i + 1])) as Record<CellLetter<Row>, number>,
  }
}

/** A place in the drawing, in squares from its lower left corner. */
export const toDrawingPoint = (x: number, y: number): Point => [
  Math.round(x * SQUARE_SIZE),
  Math.round(y * SQUARE_SIZE),
]
