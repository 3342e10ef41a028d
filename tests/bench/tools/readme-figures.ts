import os from 'node:os'
import { z } from 'zod'
import { Figure } from './report-figures.ts'

const Measurement = z.object({
  /** Day of the run, ISO 8601. */
  day: z.string(),
  /** Cores, processor and Node version. */
  machine: z.string(),
  figures: z.array(Figure),
})
export const StoredFigures = z.record(z.string(), Measurement)
/** The latest measurement of each benchmark, by its name. */
export type StoredFigures = z.infer<typeof StoredFigures>

export type Language = 'en' | 'zh'

const BEGIN = '<!-- figures: written by npm run bench -- --readme -->'
const END = '<!-- end of figures -->'

const TEXTS = {
  en: { head: '| what | figure | compared, same run |', measured: (day: string) => `Measured ${day}` },
  zh: { head: '| 项目 | 数值 | 同一次运行中的参照 |', measured: (day: string) => `测于 ${day}` },
}

/** Returns cores, processor and Node version of this machine. */
export function describeMachine(): string {
  const cores = os.cpus()
  return `${cores.length} × ${cores[0]?.model.trim() ?? 'unknown processor'}, Node ${process.versions.node}`
}

/** Returns one table per day and machine, the latest first. */
export function renderFigures(stored: StoredFigures, language: Language): string {
  const groups = new Map<string, Figure[]>()
  const runs = Object.values(stored).sort((a, b) => (a.day < b.day ? 1 : a.day > b.day ? -1 : 0))
  for (const { day, machine, figures } of runs) {
    const head = `${TEXTS[language].measured(day)} · ${machine}`
    groups.set(head, [...(groups.get(head) ?? []), ...figures])
  }
  return [...groups].map(([head, figures]) => renderTable(head, figures, language)).join('\n\n')
}

/** Replaces the tables between the two comments of a README; throws when they are missing. */
export function replaceFigures(readme: string, tables: string): string {
  const [before, rest] = readme.split(BEGIN)
  const after = rest?.split(END)[1]
  if (before === undefined || after === undefined) throw new Error(`The README lacks ${BEGIN} or ${END}.`)
  return `${before}${BEGIN}\n\n${tables}\n\n${END}${after}`
}

function renderTable(head: string, figures: Figure[], language: Language): string {
  const rows = figures.map(
    (figure) => `| ${figure[language]} | ${figure.value} | ${figure.compared?.[language] ?? ''} |`,
  )
  return [`**${head}**`, '', TEXTS[language].head, '|---|---:|---|', ...rows].join('\n')
}
