/** One column or vertex of a chart. */
export interface ChartPoint {
  key: string
  /** Short name under the x axis. */
  label: string
  /** Full name in the reading and in the table. */
  title: string
  /** null: unknown. With parts, the height of the whole stack. */
  value: number | null
  /** The value with its unit. */
  text: string
  /** The value without its unit, above the column; the text if absent. */
  shortText?: string
  /** Stacked parts of a column, the lowest first. */
  parts?: readonly ChartPart[]
}

export interface ChartPart {
  name: string
  value: number
  text: string
  color: string
}
