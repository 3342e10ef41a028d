import { writeSync } from 'node:fs'
import { openDatabase } from '../../../../api/db/open-database.ts'
import { createDraftService } from '../../../../api/drafts/draft-service.ts'
import { publishDraft } from '../../../../api/drafts/publish/publish-draft.ts'
import { createSnapshotCache } from '../../../../api/snapshot/snapshot-cache.ts'
import { fingerprintCity } from '../fingerprint-city.ts'
import { observeChangeset } from '../observe-changeset.ts'

/**
 * Says what the last process left behind, publishes a draft, and kills itself, as hard as can be: at the statement of
 * that number of the change (`at`), or (`at: 'commit'`) so many microseconds after COMMIT was sent. Without `at` it
 * lives on, and says what came of it.
 */

const { settings, city, draft, at, delay = 0 } = JSON.parse(process.argv[2] ?? '{}')
const say = (what: object) => writeSync(1, `${JSON.stringify(what)}\n`)
const die = () => process.kill(process.pid, 'SIGKILL')

const database = await openDatabase(settings)
say({ found: await fingerprintCity(database, city) })
let statements = 0
const watched = observeChangeset(database, {
  onStatement(count) {
    if (count === at) die()
  },
  onCommit(count) {
    statements = count
    if (at !== 'commit') return
    const until = process.hrtime.bigint() + BigInt(delay) * 1000n
    // COMMIT goes out once this callback has returned: another turn of the loop sees it on its way
    const wait = () => (process.hrtime.bigint() >= until ? die() : setImmediate(wait))
    setImmediate(wait)
  },
})
const desk = createDraftService({
  database: watched,
  cities: createSnapshotCache(database, 1),
  now: Date.now,
})
const publish = () =>
  publishDraft(
    desk,
    { name: 'demo-planner', address: null },
    { city, id: draft, note: '发布' },
    () => undefined,
  )
const { revision } = await publish()
// asked again, as whoever had no answer would
say({
  published: revision,
  again: (await publish()).revision,
  statements,
  left: await fingerprintCity(database, city),
})
await database.close()
