import { describe, expect, it } from 'vitest'
import { applyChange, type CellSet } from '#shared/geometry/cell-set.ts'
import { fillGap } from '#shared/geometry/operations/fill-gap.ts'
import { merge } from '#shared/geometry/operations/merge.ts'
import { checkContiguity } from '#shared/geometry/validate/check-contiguity.ts'
import type { IssueFix, GeometryIssue } from '#shared/geometry/validate/geometry-issue.ts'
import { checkMissingCommunity } from '#shared/geometry/validate/check-missing-community.ts'
import { checkSimpleRings } from '#shared/geometry/validate/check-simple-rings.ts'
import { checkSlivers } from '#shared/geometry/validate/check-slivers.ts'
import { checkTiling } from '#shared/geometry/validate/check-tiling.ts'
import { toDrawingPoint, parseCellSet } from '../helpers/geometry/parse-cell-set.ts'

const all = () => true
const types = (issues: readonly GeometryIssue[]) => issues.map(({ type }) => type)
const without = (set: CellSet, id: number): CellSet => ({
  ...set,
  cells: new Map([...set.cells].filter(([each]) => each !== id)),
})

function mend(set: CellSet, fix: IssueFix): CellSet {
  const result =
    fix.op === 'merge'
      ? merge(set, { cells: fix.grids, keep: fix.keep })
      : fillGap(set, { at: fix.at, cell: fix.grid })
  if (!result.ok) throw new Error(result.reason.code)
  return applyChange(set, result.value)
}

describe('tiling', () => {
  it('finds no issues in a valid tiling', () => {
    expect(checkTiling(parseCellSet(['AAB', 'CCB']), all)).toEqual([])
  })

  /*
   *   A A B        A A B      the gap can go to either of its neighbours, the one with the longer border first
   *   A D B   →    A . B
   *   A C C        A C C
   */
  it('reports a gap and every possible receiver, and each fix closes it', () => {
    const set = parseCellSet(['AAB', 'ADB', 'ACC'], 'ABCD')
    const broken = without(set, set.ids.D)
    const [gap, ...others] = checkTiling(broken, all)
    expect(others).toEqual([])
    expect(gap).toMatchObject({ type: 'gap', severity: 'error' })
    expect(gap!.cells[0], 'A lies along two sides').toBe(set.ids.A)
    expect(gap!.fixes.map((fix) => fix.op === 'fillGap' && fix.grid).toSorted()).toEqual([
      set.ids.A,
      set.ids.B,
      set.ids.C,
    ])
    for (const fix of gap!.fixes) expect(checkTiling(mend(broken, fix), all)).toEqual([])
  })

  it('reports an overlap', () => {
    const set = parseCellSet(['AB'], 'AB')
    const b = set.cells.get(set.ids.B)!
    const wide = {
      ...b,
      shape: [[[toDrawingPoint(0.5, 0), toDrawingPoint(2, 0), toDrawingPoint(2, 1), toDrawingPoint(0.5, 1)]]],
    }
    expect(types(checkTiling({ ...set, cells: new Map(set.cells).set(b.id, wide) }, all))).toContain(
      'overlap',
    )
  })

  it('reports area outside the community', () => {
    const set = parseCellSet(['AB'], 'AB')
    const b = set.cells.get(set.ids.B)!
    const wide = {
      ...b,
      shape: [[[toDrawingPoint(1, 0), toDrawingPoint(3, 0), toDrawingPoint(3, 1), toDrawingPoint(1, 1)]]],
    }
    expect(checkTiling({ ...set, cells: new Map(set.cells).set(b.id, wide) }, all)).toMatchObject([
      { type: 'outside_community', cells: [b.id] },
    ])
  })

  it('skips communities whose cells are not all loaded', () => {
    const set = parseCellSet(['AB'], 'A|B')
    expect(checkTiling(without(set, set.ids.B), (id) => id === set.ids.A)).toEqual([])
  })
})

describe('a single grid', () => {
  it('with a self-intersecting ring is an error', () => {
    const set = parseCellSet(['A'])
    const bow = {
      ...set.cells.get(1)!,
      shape: [[[toDrawingPoint(0, 0), toDrawingPoint(1, 1), toDrawingPoint(1, 0), toDrawingPoint(0, 1)]]],
    }
    expect(checkSimpleRings({ ...set, cells: new Map([[1, bow]]) }, all)).toMatchObject([
      { type: 'ring_conflict', severity: 'error', cells: [1] },
    ])
  })

  it('in two parts is a warning at the smaller part', () => {
    const set = parseCellSet(['AAB', 'BBB', 'BBA'])
    const [parted, ...others] = checkContiguity(set, all)
    expect(others).toEqual([])
    expect(parted).toMatchObject({
      type: 'not_contiguous',
      severity: 'warning',
      cells: [set.ids.A],
      found: 2,
    })
    expect(parted!.at![0]).toBeGreaterThan(toDrawingPoint(2, 0)[0])
  })

  it('that is too small or too narrow can be merged with a neighbour of its community', () => {
    const set = parseCellSet(['AB'], 'AB')
    const strip = toDrawingPoint(1, 0)[0] - 100
    const split: CellSet = {
      ...set,
      cells: new Map([
        [
          1,
          {
            ...set.cells.get(1)!,
            shape: [
              [[toDrawingPoint(0, 0), [strip, 0], [strip, toDrawingPoint(0, 1)[1]], toDrawingPoint(0, 1)]],
            ],
          },
        ],
        [2, set.cells.get(2)!],
        [
          3,
          {
            id: 3,
            community: set.cells.get(1)!.community,
            shape: [
              [[[strip, 0], toDrawingPoint(1, 0), toDrawingPoint(1, 1), [strip, toDrawingPoint(0, 1)[1]]]],
            ],
          },
        ],
      ]),
    }
    const [found, ...others] = checkSlivers(split, all, () => 100)
    expect(others).toEqual([])
    // a metre wide
    expect(found).toMatchObject({ type: 'sliver', cells: [3] })
    expect(found!.found).toBeLessThan(3)
    for (const fix of found!.fixes) expect(checkSlivers(mend(split, fix), all, () => 100)).toEqual([])
    expect(types(checkSlivers(set, all, () => 1e9))).toEqual(['too_small', 'too_small'])
  })

  it('of an unknown community is an error', () => {
    const set = parseCellSet(['AB'], 'AB')
    const lost = { ...set.cells.get(1)!, community: 'nowhere' }
    expect(checkMissingCommunity({ ...set, cells: new Map(set.cells).set(1, lost) }, all)).toMatchObject([
      { type: 'missing_community', cells: [1] },
    ])
  })
})
