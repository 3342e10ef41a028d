import { type CityPlace, isChineseCity } from '#shared/city/city-place.ts'
import { getAncestorCode } from '#shared/contract/city/code-levels.ts'
import { toFlatPolygons } from '#shared/geometry/flat-polygons.ts'
import { computeLabelPoints } from '#shared/geometry/shapes/label-points.ts'
import type { MultiPolygon, Point } from '#shared/geometry/lattice.ts'
import type { ExistingCity } from '../existing/existing-city.ts'
import { getCityCodePrefix } from './city-code-prefix.ts'
import { isRejected } from '../rows/read-row.ts'
import { findCommunity } from '../existing/find-community.ts'
import type { AreaRow } from './area-rows.ts'
import type { ExistingGrid } from './existing-grid.ts'

/** Which community a row belongs to; one that is not known yet may be made from the codes. */
export function assignCommunity(
  base: ExistingCity,
  row: AreaRow,
  grids: ReadonlyMap<string, ExistingGrid>,
  communities: Map<AreaRow, string>,
  newNames: Map<string, string>,
): void {
  if (isRejected(row.problems) || !row.area) return
  const { values } = row
  if (row.code !== null && !row.code.startsWith(getCityCodePrefix(base.city.code))) {
    row.problems.push({ code: 'code_elsewhere', details: { value: row.code } })
    return
  }
  const before = row.code === null ? undefined : grids.get(row.code)
  const stated = typeof values['communityCode'] === 'string' ? values['communityCode'] : null
  const implied =
    stated ?? before?.communityCode ?? (row.code === null ? null : getAncestorCode(row.code, 'community'))
  if (implied !== null && base.units.get(implied)?.level === 'community') {
    communities.set(row, implied)
    return
  }
  if (implied !== null) {
    if (!implied.startsWith(getCityCodePrefix(base.city.code)))
      row.problems.push({ code: 'code_elsewhere', details: { value: implied } })
    else {
      communities.set(row, implied)
      for (const [code, field] of [
        [implied, 'communityName'],
        [getAncestorCode(implied, 'street'), 'streetName'],
        [getAncestorCode(implied, 'district'), 'districtName'],
      ] as const) {
        const name = values[field]
        if (typeof name === 'string' && !newNames.has(code)) newNames.set(code, name)
      }
    }
    return
  }
  const found = findCommunity(base, values, placeOf(row.area), row.problems)
  if (typeof found === 'string') communities.set(row, found)
  else if (found === null) row.problems.push({ code: 'parent_not_found' })
}

/** Rows without a code are numbered behind those that their community has, from west to east and then north to south. */
export function generateGridCodes(
  rows: readonly AreaRow[],
  communities: ReadonlyMap<AreaRow, string>,
  known: ReadonlySet<string>,
): void {
  const open = new Map<string, AreaRow[]>()
  for (const row of rows) {
    const community = communities.get(row)
    if (row.code === null && community !== undefined && !isRejected(row.problems))
      open.set(community, [...(open.get(community) ?? []), row])
  }
  if (open.size === 0) return
  const taken = new Set([...known, ...rows.flatMap(({ code }) => code ?? [])])
  for (const [community, waiting] of open) {
    const places = new Map(waiting.map((row) => [row, placeOf(row.area!)]))
    const inOrder = waiting.sort(
      (a, b) => places.get(a)![0] - places.get(b)![0] || places.get(b)![1] - places.get(a)![1],
    )
    let serial = 0
    for (const row of inOrder) {
      let code: string
      do code = `${community}${String(++serial).padStart(3, '0')}`
      while (taken.has(code) && serial < 999)
      if (taken.has(code)) row.problems.push({ code: 'code_missing' })
      else {
        taken.add(code)
        row.code = code
        row.problems.push({ code: 'code_made', details: { value: code } })
      }
    }
  }
}

/** New grids without a name are called after their community, with the number at the end of their code. */
export function nameGrids(
  rows: readonly AreaRow[],
  communities: ReadonlyMap<AreaRow, string>,
  known: ReadonlySet<string>,
  nameOf: (community: string) => string,
  place: CityPlace,
): void {
  for (const row of rows) {
    const community = communities.get(row)
    if (row.name !== null || row.code === null || community === undefined) continue
    if (known.has(row.code) || isRejected(row.problems)) continue
    const number = Number(row.code.slice(-3))
    const name = isChineseCity(place)
      ? `${nameOf(community)}第${number}网格`
      : `${nameOf(community)} grid ${number}`
    row.name = name
    row.values['name'] = name
    row.problems.push({ code: 'name_made', details: { value: name } })
  }
}

function placeOf(area: MultiPolygon): Point {
  const [x, y] = computeLabelPoints(toFlatPolygons([area]))
  return [x!, y!]
}
