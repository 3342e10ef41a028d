import type { Point } from '#shared/geometry/lattice.ts'
import { computeDistanceM } from '#shared/geometry/measure.ts'
import type { RowProblem } from '../../../../data/formats/model/format.ts'
import { decodeArea, isEncodedPoint, decodePoint } from '../../tables/decode-shapes.ts'
import { computeInteriorPoint } from '#shared/geometry/shapes/interior-point.ts'

/** Two places of one name this close are one. */
const SAME_PLACE_M = 50

/** Finds the code of a row that came without one, by its name and place, and makes provisional ones: 'S-0001'. */
export function createProvisionalCodes(
  prefix: string,
  standing: readonly { code: string; name: string; geometry: string }[],
  taken: ReadonlySet<string>,
) {
  const byName = new Map<string, { code: string; geometry: string }[]>()
  for (const { code, name, geometry } of standing)
    byName.set(name, [...(byName.get(name) ?? []), { code, geometry }])
  let serial = 0
  return {
    find(name: string | null, place: Point, problems: RowProblem[]): string | null {
      const named = name === null ? [] : (byName.get(name) ?? [])
      const found =
        named.length === 1
          ? named[0]
          : named.find(({ geometry }) => computeDistanceM(placeOf(geometry), place) <= SAME_PLACE_M)
      if (!found) return null
      problems.push({ code: 'matched_by_name', details: { value: found.code } })
      return found.code
    },
    make(): string {
      let code: string
      do code = `${prefix}-${String(++serial).padStart(4, '0')}`
      while (taken.has(code))
      return code
    },
  }
}

function placeOf(geometry: string): Point {
  if (isEncodedPoint(geometry)) return decodePoint(geometry)
  const [x, y] = computeInteriorPoint(decodeArea(geometry)[0]!)
  return [x, y]
}
