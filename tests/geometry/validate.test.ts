import { describe, expect, it } from 'vitest'
import { applyChange, type CellSet } from '#shared/geometry/cell-set.ts'
import { fillGap } from '#shared/geometry/operations/fill-gap.ts'
import { merge } from '#shared/geometry/operations/merge.ts'
import { contiguity } from '#shared/geometry/validate/contiguity.ts'
import type { Fix, GeometryIssue } from '#shared/geometry/validate/issue.ts'
import { missingCommunity } from '#shared/geometry/validate/missing-community.ts'
import { simpleRings } from '#shared/geometry/validate/simple-rings.ts'
import { slivers } from '#shared/geometry/validate/sliver.ts'
import { tiling } from '#shared/geometry/validate/tiling.ts'
import { at, cellSet } from '../helpers/cell-set.ts'

const all = () => true
const types = (issues: readonly GeometryIssue[]) => issues.map(({ type }) => type)
const without = (set: CellSet, id: number): CellSet => ({
  ...set,
  cells: new Map([...set.cells].filter(([each]) => each !== id)),
})

function mend(set: CellSet, fix: Fix): CellSet {
  const result =
    fix.op === 'merge'
      ? merge(set, { cells: fix.grids, keep: fix.keep })
      : fillGap(set, { at: fix.at, cell: fix.grid })
  if (!result.ok) throw new Error(result.reason.code)
  return applyChange(set, result.value)
}

describe('tiling', () => {
  it('finds nothing where nothing is wrong', () => {
    expect(tiling(cellSet(['AAB', 'CCB']), all)).toEqual([])
  })

  /*
   *   A A B        A A B      the gap can go to either of its neighbours, the one with the longer border first
   *   A D B   →    A . B
   *   A C C        A C C
   */
  it('finds a gap and everybody who could receive it; any of the fixes mends it', () => {
    const set = cellSet(['AAB', 'ADB', 'ACC'], 'ABCD')
    const broken = without(set, set.ids['D']!)
    const [gap, ...others] = tiling(broken, all)
    expect(others).toEqual([])
    expect(gap).toMatchObject({ type: 'gap', severity: 'error' })
    expect(gap!.cells[0], 'A lies along two sides').toBe(set.ids['A'])
    expect(gap!.fixes.map((fix) => fix.op === 'fillGap' && fix.grid).toSorted()).toEqual(
      ['A', 'B', 'C'].map((letter) => set.ids[letter]),
    )
    for (const fix of gap!.fixes) expect(tiling(mend(broken, fix), all)).toEqual([])
  })

  it('finds an overlap', () => {
    const set = cellSet(['AB'], 'AB')
    const b = set.cells.get(set.ids['B']!)!
    const wide = { ...b, shape: [[[at(0.5, 0), at(2, 0), at(2, 1), at(0.5, 1)]]] }
    expect(types(tiling({ ...set, cells: new Map(set.cells).set(b.id, wide) }, all))).toContain('overlap')
  })

  it('finds land outside the community', () => {
    const set = cellSet(['AB'], 'AB')
    const b = set.cells.get(set.ids['B']!)!
    const wide = { ...b, shape: [[[at(1, 0), at(3, 0), at(3, 1), at(1, 1)]]] }
    expect(tiling({ ...set, cells: new Map(set.cells).set(b.id, wide) }, all)).toMatchObject([
      { type: 'outside_community', cells: [b.id] },
    ])
  })

  it('leaves communities alone of which it has not all cells', () => {
    const set = cellSet(['AB'], 'A|B')
    expect(tiling(without(set, set.ids['B']!), (id) => id === set.ids['A'])).toEqual([])
  })
})

describe('a single grid', () => {
  it('whose ring meets itself is an error', () => {
    const set = cellSet(['A'])
    const bow = { ...set.cells.get(1)!, shape: [[[at(0, 0), at(1, 1), at(1, 0), at(0, 1)]]] }
    expect(simpleRings({ ...set, cells: new Map([[1, bow]]) }, all)).toMatchObject([
      { type: 'ring_conflict', severity: 'error', cells: [1] },
    ])
  })

  it('in two parts is said, with the smaller part', () => {
    const set = cellSet(['AAB', 'BBB', 'BBA'])
    const [parted, ...others] = contiguity(set, all)
    expect(others).toEqual([])
    expect(parted).toMatchObject({
      type: 'not_contiguous',
      severity: 'warning',
      cells: [set.ids['A']],
      found: 2,
    })
    expect(parted!.at![0]).toBeGreaterThan(at(2, 0)[0])
  })

  it('too small or too narrow can join a neighbour of its community', () => {
    const set = cellSet(['AB'], 'AB')
    const strip = at(1, 0)[0] - 100
    const split: CellSet = {
      ...set,
      cells: new Map([
        [1, { ...set.cells.get(1)!, shape: [[[at(0, 0), [strip, 0], [strip, at(0, 1)[1]], at(0, 1)]]] }],
        [2, set.cells.get(2)!],
        [
          3,
          {
            id: 3,
            community: set.cells.get(1)!.community,
            shape: [[[[strip, 0], at(1, 0), at(1, 1), [strip, at(0, 1)[1]]]]],
          },
        ],
      ]),
    }
    const [found, ...others] = slivers(split, all, () => 100)
    expect(others).toEqual([])
    // a metre wide
    expect(found).toMatchObject({ type: 'sliver', cells: [3] })
    expect(found!.found).toBeLessThan(3)
    for (const fix of found!.fixes) expect(slivers(mend(split, fix), all, () => 100)).toEqual([])
    expect(types(slivers(set, all, () => 1e9))).toEqual(['too_small', 'too_small'])
  })

  it('of a community that there is not is an error', () => {
    const set = cellSet(['AB'], 'AB')
    const lost = { ...set.cells.get(1)!, community: 'nowhere' }
    expect(missingCommunity({ ...set, cells: new Map(set.cells).set(1, lost) }, all)).toMatchObject([
      { type: 'missing_community', cells: [1] },
    ])
  })
})
