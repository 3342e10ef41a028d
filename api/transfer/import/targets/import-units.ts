import { z } from 'zod'
import { CommunityType, UnitKind, type UnitLevel, UrbanRuralClass } from '#shared/contract/enums.ts'
import { certifyTiling } from '#shared/geometry/topology/certify-tiling.ts'
import { toFlatPolygons } from '#shared/geometry/flat-polygons.ts'
import { computeLabelPoints } from '#shared/geometry/shapes/label-points.ts'
import { type MultiPolygon, type Point, snapToLattice } from '#shared/geometry/lattice.ts'
import { getShapeBox } from '#shared/geometry/shapes/shape-box.ts'
import { writeTwkbMultiPolygon, writeTwkbPoint } from '#shared/geometry/twkb.ts'
import type { UnitRecord } from '../../../../data/city-dataset.ts'
import type { CoordinateSystem } from '../../../../data/coordinates/coordinate-system.ts'
import { type StoredUnit, toHex } from '../../tables/stored-rows.ts'
import { type ExistingCity, normaliseUnitName, type ExistingRow } from '../existing/existing-city.ts'
import { getCityCodePrefix } from '../territory/city-code-prefix.ts'
import { isRejected } from '../rows/read-row.ts'
import { mergeBoxes } from '../geometry/merge-boxes.ts'
import { type RowFields, mergeRow, listChangedFields } from '../rows/merge-row.ts'
import { summariseAbsentRows } from '../staging/import-report.ts'
import { collectSteps } from '../staging/collect-steps.ts'
import type { RowOutcome } from '../staging/staging.ts'
import type { TargetImport } from './target-import.ts'
import { type AreaRow, mergeRepeatedRows, readAreaRows } from '../territory/area-rows.ts'
import { deriveUnits } from '../territory/derive-units.ts'
import { inferUnitKind, inferCommunityType } from '../territory/infer-unit-kind.ts'
import { PARENT_LEVELS } from '../territory/parent-unit.ts'
import { fitTilings, type UnitTiling } from '../territory/fit-tilings.ts'
import { addAlias, indexAliases, matchAreas } from '../territory/match-areas.ts'
import type { OutlinesByCode } from '../territory/outlines.ts'
import { getLaterDay, stageUnits } from '../territory/stage-units.ts'

const levels = { districts: 'district', streets: 'street', communities: 'community' } as const

/** Provisional codes are taken from numbers that the statistics office does not give: 9xx; districts from 91 on. */
const FIRST_PROVISIONAL = { district: 91, street: 901, community: 901 } as const

/** Districts, streets and communities: matched to those that stand, put below the unit above, fitted to each other. */
export const importUnits: TargetImport = async ({
  target,
  base,
  system,
  rows,
  staging,
  missing,
  toleranceM,
  choices,
  day,
  onProgress,
}) => {
  const level = levels[target.id as keyof typeof levels]
  const standing = [...base.units.values()].filter((unit) => unit.level === level && unit.validTo == null)
  const areas = standing.map(({ code, name, aliasCodes = {} }) => ({
    code,
    name,
    aliases: Object.values(aliasCodes),
    shape: base.shapeOf(code),
  }))
  // a managing zone may be without land of its own
  const all = await readAreaRows(rows, system, {
    aliases: indexAliases(areas),
    mayLack: ({ values }) => values['kind'] === 'managing_zone',
    onProgress,
  })
  matchAreas(all, areas)
  const parents = new Map<AreaRow, string | null>()
  const newNames = new Map<string, string>()
  for (const row of all) placeBelow(base, level, row, parents, newNames)
  makeCodes(all, level, parents, base)
  mergeRepeatedRows(all)

  const taken = all.filter(
    (row) =>
      !isRejected(row.problems) &&
      row.code !== null &&
      !row.problems.some(({ code }) => code === 'part_of_row'),
  )
  const inFile = new Map(taken.map((row) => [row.code!, row]))
  const absent = standing.filter(({ code }) => !inFile.has(code))
  const scene: OutlinesByCode = new Map()
  for (const { code } of base.units.values()) {
    const shape = base.shapeOf(code)
    const leaves = missing === 'retire' && !inFile.has(code) && base.units.get(code)?.level === level
    if (shape && !leaves) scene.set(code, shape)
  }
  for (const row of taken) if (row.area) scene.set(row.code!, row.area)

  const kept = missing === 'keep' ? absent : []
  const { certificate, places } = fitTilings({
    scene,
    tilings: tilingsOf(taken, parents, kept, base, scene),
    moving: new Set(inFile.keys()),
    toleranceM,
    choices,
    tell: (code, problem) => inFile.get(code)?.problems.push(problem),
  })
  const made = deriveAbove(base, level, taken, parents, newNames, scene, day)
  for (const row of taken)
    if (!stillFits(base, row.code!, scene)) row.problems.push({ code: 'inside_does_not_fit' })

  for (const place of places) await staging.place(place)
  const steps = collectSteps(staging)
  const own = new Set(taken.map(({ code }) => code!))
  const others: OutlinesByCode = new Map([...scene].filter(([code]) => !own.has(code)))
  let box = await stageUnits({ steps, base, scene: others, made: [...made.district, ...made.street], day })
  for (const row of all) {
    let outcome: RowOutcome['outcome'] = 'refused'
    let fields: string[] = []
    if (!isRejected(row.problems) && row.code !== null && inFile.get(row.code) === row) {
      const before = base.units.get(row.code) ?? null
      const after = unitAfter(target, level, row, parents.get(row) ?? null, before, scene, system, day)
      if (!isRejected(row.problems)) {
        if (before !== null) fields = listChangedFields(plain(before), plain(after))
        outcome =
          before === null ? 'added' : before.validTo == null && fields.length === 0 ? 'same' : 'changed'
        if (outcome !== 'same') {
          for (const shape of [scene.get(row.code), base.shapeOf(row.code)])
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
  if (missing === 'retire') {
    for (const unit of absent) {
      const shape = base.shapeOf(unit.code)
      if (shape) box = mergeBoxes(box, getShapeBox(shape))
      await steps.add({ op: 'before', table: 'units', was: 'standing' }, unit)
      await steps.add({ op: 'remove', table: 'units', day }, { code: unit.code })
    }
  }
  await steps.flush()
  return {
    absent: absent.length,
    absentRows: summariseAbsentRows(absent),
    retired: missing === 'retire' ? absent.length : 0,
    made: { districts: made.district.length, streets: made.street.length, communities: 0 },
    certificate,
    box,
    layers: ['communities', 'streets', 'districts'],
  }
}

/** Finds the unit above: by code, by name, by the own code, by place. A district has none. */
function placeBelow(
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
  const above = PARENT_LEVELS[level]
  if (above === null) {
    parents.set(row, null)
    return
  }
  const stated = values['legalParentCode']
  const implied =
    typeof stated === 'string'
      ? stated
      : code === null
        ? undefined
        : (base.units.get(code)?.legalParentCode ?? code.slice(0, -3))
  const nameAbove = values[above === 'street' ? 'streetName' : 'districtName']
  if (implied != null) {
    if (typeof nameAbove === 'string') newNames.set(implied, nameAbove)
    if (above === 'street' && typeof values['districtName'] === 'string')
      newNames.set(implied.slice(0, 6), values['districtName'])
    parents.set(row, implied)
    return
  }
  const named = typeof nameAbove === 'string' ? base.named(above, nameAbove) : []
  const found = named.length === 1 ? named[0] : area ? base.unitAt(above, placeOf(area)) : undefined
  if (found === undefined) row.problems.push({ code: 'code_missing' })
  else {
    parents.set(row, found)
    row.problems.push({ code: 'parent_by_place', details: { value: base.units.get(found)?.name ?? found } })
  }
}

function makeCodes(
  rows: readonly AreaRow[],
  level: UnitLevel,
  parents: ReadonlyMap<AreaRow, string | null>,
  base: ExistingCity,
): void {
  const taken = new Set([...base.units.keys(), ...rows.flatMap(({ code }) => code ?? [])])
  for (const row of rows) {
    if (row.code !== null || isRejected(row.problems) || !parents.has(row)) continue
    const above = parents.get(row) ?? getCityCodePrefix(base.city.code).padEnd(4, '0').slice(0, 4)
    const digits = level === 'district' ? 2 : 3
    const last = 10 ** digits - 1
    let serial: number = FIRST_PROVISIONAL[level]
    while (serial < last && taken.has(`${above}${serial}`)) serial++
    const code = `${above}${serial}`
    if (taken.has(code)) row.problems.push({ code: 'code_missing' })
    else {
      taken.add(code)
      row.code = code
      row.problems.push({ code: 'code_made', details: { value: code } })
    }
  }
}

function tilingsOf(
  taken: readonly AreaRow[],
  parents: ReadonlyMap<AreaRow, string | null>,
  kept: readonly (StoredUnit & ExistingRow)[],
  base: ExistingCity,
  scene: OutlinesByCode,
): UnitTiling[] {
  const byParent = new Map<string | null, string[]>()
  const put = (parent: string | null, code: string) => {
    const outlined = parent !== null && base.shapeOf(parent) !== null ? parent : null
    byParent.set(outlined, [...(byParent.get(outlined) ?? []), code])
  }
  for (const row of taken) if (scene.has(row.code!)) put(parents.get(row) ?? null, row.code!)
  for (const { code, legalParentCode } of kept) {
    const parent = legalParentCode !== null && base.shapeOf(legalParentCode) !== null ? legalParentCode : null
    if (scene.has(code) && byParent.has(parent)) put(legalParentCode, code)
  }
  return [...byParent].map(([unit, cells]) => ({
    unit,
    name: unit === null ? '' : (base.units.get(unit)?.name ?? unit),
    cells,
  }))
}

function deriveAbove(
  base: ExistingCity,
  level: UnitLevel,
  taken: readonly AreaRow[],
  parents: ReadonlyMap<AreaRow, string | null>,
  names: ReadonlyMap<string, string>,
  scene: OutlinesByCode,
  day: string,
): Record<'district' | 'street', StoredUnit[]> {
  const known = (code: string) => base.units.has(code)
  const children = taken.flatMap((row) => {
    const parent = parents.get(row) ?? null
    return parent !== null && scene.has(row.code!) ? [{ code: row.code!, parent }] : []
  })
  if (level === 'district') return { district: [], street: [] }
  if (level === 'street')
    return { district: deriveUnits({ level: 'district', children, known, names, scene, day }), street: [] }
  const street = deriveUnits({ level: 'street', children, known, names, scene, day })
  return {
    street,
    district: deriveUnits({
      level: 'district',
      children: street.map(({ code }) => ({ code, parent: code.slice(0, -3) })),
      known,
      names,
      scene,
      day,
    }),
  }
}

/** Whether the standing units right below still tile the unit; true when there are none. */
function stillFits(base: ExistingCity, code: string, scene: OutlinesByCode): boolean {
  const before = base.shapeOf(code)
  const shape = scene.get(code)
  if (!before || !shape || before === shape) return true
  const inside = [...base.units.values()]
    .filter((unit) => unit.legalParentCode === code && unit.validTo == null)
    .flatMap((unit) => (base.shapeOf(unit.code) ? [scene.get(unit.code)!] : []))
  return inside.length === 0 || certifyTiling(toFlatPolygons(inside), toFlatPolygons([shape])).holds
}

const Types = z.array(
  z.object({
    type: CommunityType,
    validFrom: z.iso.date(),
    validTo: z.iso.date().nullable(),
    reason: z.string(),
  }),
)
const Aliases = z.record(z.string(), z.string())

function unitAfter(
  target: Parameters<typeof mergeRow>[0],
  level: UnitLevel,
  row: AreaRow,
  parent: string | null,
  before: (StoredUnit & ExistingRow) | null,
  scene: OutlinesByCode,
  system: CoordinateSystem,
  day: string,
): StoredUnit {
  const code = row.code!
  const merged = mergeRow(target, before ? plain(before) : null, row.values, row.problems)
  const name = String(merged['name'] ?? '')
  const kind = UnitKind.parse(merged['kind'] ?? inferUnitKind(level, code, name))
  const urbanRuralClass = UrbanRuralClass.nullable().parse(merged['urbanRuralClass'] ?? null)
  const validFrom = String(merged['validFrom'] ?? day)
  const shape = scene.get(code)
  const geometry = shape ? toHex(writeTwkbMultiPolygon(shape)) : (before?.geometry ?? null)
  const types = parse(Types, row.values['types'], row)
  const aliases = parse(Aliases, row.values['aliasCodes'], row)
  const type = CommunityType.safeParse(row.values['type'])
  const seat = row.values['seat']
  return {
    level,
    code,
    name: name || normaliseUnitName(code),
    nameEn: typeof merged['nameEn'] === 'string' ? merged['nameEn'] : null,
    kind,
    legalParentCode: parent,
    managingParentCode:
      typeof merged['managingParentCode'] === 'string' ? merged['managingParentCode'] : null,
    urbanRuralClass,
    urbanScope: merged['urbanScope'] === true,
    types:
      level !== 'community'
        ? []
        : (types ??
          typesAfter(before?.types ?? [], type.success ? type.data : null, code, kind, urbanRuralClass, day)),
    aliasCodes: addAlias({ ...before?.aliasCodes, ...aliases }, row.alias),
    seat:
      Array.isArray(seat) && typeof seat[0] === 'number' && typeof seat[1] === 'number'
        ? toHex(writeTwkbPoint(snapToLattice(...system.toDegrees(seat[0], seat[1]))))
        : (before?.seat ?? null),
    validFrom,
    geometry,
    outlineFrom:
      before === null || before.geometry === geometry
        ? (before?.outlineFrom ?? null)
        : getLaterDay(before.outlineFrom, day),
  }
}

function typesAfter(
  before: UnitRecord['types'],
  given: CommunityType | null,
  code: string,
  kind: UnitKind,
  urbanRural: UrbanRuralClass | null,
  day: string,
): UnitRecord['types'] {
  const now = before.find(({ validTo }) => validTo === null)
  if (given === null || now?.type === given)
    return before.length > 0
      ? before
      : [{ ...inferCommunityType(code, kind, urbanRural), validFrom: day, validTo: null }]
  const fresh = { type: given, validFrom: day, validTo: null, reason: '随文件导入' }
  return [
    ...before
      .filter((each) => each.validFrom !== day)
      .map((each) => (each === now ? { ...each, validTo: day } : each)),
    fresh,
  ]
}

function parse<T extends z.ZodType>(schema: T, value: unknown, row: AreaRow): z.output<T> | undefined {
  if (value === undefined || value === null) return undefined
  const parsed = schema.safeParse(value)
  if (!parsed.success) row.problems.push({ code: 'value_not_json', details: { field: 'JSON' } })
  return parsed.data
}

/** A unit's facts alone, for comparing. */
function plain(unit: StoredUnit & Partial<ExistingRow>): RowFields {
  const {
    validTo: _validTo,
    version: _version,
    revision: _revision,
    outlineFrom: _outlineFrom,
    types,
    aliasCodes,
    ...fields
  } = unit
  return {
    ...fields,
    types: JSON.stringify(types),
    aliasCodes: JSON.stringify(Object.entries(aliasCodes ?? {}).sort()),
  }
}

function placeOf(area: MultiPolygon): Point {
  const [x, y] = computeLabelPoints(toFlatPolygons([area]))
  return [x!, y!]
}
