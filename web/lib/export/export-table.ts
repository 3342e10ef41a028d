export type ExportCell = string | number

/** A table as it is given out: head, lines, and below or beside them what the numbers are. NaN: not known. */
export interface ExportTable {
  /** Of the sheet, and part of the file's name. */
  name: string
  head: readonly string[]
  lines: readonly (readonly ExportCell[])[]
  about: readonly (readonly [label: string, value: ExportCell])[]
}
