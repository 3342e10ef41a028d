import { InvalidFileError } from '../model/invalid-file-error.ts'
import type { AttributeValue, RawFeature, RowProblem } from '../model/format.ts'

/** Columns that a table may have; spreadsheets allow 16,384, no list of places needs more than this. */
export const MAX_COLUMNS = 1024

/** Column names from the first row: unique, none empty. */
export function readColumnNames(cells: readonly AttributeValue[]): string[] {
  let width = cells.length
  while (width > 0 && isEmptyCell(cells[width - 1]!)) width--
  if (width > MAX_COLUMNS)
    throw new InvalidFileError('too_many_columns', { count: width, limit: MAX_COLUMNS })
  const known = new Set<string>()
  return cells.slice(0, width).map((cell, i) => {
    const given = isEmptyCell(cell) ? `#${i + 1}` : String(cell).trim().slice(0, 200)
    let name = given
    for (let n = 2; known.has(name); n++) name = `${given}_${n}`
    known.add(name)
    return name
  })
}

/** A row below that head; null: there is nothing in it. */
export function readSheetRow(
  head: readonly string[],
  cells: readonly AttributeValue[],
  row: number,
  problems: RowProblem[] = [],
): RawFeature | null {
  if (cells.every(isEmptyCell)) return null
  const properties: Record<string, AttributeValue> = {}
  head.forEach((name, i) => {
    const value = cells[i] ?? null
    const before = /^(.+)_\d+$/.exec(name)?.[1]
    // a shape that is too long for one cell goes on in WKT_2, WKT_3, …
    if (before === 'WKT' && head.includes('WKT')) {
      if (value !== null) properties['WKT'] = `${properties['WKT'] ?? ''}${value}`
    } else properties[name] = typeof value === 'string' ? withoutGuard(value) : value
  })
  if (cells.slice(head.length).some((cell) => !isEmptyCell(cell))) problems.push({ code: 'row_too_wide' })
  return { row, properties, geometry: null, problems }
}

/** What a spreadsheet would take for a formula gets an apostrophe in front when it is written as text. */
export function escapeFormula(text: string): string {
  return /^'*[=+\-@\t\r]/.test(text) ? `'${text}` : text
}

function withoutGuard(text: string): string {
  return /^'+[=+\-@\t\r]/.test(text) ? text.slice(1) : text
}

export const isEmptyCell = (cell: AttributeValue) =>
  cell === null || (typeof cell === 'string' && cell.trim() === '')
