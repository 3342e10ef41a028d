import { TARGETS } from '#shared/contract/transfer/targets.ts'
import { z } from 'zod'
import { CommunityType, UnitKind, type UnitLevel, UrbanRuralClass } from '#shared/contract/enums.ts'
import { snapToLattice } from '#shared/geometry/lattice.ts'
import { writeTwkbMultiPolygon, writeTwkbPoint } from '#shared/geometry/twkb.ts'
import type { UnitRecord } from '../../../../data/city-dataset.ts'
import type { CoordinateSystem } from '../../../../data/coordinates/coordinate-system.ts'
import { type StoredUnit, toHex } from '../../tables/stored-rows.ts'
import { normaliseUnitName, type ExistingRow } from '../existing/existing-city.ts'
import { type RowFields, mergeRow } from '../rows/merge-row.ts'
import type { AreaRow } from './area-rows.ts'
import { inferUnitKind, inferCommunityType } from './infer-unit-kind.ts'
import { addAlias } from './match-areas.ts'
import type { OutlinesByCode } from '../fitting/outlines.ts'
import { getLaterDay } from './stage-units.ts'

const Types = z
  .array(
    z.object({
      type: CommunityType,
      validFrom: z.iso.date(),
      validTo: z.iso.date().nullable(),
      reason: z.string(),
    }),
  )
  // a community has one type on a day
  .refine((types) => new Set(types.map(({ validFrom }) => validFrom)).size === types.length)
const Aliases = z.record(z.string(), z.string())

/** The state of a unit after the import: the stored one, with the values of the row in its fields. */
export function buildUnitRecord(
  target: Parameters<typeof mergeRow>[0],
  level: UnitLevel,
  row: AreaRow,
  parent: string | null,
  before: (StoredUnit & ExistingRow) | null,
  outlines: OutlinesByCode,
  system: CoordinateSystem,
  day: string,
  isUnit: (code: string) => boolean,
): StoredUnit {
  const code = row.code!
  const merged = mergeRow(target, before ? toComparableUnit(before) : null, row.values, row.problems)
  const name = String(merged['name'] ?? '')
  const kind = UnitKind.parse(merged['kind'] ?? inferUnitKind(level, code, name))
  const urbanRuralClass = UrbanRuralClass.nullable().parse(merged['urbanRuralClass'] ?? null)
  const validFrom = String(merged['validFrom'] ?? day)
  const shape = outlines.get(code)
  const geometry = shape ? toHex(writeTwkbMultiPolygon(shape)) : (before?.geometry ?? null)
  const types = parseJson(Types, 'types', row)
  const aliases = parseJson(Aliases, 'aliasCodes', row)
  const type = CommunityType.safeParse(row.values['type'])
  const seat = row.values['seat']
  return {
    level,
    code,
    name: name || normaliseUnitName(code),
    nameEn: typeof merged['nameEn'] === 'string' ? merged['nameEn'] : null,
    kind,
    legalParentCode: parent,
    managingParentCode: findManager(merged['managingParentCode'], before, row, isUnit),
    urbanRuralClass,
    urbanScope: merged['urbanScope'] === true,
    types:
      level !== 'community'
        ? []
        : (types ??
          mergeTypes(before?.types ?? [], type.success ? type.data : null, code, kind, urbanRuralClass, day)),
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

/** The unit that manages this one; one that is not in the city is said and not taken. */
function findManager(
  value: unknown,
  before: StoredUnit | null,
  row: AreaRow,
  isUnit: (code: string) => boolean,
): string | null {
  if (typeof value !== 'string' || value === '') return null
  if (isUnit(value)) return value
  row.problems.push({ code: 'managing_unknown', details: { value } })
  return before?.managingParentCode ?? null
}

function mergeTypes(
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

/** Units of all levels share their fields; communities have all of them. */
const nameField = (key: string) => TARGETS.communities.fields.find((field) => field.key === key)?.zh ?? key

function parseJson<T extends z.ZodType>(schema: T, key: string, row: AreaRow): z.output<T> | undefined {
  const value = row.values[key]
  if (value === undefined || value === null) return undefined
  const parsed = schema.safeParse(value)
  if (!parsed.success) row.problems.push({ code: 'value_not_json', details: { field: nameField(key) } })
  return parsed.data
}

/** The fields of a unit that an import compares. */
export function toComparableUnit(unit: StoredUnit & Partial<ExistingRow>): RowFields {
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
