import { CRUMB } from '#shared/geometry/operations/crumb-limits.ts'
import { describe, expect, it } from 'vitest'
import type { CellSet } from '#shared/geometry/cell-set.ts'
import { toFlatPolygons } from '#shared/geometry/flat-polygons.ts'
import type { MultiPolygon, Point } from '#shared/geometry/lattice.ts'
import type { AnyOperation } from '#shared/contract/drafts/draft-operations.ts'
import { runOperation } from '#shared/drafts/run-operation.ts'
import { certifyTiling } from '#shared/geometry/topology/certify-tiling.ts'
import { findShapeDefect } from '#shared/geometry/topology/find-shape-defect.ts'
import { applyDraftChange, type DraftState, type GridAttributes } from '#shared/drafts/draft-state.ts'
import { merge } from '#shared/geometry/operations/merge.ts'
import { moveVertex } from '#shared/geometry/operations/move-vertex.ts'
import { applyChange } from '#shared/geometry/cell-set.ts'

const ORIGIN: Point = [1_200_000_000, 330_000_000]
const at = (x: number, y: number): Point => [ORIGIN[0] + x, ORIGIN[1] + y]
const community = '320900001001'

const createAttributes = (id: number): GridAttributes => ({
  code: `${community}00${id}`,
  name: `grid ${id}`,
  kind: 'comprehensive',
  households: 100,
  residents: 300,
  members: 10,
  fullTimeWorkers: 1,
  partTimeWorkers: 0,
  branchSince: null,
  buildingGroups: 1,
  householdHubs: 1,
  validFrom: '2018-01-01',
  version: 1,
})

/** A draft whose cells 1, 2, … tile their community and street. */
function createState(shapes: MultiPolygon[], outline: MultiPolygon): DraftState {
  const set: CellSet = {
    cells: new Map(shapes.map((shape, i) => [i + 1, { id: i + 1, community, shape }])),
    outlines: new Map([[community, { shape: outline, communities: new Set([community]) }]]),
  }
  return {
    street: '320900001',
    set,
    facts: new Map(shapes.map((_, i) => [i + 1, createAttributes(i + 1)])),
    places: new Map(shapes.map((_, i) => [i + 1, 'own' as const])),
    gone: new Set(),
    renumbered: new Set(),
    crumb: CRUMB,
  }
}

//   +-----------------+
//   |        c        |
//   |       / \       |   cell 2 is the triangle a b c, cell 1 the square around it
//   |      a---b      |
//   +-----------------+
const [a, b, c] = [at(40_000, 40_000), at(60_000, 40_000), at(50_000, 60_000)]
const squareRing = [at(0, 0), at(100_000, 0), at(100_000, 100_000), at(0, 100_000)]
const aroundTriangle = createState([[[squareRing, [a, c, b]]], [[[a, b, c]]]], [[squareRing]])
const turnTriangleOver = { from: c, to: at(50_000, 20_000) }

describe('a ring that is turned over', () => {
  it('keeps every edge in place, so that its direction has to be part of the certificate', () => {
    const upsideDown: MultiPolygon = [[[a, b, turnTriangleOver.to]]]
    const around: MultiPolygon = [[squareRing, [a, turnTriangleOver.to, b]]]
    const certificate = certifyTiling(toFlatPolygons([around, upsideDown]), toFlatPolygons([[[squareRing]]]))
    expect(certificate).toEqual({ holds: false, open: [], uncovered: [], misdirected: [0, 1] })
  })

  it('is rejected when a vertex is moved across the opposite edge', () => {
    const operation: AnyOperation = { op: 'moveVertex', from: [...c], to: [...turnTriangleOver.to] }
    expect(runOperation(aroundTriangle, operation)).toMatchObject({ ok: false })
  })

  it('never leaves the kernel as a valid change', () => {
    const result = moveVertex(aroundTriangle.set, turnTriangleOver)
    expect(result).toMatchObject({ ok: false, reason: { at: turnTriangleOver.to } })
  })
})

describe('a cut through a sharp junction', () => {
  it('is noded where edges are nearer than a unit, and leaves valid shapes', () => {
    const low: MultiPolygon = [[[at(0, -20_000), at(40_000, -20_000), at(40_000, 0), at(0, 0)]]]
    const wedge: MultiPolygon = [[[at(0, 0), at(40_000, 0), at(40_000, 400)]]]
    const high: MultiPolygon = [[[at(0, 0), at(40_000, 400), at(40_000, 20_000), at(0, 20_000)]]]
    const outline: MultiPolygon = [
      [
        [
          at(0, -20_000),
          at(40_000, -20_000),
          at(40_000, 0),
          at(40_000, 400),
          at(40_000, 20_000),
          at(0, 20_000),
          at(0, 0),
        ],
      ],
    ]
    const state = createState([low, wedge, high], outline)
    const result = runOperation(state, {
      op: 'split',
      grid: 3,
      line: [[...at(31, -3000)], [...at(31, 21_000)]],
      newGrid: -1,
    })
    // the wedge is less than a unit high where the line crosses it: its tip up to there is given up
    expect(result.ok).toBe(true)
    if (!result.ok) return
    const after = applyDraftChange(state, result.value)
    const shapes = [...after.set.cells.values()].map(({ shape }) => shape)
    expect(shapes.map(findShapeDefect)).toEqual(shapes.map(() => null))
    const outlines = [...after.set.outlines.values()].map(({ shape }) => shape)
    for (const each of outlines)
      expect(certifyTiling(toFlatPolygons(shapes), toFlatPolygons([each])).holds).toBe(true)
  })
})

describe('merge', () => {
  it('takes its cells as a set', () => {
    const halves: MultiPolygon[] = [
      [[[at(0, 0), at(50_000, 0), at(50_000, 100_000), at(0, 100_000)]]],
      [[[at(50_000, 0), at(100_000, 0), at(100_000, 100_000), at(50_000, 100_000)]]],
    ]
    const outline: MultiPolygon = [
      [[at(0, 0), at(50_000, 0), at(100_000, 0), at(100_000, 100_000), at(50_000, 100_000), at(0, 100_000)]],
    ]
    const { set } = createState(halves, outline)
    const once = merge(set, { cells: [1, 2], keep: 1 })
    const twice = merge(set, { cells: [1, 1, 2], keep: 1 })
    expect(once.ok).toBe(true)
    expect(twice).toEqual(once)
    if (!twice.ok) return
    const { cells } = applyChange(set, twice.value)
    expect([...cells.keys()]).toEqual([1])
    const shapes = [...cells.values()].map(({ shape }) => shape)
    expect(certifyTiling(toFlatPolygons(shapes), toFlatPolygons([outline])).holds).toBe(true)
  })
})
