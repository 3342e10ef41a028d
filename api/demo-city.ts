import type { Database } from './db/database.ts'
import { loadSql } from './db/load-sql.ts'
import { withShared } from './db/with-city.ts'
import { giveBackMemory } from './give-back-memory.ts'
import { createCity } from '../data/importers/create-city.ts'

const DEMO_CODE = '320900'

const listStatement = loadSql('api/snapshot/sql/list-cities.sql')

/** Loads the generated demo city into an empty database, and completes one whose loading was interrupted. */
export async function ensureDemoCity(database: Database, onProgress: (done: number, total: number) => void): Promise<void> {
  const { rows } = await withShared(database, (tx) => tx.query<{ code: string; state: string; demo: boolean }>(listStatement))
  const unfinished = rows.some((city) => city.code === DEMO_CODE && city.demo && city.state === 'loading')
  if (rows.length > 0 && !unfinished) return
  await writeDemoCity(database, onProgress)
  giveBackMemory()
}

async function writeDemoCity(database: Database, onProgress: (done: number, total: number) => void): Promise<void> {
  const { generateYancheng } = await import('../data/demo/yancheng.ts')
  // a fifth of the time goes into making the city, the rest into writing it
  await createCity(database, generateYancheng({ onProgress: (part) => onProgress(part, 5) }), {
    actor: 'system',
    note: '演示数据 · generated demo city',
    onProgress: (done, total) => onProgress(total / 4 + done, total * 1.25),
  })
}
