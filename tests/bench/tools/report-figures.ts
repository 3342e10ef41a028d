import { appendFileSync } from 'node:fs'
import { z } from 'zod'

export const Figure = z.object({
  en: z.string(),
  zh: z.string(),
  /** With SI units, which read the same in both languages. */
  value: z.string(),
  /** Something measured in the same run. */
  compared: z.object({ en: z.string(), zh: z.string() }).optional(),
})
/** One row of the README's table of figures. */
export type Figure = z.infer<typeof Figure>

/** File to which the rows are appended, one JSON line per call; unset: rows are not recorded. */
export const FIGURES_FILE = 'BENCH_FIGURES_FILE'

/** Records rows for the README; `npm run bench -- --readme` collects them. */
export function reportFigures(figures: Figure[]): void {
  const file = process.env[FIGURES_FILE]
  if (file !== undefined) appendFileSync(file, `${JSON.stringify(figures)}\n`)
}

/** 1234.5 → 1,235; 12.34 → 12.3; 0.123 → 0.12. */
export function formatFigure(value: number): string {
  if (value >= 100) return Math.round(value).toLocaleString('en-US')
  return String(Number(value.toPrecision(value >= 1 ? 3 : 2)))
}
