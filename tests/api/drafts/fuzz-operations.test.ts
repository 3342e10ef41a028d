import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { MultiPolygon } from '#shared/geometry/lattice.ts'
import { openTestDatabase, type TestDatabase } from '../../helpers/database/open-test-database.ts'
import { fuzzOperations } from '../../helpers/fuzz/fuzz-operations.ts'
import { createGeosJudge } from '../../helpers/fuzz/geos-judge.ts'
import { parseCellSet } from '../../helpers/geometry/parse-cell-set.ts'
import { countRuns, readSeed } from '../../helpers/random-run.ts'

/** A short run of what `npm run test:fuzz` does at length. */
const OPERATIONS = countRuns(1500)

let subject: TestDatabase
beforeAll(async () => {
  subject = await openTestDatabase()
})
afterAll(() => subject.drop())

describe('random operations on difficult tilings', () => {
  it(
    `leave valid grids that tile, as GEOS finds (${OPERATIONS} operations)`,
    async () => {
      const { operations, accepted, defects } = await fuzzOperations(createGeosJudge(subject.database), {
        operations: OPERATIONS,
        seed: readSeed(1),
      })
      expect(defects).toEqual([])
      expect(operations).toBeGreaterThanOrEqual(OPERATIONS)
      for (const operation of ['split', 'merge', 'reshape', 'carve', 'moveVertex', 'fillGap'])
        expect(accepted.get(operation) ?? 0, operation).toBeGreaterThan(0)
    },
    40 * OPERATIONS,
  )

  it('leave no ring that touches another one along an edge, where a cut rounds the edge of a needle to the border', async () => {
    // found among a million operations
    const { defects } = await fuzzOperations(createGeosJudge(subject.database), {
      operations: 70,
      seed: 720_267_233,
    })
    expect(defects).toEqual([])
  })
})

describe('the judge', () => {
  it('finds shapes that cross themselves or run the wrong way', async () => {
    const judge = createGeosJudge(subject.database)
    const clockwise: MultiPolygon = [
      [
        [
          [0, 0],
          [0, 100],
          [100, 100],
          [100, 0],
        ],
      ],
    ]
    const bowtie: MultiPolygon = [
      [
        [
          [0, 0],
          [100, 100],
          [100, 0],
          [0, 100],
        ],
      ],
    ]
    judge.addShape('clockwise', clockwise)
    judge.addShape('bowtie', bowtie)
    const defects = await judge.judge()
    expect(defects).toContainEqual(expect.stringMatching(/^clockwise: .*wrong way/))
    expect(defects).toContainEqual(expect.stringMatching(/^bowtie: Self-intersection/))
  })

  it('finds gaps, overlaps and grids outside their unit', async () => {
    const judge = createGeosJudge(subject.database)
    const set = parseCellSet(['AB', 'CD'], 'ABCD')
    judge.addSet('whole', set)
    expect(await judge.judge()).toEqual([])
    const { A, B } = set.ids
    const withA = (shape: MultiPolygon) =>
      new Map([...set.cells].map(([id, cell]) => [id, id === A ? { ...cell, shape } : cell]))
    judge.addSet('gap', { ...set, cells: new Map([...set.cells].filter(([id]) => id !== A)) })
    judge.addSet('overlap', { ...set, cells: withA(set.cells.get(B ?? 0)?.shape ?? []) })
    judge.addSet('outside', {
      ...set,
      cells: withA([
        [
          [
            [-10, 10_000],
            [10_000, 10_000],
            [10_000, 20_000],
            [-10, 20_000],
          ],
        ],
      ]),
    })
    const defects = await judge.judge()
    expect(defects).toContainEqual(expect.stringMatching(/^gap: .*areas differ/))
    expect(defects).toContainEqual(expect.stringMatching(/^overlap: .*overlap/))
    expect(defects).toContainEqual(expect.stringMatching(/^outside: .*outside/))
  })
})
