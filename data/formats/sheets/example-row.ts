import type { AttributeValue } from '../model/format.ts'

/** What a cell of an example begins with, by language. */
export const EXAMPLE_MARKS = { zh: '示例：', en: 'Example: ' } as const

const MARK = /^\s*(?:示例|样例|example)\s*[:：]/i

/** Whether a row is an example of how a table is filled in: one of its cells says so. */
export function isExampleRow(cells: readonly AttributeValue[]): boolean {
  return cells.some((cell) => typeof cell === 'string' && MARK.test(cell))
}

/** Names of the sheet that explains how a table is filled in, by language. It is not read beside others. */
export const NOTES_SHEET_NAMES = { zh: '填写说明', en: 'How to fill in' } as const

/** Whether a sheet explains how another one is filled in. */
export const isNotesSheet = (name: string): boolean =>
  Object.values<string>(NOTES_SHEET_NAMES).includes(name.trim())
