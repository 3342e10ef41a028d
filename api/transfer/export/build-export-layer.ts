import { toDegrees } from '#shared/geometry/lattice.ts'
import { TARGETS } from '#shared/contract/transfer/targets.ts'
import type { FieldType, TargetField, TargetId } from '#shared/contract/transfer/target.ts'
import type { ChangesetId } from '#shared/contract/ids.ts'
import type { CoordinateSystem } from '../../../data/coordinates/coordinate-system.ts'
import type { AttributeValue } from '../../../data/formats/model/format.ts'
import type { WriteField, WriteLayer, WriteRow } from '../../../data/formats/model/writer.ts'
import type { Shape } from '../../../data/formats/model/shape.ts'
import { readTablePages, type PageReader } from '../tables/read-table-pages.ts'
import { decodeArea, decodeLineOrArea, decodePoint, isEncodedPoint } from '../tables/decode-shapes.ts'
import type { TableId } from '../tables/tables.ts'
import { compileRowFilter } from './compile-row-filter.ts'

export interface ExportLayerRequest {
  target: TargetId
  /** Only what lies in this unit; all of the city without one. */
  unit?: string | undefined
  /** Column names: field keys, which every import understands, or the Chinese headings. */
  headings: 'keys' | 'zh'
  /** What was valid on this day; what stands now without one. */
  date?: string | undefined
  /** CQL2 text over the field keys. */
  filter?: string | undefined
}

type Row = Record<string, unknown>

/** Where a target's rows stand, and which of the table's rows they are. */
const sources: Record<TargetId, { table: TableId; accepts: (row: Row) => boolean }> = {
  districts: { table: 'units', accepts: (row) => row['level'] === 'district' },
  streets: { table: 'units', accepts: (row) => row['level'] === 'street' },
  communities: { table: 'units', accepts: (row) => row['level'] === 'community' },
  grids: { table: 'grids', accepts: () => true },
  stations: { table: 'premises', accepts: (row) => row['kind'] === 'station' },
  centers: { table: 'premises', accepts: (row) => row['kind'] === 'center' },
  premises: { table: 'premises', accepts: (row) => row['kind'] === 'community' },
  parks: { table: 'parks', accepts: () => true },
  buildings: { table: 'buildings', accepts: () => true },
  roads: { table: 'roads', accepts: () => true },
  waterways: { table: 'waterways', accepts: () => true },
  indicators: { table: 'indicator-values', accepts: () => true },
  projects: { table: 'projects', accepts: () => true },
  candidates: { table: 'candidates', accepts: () => true },
}

/** A target as a layer to write: everything that is known of each row, so that bringing it back changes nothing. */
export function buildExportLayer(
  { target: id, unit, headings, date, filter }: ExportLayerRequest,
  read: PageReader,
  system: CoordinateSystem,
): WriteLayer {
  const target = TARGETS[id]
  const { table, accepts } = sources[id]
  const fields = target.fields.filter(
    ({ helper, key }) => (!helper && key !== 'type') || (id === 'indicators' && !helper),
  )
  const passes = filter === undefined ? null : compileRowFilter(target, filter)
  const isInside = (row: Row) =>
    unit === undefined ||
    [row['code'], row['communityCode'], row['legalParentCode'], row['managingParentCode']].some(
      (code) => typeof code === 'string' && /^\d+$/.test(code) && code.startsWith(unit),
    )
  return {
    name: id,
    fields: fields.map((field): WriteField => ({
      name: headings === 'zh' ? field.zh : field.key,
      short: field.short,
      ...cellType(field.type),
    })),
    geometry: target.shapes.length === 2 ? 'mixed' : (target.shapes[0] ?? 'none'),
    kinds: target.shapes,
    async *rows() {
      const items = id === 'indicators' ? await indicatorsByCode(read) : null
      for await (const page of rowsOn(read, table, date)) {
        const rows = page
          .filter((row) => accepts(row) && isInside(row))
          .map((row): { row: Row; shape: Shape | null } => ({
            row: items ? { ...items.get(String(row['indicatorCode'])), ...row } : row,
            shape: shapeOf(row, target.shapes),
          }))
        yield rows
          .filter(({ row, shape }) => passes === null || passes({ values: row, shape }))
          .map(({ row, shape }): WriteRow => ({
            values: fields.map((field) => cellOf(field, row, system)),
            shape,
          }))
      }
    },
  }
}

/** A table as it stands, or as it was on a day. */
async function* rowsOn(read: PageReader, table: TableId, date: string | undefined): AsyncGenerator<Row[]> {
  const were = date === undefined ? new Map<string, Row>() : await changedSince(read, table, date)
  if (date !== undefined && table === 'grids') {
    for await (const page of readTablePages<Row>(read, 'past-grids'))
      yield page.filter((row) => isValid(row, date))
  }
  for await (const page of readTablePages<Row>(read, table))
    yield page
      .map((row) => ({ ...row, ...were.get(String(row['code'])) }))
      .filter((row) => isValid(row, date))
}

interface Ended {
  table: string
  code: string
  day: string
  changeset: ChangesetId
  row: Row
}

/** What was otherwise on a day, by code: how rows stood before the first of all later changes to them. Grids have a history of their own. */
async function changedSince(read: PageReader, table: TableId, date: string): Promise<Map<string, Row>> {
  const ended: Ended[] = []
  if (table === 'units')
    for await (const page of readTablePages<Ended>(read, 'past-outlines')) ended.push(...page)
  if (table === 'units' || table === 'premises' || table === 'parks' || table === 'buildings')
    for await (const page of readTablePages<Ended>(read, 'past-rows')) ended.push(...page)
  const later = ended
    .filter((each) => each.table === table && each.day > date)
    .sort((a, b) => a.changeset - b.changeset)
  const were = new Map<string, Row>()
  for (const { code, row } of later) were.set(code, { ...row, ...were.get(code) })
  return were
}

function isValid({ validFrom, validTo }: Row, date: string | undefined): boolean {
  if (date === undefined) return (validTo ?? null) === null
  return (
    (typeof validFrom !== 'string' || validFrom <= date) && (typeof validTo !== 'string' || validTo > date)
  )
}

function cellType(type: FieldType): Pick<WriteField, 'type' | 'decimals'> {
  switch (type.kind) {
    case 'count':
      return { type: 'integer' }
    case 'number':
      return type.decimals === 0
        ? { type: 'integer' }
        : { type: 'real', decimals: type.decimals < 10 ? type.decimals : null }
    case 'truth':
      return { type: 'boolean' }
    case 'day':
      return { type: 'day' }
    default:
      return { type: 'text' }
  }
}

function cellOf({ key, type }: TargetField, row: Row, system: CoordinateSystem): AttributeValue {
  const value = row[key]
  if (value === null || value === undefined) return null
  switch (type.kind) {
    case 'list':
      return Array.isArray(value) ? listText(value.map(String)) : null
    case 'json':
      return isEmpty(value) ? null : JSON.stringify(value)
    case 'place':
      return typeof value === 'string' ? placeText(value, system) : null
    default:
      return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
        ? value
        : JSON.stringify(value)
  }
}

/** Separated by semicolons, or as JSON where a text holds one of the signs that would separate. */
function listText(list: readonly string[]): string | null {
  if (list.length === 0) return null
  return list.some((text) => /[;;、,,|[]/.test(text) || text.trim() !== text || text === '')
    ? JSON.stringify(list)
    : list.join(';')
}

function placeText(hex: string, system: CoordinateSystem): string {
  const [x, y] = decodePoint(hex)
  const [a, b] = system.fromDegrees(toDegrees(x), toDegrees(y))
  const digits = system.unit === 'metre' ? 1e4 : 1e9
  return `POINT (${Math.round(a * digits) / digits} ${Math.round(b * digits) / digits})`
}

const isEmpty = (value: unknown) =>
  typeof value === 'object' && value !== null && Object.keys(value).length === 0

function shapeOf(row: Row, kinds: readonly Shape['kind'][]): Shape | null {
  const hex = row['geometry']
  if (typeof hex !== 'string' || kinds.length === 0) return null
  if (isEncodedPoint(hex)) return { kind: 'point', point: decodePoint(hex) }
  if (!kinds.includes('line')) return { kind: 'area', area: decodeArea(hex) }
  const shape = decodeLineOrArea(hex)
  return 'line' in shape ? { kind: 'line', line: shape.line } : { kind: 'area', area: shape.area }
}

async function indicatorsByCode(read: PageReader): Promise<Map<string, Row>> {
  const items = new Map<string, Row>()
  for await (const page of readTablePages<Row>(read, 'indicators')) {
    for (const { name, nameEn, ...item } of page)
      items.set(String(item['code']), { ...item, indicatorName: name, indicatorNameEn: nameEn })
  }
  return items
}
