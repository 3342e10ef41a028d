import type { DraftOperation } from '#shared/contract/drafts/draft-operations.ts'
import type { DraftState } from '#shared/drafts/draft-state.ts'
import { isOwnCell } from '#shared/drafts/is-own-cell.ts'
import type { CellId } from '#shared/geometry/cell-set.ts'
import { isPointInShape } from '#shared/geometry/shapes/is-point-in-shape.ts'
import type { Point } from '#shared/geometry/lattice.ts'
import type { IconName } from '../../../ui/icons.ts'
import { findCellAtPoint } from './find-cell-at-point.ts'

/** What has been drawn and chosen with a tool so far; the pointer's place is the last point while it moves. */
export interface ToolInput {
  points: readonly Point[]
  /** The grid that is selected, if one is. */
  selected: CellId | null
  /** Grids picked for the operation. */
  picked: readonly CellId[]
}

export const toolIds = [
  'select',
  'cut',
  'reshape',
  'merge',
  'carve',
  'divide',
  'equal',
  'vertex',
  'fill',
  'measure',
] as const
export type ToolId = (typeof toolIds)[number]

export interface Tool {
  id: ToolId
  key: string
  icon: IconName
  /**
   * line: points until it is ended. pair: two points. cells: grids are picked. none: only looks. measure: points as for a
   * line, which change nothing.
   */
  input: 'line' | 'pair' | 'cells' | 'none' | 'measure'
  /** How many points, or grids, there must be. */
  minCount: number
  /** What this would do: several when it is not certain which grid is meant; the first that can be done is done. */
  operations(drawn: ToolInput, state: DraftState): DraftOperation[]
}

/** Declared once: the bar shows them, keys choose them, the canvas draws for them. */
export const TOOLS: readonly Tool[] = [
  { id: 'select', key: 'v', icon: 'pointer', input: 'none', minCount: 1, operations: () => [] },
  {
    id: 'cut',
    key: 'c',
    icon: 'cut',
    input: 'line',
    minCount: 2,
    operations: ({ points, selected }, state) =>
      meant(points, selected, state).map((grid) => ({
        op: 'split',
        grid,
        line: lineOf(points),
        newGrid: newNumber(state),
      })),
  },
  {
    id: 'reshape',
    key: 'r',
    icon: 'reshape',
    input: 'line',
    minCount: 2,
    operations: ({ points, selected }, state) =>
      meant([...points, ...points.slice(0, 1), ...points.slice(-1)], selected, state).map((grid) => ({
        op: 'reshape',
        grid,
        line: lineOf(points),
      })),
  },
  {
    id: 'merge',
    key: 'm',
    icon: 'merge',
    input: 'cells',
    minCount: 2,
    operations: ({ picked }) => (picked.length === 0 ? [] : [{ op: 'merge', grids: [...picked] }]),
  },
  {
    id: 'carve',
    key: 'n',
    icon: 'carve',
    input: 'line',
    minCount: 3,
    operations: ({ points: [first, ...rest] }, state) =>
      first === undefined
        ? []
        : [{ op: 'carve', ring: lineOf([first, ...rest, first]), newGrid: newNumber(state) }],
  },
  // what these two do is proposed by a search: see ../division
  { id: 'divide', key: 'p', icon: 'divide', input: 'cells', minCount: 1, operations: () => [] },
  { id: 'equal', key: 'e', icon: 'equal', input: 'cells', minCount: 1, operations: () => [] },
  {
    id: 'vertex',
    key: 'b',
    icon: 'vertex',
    input: 'pair',
    minCount: 2,
    operations: ({ points: [from, to] }) =>
      from === undefined || to === undefined ? [] : [{ op: 'moveVertex', from: pair(from), to: pair(to) }],
  },
  {
    id: 'fill',
    key: 'g',
    icon: 'fill',
    input: 'pair',
    minCount: 2,
    operations({ points: [gap, receiver] }, state) {
      const grid = receiver === undefined ? null : findCellAtPoint(state, receiver)
      return gap === undefined || grid === null ? [] : [{ op: 'fillGap', at: pair(gap), grid }]
    },
  },
  { id: 'measure', key: 'd', icon: 'ruler', input: 'measure', minCount: 2, operations: () => [] },
]

/** Tools that change nothing: whoever may not draw has them as well. */
export const isReadingTool = (id: ToolId): boolean => id === 'select' || id === 'measure'

export const isLineInput = (input: Tool['input']): boolean => input === 'line' || input === 'measure'

/** Tools whose changes are proposals, of which one is chosen. */
export const isDivisionTool = (id: ToolId): boolean => id === 'divide' || id === 'equal'

export const getTool = (id: ToolId): Tool => TOOLS.find((tool) => tool.id === id) ?? TOOLS[0]!

/** Grids of the street that a line may be about: the selected one first, then those it runs through the most. */
function meant(points: readonly Point[], selected: CellId | null, state: DraftState): CellId[] {
  const counts = new Map<CellId, number>()
  const count = (point: Point) => {
    for (const { id, shape } of state.set.cells.values())
      if (isOwnCell(state, id) && isPointInShape(shape, point)) counts.set(id, (counts.get(id) ?? 0) + 1)
  }
  points.forEach((point, i) => {
    count(point)
    const next = points[i + 1]
    if (next)
      for (const part of [0.25, 0.5, 0.75])
        count([
          Math.round(point[0] + part * (next[0] - point[0])),
          Math.round(point[1] + part * (next[1] - point[1])),
        ])
  })
  const found = [...counts].sort(([, a], [, b]) => b - a).map(([id]) => id)
  return selected !== null && state.set.cells.has(selected)
    ? [selected, ...found.filter((id) => id !== selected)]
    : found
}

const pair = ([x, y]: Point): [number, number] => [x, y]
const lineOf = (points: readonly Point[]) => points.map(pair)

/** Any number that the draft has not had: two who draw at once do not choose the same. */
export function newNumber({ facts, gone }: DraftState): CellId {
  for (;;) {
    const [random = 0] = crypto.getRandomValues(new Uint32Array(1))
    const number = -1 - (random >>> 1)
    if (!facts.has(number) && !gone.has(number)) return number
  }
}
