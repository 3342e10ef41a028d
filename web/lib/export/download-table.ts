import { XLSX_MEDIA_TYPE } from '#shared/spreadsheet/workbook-parts.ts'
import { downloadText, toCsv } from './to-csv.ts'
import type { ExportTable } from './export-table.ts'
import { toWorkbook } from './to-workbook.ts'

export const tableFormats = ['xlsx', 'csv'] as const
export type TableFormat = (typeof tableFormats)[number]

/** Downloads tables as one file; a CSV file holds the first table, and below it the description of its numbers. */
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

export function downloadBlob(blob: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}
