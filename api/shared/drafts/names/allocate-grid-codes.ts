import type { CellId } from '../../geometry/cell-set.ts'

export interface UncodedGrid {
  id: CellId
  /** Twelve digits. */
  community: string
  /** A point inside the grid, lattice units. */
  x: number
  y: number
}

/** Digits of a serial number inside a community. */
const DIGITS = 3

/**
 * Allocates new codes: the twelve digits of the community and a serial number above the highest one ever
 * used; if there is none left, one that was never used. The order is west to east, then north to south, or
 * the reverse by the settings.
 *
 * @param used all current and former codes; none is reused
 * @returns null if a community has used up all its numbers
 */
export function allocateGridCodes(
  cells: readonly UncodedGrid[],
  used: Iterable<string>,
  { first, order }: { first: number; order: 'west_to_east' | 'north_to_south' },
): Map<CellId, string> | null {
  const usedSerials = new Map<string, Set<number>>()
  for (const code of used) {
    const community = code.slice(0, -DIGITS)
    const serials = usedSerials.get(community) ?? new Set()
    serials.add(Number(code.slice(-DIGITS)))
    usedSerials.set(community, serials)
  }
  const codes = new Map<CellId, string>()
  const westFirst = (a: UncodedGrid, b: UncodedGrid) => a.x - b.x || b.y - a.y || a.id - b.id
  const northFirst = (a: UncodedGrid, b: UncodedGrid) => b.y - a.y || a.x - b.x || a.id - b.id
  for (const { id, community } of cells.toSorted(order === 'west_to_east' ? westFirst : northFirst)) {
    const serials = usedSerials.get(community) ?? new Set()
    const serial = nextSerial(serials, first)
    if (serial === null) return null
    serials.add(serial)
    usedSerials.set(community, serials)
    codes.set(id, community + String(serial).padStart(DIGITS, '0'))
  }
  return codes
}

function nextSerial(usedSerials: ReadonlySet<number>, first: number): number | null {
  const last = 10 ** DIGITS - 1
  const next = Math.max(first - 1, ...usedSerials) + 1
  if (next <= last) return next
  for (let serial = 1; serial <= last; serial++) if (!usedSerials.has(serial)) return serial
  return null
}
