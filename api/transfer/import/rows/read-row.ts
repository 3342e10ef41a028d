import type { Target } from '#shared/contract/transfer/target.ts'
import { rowReasons } from '#shared/contract/transfer/row-reasons.ts'
import { readColumnScale } from './propose-mapping.ts'
import type {
  AttributeValue,
  RawFeature,
  RawGeometry,
  RowProblem,
} from '../../../../data/formats/model/format.ts'
import { isEmptyCell } from '../../../../data/formats/sheets/sheet-rows.ts'
import { readWkt } from '../../../../data/formats/wkt/read-wkt.ts'
import type { ColumnMapping } from './column-mapping.ts'
import { isDestroyedText } from './is-destroyed-text.ts'
import { readCoordinate, readPosition } from './read-coordinate.ts'
import { readNumber, readValue } from './read-value.ts'
import { truncateValue, type ParsedValue } from './value-result.ts'

export interface ParsedRow {
  row: number
  /** By field key; a field without a column is not there, an empty cell is null. */
  values: Record<string, ParsedValue>
  /** A code of another department that stood where ours was expected. */
  alias: string | null
  /** Fields whose cells are written with a percent sign: their values are parts of one. */
  percents: readonly string[]
  geometry: RawGeometry | null
  /** A row of a table with nothing in the columns of its shape or place, or without such columns. */
  omitsShape: boolean
  problems: RowProblem[]
}

/** A feature's cells as values of the target's fields. */
export function readRow(target: Target, { fields, geometry }: ColumnMapping, feature: RawFeature): ParsedRow {
  const problems = [...feature.problems]
  const values: Record<string, ParsedValue> = {}
  const percents: string[] = []
  let alias: string | null = null
  for (const field of target.fields) {
    const column = fields[field.key]
    if (column === undefined) continue
    const cell = toPlainUnit(field, column, feature.properties[column] ?? null, problems)
    const read = readValue(field, cell)
    const isNoneOfOurs = read.ok ? read.value === null : read.problem.code === 'code_wrong_form'
    if (
      field.key === 'code' &&
      field.type.kind === 'code' &&
      isNoneOfOurs &&
      cell !== null &&
      truncateValue(cell).trim() !== ''
    )
      alias = truncateValue(cell).trim()
    if (!read.ok) {
      problems.push(read.problem)
      continue
    }
    if (typeof read.value === 'string' && field.type.kind === 'text' && isDestroyedText(read.value)) {
      problems.push({
        code: 'undecodable_text',
        details: { field: column, value: truncateValue(read.value) },
      })
      continue
    }
    if (read.note) problems.push(read.note)
    values[field.key] = read.value
    if (typeof read.value === 'number' && isPercent(cell)) percents.push(field.key)
  }
  return {
    row: feature.row,
    values,
    alias,
    percents,
    geometry: geometryOf(geometry, feature, problems),
    omitsShape: omitsShape(geometry, feature),
    problems,
  }
}

function omitsShape(source: ColumnMapping['geometry'], { properties }: RawFeature): boolean {
  if (source.from === 'none') return true
  const columns =
    source.from === 'wkt' ? [source.column] : source.from === 'columns' ? [source.x, source.y] : []
  return columns.length > 0 && columns.every((column) => isEmptyCell(properties[column] ?? null))
}

const isPercent = (cell: AttributeValue) => typeof cell === 'string' && /[%％]\s*$/.test(cell)

/** A number in the unit of its field, where the name of its column says another. A unit in the cell itself decides. */
function toPlainUnit(
  { type, zh }: Target['fields'][number],
  column: string,
  cell: AttributeValue,
  problems: RowProblem[],
): AttributeValue {
  const scale = type.kind === 'count' || type.kind === 'number' ? readColumnScale(column) : 1
  const value = scale === 1 ? null : readNumber(cell)
  if (value === null) return cell
  const unit = typeof cell === 'string' ? cell.normalize('NFKC') : ''
  if (/[万亿]/.test(unit)) return cell
  if (/[¥元]/.test(unit)) {
    problems.push({ code: 'unit_contradicts', details: { column, value: truncateValue(cell) } })
    return null
  }
  problems.push({ code: 'unit_converted', details: { field: zh, column } })
  return Math.round(value * scale * 1e4) / 1e4
}

export function isRejected(problems: readonly RowProblem[]): boolean {
  return problems.some(({ code }) => rowReasons[code].severity === 'refused')
}

function geometryOf(
  source: ColumnMapping['geometry'],
  { properties, geometry }: RawFeature,
  problems: RowProblem[],
): RawGeometry | null {
  switch (source.from) {
    case 'file':
      return geometry
    case 'none':
      return null
    case 'wkt': {
      const cell = properties[source.column] ?? null
      if (isEmptyCell(cell)) return null
      const position = readPosition(String(cell))
      if (position !== undefined) return { kind: 'points', points: [position] }
      const read = readWkt(String(cell))
      if (read === undefined) problems.push({ code: 'broken_geometry' })
      return read ?? null
    }
    case 'columns': {
      const [x, y] = [
        readCoordinate(properties[source.x] ?? null),
        readCoordinate(properties[source.y] ?? null),
      ]
      if (x === undefined || y === undefined) {
        problems.push({ code: 'not_a_number' })
        return null
      }
      return x === null || y === null ? null : { kind: 'points', points: [[x, y]] }
    }
  }
}
