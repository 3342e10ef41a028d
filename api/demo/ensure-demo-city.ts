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

/** Whether the database is empty, or the loading of its demo city was interrupted. */
export async function isDemoCityMissing(database: Database): Promise<boolean> {
  const { rows } = await withSharedSchema(database, (tx) =>
    tx.query<{ code: string; state: string; demo: boolean }>(listStatement),
  )
  return (
    rows.length === 0 || rows.some((city) => city.code === DEMO_CODE && city.demo && city.state === 'loading')
  )
}

/** Loads the generated demo city into an empty database, and completes one whose loading was interrupted. */
export async function ensureDemoCity(database: Database, onProgress: ProgressCallback): Promise<void> {
  if (!(await isDemoCityMissing(database))) return
  await writeDemoCity(database, onProgress)
  collectGarbage()
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

/**
 * Does the same in a process of its own, whose memory goes with it. An embedded database must be closed meanwhile.
 *
 * @throws StartError when the process fails
 */
export async function ensureDemoCityApart(onProgress: ProgressCallback): Promise<void> {
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
