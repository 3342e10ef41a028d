import { itemAt } from '#shared/geometry/at.ts'
import type { Cell, CellId } from '#shared/geometry/cell-set.ts'

/**
 * Returns the position of each affected grid's colour: in their order while there are few, else so that neighbours differ
 * as far as the colours go.
 */
export function assignSideColors(
  affected: readonly CellId[],
  put: readonly Cell[],
  colors: number,
): ReadonlyMap<CellId, number> {
  if (affected.length <= 3) return new Map(affected.map((id, i) => [id, i]))
  const owner = new Map<string, CellId>()
  const sides = put.filter(({ id }) => affected.includes(id))
  const visit = (act: (id: CellId, from: string, to: string) => void) => {
    for (const { id, shape } of sides)
      for (const ring of shape.flat())
        ring.forEach((from, i) => act(id, String(from), String(itemAt(ring, (i + 1) % ring.length))))
  }
  visit((id, from, to) => owner.set(`${from} ${to}`, id))
  const beside = new Map<CellId, Set<CellId>>()
  visit((id, from, to) => {
    const other = owner.get(`${to} ${from}`)
    if (other !== undefined) beside.set(id, (beside.get(id) ?? new Set()).add(other))
  })
  const chosen = new Map<CellId, number>()
  for (const id of affected) {
    const taken = new Set([...(beside.get(id) ?? [])].map((other) => chosen.get(other)))
    const free = Array.from({ length: colors }, (_, color) => color).filter((color) => !taken.has(color))
    // the colour that is used least, so that they are told apart at a glance
    const uses = (color: number) => [...chosen.values()].filter((each) => each === color).length
    chosen.set(id, free.sort((a, b) => uses(a) - uses(b) || a - b)[0] ?? 0)
  }
  return chosen
}
