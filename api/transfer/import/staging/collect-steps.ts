import type { Staging, ImportStep } from './staging.ts'

/** Rows in one statement: few enough that none takes long, many enough that round trips do not count. */
const BATCH = 1000

/** Gathers rows by step and hands them on a thousand at a time. */
export function collectSteps(staging: Staging) {
  const waiting = new Map<string, { step: ImportStep; rows: object[] }>()
  // importers of many rows say the very same step again and again
  const keys = new WeakMap<ImportStep, string>()
  const keyOf = (step: ImportStep): string => {
    let key = keys.get(step)
    if (key === undefined) keys.set(step, (key = JSON.stringify(step)))
    return key
  }
  const flush = async (key: string) => {
    const batch = waiting.get(key)
    if (!batch) return
    waiting.delete(key)
    await staging.put(batch.step, batch.rows)
  }
  return {
    async add(step: ImportStep, ...rows: object[]): Promise<void> {
      const key = keyOf(step)
      for (const row of rows) {
        let batch = waiting.get(key)
        if (!batch) waiting.set(key, (batch = { step, rows: [] }))
        batch.rows.push(row)
        if (batch.rows.length >= BATCH) await flush(key)
      }
    },
    async flush(): Promise<void> {
      for (const key of [...waiting.keys()]) await flush(key)
    },
  }
}
