import { downloadText, toCsv } from './to-csv.ts'
import type { ExportTable } from './export-table.ts'
import { toWorkbook, XLSX_MIME_TYPE } from './to-workbook.ts'

export const tableFormats = ['xlsx', 'csv'] as const
export type TableFormat = (typeof tableFormats)[number]

/** Gives tables to the reader as one file; a CSV holds the first, and says below it what the numbers are. */
export async function downloadTable(
  tables: readonly ExportTable[],
  format: TableFormat,
  name: string,
  aboutName: string,
): Promise<void> {
  const [first] = tables
  if (first === undefined) return
  if (format === 'csv') downloadText(toCsv(first.head, [...first.lines, [], ...first.about]), `${name}.csv`)
  else downloadBlob(new Blob([await toWorkbook(tables, aboutName)], { type: XLSX_MIME_TYPE }), `${name}.xlsx`)
}

export function downloadBlob(blob: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}
