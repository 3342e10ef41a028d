import { saveText, toCsv } from '../figures/save-csv.ts'
import type { FileTable } from './table.ts'
import { toWorkbook, WORKBOOK_TYPE } from './to-workbook.ts'

export const tableFormats = ['xlsx', 'csv'] as const
export type TableFormat = (typeof tableFormats)[number]

/** Gives tables to the reader as one file; a CSV holds the first, and says below it what the numbers are. */
export async function saveTable(
  tables: readonly FileTable[],
  format: TableFormat,
  name: string,
  aboutName: string,
): Promise<void> {
  const [first] = tables
  if (first === undefined) return
  if (format === 'csv') saveText(toCsv(first.head, [...first.lines, [], ...first.about]), `${name}.csv`)
  else saveBlob(new Blob([await toWorkbook(tables, aboutName)], { type: WORKBOOK_TYPE }), `${name}.xlsx`)
}

export function saveBlob(blob: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}
