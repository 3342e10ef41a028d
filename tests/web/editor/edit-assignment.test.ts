// @vitest-environment node
import { describe, expect, it } from 'vitest'
import type { Assignment } from '#shared/contract/drafts/draft-operations.ts'
import {
  assignBranch,
  assignPremises,
  assignWorkers,
  continueBranch,
} from '../../../web/features/editor/assignment/edit-assignment.ts'
import { createSeededRandom } from '../../helpers/geometry/build-brickwork.ts'
import { readSeed } from '../../helpers/random-run.ts'

/** What the author changes of a proposal: one line, and never the sum. */

const workers = (...counts: number[]): Assignment => ({
  workers: counts.map((fullTimeWorkers, i) => ({ grid: i + 1, fullTimeWorkers, partTimeWorkers: 2 })),
})
const countsOf = ({ workers: list }: Assignment) => list!.map(({ fullTimeWorkers }) => fullTimeWorkers)

describe('a changed number of workers', () => {
  it('is taken from the grid that has most, and given to the one that has fewest', () => {
    expect(countsOf(assignWorkers(workers(1, 3, 2), 1, 'fullTimeWorkers', 3))).toEqual([3, 1, 2])
    expect(countsOf(assignWorkers(workers(4, 0, 1), 1, 'fullTimeWorkers', 1))).toEqual([1, 2, 2])
  })

  it('is never less than none and never more than all', () => {
    expect(countsOf(assignWorkers(workers(1, 3), 1, 'fullTimeWorkers', 99))).toEqual([4, 0])
    expect(countsOf(assignWorkers(workers(1, 3), 1, 'fullTimeWorkers', -5))).toEqual([0, 4])
    expect(countsOf(assignWorkers(workers(1, 3), 1, 'fullTimeWorkers', Number.NaN))).toEqual([0, 4])
  })

  it('leaves the sums as they are, whatever is typed', () => {
    const random = createSeededRandom(readSeed(8))
    for (let run = 0; run < 300; run++) {
      const counts = Array.from({ length: 2 + Math.floor(random() * 6) }, () => Math.floor(random() * 5))
      const grid = 1 + Math.floor(random() * counts.length)
      const wanted = Math.floor(random() * 40) - 5
      const after = assignWorkers(workers(...counts), grid, 'fullTimeWorkers', wanted)
      const sum = counts.reduce((a, b) => a + b, 0)
      expect(countsOf(after).reduce((a, b) => a + b, 0)).toBe(sum)
      expect(Math.min(...countsOf(after))).toBeGreaterThanOrEqual(0)
      expect(countsOf(after)[grid - 1]).toBe(Math.min(sum, Math.max(0, wanted)))
      expect(after.workers!.map(({ partTimeWorkers }) => partTimeWorkers)).toEqual(counts.map(() => 2))
    }
  })
})

describe('a branch that is given to another grid', () => {
  const two: Assignment = {
    branches: [
      { grid: 1, from: [1] },
      { grid: 2, from: [2] },
    ],
  }

  it('joins the branch that is there, until its author lets it go on instead', () => {
    const joined = assignBranch(two, 1, 2)
    expect(joined.branches).toEqual([{ grid: 2, from: [2, 1] }])
    expect(continueBranch(joined, 2, 1).branches).toEqual([{ grid: 2, from: [1, 2] }])
  })

  it('is alone in a grid without one', () => {
    expect(assignBranch(two, 1, -1).branches).toEqual([
      { grid: 2, from: [2] },
      { grid: -1, from: [1] },
    ])
  })
})

it('premises go to the chosen grid, and the others stay', () => {
  const assign: Assignment = { premises: [7, 8].map((id) => ({ id, grid: 1 })) }
  expect(assignPremises(assign, 8, 2).premises).toEqual([
    { id: 7, grid: 1 },
    { id: 8, grid: 2 },
  ])
})
