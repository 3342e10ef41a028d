import { killRepeatedly } from '../../helpers/kills/kill-repeatedly.ts'
import { killWorks } from '../../helpers/kills/kill-works.ts'

/**
 * npm run test:kills -- [kills] [seconds] [work …]: kills processes at random moments of an import, an undo, a backup, a
 * restore, a first load and a migration, so many times each, or as often as the time for each allows; on the embedded
 * database, or on the PostGIS server at TEST_DATABASE_URL.
 */
const [kills = '100', seconds = 'Infinity', ...chosen] = process.argv.slice(2)
for (const work of killWorks.filter((name) => chosen.length === 0 || chosen.includes(name))) {
  const result = await killRepeatedly(work, { kills: Number(kills), maxMs: Number(seconds) * 1000 })
  process.stdout.write(
    `${work}: ${result.kills} kills in the middle, ${result.missed} beside it, ${result.completed} rounds completed, ${result.defects.length} defects\n`,
  )
  for (const defect of result.defects) process.stdout.write(`DEFECT ${defect}\n`)
  if (result.defects.length > 0) process.exitCode = 1
}
