import type { UnitLevel } from '#shared/contract/enums.ts'
import { writeTwkbMultiPolygon } from '#shared/geometry/twkb.ts'
import { type StoredUnit, toHex } from '../../tables/stored-rows.ts'
import { getParentCode } from './parent-unit.ts'
import { inferUnitKind, inferCommunityType } from './infer-unit-kind.ts'
import type { OutlinesByCode } from '../fitting/outlines.ts'
import { computeUnion } from './compute-union.ts'

export interface ChildUnit {
  code: string
  parent: string
}

/**
 * Units that children name as their parent and that nobody has brought in: each gets the outline of its children and the
 * best name that is known. Its outline joins the outlines.
 */
export function deriveUnits({
  level,
  children,
  known,
  names,
  outlines,
  day,
}: {
  level: UnitLevel
  children: readonly ChildUnit[]
  known: (code: string) => boolean
  names: ReadonlyMap<string, string>
  outlines: OutlinesByCode
  day: string
}): StoredUnit[] {
  const byParent = new Map<string, string[]>()
  for (const { code, parent } of children)
    if (!known(parent)) byParent.set(parent, [...(byParent.get(parent) ?? []), code])
  const units: StoredUnit[] = []
  for (const [code, inside] of byParent) {
    const outline = computeUnion(
      inside.map((child) => outlines.get(child)).filter((shape) => shape !== undefined),
    )
    if (!outline) continue
    outlines.set(code, outline)
    const name = names.get(code) ?? code
    const kind = inferUnitKind(level, code, name)
    units.push({
      level,
      code,
      name,
      nameEn: null,
      kind,
      legalParentCode: getParentCode(level, code),
      managingParentCode: null,
      urbanRuralClass: null,
      urbanScope: false,
      types:
        level === 'community'
          ? [{ ...inferCommunityType(code, kind, null), validFrom: day, validTo: null }]
          : [],
      aliasCodes: {},
      seat: null,
      validFrom: day,
      geometry: toHex(writeTwkbMultiPolygon(outline)),
    })
  }
  return units
}
