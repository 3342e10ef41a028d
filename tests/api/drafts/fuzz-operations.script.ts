import { fuzzOperations } from '../../helpers/fuzz/fuzz-operations.ts'
import { createGeosJudge } from '../../helpers/fuzz/geos-judge.ts'
import { openTestDatabase } from '../../helpers/database/open-test-database.ts'

/**
 * npm run test:fuzz -- [operations] [seed] [seconds]: runs so many random operations on grids, or as many as the time
 * allows, with GEOS as judge: of the embedded database, or of the PostGIS server at TEST_DATABASE_URL.
 */
const [operations = 1_000_000, seed = Date.now() % 1e9, seconds = Infinity] = process.argv
  .slice(2)
  .map(Number)
process.stdout.write(`seed ${seed}\n`)
const { database, drop } = await openTestDatabase({ holds: 'blank' })
const result = await fuzzOperations(createGeosJudge(database), { operations, seed, maxMs: seconds * 1000 })
await drop()
const list = (counts: ReadonlyMap<string, number>) =>
  [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ')
process.stdout.write(
  `${result.operations} operations on ${result.tilings} tilings\naccepted: ${list(result.accepted)}\nrejected: ${list(result.rejected)}\n`,
)
for (const defect of result.defects) process.stdout.write(`DEFECT ${defect}\n`)
process.stdout.write(`${result.defects.length} defects\n`)
process.exitCode = result.defects.length > 0 ? 1 : 0
