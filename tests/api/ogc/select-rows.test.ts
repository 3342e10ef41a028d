import { expect, it } from 'vitest'
import type { FeatureRows } from '../../../api/features/ogc/collections/collection-definition.ts'
import { type ItemsQuery, selectRows } from '../../../api/features/ogc/select-rows.ts'
import { aCity } from '../../helpers/city/a-city.ts'
import { buildSnapshot } from '../../helpers/city/build-snapshot.ts'

/** Ten thousand rows whose values take a while to read. */
const features: FeatureRows = {
  mesh: buildSnapshot(aCity({ code: '321000' })).grids.mesh,
  ids: [],
  rows: Uint32Array.from({ length: 10_000 }, (_, row) => row),
  column: () => (row) => {
    let value = row
    for (let i = 0; i < 2000; i++) value = (value * 31 + i) % 10_007
    return value < 0 ? null : row
  },
}
const collection = { fields: [{ name: 'code', title: 'code', type: 'integer' as const }] }
const query = { limit: 10, offset: 0, filter: 'code >= 5000' } as ItemsQuery

it('lets other requests be answered while it filters', async () => {
  let turns = 0
  let done = false
  const turn = () => {
    turns++
    if (!done) setImmediate(turn)
  }
  setImmediate(turn)
  const rows = await selectRows(collection, features, query)
  done = true
  expect(rows).toEqual(Array.from({ length: 5000 }, (_, i) => 5000 + i))
  expect(turns).toBeGreaterThan(2)
})

it('ends when nobody waits for the rows any more', async () => {
  const gone = new AbortController()
  const rows = selectRows(collection, features, query, gone.signal)
  gone.abort(new Error('gone'))
  await expect(rows).rejects.toThrow('gone')
})
