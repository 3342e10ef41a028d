import type { AttributeValue, FormatId } from '../model/format.ts'
import { buildSheetColumns, type SheetColumns } from '../sheets/sheet-columns.ts'
import { encodeText } from '../text/encode-text.ts'
import { escapeXml } from '../xml/escape-xml.ts'
import { writeArchive } from '../zip/write-archive.ts'
import type { FormatWriter, WriteLayer, WriteRequest } from '../model/writer.ts'
import { dayToSerial } from './serial-day.ts'

/** Workbook with a sheet for each layer and one that says what it is. Texts, codes above all, are cells of text. */
export const xlsxWriter: FormatWriter<FormatId> = {
  id: 'xlsx',
  label: 'Excel (xlsx)',
  extension: '.xlsx',
  mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  many: true,
  tables: true,
  async write({ layers, system, metadata, path, signal }: WriteRequest) {
    const sheets = await Promise.all(
      layers.map(async (layer) => ({ layer, columns: await buildSheetColumns(layer, system) })),
    )
    const names = [...layers.map(({ name }) => name), 'metadata']
    await writeArchive(
      path,
      [
        { name: '[Content_Types].xml', content: () => encodeText(contentTypes(names.length), 'utf-8') },
        {
          name: '_rels/.rels',
          content: () =>
            encodeText(
              `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
              'utf-8',
            ),
        },
        { name: 'xl/workbook.xml', content: () => encodeText(workbook(names), 'utf-8') },
        { name: 'xl/_rels/workbook.xml.rels', content: () => encodeText(relations(names.length), 'utf-8') },
        { name: 'xl/styles.xml', content: () => encodeText(STYLES, 'utf-8') },
        ...sheets.map(({ layer, columns }, i) => ({
          name: `xl/worksheets/sheet${i + 1}.xml`,
          content: () => sheet(layer, columns),
        })),
        {
          name: `xl/worksheets/sheet${names.length}.xml`,
          content: () => encodeText(metadataSheet(metadata), 'utf-8'),
        },
      ],
      signal,
    )
  },
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

/** Cell formats by number: 0 plain, 1 a day, 2 text, 3 text that a formula must not be made of, 4 head. */
const STYLES = `${XML}<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="5"><xf/><xf numFmtId="14" applyNumberFormat="1"/><xf numFmtId="49" applyNumberFormat="1"/><xf numFmtId="49" applyNumberFormat="1" quotePrefix="1"/><xf numFmtId="49" fontId="1" applyFont="1"/></cellXfs></styleSheet>`

function contentTypes(sheets: number): string {
  const parts = Array.from(
    { length: sheets },
    (_, i) => `<Override PartName="/xl/worksheets/sheet${i + 1}.xml" ContentType="${TYPE}.worksheet+xml"/>`,
  )
  return `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${TYPE}.styles+xml"/>${parts.join('')}</Types>`
}

function workbook(names: readonly string[]): string {
  const sheets = names.map(
    (name, i) =>
      `<sheet name="${escapeXml(name.replaceAll(/[\\/?*[\]:]/g, ' ').slice(0, 31))}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`,
  )
  return `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${sheets.join('')}</sheets></workbook>`
}

function relations(sheets: number): string {
  const parts = Array.from(
    { length: sheets },
    (_, i) =>
      `<Relationship Id="rId${i + 1}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`,
  )
  return `${XML}<Relationships xmlns="${PACKAGE}/relationships">${parts.join('')}<Relationship Id="rId${sheets + 1}" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`
}

async function* sheet(layer: WriteLayer, { head, cellsOf }: SheetColumns): AsyncGenerator<Uint8Array> {
  const isDay = head.map((_, i) => layer.fields[i]?.type === 'day')
  let number = 1
  yield encodeText(
    `${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" state="frozen"/></sheetView></sheetViews><sheetData>${rowText(
      number,
      head.map((name) => textCell(name, 4)),
    )}`,
    'utf-8',
  )
  for await (const rows of layer.rows()) {
    if (rows.length > 0)
      yield encodeText(
        rows
          .map((row) =>
            rowText(
              ++number,
              cellsOf(row).map((value, i) => cellText(value, isDay[i]!)),
            ),
          )
          .join(''),
        'utf-8',
      )
  }
  yield encodeText('</sheetData></worksheet>', 'utf-8')
}

function metadataSheet(metadata: WriteRequest['metadata']): string {
  const rows = Object.entries(metadata).map(([name, value], i) =>
    rowText(i + 1, [textCell(name, 4), cellText(value, false)]),
  )
  return `${XML}<worksheet xmlns="${MAIN}"><sheetData>${rows.join('')}</sheetData></worksheet>`
}

const rowText = (number: number, cells: readonly string[]) =>
  `<row r="${number}">${cells.map((cell, i) => (cell === '' ? '' : cell.replace('<c', `<c r="${columnName(i)}${number}"`))).join('')}</row>`

function cellText(value: AttributeValue, isDay: boolean): string {
  if (value === null) return ''
  if (typeof value === 'number') return `<c><v>${value}</v></c>`
  if (typeof value === 'boolean') return `<c t="b"><v>${value ? 1 : 0}</v></c>`
  // days before 1900 have no number
  if (isDay && value >= '1900-03-01') return `<c s="1"><v>${dayToSerial(value)}</v></c>`
  return textCell(value, /^[=+\-@\t\r]/.test(value) ? 3 : 2)
}

const textCell = (text: string, style: number) =>
  `<c s="${style}" t="inlineStr"><is><t xml:space="preserve">${escapeXml(text)}</t></is></c>`

/** 0 → 'A', 27 → 'AB'. */
function columnName(column: number): string {
  return (
    (column >= 26 ? columnName(Math.floor(column / 26) - 1) : '') + String.fromCharCode(65 + (column % 26))
  )
}
