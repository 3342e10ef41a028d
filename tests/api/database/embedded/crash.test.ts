import { existsSync, readdirSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDatabase } from '../../../../api/db/open-database.ts'
import { waitForLine, startProgram } from '../../../helpers/database/start-program.ts'
import { copyDataFolder } from '../../../helpers/database/open-test-database.ts'
import { waitUntil } from '../../../helpers/wait-until.ts'

/** kill -9 at any moment, on real processes: either nothing is there, or all that was committed. */

describe('a process killed during database creation', () => {
  let dataDir: string
  beforeAll(async () => {
    dataDir = join(await mkdtemp(join(tmpdir(), 'grid-map-test-')), 'data')
  })
  afterAll(() => rm(join(dataDir, '..'), { recursive: true }))

  const moments: [string, (child: ReturnType<typeof startProgram>) => Promise<void>][] = [
    [
      'while the extension is unpacked',
      async (child) => {
        await waitForLine(child, 'unpack')
        await wait(200)
      },
    ],
    [
      'while the system tables are made',
      async (child) => {
        await waitForLine(child, 'initialise')
        await waitUntil(
          () =>
            readdirSync(dataDir).some(
              (name) => name.startsWith('postgres.') && existsSync(join(dataDir, name, 'postgres/base/1')),
            ),
          90_000,
        )
      },
    ],
    [
      'right after it was put in its place',
      async () => {
        await waitUntil(() => existsSync(join(dataDir, 'postgres')), 90_000)
      },
    ],
  ]
  test.each(moments)(
    '%s',
    async (_when, moment) => {
      const child = startProgram('keep-database-open', { dataDir })
      await moment(child)
      await child.kill()
      expect(existsSync(join(dataDir, 'lock'))).toBe(true)
    },
    120_000,
  )

  test('leaves a database that the next start opens, complete and without temporary files', async () => {
    const database = await openDatabase({ dataDir })
    expect((await database.query('select ST_Area(ST_MakeEnvelope(0, 0, 2, 3)) as area')).rows).toEqual([
      { area: 6 },
    ])
    await database.close()
    expect(readdirSync(dataDir).sort()).toEqual(['.grid-map', 'cache', 'postgres'])
    expect(readdirSync(join(dataDir, 'cache'))).toHaveLength(1)
  }, 60_000)
})

describe('a process killed while writing', () => {
  test('keeps every committed batch complete and nothing of an uncommitted one', async () => {
    const { settings, remove } = await copyDataFolder('blank')
    let committed = 0
    // at least two: the batch after the last printed one may have been committed as well
    for (const more of [2, 8, 12]) {
      const child = startProgram('write-rows', settings)
      await waitForLine(child, String(committed + more))
      await child.kill()
      committed = Math.max(committed, ...child.lines.filter((line) => line !== 'writing').map(Number))
    }

    const database = await openDatabase(settings)
    const { rows } = await database.query<{ batch: number; size: number; last: number }>(
      "select batch, count(*) as size, count(*) filter (where filling = 'last') as last from pair group by batch order by batch",
    )
    await database.close()
    await remove()
    expect(committed).toBeGreaterThan(20)
    // the last batch may have been committed without there being time to say so
    expect([committed, committed + 1]).toContain(rows.length)
    expect(rows).toEqual(rows.map((_, i) => ({ batch: i + 1, size: (i + 1) % 5 === 0 ? 4_001 : 2, last: 1 })))
  }, 120_000)
})
