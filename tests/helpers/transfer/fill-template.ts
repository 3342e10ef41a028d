import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { buildSheetRow } from '#shared/spreadsheet/sheet-xml.ts'

/** Returns the parts of a workbook as text, by their path. */
export function unpackWorkbook(workbook: Uint8Array): Record<string, string> {
  const parts = Object.entries(unzipSync(workbook))
  return Object.fromEntries(parts.map(([name, bytes]) => [name, strFromU8(bytes)]))
}

/**
 * Returns a template with rows of cells in its first sheet, as a spreadsheet program saves it: written over the example,
 * or below it.
 */
export function fillTemplate(
  template: Uint8Array,
  rows: readonly (readonly string[])[],
  { keepsExample = false }: { keepsExample?: boolean } = {},
): Uint8Array<ArrayBuffer> {
  const parts = unpackWorkbook(template)
  const path = 'xl/worksheets/sheet1.xml'
  const first = keepsExample ? 3 : 2
  const filled = rows.map((cells, i) => buildSheetRow(first + i, cells)).join('')
  parts[path] = parts[path]!.replace(/<row r="2">.*?<\/row>/s, (example) =>
    keepsExample ? example : '',
  ).replace('</sheetData>', () => `${filled}</sheetData>`)
  const files = Object.entries(parts).map(([name, text]) => [name, strToU8(text)])
  return zipSync(Object.fromEntries(files))
}
