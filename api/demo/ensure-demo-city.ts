import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import type { Database } from '../db/database.ts'
import { loadSql } from '../db/load-sql.ts'
import { withSharedSchema } from '../db/transaction/with-city.ts'
import { StartError } from '../errors.ts'
import { collectGarbage } from '../runtime/heap-limits.ts'
import { resolveWorkerEntry } from '../threads/resolve-worker-entry.ts'
import { createCity } from '../transfer/import/city/create-city.ts'

export type ProgressCallback = (done: number, total: number) => void

const DEMO_CODE = '320900'

const listStatement = loadSql('api/snapshot/sql/list-cities.sql')

/**
 * Loads the generated demo city into an empty database, and completes one whose loading was interrupted.
 * `apart`: in a process of its own, whose memory goes with it; only for a database that more than one process
 * can open. Tells whether there was anything to write.
 */
export async function ensureDemoCity(
  database: Database,
  onProgress: ProgressCallback,
  { apart = false } = {},
): Promise<boolean> {
  const { rows } = await withSharedSchema(database, (tx) =>
    tx.query<{ code: string; state: string; demo: boolean }>(listStatement),
  )
  const unfinished = rows.some((city) => city.code === DEMO_CODE && city.demo && city.state === 'loading')
  if (rows.length > 0 && !unfinished) return false
  if (apart) {
    await writeApart(onProgress)
  } else {
    await writeDemoCity(database, onProgress)
    collectGarbage()
  }
  return true
}

async function writeDemoCity(database: Database, onProgress: ProgressCallback): Promise<void> {
  const { generateYancheng } = await import('../../data/demo/yancheng.ts')
  // a fifth of the time goes into making the city, the rest into writing it
  await createCity(database, generateYancheng({ onProgress: (part) => onProgress(part, 5) }), {
    actor: 'system',
    note: '演示数据 · generated demo city',
    onProgress: (done, total) => onProgress(total / 4 + done, total * 1.25),
  })
}

const Progress = z.object({ done: z.number(), total: z.number() })
export type DemoLoadProgress = z.infer<typeof Progress>

async function writeApart(onProgress: ProgressCallback): Promise<void> {
  const child = fork(fileURLToPath(await resolveWorkerEntry(new URL('./demo-loader', import.meta.url))), {
    execArgv: [],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  child.on('message', (message) => {
    const { done, total } = Progress.parse(message)
    onProgress(done, total)
  })
  const [code] = await once(child, 'exit')
  if (code !== 0)
    throw new StartError(
      'The demo city could not be written; the next start goes on with it. DEMO_CITY=off starts without it.',
    )
}
