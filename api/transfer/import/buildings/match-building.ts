import type { Point } from '#shared/geometry/lattice.ts'
import type { RowProblem } from '../../../../data/formats/model/format.ts'

/** Lattice units, about 2 m: two surveys of one building differ by less, two buildings by more. */
const SAME_PLACE = 200

export interface BuildingToMatch {
  code: string
  address: unknown
  place: Point
}

/**
 * Finds the code of a row that came without one: by its address, if only one standing building has it, else by its
 * place. Makes provisional codes: 'L-000001'. No standing building is found twice.
 */
export function createBuildingMatcher(standing: readonly BuildingToMatch[], taken: ReadonlySet<string>) {
  const byAddress = new Map<string, BuildingToMatch | null>()
  const byPlace = new Map<string, BuildingToMatch[]>()
  const found = new Set<string>()
  for (const building of standing) {
    if (typeof building.address === 'string')
      byAddress.set(building.address, byAddress.has(building.address) ? null : building)
    const key = keyOf(building.place)
    byPlace.set(key, [...(byPlace.get(key) ?? []), building])
  }
  let serial = 0

  function findByPlace([x, y]: Point): BuildingToMatch | undefined {
    let nearest: BuildingToMatch | undefined
    let least = SAME_PLACE
    for (const dx of [-SAME_PLACE, 0, SAME_PLACE])
      for (const dy of [-SAME_PLACE, 0, SAME_PLACE])
        for (const other of byPlace.get(keyOf([x + dx, y + dy])) ?? []) {
          const distance = Math.max(Math.abs(other.place[0] - x), Math.abs(other.place[1] - y))
          if (distance > least || found.has(other.code)) continue
          least = distance
          nearest = other
        }
    return nearest
  }

  return {
    find(address: unknown, place: Point, problems: RowProblem[]): string | null {
      const sameAddress = typeof address === 'string' ? byAddress.get(address) : undefined
      const building = sameAddress && !found.has(sameAddress.code) ? sameAddress : findByPlace(place)
      if (building === undefined) return null
      problems.push({
        code: building === sameAddress ? 'matched_by_address' : 'matched_by_place',
        details: { value: building.code },
      })
      found.add(building.code)
      return building.code
    },
    make(): string {
      let code: string
      do code = `L-${String(++serial).padStart(6, '0')}`
      while (taken.has(code))
      return code
    },
  }
}

const keyOf = ([x, y]: Point): string => `${Math.floor(x / SAME_PLACE)} ${Math.floor(y / SAME_PLACE)}`
