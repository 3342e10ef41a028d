// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { Draft } from '#shared/contract/drafts.ts'
import type { CellFacts, DraftState } from '#shared/drafts/draft-state.ts'
import { runOperation } from '#shared/drafts/run-operation.ts'
import type { Point, Ring } from '#shared/geometry/lattice.ts'
import { cellAt } from '../../web/features/editor/desk/cell-at.ts'
import { laterOf } from '../../web/features/editor/desk/later-of.ts'
import { sidesOf } from '../../web/features/editor/desk/sides.ts'
import { snapTo } from '../../web/features/editor/desk/snap-to.ts'
import { type Drawn, TOOLS, toolOf } from '../../web/features/editor/desk/tools.ts'
import { trailTo } from '../../web/features/editor/desk/trail-to.ts'
import { type Guides, noGuides } from '../../web/features/editor/desk/surroundings.ts'

/**
 *     0        1000      2000
 *     +---------+---------+  1000
 *     |    1    |    2    |
 *     +---------+---------+  0
 */
const square = (left: number): Ring => [
  [left, 0],
  [left + 1000, 0],
  [left + 1000, 1000],
  [left, 1000],
]
const facts = (name: string, households: number): CellFacts => ({
  code: null,
  name,
  kind: 'comprehensive',
  households,
  residents: 3 * households,
  members: 10,
  fullTimeWorkers: 1,
  partTimeWorkers: 1,
  branchSince: null,
  buildingGroups: 4,
  householdHubs: 1,
  validFrom: null,
  version: 0,
})
const community = '320902001001'
const state: DraftState = {
  street: '320902001',
  set: {
    cells: new Map([1, 2].map((id) => [id, { id, community, shape: [[square((id - 1) * 1000)]] }])),
    outlines: new Map([
      [
        community,
        {
          shape: [
            [
              [
                [0, 0],
                [1000, 0],
                [2000, 0],
                [2000, 1000],
                [1000, 1000],
                [0, 1000],
              ],
            ],
          ],
          communities: new Set([community]),
        },
      ],
    ]),
  },
  facts: new Map([
    [1, facts('one', 400)],
    [2, facts('two', 300)],
  ]),
  places: new Map(),
  gone: new Set(),
  renumbered: new Set(),
}
const drawn = (points: Point[], more: Partial<Drawn> = {}): Drawn => ({
  points,
  selected: null,
  picked: [],
  ...more,
})

describe('answers that cross', () => {
  const draft = (steps: number, baseRevision = 3) =>
    Draft.parse({
      id: crypto.randomUUID(),
      street: { code: '320902001', name: '街道' },
      name: '草案',
      status: 'open',
      baseRevision,
      steps,
      author: 'a',
      createdAt: '2026-01-01T00:00:00.000Z',
      changedAt: '2026-01-01T00:00:00.000Z',
      submittedBy: null,
      submittedAt: null,
      note: null,
      decidedBy: null,
      decidedAt: null,
      publishedRevision: null,
      reverts: null,
    })

  it('leave the draft as the later of them has it', () => {
    const [sent, looked] = [draft(5), draft(4)]
    expect(laterOf(sent, looked)).toBe(sent)
    expect(laterOf(looked, sent)).toBe(sent)
    const decided = { ...draft(5), status: 'submitted' as const }
    expect(laterOf(sent, decided)).toBe(decided)
    // drawn anew on a later state of the city it may have fewer steps
    const anew = draft(2, 4)
    expect(laterOf(sent, anew)).toBe(anew)
    expect(laterOf(null, sent)).toBe(sent)
  })
})

describe('snapping', () => {
  const road: Guides = {
    ...noGuides,
    near: () => [
      [
        [300, 300],
        [700, 300],
      ],
    ],
  }

  it.each<[string, Point, Point, ReturnType<typeof snapTo>['on']]>([
    ['a vertex before the border it ends', [1005, 8], [1000, 0], 'vertex'],
    ['a border', [1008, 480], [1000, 480], 'border'],
    ['a road', [500, 306], [500, 300], 'guide'],
    ['nothing', [500, 600], [500, 600], null],
  ])('takes %s', (_, pointer, point, on) => {
    expect(snapTo(state.set, road, pointer, 12, 1)).toMatchObject({ point, on })
  })

  it('measures on the ground, where a degree of longitude is shorter', () => {
    expect(snapTo(state.set, noGuides, [1020, 480], 12, 1).on).toBeNull()
    expect(snapTo(state.set, noGuides, [1020, 480], 12, 0.5)).toMatchObject({
      point: [1000, 480],
      on: 'border',
    })
  })

  it('knows where a traced line runs: from a border to the next vertex, and along', () => {
    const [from, to] = [
      snapTo(state.set, noGuides, [500, 3], 12, 1),
      snapTo(state.set, noGuides, [1003, 400], 12, 1),
    ]
    expect(trailTo(state.set, noGuides, from, to, 1)).toEqual([[1000, 0]])
    expect(
      trailTo(state.set, noGuides, from, snapTo(state.set, noGuides, [500, 500], 12, 1), 1),
      'nothing lies there',
    ).toEqual([])
  })
})

describe('the tools', () => {
  it('have a key each', () => {
    expect(new Set(TOOLS.map((tool) => tool.key)).size).toBe(TOOLS.length)
  })

  it('know which grid a line is about: the one it runs through the most, or the selected one first', () => {
    const line: Point[] = [
      [300, -100],
      [300, 1100],
    ]
    expect(toolOf('cut').operations(drawn(line), state)).toMatchObject([{ op: 'split', grid: 1, line }])
    expect(
      toolOf('cut')
        .operations(
          drawn(
            [
              [300, 500],
              [1100, 500],
            ],
            { selected: 2 },
          ),
          state,
        )
        .map((each) => 'grid' in each && each.grid),
    ).toEqual([2, 1])
  })

  it('close a ring, move a vertex, give a gap to the grid that was pointed at, merge what was picked', () => {
    expect(
      toolOf('carve').operations(
        drawn([
          [100, 100],
          [200, 100],
          [200, 200],
        ]),
        state,
      ),
    ).toMatchObject([
      {
        op: 'carve',
        ring: [
          [100, 100],
          [200, 100],
          [200, 200],
          [100, 100],
        ],
      },
    ])
    expect(
      toolOf('vertex').operations(
        drawn([
          [1000, 0],
          [1010, 40],
        ]),
        state,
      ),
    ).toEqual([{ op: 'moveVertex', from: [1000, 0], to: [1010, 40] }])
    expect(
      toolOf('fill').operations(
        drawn([
          [5, 5],
          [1500, 500],
        ]),
        state,
      ),
    ).toEqual([{ op: 'fillGap', at: [5, 5], grid: 2 }])
    expect(toolOf('merge').operations(drawn([], { picked: [1, 2] }), state)).toEqual([
      { op: 'merge', grids: [1, 2] },
    ])
  })

  it('find the grid under a point', () => {
    expect([cellAt(state, [10, 10]), cellAt(state, [1500, 10]), cellAt(state, [2500, 10])]).toEqual([
      1,
      2,
      null,
    ])
  })
})

describe('both sides of a cut', () => {
  it('are counted before it is made: land, households, workers, premises; the sums stay', () => {
    const [operation] = toolOf('cut').operations(
      drawn([
        [250, -100],
        [250, 1100],
      ]),
      state,
    )
    const result = runOperation(state, operation!)
    if (!result.ok) throw new Error(result.reason.code)
    const sides = sidesOf(state, result.value, [
      [100, 500],
      [600, 500],
      [700, 500],
    ])
    expect(sides.map(({ id }) => id === 1)).toEqual([true, false])
    expect(sides.map(({ after }) => [after?.households, after?.workers, after?.premises])).toEqual([
      [300, 2, 2],
      [100, 0, 1],
    ])
    expect(sides.map(({ before }) => before?.households ?? null)).toEqual([400, null])
  })
})
