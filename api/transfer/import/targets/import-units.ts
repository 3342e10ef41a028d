import { getAncestorCode, getParentCode } from '#shared/contract/city/code-levels.ts'
import { findParentUnit } from '../territory/find-parent-unit.ts'
import { generateUnitCodes } from '../territory/generate-unit-codes.ts'
import { buildUnitRecord, toComparableUnit } from '../territory/build-unit-record.ts'
import { type UnitLevel } from '#shared/contract/enums.ts'
import { certifyTiling } from '#shared/geometry/topology/certify-tiling.ts'
import { toFlatPolygons } from '#shared/geometry/flat-polygons.ts'
import { getShapeBox } from '#shared/geometry/shapes/shape-box.ts'
import { type StoredUnit } from '../../tables/stored-rows.ts'
import { type ExistingCity, type ExistingRow } from '../existing/existing-city.ts'
import { judgeAbsence } from '../absence/judge-absence.ts'
import { findPresentCodes } from '../absence/find-present-codes.ts'
import { isRejected } from '../rows/read-row.ts'
import { mergeBoxes } from '../geometry/merge-boxes.ts'
import { listChangedFields } from '../rows/merge-row.ts'
import { collectSteps } from '../staging/collect-steps.ts'
import type { RowOutcome } from '../staging/staging.ts'
import type { TargetImport } from './target-import.ts'
import { type AreaRow, mergeRepeatedRows, readAreaRows } from '../territory/area-rows.ts'
import { deriveUnits } from '../territory/derive-units.ts'
import { findUnmovedOutlines, reportUnmovedBorder } from '../fitting/find-unmoved-outlines.ts'
import { fitTilings, type UnitTiling } from '../fitting/fit-tilings.ts'
import { indexAliases, matchAreas } from '../territory/match-areas.ts'
import type { OutlinesByCode } from '../fitting/outlines.ts'
import { loadGridsBelow } from '../territory/grids-below.ts'
import { stageUnits } from '../territory/stage-units.ts'

const levels = { districts: 'district', streets: 'street', communities: 'community' } as const

/** Districts, streets and communities: matched to those that stand, put below the unit above, fitted to each other. */
export const importUnits: TargetImport = async ({
  target,
  base,
  read,
  system,
  rows,
  staging,
  scope,
  toleranceM,
  choices,
  day,
  onProgress,
}) => {
  const level = levels[target.id as keyof typeof levels]
  const existing = [...base.units.values()].filter((unit) => unit.level === level && unit.validTo == null)
  const areas = existing.map(({ code, name, aliasCodes = {} }) => ({
    code,
    name,
    aliases: Object.values(aliasCodes),
    shape: base.shapeOf(code),
  }))
  // a managing zone may be without land of its own
  const all = await readAreaRows(rows, system, {
    aliases: indexAliases(areas),
    shapeOf: (code) => (base.units.get(code)?.validTo == null ? base.shapeOf(code) : null),
    mayLack: ({ values }) => values['kind'] === 'managing_zone',
    toleranceM,
    onProgress,
  })
  matchAreas(all, areas)
  const parents = new Map<AreaRow, string | null>()
  const newNames = new Map<string, string>()
  for (const row of all) findParentUnit(base, level, row, parents, newNames)
  generateUnitCodes(all, level, parents, base)
  mergeRepeatedRows(all)

  const taken = all.filter(
    (row) =>
      !isRejected(row.problems) &&
      row.code !== null &&
      !row.problems.some(({ code }) => code === 'part_of_row'),
  )
  const inFile = new Map(taken.map((row) => [row.code!, row]))
  const present = findPresentCodes(all, areas)
  const parentOf = (unit: Pick<StoredUnit, 'code' | 'legalParentCode'>) =>
    unit.legalParentCode ?? getParentCode(unit.code) ?? base.city.code
  const covered = new Set([...parents.values()].map((parent) => parent ?? base.city.code))
  for (const unit of existing) if (present.has(unit.code)) covered.add(parentOf(unit))
  const { gone, ...absence } = judgeAbsence({
    standing: existing,
    isPresent: ({ code }) => present.has(code),
    unitOf: (unit) => parentOf(unit),
    covered,
    scope,
    nameOf: (code) => base.units.get(code)?.name ?? code,
  })
  const leaving = new Set(gone.map(({ code }) => code))
  const outlines: OutlinesByCode = new Map()
  for (const { code } of base.units.values()) {
    const shape = base.shapeOf(code)
    if (shape && !leaving.has(code)) outlines.set(code, shape)
  }
  const unmoved = findUnmovedOutlines({
    areas: taken.flatMap((row) => (row.area ? [[row.code!, row.area] as const] : [])),
    standing: new Map(areas.flatMap(({ code, shape }) => (shape ? [[code, shape] as const] : []))),
    unitOf: (code) => parentOf(base.units.get(code)!),
    boundaryOf: (unit) => base.shapeOf(unit),
    toleranceM,
  })
  for (const row of taken) {
    if (row.area && !unmoved.has(row.code!)) outlines.set(row.code!, row.area)
    reportUnmovedBorder(row, unmoved)
  }

  // grids share borders with the units above them, so they are given the same vertices
  const grids = await loadGridsBelow(read)
  for (const [code, shape] of grids.shapes) outlines.set(code, shape)
  const keptUnits = existing.filter(({ code }) => !inFile.has(code) && !leaving.has(code))
  const { certificate, places } = fitTilings({
    outlines,
    tilings: buildTilings(taken, parents, keptUnits, base, outlines),
    moving: new Set([...inFile.keys()].filter((code) => !unmoved.has(code))),
    toleranceM,
    choices,
    tell: (code, problem) => inFile.get(code)?.problems.push(problem),
  })
  const derived = deriveParents(base, level, taken, parents, newNames, outlines, day)
  for (const row of taken)
    if (
      outlines.get(row.code!) !== base.shapeOf(row.code!) &&
      !(stillTiles(base, row.code!, outlines) && grids.stillTile(row.code!, outlines))
    )
      row.problems.push({ code: 'inside_does_not_fit' })

  const made = new Set([...derived.district, ...derived.street].map(({ code }) => code))
  const isStanding = (code: string) => base.units.has(code) && base.units.get(code)?.validTo == null
  const isUnit = (code: string) =>
    inFile.has(code) || made.has(code) || (isStanding(code) && !leaving.has(code))
  for (const place of places) await staging.place(place)
  const steps = collectSteps(staging)
  const own = new Set(taken.map(({ code }) => code!))
  const others: OutlinesByCode = new Map([...outlines].filter(([code]) => !own.has(code)))
  let box = await stageUnits({
    steps,
    base,
    outlines: others,
    derived: [...derived.district, ...derived.street],
    day,
  })
  for (const row of all) {
    let outcome: RowOutcome['outcome'] = 'refused'
    let fields: string[] = []
    if (!isRejected(row.problems) && row.code !== null && inFile.get(row.code) === row) {
      const before = base.units.get(row.code) ?? null
      const after = buildUnitRecord(
        target,
        level,
        row,
        parents.get(row) ?? null,
        before,
        outlines,
        system,
        day,
        isUnit,
      )
      if (!isRejected(row.problems)) {
        if (before !== null) fields = listChangedFields(toComparableUnit(before), toComparableUnit(after))
        outcome =
          before === null ? 'added' : before.validTo == null && fields.length === 0 ? 'same' : 'changed'
        if (outcome !== 'same') {
          for (const shape of [outlines.get(row.code), base.shapeOf(row.code)])
            if (shape) box = mergeBoxes(box, getShapeBox(shape))
          await steps.add(
            before === null ? { op: 'insert', table: 'units', level } : { op: 'update', table: 'units' },
            after,
          )
          await steps.add(
            { op: 'before', table: 'units', was: before === null ? 'nothing' : 'standing' },
            before ?? { code: row.code },
          )
        }
        if (outcome !== 'same' && level === 'community') {
          await steps.flush()
          await steps.add({ op: 'types' }, { code: row.code, types: after.types })
        }
      }
    } else if (!isRejected(row.problems)) outcome = 'same'
    await staging.tell({
      row: row.row,
      label: row.code ?? row.name ?? '',
      outcome,
      problems: row.problems,
      ...(fields.length > 0 ? { fields } : {}),
    })
  }
  for (const unit of gone) {
    const shape = base.shapeOf(unit.code)
    if (shape) box = mergeBoxes(box, getShapeBox(shape))
    await steps.add({ op: 'before', table: 'units', was: 'standing' }, unit)
    await steps.add({ op: 'remove', table: 'units', day }, { code: unit.code })
  }
  await steps.flush()
  const gridsBox = await grids.stageChanged(steps, outlines, day)
  if (gridsBox) box = mergeBoxes(box, gridsBox)
  return {
    ...absence,
    made: { districts: derived.district.length, streets: derived.street.length, communities: 0 },
    certificate,
    box,
    layers: [...(gridsBox === null ? [] : ['grids' as const]), 'communities', 'streets', 'districts'],
  }
}

function buildTilings(
  taken: readonly AreaRow[],
  parents: ReadonlyMap<AreaRow, string | null>,
  keptUnits: readonly (StoredUnit & ExistingRow)[],
  base: ExistingCity,
  outlines: OutlinesByCode,
): UnitTiling[] {
  const byParent = new Map<string | null, string[]>()
  const put = (parent: string | null, code: string) => {
    const outlined = parent !== null && base.shapeOf(parent) !== null ? parent : null
    byParent.set(outlined, [...(byParent.get(outlined) ?? []), code])
  }
  for (const row of taken) if (outlines.has(row.code!)) put(parents.get(row) ?? null, row.code!)
  for (const { code, legalParentCode } of keptUnits) {
    const parent = legalParentCode !== null && base.shapeOf(legalParentCode) !== null ? legalParentCode : null
    if (outlines.has(code) && byParent.has(parent)) put(legalParentCode, code)
  }
  return [...byParent].map(([unit, cells]) => ({
    unit,
    name: unit === null ? '' : (base.units.get(unit)?.name ?? unit),
    cells,
  }))
}

function deriveParents(
  base: ExistingCity,
  level: UnitLevel,
  taken: readonly AreaRow[],
  parents: ReadonlyMap<AreaRow, string | null>,
  names: ReadonlyMap<string, string>,
  outlines: OutlinesByCode,
  day: string,
): Record<'district' | 'street', StoredUnit[]> {
  const known = (code: string) => base.units.has(code)
  const children = taken.flatMap((row) => {
    const parent = parents.get(row) ?? null
    return parent !== null && outlines.has(row.code!) ? [{ code: row.code!, parent }] : []
  })
  if (level === 'district') return { district: [], street: [] }
  if (level === 'street')
    return { district: deriveUnits({ level: 'district', children, known, names, outlines, day }), street: [] }
  const street = deriveUnits({ level: 'street', children, known, names, outlines, day })
  return {
    street,
    district: deriveUnits({
      level: 'district',
      children: street.map(({ code }) => ({ code, parent: getAncestorCode(code, 'district') })),
      known,
      names,
      outlines,
      day,
    }),
  }
}

/** Whether the existing units right below still tile the unit; true when there are none. */
function stillTiles(base: ExistingCity, code: string, outlines: OutlinesByCode): boolean {
  const before = base.shapeOf(code)
  const shape = outlines.get(code)
  if (!before || !shape) return true
  const inside = [...base.units.values()]
    .filter((unit) => unit.legalParentCode === code && unit.validTo == null)
    .flatMap((unit) => (base.shapeOf(unit.code) ? [outlines.get(unit.code)!] : []))
  return inside.length === 0 || certifyTiling(toFlatPolygons(inside), toFlatPolygons([shape])).holds
}
