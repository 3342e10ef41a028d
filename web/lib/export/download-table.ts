import { XLSX_MEDIA_TYPE } from '#shared/spreadsheet/workbook-parts.ts'
import { downloadBlob, downloadText } from './download-blob.ts'
import { toCsv } from './to-csv.ts'
import type { ExportTable } from './export-table.ts'
import { toWorkbook } from './to-workbook.ts'

export const tableFormats = ['xlsx', 'csv'] as const
export type TableFormat = (typeof tableFormats)[number]

/** Saves tables as one file. A CSV file holds the first table only, and below it the description of its numbers. */
export async function downloadTable(
  tables: readonly ExportTable[],
  format: TableFormat,
  name: string,
  aboutName: string,
): Promise<void> {
  const [first] = tables
  if (first === undefined) return
  if (format === 'csv') downloadText(toCsv(first.head, [...first.lines, [], ...first.about]), `${name}.csv`)
  else downloadBlob(new Blob([toWorkbook(tables, aboutName)], { type: XLSX_MEDIA_TYPE }), `${name}.xlsx`)
}
