import { escapeXml } from './escape-xml.ts'

/** The parts of an XLSX file (ECMA-376, Part 1) besides its sheets. */

export interface WorkbookPart {
  /** Path inside the archive. */
  name: string
  text: string
}

export const XLSX_MEDIA_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

export const XML_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
export const SPREADSHEET_NAMESPACE = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

/**
 * Numbers of the cell formats in the style sheet. `quotedText`: text that must not be read as a formula; `example`: text,
 * grey and slanted; `wrapped`: text in as many lines as it needs.
 */
export const CELL_STYLE = {
  plain: 0,
  day: 1,
  text: 2,
  quotedText: 3,
  head: 4,
  example: 5,
  wrapped: 6,
} as const

const STYLES =
  `${XML_DECLARATION}<styleSheet xmlns="${SPREADSHEET_NAMESPACE}">` +
  '<fonts count="3"><font><sz val="11"/><name val="Calibri"/></font>' +
  '<font><b/><sz val="11"/><name val="Calibri"/></font>' +
  '<font><i/><sz val="11"/><color rgb="FF808080"/><name val="Calibri"/></font></fonts>' +
  '<fills count="2"><fill><patternFill patternType="none"/></fill>' +
  '<fill><patternFill patternType="gray125"/></fill></fills>' +
  '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>' +
  '<cellXfs count="7"><xf/><xf numFmtId="14" applyNumberFormat="1"/><xf numFmtId="49" applyNumberFormat="1"/>' +
  '<xf numFmtId="49" applyNumberFormat="1" quotePrefix="1"/><xf numFmtId="49" fontId="1" applyFont="1"/>' +
  '<xf numFmtId="49" applyNumberFormat="1" fontId="2" applyFont="1"/>' +
  '<xf numFmtId="49" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf></cellXfs>' +
  '</styleSheet>'

/** All parts but the sheets, which are `xl/worksheets/sheet1.xml` and so on in the order of the names. */
export function buildWorkbookParts(sheetNames: readonly string[]): WorkbookPart[] {
  return [
    { name: '[Content_Types].xml', text: buildContentTypes(sheetNames.length) },
    {
      name: '_rels/.rels',
      text: buildRelationships([relationship(1, 'officeDocument', 'xl/workbook.xml')]),
    },
    { name: 'xl/workbook.xml', text: buildWorkbook(sheetNames) },
    {
      name: 'xl/_rels/workbook.xml.rels',
      text: buildRelationships([
        ...sheetNames.map((_, i) => relationship(i + 1, 'worksheet', `worksheets/sheet${i + 1}.xml`)),
        relationship(sheetNames.length + 1, 'styles', 'styles.xml'),
      ]),
    },
    { name: 'xl/styles.xml', text: STYLES },
  ]
}

function buildContentTypes(sheets: number): string {
  const override = (part: string, type: string) =>
    `<Override PartName="/xl/${part}.xml" ContentType="${TYPE}.${type}+xml"/>`
  return (
    `${XML_DECLARATION}<Types xmlns="${PACKAGE}/content-types">` +
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
    '<Default Extension="xml" ContentType="application/xml"/>' +
    override('workbook', 'sheet.main') +
    override('styles', 'styles') +
    Array.from({ length: sheets }, (_, i) => override(`worksheets/sheet${i + 1}`, 'worksheet')).join('') +
    '</Types>'
  )
}

function buildWorkbook(names: readonly string[]): string {
  const sheets = names.map(
    (name, i) => `<sheet name="${toSheetName(name, i)}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`,
  )
  return (
    `${XML_DECLARATION}<workbook xmlns="${SPREADSHEET_NAMESPACE}" xmlns:r="${OFFICE}">` +
    `<sheets>${sheets.join('')}</sheets></workbook>`
  )
}

/** Excel forbids some characters and more than 31 of them. */
const toSheetName = (name: string, index: number) =>
  escapeXml(name.replaceAll(/[\\/?*[\]:]/g, ' ').slice(0, 31) || `Sheet${index + 1}`)

const relationship = (id: number, type: string, target: string) =>
  `<Relationship Id="rId${id}" Type="${OFFICE}/${type}" Target="${target}"/>`

const buildRelationships = (relationships: readonly string[]) =>
  `${XML_DECLARATION}<Relationships xmlns="${PACKAGE}/relationships">${relationships.join('')}</Relationships>`
