import type { DraftOperation } from '#shared/contract/drafts/draft-operations.ts'
import type { DraftChange, DraftState } from '#shared/drafts/draft-state.ts'
import { applyProposal } from '#shared/drafts/assignment/apply-proposal.ts'
import { runOperation } from '#shared/drafts/run-operation.ts'
import type { Point } from '#shared/geometry/lattice.ts'
import type { Reason } from '#shared/geometry/result.ts'
import type { Tool, ToolInput } from './tools.ts'

/** What an operation would change on a state, or why it cannot be run. */
export type OperationPreview =
  | { ok: true; state: DraftState; operation: DraftOperation; change: DraftChange }
  | { ok: false; reason: Reason }

interface Entry {
  tool: Tool
  input: ToolInput
  state: DraftState
  preview: OperationPreview | null
}

/**
 * Runs what was drawn, once for each drawing: the result that was shown while the pointer moved is the one that becomes
 * a step. Remembers the last drawing, and the last one that was committed by a tap.
 */
export function createPreviewCache() {
  let latest: Entry | null = null
  let committed: Entry | null = null

  function find(tool: Tool, input: ToolInput, state: DraftState): Entry {
    const known = [latest, committed].find(
      (entry) =>
        entry !== null && entry.tool === tool && entry.state === state && isSameInput(entry.input, input),
    )
    latest = known ?? { tool, input, state, preview: runTool(tool, input, state) }
    return latest
  }

  return {
    /** null: there is not enough drawn yet. */
    preview: (tool: Tool, input: ToolInput, state: DraftState) => find(tool, input, state).preview,
    /** Remembers this drawing until another one is committed. */
    commit(tool: Tool, input: ToolInput, state: DraftState): void {
      committed = find(tool, input, state)
    },
  }
}

/** The drawn points and those up to the pointer, none twice in a row; a ring does not repeat its first point. */
export function joinPoints(
  points: readonly Point[],
  pointerPath: readonly Point[],
  isRing: boolean,
): Point[] {
  const joined: Point[] = [...points]
  for (const point of pointerPath) if (!isSamePosition(point, joined.at(-1))) joined.push(point)
  if (isRing && joined.length > 1 && isSamePosition(joined[0], joined.at(-1))) joined.pop()
  return joined
}

function runTool(tool: Tool, input: ToolInput, state: DraftState): OperationPreview | null {
  const count = tool.input === 'cells' ? input.picked.length : input.points.length
  if (tool.input === 'none' || tool.input === 'measure' || count < tool.minCount) return null
  let firstReason: Reason | null = null
  for (const operation of tool.operations(input, state)) {
    const result = runOperation(state, operation)
    if (result.ok) return { ok: true, state, ...applyProposal(state, operation, result.value) }
    firstReason ??= result.reason
  }
  return { ok: false, reason: firstReason ?? { code: 'line_misses' } }
}

const isSameInput = (a: ToolInput, b: ToolInput): boolean =>
  a.selected === b.selected &&
  a.picked.length === b.picked.length &&
  a.picked.every((id, i) => id === b.picked[i]) &&
  a.points.length === b.points.length &&
  a.points.every((point, i) => isSamePosition(point, b.points[i]))

/** false as well where there is no point. */
export const isSamePosition = (a: Point | undefined, b: Point | undefined): boolean =>
  a !== undefined && b !== undefined && a[0] === b[0] && a[1] === b[1]
