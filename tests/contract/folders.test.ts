import path from 'node:path'
import { expect, it } from 'vitest'
import { listFiles } from '../helpers/docs/list-files.ts'

/** A reader sees a folder of this size at one glance. */
const MOST_FILES = 20

it.each(['api', 'web', 'data', 'migrations', 'tests', 'docs'])(
  'no folder in %s has more than 20 files',
  (room) => {
    const counts = new Map<string, number>()
    for (const file of listFiles(room)) {
      const folder = path.dirname(file)
      counts.set(folder, (counts.get(folder) ?? 0) + 1)
    }
    expect(counts.size).toBeGreaterThan(0)
    expect([...counts].filter(([, count]) => count > MOST_FILES)).toEqual([])
  },
)
