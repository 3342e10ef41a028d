import { describe, expect, it } from 'vitest'
import { EXACT_WRITERS } from '../../data/formats/writers.ts'
import { fuzzFile, writeSampleFiles } from './fuzz-files.ts'

const SAMPLE_NAMES = [
  ...EXACT_WRITERS.map(({ extension }) => `stations${extension}`),
  'houses.osm',
  'houses.osm.pbf',
]

/** A short run of what fuzz-files.script.ts does at length. */
describe('a corrupted file', () => {
  it.each(SAMPLE_NAMES)(
    '%s is read or rejected with a reason in bounded time',
    async (name) => {
      const file = (await writeSampleFiles()).find((each) => each.name === name)!
      const { tried, read, refused, slowest } = await fuzzFile(file, 60, 1)
      expect(read + refused).toBe(tried)
      expect(refused).toBeGreaterThan(0)
      expect(slowest).toBeLessThan(5000)
    },
    30_000,
  )
})
