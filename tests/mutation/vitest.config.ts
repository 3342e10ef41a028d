import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

/** The tests of the geometry kernel alone, without the random ones: each runs once for every mutant that it covers. */
export default defineConfig({
  test: {
    root: fileURLToPath(new URL('../..', import.meta.url)),
    include: ['tests/geometry/**/*.test.ts'],
    exclude: ['tests/geometry/random-operations.test.ts'],
    environment: 'node',
    testTimeout: 30_000,
  },
})
