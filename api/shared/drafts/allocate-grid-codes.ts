import type { CellId } from '../geometry/cell-set.ts'

export interface UncodedGrid {
  id: CellId
  /** Twelve digits. */
  community: string
  /** A place inside it, lattice units. */
  x: number
  y: number
}

/** Digits of a serial number inside a community. */
const DIGITS = 3

/**
 * New codes: the community's twelve digits and a serial above the highest that was ever used there; when there is none
 * left, one that never was. West to east, then north to south (or the other way round, as the city decides).
 *
 * @param used all codes that grids have or ever had; none is given again
 * @returns null when a community has used up all its numbers
 */
export function allocateGridCodes(
  cells: readonly UncodedGrid[],
  used: Iterable<string>,
  { first, order }: { first: number; order: 'west_to_east' | 'north_to_south' },
): Map<CellId, string> | null {
  const taken = new Map<string, Set<number>>()
  for (const code of used) {
    const community = code.slice(0, -DIGITS)
    const serials = taken.get(community) ?? new Set()
    serials.add(Number(code.slice(-DIGITS)))
    taken.set(community, serials)
  }
  const codes = new Map<CellId, string>()
  const westFirst = (a: UncodedGrid, b: UncodedGrid) => a.x - b.x || b.y - a.y || a.id - b.id
  const northFirst = (a: UncodedGrid, b: UncodedGrid) => b.y - a.y || a.x - b.x || a.id - b.id
  for (const { id, community } of cells.toSorted(order === 'west_to_east' ? westFirst : northFirst)) {
    const serials = taken.get(community) ?? new Set()
    const serial = nextSerial(serials, first)
    if (serial === null) return null
    serials.add(serial)
    taken.set(community, serials)
    codes.set(id, community + String(serial).padStart(DIGITS, '0'))
  }
  return codes
}

function nextSerial(taken: ReadonlySet<number>, first: number): number | null {
  const last = 10 ** DIGITS - 1
  const next = Math.max(first - 1, ...taken) + 1
  if (next <= last) return next
  for (let serial = 1; serial <= last; serial++) if (!taken.has(serial)) return serial
  return null
}
