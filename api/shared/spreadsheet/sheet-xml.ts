import { escapeXml } from './escape-xml.ts'
import { CELL_STYLE, SPREADSHEET_NAMESPACE, XML_DECLARATION } from './workbook-parts.ts'

/** A sheet of an XLSX file as XML, in pieces: its beginning, rows from number 1 on, and its end. */

/**
 * `frozenHead`: the first row stays visible while the others scroll. `widths`: of the columns, in characters; `styles`: of
 * their empty cells.
 */
export function buildSheetStart({
  frozenHead,
  widths = [],
  styles = [],
}: {
  frozenHead: boolean
  widths?: readonly number[]
  styles?: readonly number[]
}): string {
  const columns = widths.map(
    (width, i) =>
      `<col min="${i + 1}" max="${i + 1}" width="${width}" style="${styles[i] ?? CELL_STYLE.plain}" customWidth="1"/>`,
  )
  return (
    `${XML_DECLARATION}<worksheet xmlns="${SPREADSHEET_NAMESPACE}">` +
    (frozenHead
      ? '<sheetViews><sheetView workbookViewId="0">' +
        '<pane ySplit="1" topLeftCell="A2" state="frozen"/></sheetView></sheetViews>'
      : '') +
    (columns.length > 0 ? `<cols>${columns.join('')}</cols>` : '') +
    '<sheetData>'
  )
}

export const SHEET_END = '</sheetData></worksheet>'

/** What is said of the cells of a column below the head, and the words that they may hold. */
export interface ColumnHint {
  /** Shown when a cell is chosen; programs show 32 and 255 characters of them. */
  title: string
  text: string
  /** Offered as a drop-down; without them everything is allowed. None contains a comma or a quotation mark. */
  words?: readonly string[]
}

/** The end of a sheet whose columns have hints, in the order of the columns. */
export function buildSheetEndWithHints(hints: readonly ColumnHint[]): string {
  const rules = hints.map(({ title, text, words }, i) => {
    const column = toColumnName(i)
    return (
      `<dataValidation${words ? ' type="list" showErrorMessage="1"' : ''} allowBlank="1" showInputMessage="1" ` +
      `promptTitle="${escapeXml(title.slice(0, MAX_TITLE))}" prompt="${escapeXml(text.slice(0, MAX_HINT))}" ` +
      `sqref="${column}2:${column}${LAST_ROW}">` +
      (words ? `<formula1>"${escapeXml(words.join(','))}"</formula1>` : '') +
      '</dataValidation>'
    )
  })
  return `</sheetData><dataValidations count="${rules.length}">${rules.join('')}</dataValidations></worksheet>`
}

const MAX_TITLE = 32
const MAX_HINT = 255
/** The last row that a sheet can have. */
const LAST_ROW = 1_048_576

/** `number`: from 1. The cells are those of the functions below; '' is an empty one. */
export function buildSheetRow(number: number, cells: readonly string[]): string {
  const placed = cells.map((cell, i) =>
    cell === '' ? '' : cell.replace('<c', `<c r="${toColumnName(i)}${number}"`),
  )
  return `<row r="${number}">${placed.join('')}</row>`
}

export const buildHeadCell = (text: string): string => buildInlineText(text, CELL_STYLE.head)

/** Stays text, also when it is made of digits or looks like a formula. */
export const buildTextCell = (text: string): string =>
  buildInlineText(text, /^[=+\-@\t\r]/.test(text) ? CELL_STYLE.quotedText : CELL_STYLE.text)

/** Text that is not meant to stay. */
export const buildExampleCell = (text: string): string => buildInlineText(text, CELL_STYLE.example)

/** Text of several lines. */
export const buildWrappedCell = (text: string): string => buildInlineText(text, CELL_STYLE.wrapped)

/** A number that is not finite is an empty cell. */
export const buildNumberCell = (value: number): string =>
  Number.isFinite(value) ? `<c><v>${value}</v></c>` : ''

export const buildBooleanCell = (value: boolean): string => `<c t="b"><v>${value ? 1 : 0}</v></c>`

/** `serial`: days since 1899-12-30. */
export const buildDayCell = (serial: number): string => `<c s="${CELL_STYLE.day}"><v>${serial}</v></c>`

const buildInlineText = (text: string, style: number) =>
  `<c s="${style}" t="inlineStr"><is><t xml:space="preserve">${escapeXml(text)}</t></is></c>`

/** 0 → 'A', 27 → 'AB'. */
function toColumnName(column: number): string {
  return (
    (column >= 26 ? toColumnName(Math.floor(column / 26) - 1) : '') + String.fromCharCode(65 + (column % 26))
  )
}
