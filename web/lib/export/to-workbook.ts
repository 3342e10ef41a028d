import type { ExportCell, ExportTable } from './export-table.ts'
import { zip } from './zip.ts'

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
export const XLSX_MIME_TYPE = `${TYPE}.sheet`

/** Cell formats by number: 0 plain, 1 text, 2 head. */
const STYLES = `${XML}<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/></font><font><b/><sz val="11"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf/><xf numFmtId="49" applyNumberFormat="1"/><xf numFmtId="49" fontId="1" applyFont="1"/></cellXfs></styleSheet>`

/** A workbook with a sheet for each table, and one that says what the numbers are. Texts – codes above all – stay texts. */
export async function toWorkbook(tables: readonly ExportTable[], aboutName: string): Promise<Blob> {
  const about: ExportTable = { name: aboutName, head: [], lines: tables[0]?.about ?? [], about: [] }
  const sheets = [...tables, about]
  return zip([
    {
      name: '[Content_Types].xml',
      text: `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${TYPE}.styles+xml"/>${sheets.map((_, i) => `<Override PartName="/xl/worksheets/sheet${i + 1}.xml" ContentType="${TYPE}.worksheet+xml"/>`).join('')}</Types>`,
    },
    {
      name: '_rels/.rels',
      text: `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    },
    {
      name: 'xl/workbook.xml',
      text: `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${sheets.map(({ name }, i) => `<sheet name="${plain(sheetName(name, i))}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`).join('')}</sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      text: `${XML}<Relationships xmlns="${PACKAGE}/relationships">${sheets.map((_, i) => `<Relationship Id="rId${i + 1}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`).join('')}<Relationship Id="rId${sheets.length + 1}" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
    },
    { name: 'xl/styles.xml', text: STYLES },
    ...sheets.map((table, i) => ({ name: `xl/worksheets/sheet${i + 1}.xml`, text: sheet(table) })),
  ])
}

function sheet({ head, lines }: ExportTable): string {
  const widths = (head.length > 0 ? head : (lines[0] ?? [])).map((_, column) =>
    Math.min(48, Math.max(9, ...[head, ...lines.slice(0, 200)].map((line) => 2 + width(line[column] ?? '')))),
  )
  const pane =
    head.length === 0
      ? ''
      : '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" state="frozen"/></sheetView></sheetViews>'
  const columns =
    widths.length === 0
      ? ''
      : `<cols>${widths.map((each, i) => `<col min="${i + 1}" max="${i + 1}" width="${each}" customWidth="1"/>`).join('')}</cols>`
  const rows = [
    ...(head.length === 0 ? [] : [head.map((text) => textCell(text, 2))]),
    ...lines.map((line) => line.map(cell)),
  ]
  return `${XML}<worksheet xmlns="${MAIN}">${pane}${columns}<sheetData>${rows.map((row, i) => `<row r="${i + 1}">${row.map((each, column) => each.replace('<c', `<c r="${columnName(column)}${i + 1}"`)).join('')}</row>`).join('')}</sheetData></worksheet>`
}

function cell(value: ExportCell): string {
  if (typeof value === 'string') return textCell(value, 1)
  return Number.isFinite(value) ? `<c><v>${value}</v></c>` : '<c/>'
}

const textCell = (text: string, style: number) =>
  `<c s="${style}" t="inlineStr"><is><t xml:space="preserve">${plain(text)}</t></is></c>`

/** 0 → 'A', 27 → 'AB'. */
function columnName(column: number): string {
  return (
    (column >= 26 ? columnName(Math.floor(column / 26) - 1) : '') + String.fromCharCode(65 + (column % 26))
  )
}

/** Chinese signs are twice as wide. */
const width = (value: ExportCell) =>
  [...String(value)].reduce((sum, sign) => sum + ((sign.codePointAt(0) ?? 0) > 0x2e7f ? 2 : 1), 0)

const sheetName = (name: string, index: number) =>
  name.replaceAll(/[\\/?*[\]:]/g, ' ').slice(0, 31) || `Sheet${index + 1}`

/** XML takes no control characters but these. */
const plain = (text: string) =>
  text
    .replaceAll(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
