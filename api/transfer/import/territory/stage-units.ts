import type { Box } from '#shared/geometry/lattice.ts'
import { getShapeBox } from '#shared/geometry/shapes/shape-box.ts'
import { writeTwkbMultiPolygon } from '#shared/geometry/twkb.ts'
import { type StoredUnit, toHex } from '../../tables/stored-rows.ts'
import type { ExistingCity } from '../existing/existing-city.ts'
import { mergeBoxes } from '../geometry/merge-boxes.ts'
import type { collectSteps } from '../staging/collect-steps.ts'
import type { OutlinesByCode } from '../fitting/outlines.ts'

/** Stages derived units, and units whose outlines were given vertices. The answer is the box of what looks different. */
export async function stageUnits({
  steps,
  base,
  outlines,
  derived,
  day,
}: {
  steps: ReturnType<typeof collectSteps>
  base: ExistingCity
  outlines: OutlinesByCode
  derived: readonly StoredUnit[]
  day: string
}): Promise<Box | null> {
  let box: Box | null = null
  for (const unit of derived) {
    const shape = outlines.get(unit.code)
    // a derived unit may have been given vertices since
    const row = shape ? { ...unit, geometry: toHex(writeTwkbMultiPolygon(shape)) } : unit
    if (shape) box = mergeBoxes(box, getShapeBox(shape))
    await steps.add({ op: 'insert', table: 'units', level: unit.level }, row)
    await steps.add({ op: 'before', table: 'units', was: 'nothing' }, { code: unit.code })
    if (unit.types.length > 0) await steps.add({ op: 'types' }, { code: unit.code, types: unit.types })
  }
  await steps.flush()
  for (const unit of base.units.values()) {
    const shape = outlines.get(unit.code)
    if (!shape || shape === base.shapeOf(unit.code)) continue
    await steps.add(
      { op: 'update', table: 'units' },
      {
        ...unit,
        geometry: toHex(writeTwkbMultiPolygon(shape)),
        outlineFrom: getLaterDay(unit.outlineFrom, day),
      },
    )
    await steps.add({ op: 'before', table: 'units', was: 'standing' }, unit)
  }
  await steps.flush()
  return box
}

/** An outline that is there since `since` is followed by another on `day`, or right away where that is earlier. */
export const getLaterDay = (since: string | null | undefined, day: string): string =>
  since != null && since > day ? since : day
