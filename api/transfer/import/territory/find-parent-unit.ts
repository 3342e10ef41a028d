import { getAncestorCode } from '#shared/contract/city/code-levels.ts'
import type { UnitLevel } from '#shared/contract/enums.ts'
import { toFlatPolygons } from '#shared/geometry/flat-polygons.ts'
import { computeLabelPoints } from '#shared/geometry/shapes/label-points.ts'
import type { MultiPolygon, Point } from '#shared/geometry/lattice.ts'
import type { ExistingCity } from '../existing/existing-city.ts'
import { isRejected } from '../rows/read-row.ts'
import type { AreaRow } from './area-rows.ts'
import { getCityCodePrefix } from './city-code-prefix.ts'
import { PARENT_LEVELS } from './parent-unit.ts'

/**
 * Finds the parent unit of a row: by its code, by its name, by the row's own code, or by location. A district has none.
 * Writes it to `parents`, and names of units that only the rows state to `newNames`; reports problems to the row.
 */
export function findParentUnit(
  base: ExistingCity,
  level: UnitLevel,
  row: AreaRow,
  parents: Map<AreaRow, string | null>,
  newNames: Map<string, string>,
): void {
  if (isRejected(row.problems)) return
  const { values, code, area } = row
  if (code !== null && !code.startsWith(getCityCodePrefix(base.city.code))) {
    row.problems.push({ code: 'code_elsewhere', details: { value: code } })
    return
  }
  const parentLevel = PARENT_LEVELS[level]
  if (parentLevel === null) {
    parents.set(row, null)
    return
  }
  const stated = values['legalParentCode']
  const implied =
    typeof stated === 'string'
      ? stated
      : code === null
        ? undefined
        : (base.units.get(code)?.legalParentCode ?? getAncestorCode(code, parentLevel))
  const parentName = values[parentLevel === 'street' ? 'streetName' : 'districtName']
  if (implied != null) {
    if (typeof parentName === 'string') newNames.set(implied, parentName)
    if (parentLevel === 'street' && typeof values['districtName'] === 'string')
      newNames.set(getAncestorCode(implied, 'district'), values['districtName'])
    parents.set(row, implied)
    return
  }
  const named = typeof parentName === 'string' ? base.named(parentLevel, parentName) : []
  const found =
    named.length === 1 ? named[0] : area ? base.unitAt(parentLevel, computeInnerPoint(area)) : undefined
  if (found === undefined) row.problems.push({ code: 'code_missing' })
  else {
    parents.set(row, found)
    row.problems.push({ code: 'parent_by_place', details: { value: base.units.get(found)?.name ?? found } })
  }
}

function computeInnerPoint(area: MultiPolygon): Point {
  const [x, y] = computeLabelPoints(toFlatPolygons([area]))
  return [x!, y!]
}
