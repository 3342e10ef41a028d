import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Database, TransactionOptions } from '../../api/db/database.ts'
import { runAsLongWork } from '../../api/runtime/work/work-context.ts'
import { createSnapshotCache, type SnapshotCache } from '../../api/snapshot/snapshot-cache.ts'
import { createCity } from '../../api/transfer/import/city/create-city.ts'
import { aCity } from '../helpers/city/a-city.ts'
import { openTestDatabase, type TestDatabase } from '../helpers/database/open-test-database.ts'

const codes = ['321000', '321100', '321200'] as const
const days = ['2026-01-01', '2026-02-01', '2026-03-01', '2026-04-01'] as const
const MINUTE = 60_000

let test: TestDatabase

beforeAll(async () => {
  test = await openTestDatabase()
  for (const code of codes)
    await createCity(test.database, aCity({ code, columns: 2, rows: 2 }), {
      actor: 'test',
      note: 'test data',
    })
})
/** Caches that have begun threads. */
const opened: SnapshotCache[] = []
afterAll(async () => {
  for (const cache of opened) await cache.close()
  await test.drop()
})

/** Counts loads of whole cities and days, which are the reading transactions with one consistent view. */
function countLoads(database: Database): { database: Database; loads: () => number } {
  let loads = 0
  const transaction: Database['transaction'] = (work, options: TransactionOptions = {}) => {
    if (options.isolation === 'repeatable read') loads++
    return database.transaction(work, options)
  }
  return { database: { ...database, transaction }, loads: () => loads }
}

function openCache(capacity: number) {
  const { database, loads } = countLoads(test.database)
  let uptime = 0
  const cities = createSnapshotCache(
    database,
    capacity,
    () => Date.parse('2026-11-29T04:00:00Z'),
    () => uptime,
  )
  opened.push(cities)
  const pass = (ms: number) => {
    uptime += ms
  }
  return { cities, loads, pass }
}

describe('cities in memory', () => {
  it('loads three cities once each while they are read in turn and there is room for two', async () => {
    const { cities, loads, pass } = openCache(2)
    for (let round = 0; round < 5; round++) {
      for (const code of codes) {
        pass(1000)
        expect((await cities.get(code)).snapshot.code).toBe(code)
      }
    }
    expect(loads()).toBe(3)
  })

  it('keeps a city whose tiles come from memory alone while others are loaded', async () => {
    const { cities, pass } = openCache(1)
    await cities.get(codes[0])
    for (const code of [codes[1], codes[2], codes[1], codes[2]]) {
      pass(MINUTE / 2 + 1)
      expect(cities.getLoaded(codes[0])?.snapshot.code).toBe(codes[0])
      await cities.get(code)
    }
    expect(cities.inMemory()).toContain(codes[0])
  })

  it('loads a city once for all who ask for it at the same moment', async () => {
    const { cities, loads } = openCache(1)
    const [first, ...others] = await Promise.all(Array.from({ length: 20 }, () => cities.get(codes[0])))
    expect(others.every((each) => each === first)).toBe(true)
    expect(loads()).toBe(1)
  })

  it('gives memory back a minute after the last reading', async () => {
    const { cities, pass } = openCache(1)
    for (const code of codes.slice(0, 2)) await cities.get(code)
    expect(cities.inMemory()).toHaveLength(2)
    pass(MINUTE + 1)
    cities.dropUnused()
    expect(cities.inMemory()).toEqual([codes[1]])
  })
})

describe('past days in memory', () => {
  it('answers a day from memory after its city has left it', async () => {
    const { cities, loads, pass } = openCache(1)
    const address = `${codes[0]}@${days[0]}`
    const day = await cities.get(address)
    pass(MINUTE + 1)
    await cities.get(codes[1])
    expect(cities.inMemory()).toEqual([codes[1]])
    const before = loads()
    expect(await cities.get(address)).toBe(day)
    expect(loads()).toBe(before)
  })

  it('keeps the present city that is read while many days are read once each', async () => {
    const { cities, loads, pass } = openCache(1)
    const present = await cities.get(codes[0])
    const read = await cities.get(`${codes[0]}@${days[0]}`)
    for (let day = 1; day <= 28; day++) {
      pass(1000)
      await cities.get(`${codes[1]}@2025-02-${String(day).padStart(2, '0')}`)
      const before = loads()
      expect(await cities.get(codes[0])).toBe(present)
      expect(await cities.get(`${codes[0]}@${days[0]}`)).toBe(read)
      expect(loads()).toBe(before)
    }
  })
  it('shares borders that did not differ between a day and the present city', async () => {
    const { cities } = openCache(1)
    const { snapshot: present } = await cities.get(codes[0])
    const { snapshot: past } = await cities.get(`${codes[0]}@${days[0]}`)
    expect(past.asOf).toBe(days[0])
    expect(past.grids.mesh).toBe(present.grids.mesh)
    expect(past.units.community.mesh).toBe(present.units.community.mesh)
    expect(past.figures).toEqual(present.figures)
  })

  it('ends the loading of a day when nobody waits for it, and loads it for the next reader', async () => {
    const { cities, loads } = openCache(1)
    await cities.get(codes[0])
    const address = `${codes[0]}@${days[1]}`
    const [first, second] = [new AbortController(), new AbortController()]
    const readers = [first, second].map(({ signal }) => runAsLongWork(signal, () => cities.get(address)))
    first.abort(new Error('first has gone'))
    await expect(readers[0]).rejects.toThrow('first has gone')
    second.abort(new Error('second has gone'))
    await expect(readers[1]).rejects.toThrow('second has gone')
    expect(cities.getLoaded(address)).toBeUndefined()
    const before = loads()
    expect((await cities.get(address)).snapshot.asOf).toBe(days[1])
    expect(loads()).toBeGreaterThan(before)
  })
})
