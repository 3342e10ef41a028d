import { describe, expect, it } from 'vitest'
import { EXACT_WRITERS } from '../../data/formats/writers.ts'
import { fuzzFile, writeSampleFiles } from './fuzz-files.ts'

/** A short run of what fuzz-files.script.ts does at length. */
describe('a corrupted file', () => {
  it.each(EXACT_WRITERS.map(({ id }) => id))(
    '%s is read or rejected with a reason in bounded time',
    async (id) => {
      const file = (await writeSampleFiles()).find((each) => each.id === id)!
      const { tried, read, refused, slowest } = await fuzzFile(file, 60, 1)
      expect(read + refused).toBe(tried)
      expect(refused).toBeGreaterThan(0)
      expect(slowest).toBeLessThan(5000)
    },
    30_000,
  )
})
