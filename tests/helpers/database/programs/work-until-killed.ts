import { writeSync } from 'node:fs'
import { openDatabase } from '../../../../api/db/open-database.ts'
import { openKillWork } from '../../kills/kill-works.ts'

/**
 * Checks what the last process has left behind, then does a work again and again until it is killed. Prints 'begin' and
 * 'end MILLISECONDS' around each round; a wrong state ends it with exit code 1 and the reason on stderr.
 */

const { settings, work, folder } = JSON.parse(process.argv[2] ?? '{}')
const say = (line: string) => writeSync(1, `${line}\n`)
const database = await openDatabase(settings)
const rounds = openKillWork(database, work, folder)
await rounds.check()
say('checked')
for (;;) {
  await rounds.prepare()
  say('begin')
  const from = performance.now()
  await rounds.run()
  say(`end ${performance.now() - from}`)
}
