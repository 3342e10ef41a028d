import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { getCity } from '#shared/contract/city/city.ts'
import { commitChangeset } from '../../../../api/changesets/commit-changeset.ts'
import { migrateShared } from '../../../../api/db/migrations/migrate.ts'
import { openDatabase } from '../../../../api/db/open-database.ts'
import { createCity } from '../../../../api/transfer/import/city/create-city.ts'
import { createTestApp } from '../../../helpers/api/open-test-app.ts'
import { aCity } from '../../../helpers/city/a-city.ts'
import { openDedicatedServer, openReplica } from '../../../helpers/database/dedicated-server.ts'
import { aReviewer } from '../../../helpers/drafts/draft-client.ts'

/**
 * npx tsx tests/api/database/server/measure-other-server.script.ts [changes]: how long after the commit of a change
 * another server shows it to readers who send no headers, with a streaming replica that replays and with one that stands
 * still.
 */
const changes = Number(process.argv[2] ?? 200)
const city = '321000'
const primary = await openDedicatedServer()
const owner = await openDatabase({ url: primary.url })
await migrateShared(owner)
await createCity(owner, aCity({ code: city, columns: 20, rows: 40 }), { actor: 'test', note: 'test data' })
const replica = await openReplica(primary.url)
const database = await openDatabase({ url: primary.url, readUrls: [replica.url] })
const other = await createTestApp(database)
const read = async () =>
  (await other.ask(getCity, { params: { city } }, { as: aReviewer(city) })).provenance.revision
await read()

for (const replay of ['replays', 'stands still'] as const) {
  if (replay === 'stands still') await replica.pause()
  const delays: number[] = []
  for (let i = 0; i < changes; i++) {
    const { revision } = await commitChangeset(
      owner,
      { city, actor: 'test', note: 'touch', requestId: randomUUID(), kind: 'test' },
      async () => ({ answer: null, box: [1, 2, 3, 4], layers: ['grids'] }),
    )
    const committed = performance.now()
    while ((await read()) < revision) await wait(1)
    delays.push(performance.now() - committed)
    await wait(Math.random() * 20)
  }
  delays.sort((a, b) => a - b)
  const at = (share: number) => `${Math.round(delays[Math.ceil(share * delays.length) - 1] ?? NaN)} ms`
  process.stdout.write(
    `the replica ${replay}: ${changes} changes, p50 ${at(0.5)}, p99 ${at(0.99)}, longest ${at(1)}\n`,
  )
}
await replica.resume()
await other.close()
await database.close()
await owner.close()
await replica.stop()
primary.stop()
process.exit(0)
