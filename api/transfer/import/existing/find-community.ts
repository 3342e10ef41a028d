import type { Point } from '#shared/geometry/lattice.ts'
import type { RowProblem } from '../../../../data/formats/model/format.ts'
import type { ExistingCity } from './existing-city.ts'
import type { RowFields } from '../rows/merge-row.ts'

/** The community of a row by its code, its name or its place; null: none, undefined: refused, with the reason added. */
export function findCommunity(
  base: ExistingCity,
  values: Readonly<RowFields>,
  place: Point | null,
  problems: RowProblem[],
): string | null | undefined {
  const { communityCode: code, communityName: name, streetName } = values
  if (typeof code === 'string') {
    if (base.units.get(code)?.level === 'community') return code
    problems.push({ code: 'unknown_parent', details: { value: code } })
    return undefined
  }
  if (typeof name === 'string') {
    const streets = typeof streetName === 'string' ? base.named('street', streetName) : []
    const below = streets.length === 1 ? streets[0]! : ''
    const named = base.named('community', name, below)
    const here = place && named.length > 1 ? base.unitAt('community', place) : undefined
    const found = named.length === 1 ? named[0] : named.find((each) => each === here)
    if (found !== undefined) return found
    if (!place) {
      problems.push({ code: 'unknown_parent', details: { value: name } })
      return undefined
    }
  }
  const found = place ? base.unitAt('community', place) : undefined
  if (found !== undefined)
    problems.push({ code: 'parent_by_place', details: { value: base.units.get(found)?.name ?? found } })
  return found ?? null
}
