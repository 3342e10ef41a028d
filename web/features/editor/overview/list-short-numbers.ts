import type { DraftState, GridAttributes } from '#shared/drafts/draft-state.ts'
import { isOwnCell } from '#shared/drafts/is-own-cell.ts'
import type { CellId } from '#shared/geometry/cell-set.ts'

/** Digits of the serial number at the end of a grid's code. */
const SERIAL_DIGITS = 3

const known = new WeakMap<ReadonlyMap<CellId, GridAttributes>, ReadonlyMap<CellId, string>>()

/**
 * Returns the short number of each grid of the street: its serial number inside its community; +1, +2 … for those that
 * have no code yet. Land without grids has none.
 */
export function listShortNumbers(state: DraftState): ReadonlyMap<CellId, string> {
  let numbers = known.get(state.facts)
  if (numbers === undefined) known.set(state.facts, (numbers = createNumbers(state)))
  return numbers
}

function createNumbers(state: DraftState): ReadonlyMap<CellId, string> {
  const numbers = new Map<CellId, string>()
  const newOnes = new Map<string, number>()
  for (const { id, community, undivided } of state.set.cells.values()) {
    if (undivided || !isOwnCell(state, id)) continue
    const code = state.facts.get(id)?.code ?? null
    if (code !== null) {
      numbers.set(id, String(Number(code.slice(-SERIAL_DIGITS))))
      continue
    }
    const count = (newOnes.get(community) ?? 0) + 1
    newOnes.set(community, count)
    numbers.set(id, `+${count}`)
  }
  return numbers
}
