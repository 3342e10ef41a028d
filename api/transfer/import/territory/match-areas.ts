import { computeInteriorPoint } from '#shared/geometry/shapes/interior-point.ts'
import type { MultiPolygon } from '#shared/geometry/lattice.ts'
import { computePolygonAreaM2 } from '#shared/geometry/measure.ts'
import { locatePointInPolygon } from '#shared/geometry/shapes/point-in-polygon.ts'
import { createCellFinder } from '../tiling/cell-finder.ts'
import { isRejected } from '../rows/read-row.ts'
import type { AreaRow } from './area-rows.ts'

export interface ExistingArea {
  code: string
  name: string
  aliases: readonly string[]
  shape: MultiPolygon | null
}

/** Codes by those that other departments have for the same areas; one that several are known by says nothing. */
export function indexAliases(standing: readonly ExistingArea[]): Map<string, string> {
  const codes = new Map<string, string>()
  const shared = new Set<string>()
  for (const { code, aliases } of standing) {
    for (const alias of new Set(aliases)) {
      if (codes.has(alias)) shared.add(alias)
      codes.set(alias, code)
    }
  }
  for (const alias of shared) codes.delete(alias)
  return codes
}

/** What an area is known by, with the code that a file has for it. */
export function addAlias(
  known: Readonly<Record<string, string>>,
  alias: string | null,
): Record<string, string> {
  return alias === null || Object.values(known).includes(alias) ? { ...known } : { ...known, file: alias }
}

/** Gives rows without a code that of the standing area they mean: by another department's code, by name, by place. */
export function matchAreas(rows: readonly AreaRow[], standing: readonly ExistingArea[]): void {
  const open = rows.filter((row) => row.code === null && !isRejected(row.problems))
  if (open.length === 0 || standing.length === 0) return
  const byAlias = indexAliases(standing)
  const byName = new Map<string, string[]>()
  for (const { code, name } of standing) byName.set(name, [...(byName.get(name) ?? []), code])
  const withShape = standing.filter(({ shape }) => shape !== null)
  const standingAt = createCellFinder(withShape.map(({ shape }) => shape!))
  const taken = new Set(rows.flatMap(({ code }) => code ?? []))
  const give = (
    row: AreaRow,
    code: string,
    how: 'matched_by_alias' | 'matched_by_name' | 'matched_by_place',
  ) => {
    if (taken.has(code)) return
    taken.add(code)
    row.code = code
    row.problems.push({ code: how, details: { value: code } })
  }
  for (const row of open) {
    const alias = row.alias === null ? undefined : byAlias.get(row.alias)
    const named = row.name === null ? [] : (byName.get(row.name) ?? [])
    const here = row.area ? standingAt(...computeInteriorPoint(largest(row.area))) : []
    if (alias !== undefined) give(row, alias, 'matched_by_alias')
    else if (named.length === 1) give(row, named[0]!, 'matched_by_name')
    else if (row.area && here.length === 1 && isSameArea(row.area, withShape[here[0]!]!.shape!))
      give(row, withShape[here[0]!]!.code, 'matched_by_place')
  }
}

/** Each lies in the other with its middle, and their sizes agree by a tenth. */
export function isSameArea(one: MultiPolygon, other: MultiPolygon): boolean {
  const [x, y] = computeInteriorPoint(largest(other))
  const inside = one.some((polygon) => locatePointInPolygon(polygon, x, y) === 'inside')
  const [a, b] = [one, other].map((shape) =>
    shape.reduce((sum, polygon) => sum + computePolygonAreaM2(polygon), 0),
  )
  return inside && Math.abs(a! - b!) <= 0.1 * Math.max(a!, b!)
}

const largest = (area: MultiPolygon) =>
  area.reduce((best, each) => (computePolygonAreaM2(each) > computePolygonAreaM2(best) ? each : best))
