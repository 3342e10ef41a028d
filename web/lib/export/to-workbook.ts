import { strToU8, zipSync } from 'fflate'
import {
  buildHeadCell,
  buildNumberCell,
  buildSheetRow,
  buildSheetStart,
  buildTextCell,
  SHEET_END,
} from '#shared/spreadsheet/sheet-xml.ts'
import { buildWorkbookParts } from '#shared/spreadsheet/workbook-parts.ts'
import type { ExportCell, ExportTable } from './export-table.ts'

/** ZIP archives know no date before 1980; a fixed one makes equal tables equal files. */
const WRITTEN_AT = new Date(1980, 0, 1)
const WIDTH_SAMPLE_ROWS = 200

/** The bytes of a workbook: a sheet for each table, and one that describes the numbers. Codes stay text. */
export function toWorkbook(tables: readonly ExportTable[], aboutName: string): Uint8Array<ArrayBuffer> {
  const about: ExportTable = { name: aboutName, head: [], lines: tables[0]?.about ?? [], about: [] }
  const sheets = [...tables, about]
  const parts = [
    ...buildWorkbookParts(sheets.map(({ name }) => name)),
    ...sheets.map((table, i) => ({ name: `xl/worksheets/sheet${i + 1}.xml`, text: buildSheet(table) })),
  ]
  const files = Object.fromEntries(parts.map(({ name, text }) => [name, strToU8(text)]))
  return zipSync(files, { mtime: WRITTEN_AT })
}

function buildSheet({ head, lines }: ExportTable): string {
  const rows = [
    ...(head.length === 0 ? [] : [head.map(buildHeadCell)]),
    ...lines.map((line) =>
      line.map((value) => (typeof value === 'string' ? buildTextCell(value) : buildNumberCell(value))),
    ),
  ]
  return (
    buildSheetStart({ frozenHead: head.length > 0, widths: measureColumns(head, lines) }) +
    rows.map((cells, i) => buildSheetRow(i + 1, cells)).join('') +
    SHEET_END
  )
}

/** Widths of the columns in characters, from the head and the first rows. */
function measureColumns(head: ExportTable['head'], lines: ExportTable['lines']): number[] {
  const sample = [head, ...lines.slice(0, WIDTH_SAMPLE_ROWS)]
  return (head.length > 0 ? head : (lines[0] ?? [])).map((_, column) =>
    Math.min(48, Math.max(9, ...sample.map((line) => 2 + measureText(line[column] ?? '')))),
  )
}

/** Chinese characters are twice as wide as Latin ones. */
const measureText = (value: ExportCell) =>
  [...String(value)].reduce((sum, sign) => sum + ((sign.codePointAt(0) ?? 0) > 0x2e7f ? 2 : 1), 0)
