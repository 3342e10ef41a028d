import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { getCity } from '#shared/contract/city/city.ts'
import { getSettings, putSettings } from '#shared/contract/city/city-settings.ts'
import type { Point } from '#shared/geometry/lattice.ts'
import { getShapeBox } from '#shared/geometry/shapes/shape-box.ts'
import { aCity } from '../../helpers/city/a-city.ts'
import { anOfficial, createDraftClient } from '../../helpers/drafts/draft-client.ts'
import { openTestApp, type TestApp } from '../../helpers/api/open-test-app.ts'
import { waitUntil } from '../../helpers/wait-until.ts'

const city = '321300'
const street = '321301001'
const own = anOfficial(city, street)
const admin = { as: { role: 'admin' as const, area: { city } } }

let test: TestApp
let client: ReturnType<typeof createDraftClient>
beforeAll(async () => {
  test = await openTestApp({ cities: [aCity({ code: city, wave: 0 })] })
  client = createDraftClient(test, city)
})
afterAll(() => test.close())

async function setCrumbLimits(drawing: { crumbShare: number; crumbAreaM2: number }): Promise<void> {
  const { settings, version } = await test.ask(getSettings, { params: { city } }, admin)
  const body = { requestId: randomUUID(), note: '碎块', version, settings: { ...settings, drawing } }
  const { provenance } = await test.ask(putSettings, { params: { city }, body }, admin)
  await waitUntil(
    async () => (await test.ask(getCity, { params: { city } })).provenance.revision >= provenance.revision,
  )
}

/** A cut from south to north that comes back over the northern border for a moment: about 5 m × 2 m. */
async function hookedCut(code: string) {
  const { id, shape } = await client.findGrid(code)
  const [west, south, east, north] = getShapeBox(shape)
  const x = Math.round((west + east) / 2) + 700
  const line: Point[] = [
    [x, south - 500],
    [x, north + 200],
    [x + 400, north + 200],
    [x + 400, north - 200],
    [x + 900, north - 200],
    [x + 900, north + 500],
  ]
  return {
    op: 'split' as const,
    grid: id,
    line: line.map(([lon, lat]): [number, number] => [lon, lat]),
    newGrid: -1,
  }
}

describe('a crumb of a cut', () => {
  it('stays with the part beside it, and the answer says where', async () => {
    const id = await client.begin(street)
    const operation = await hookedCut(`${street}001002`)
    const { accepted, refused, notes } = await client.add(id, [operation], own)
    expect(refused).toBeNull()
    expect(notes).toEqual([
      {
        id: accepted[0],
        code: 'crumb_joined',
        at: [expect.any(Number), expect.any(Number)],
        areaM2: expect.any(Number),
      },
    ])
    expect(notes[0]?.areaM2).toBeLessThan(200)
    const [hookWest, hookEast] = [operation.line[3]?.[0] ?? 0, operation.line[4]?.[0] ?? 0]
    expect(notes[0]?.at[0]).toBeGreaterThan(hookWest)
    expect(notes[0]?.at[0]).toBeLessThan(hookEast)
  })

  it('is refused where the settings of the city allow no crumbs; earlier drafts keep their limits', async () => {
    const earlier = await client.begin(street, own, '早先')
    await setCrumbLimits({ crumbShare: 0, crumbAreaM2: 0 })
    const later = await client.begin(street, own, '后来')
    const operation = await hookedCut(`${street}001003`)
    expect((await client.add(earlier, [operation], own)).refused).toBeNull()
    await client.leave(earlier, own)
    expect((await client.add(later, [operation], own)).refused?.reason).toMatchObject({
      code: 'too_many_parts',
      at: [expect.any(Number), expect.any(Number)],
    })
  })
})
