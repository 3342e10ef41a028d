import { parseArgs } from 'node:util'
import { createCity } from '../transfer/import/city/create-city.ts'
import { createSyntheticPlan } from '../../data/generate/synthetic/create-synthetic-plan.ts'
import { generateCity } from '../../data/generate/generate-city.ts'
import { loadSql } from '../db/load-sql.ts'
import { migrateShared } from '../db/migrations/migrate.ts'
import { openDatabase } from '../db/open-database.ts'
import { withSharedSchema } from '../db/transaction/with-city.ts'
import { toDatabaseSettings } from '../db/database-settings.ts'
import { StartError } from '../errors.ts'
import { collectGarbage } from '../runtime/heap-limits.ts'
import { readSettings } from '../runtime/settings.ts'
import { createProgressBar } from '../runtime/progress-bar.ts'

/**
 * npm run demo -- --cities 100 --grids 11000
 *
 * Fills the database with generated cities, one after the other, so that memory does not grow with their
 * number. Codes run 900100, 900200, …; a city that is there already is left as it is, one whose writing was
 * interrupted is completed.
 */
const USAGE = 'npm run demo -- [--cities 1] [--grids 11000] [--seed demo]'
const FIRST_CODE = 9001

const listStatement = loadSql('api/snapshot/sql/list-cities.sql')

async function main(): Promise<void> {
  const { cities, grids, seed } = readArguments()
  const settings = readSettings(process.env)
  const database = await openDatabase(toDatabaseSettings(settings))
  await migrateShared(database)
  const { rows } = await withSharedSchema(database, (tx) =>
    tx.query<{ code: string; state: string }>(listStatement),
  )
  const ready = new Set(rows.filter((city) => city.state === 'ready').map((city) => city.code))
  const bar = createProgressBar(`${cities} × ${grids}`)
  for (let i = 0; i < cities; i++) {
    const code = `${FIRST_CODE + i}00`
    if (!ready.has(code)) {
      const facts = generateCity(createSyntheticPlan({ code, grids, seed }), seed)
      await createCity(database, facts, { actor: 'system', note: '演示数据 · generated city' })
      collectGarbage()
    }
    bar(i + 1, cities)
  }
  await database.close()
}

function readArguments(): { cities: number; grids: number; seed: string } {
  try {
    const { values } = parseArgs({
      options: {
        cities: { type: 'string', default: '1' },
        grids: { type: 'string', default: '11000' },
        seed: { type: 'string', default: 'demo' },
      },
    })
    const [cities, grids] = [Number(values.cities), Number(values.grids)]
    if (Number.isInteger(cities) && cities >= 1 && cities <= 900 && Number.isInteger(grids) && grids >= 100)
      return { cities, grids, seed: values.seed }
  } catch {
    /* said below */
  }
  throw new StartError(`Usage: ${USAGE} (at most 900 cities, at least 100 grids each)`)
}

main().catch((error: unknown) => {
  process.stderr.write(
    `${error instanceof StartError ? error.message : error instanceof Error ? error.stack : String(error)}\n`,
  )
  process.exit(1)
})
