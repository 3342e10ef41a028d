import type { UnitLevel } from '#shared/contract/words.ts'
import { writeMultiPolygon } from '#shared/geometry/twkb.ts'
import { type StoredUnit, toHex } from '../../tables/stored-rows.ts'
import { describedBy } from './described-by.ts'
import { kindOfUnit, typeOfCommunity } from './describe-unit.ts'
import type { Scene } from './scene.ts'
import { unionOf } from './union-of.ts'

export interface Child {
  code: string
  parent: string
}

/**
 * Units that children name as their parent and that nobody has brought in: each gets the outline of its children and the
 * best name that is known. Its outline joins the scene.
 */
export function deriveUnits({
  level,
  children,
  known,
  names,
  scene,
  day,
}: {
  level: UnitLevel
  children: readonly Child[]
  known: (code: string) => boolean
  names: ReadonlyMap<string, string>
  scene: Scene
  day: string
}): StoredUnit[] {
  const byParent = new Map<string, string[]>()
  for (const { code, parent } of children)
    if (!known(parent)) byParent.set(parent, [...(byParent.get(parent) ?? []), code])
  const units: StoredUnit[] = []
  for (const [code, inside] of byParent) {
    const outline = unionOf(inside.map((child) => scene.get(child)).filter((shape) => shape !== undefined))
    if (!outline) continue
    scene.set(code, outline)
    const name = names.get(code) ?? code
    const kind = kindOfUnit(level, code, name)
    units.push({
      level,
      code,
      name,
      nameEn: null,
      kind,
      legalParentCode: describedBy(level, code),
      managingParentCode: null,
      urbanRuralClass: null,
      urbanScope: false,
      types:
        level === 'community'
          ? [{ ...typeOfCommunity(code, kind, null), validFrom: day, validTo: null }]
          : [],
      aliasCodes: {},
      seat: null,
      validFrom: day,
      geometry: toHex(writeMultiPolygon(outline)),
    })
  }
  return units
}
