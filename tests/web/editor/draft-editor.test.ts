// @vitest-environment node
import { CRUMB } from '#shared/geometry/operations/crumb-limits.ts'
import { describe, expect, it } from 'vitest'
import type { GridAttributes, DraftState } from '#shared/drafts/draft-state.ts'
import { findDraftIssues, selectDraftIssues } from '#shared/drafts/find-draft-issues.ts'
import { CitySettings } from '#shared/contract/city/city-settings.ts'
import { runOperation } from '#shared/drafts/run-operation.ts'
import type { Point, Ring } from '#shared/geometry/lattice.ts'
import { findCellAtPoint } from '../../../web/features/editor/draft-editor/find-cell-at-point.ts'
import { findAffectedGrids } from '../../../web/features/editor/draft-editor/affected-grids.ts'
import { snapToTargets } from '../../../web/features/editor/draft-editor/snap-to-targets.ts'
import {
  createPreviewCache,
  joinPoints,
} from '../../../web/features/editor/draft-editor/operation-preview.ts'
import { type ToolInput, TOOLS, getTool } from '../../../web/features/editor/draft-editor/tools.ts'
import { traceSnappedPath } from '../../../web/features/editor/draft-editor/trace-snapped-path.ts'
import { type SnapTargets, NO_SNAP_TARGETS } from '../../../web/features/editor/draft-editor/snap-targets.ts'

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
const facts = (name: string, households: number): GridAttributes => ({
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
  crumb: CRUMB,
}
const drawn = (points: Point[], more: Partial<ToolInput> = {}): ToolInput => ({
  points,
  selected: null,
  picked: [],
  ...more,
})

describe('snapping', () => {
  const road: SnapTargets = {
    ...NO_SNAP_TARGETS,
    near: () => [
      [
        [300, 300],
        [700, 300],
      ],
    ],
  }

  it.each<[string, Point, Point, ReturnType<typeof snapToTargets>['on']]>([
    ['a vertex before the border it ends', [1005, 8], [1000, 0], 'vertex'],
    ['a border', [1008, 480], [1000, 480], 'border'],
    ['a road', [500, 306], [500, 300], 'guide'],
    ['nothing', [500, 600], [500, 600], null],
  ])('snaps to %s', (_, pointer, point, on) => {
    expect(snapToTargets(state.set, road, pointer, 12, 1)).toMatchObject({ point, on })
  })

  it('measures in metres, where a degree of longitude is shorter', () => {
    expect(snapToTargets(state.set, NO_SNAP_TARGETS, [1020, 480], 12, 1).on).toBeNull()
    expect(snapToTargets(state.set, NO_SNAP_TARGETS, [1020, 480], 12, 0.5)).toMatchObject({
      point: [1000, 480],
      on: 'border',
    })
  })

  it('traces a path from a border to the next vertex and along it', () => {
    const [from, to] = [
      snapToTargets(state.set, NO_SNAP_TARGETS, [500, 3], 12, 1),
      snapToTargets(state.set, NO_SNAP_TARGETS, [1003, 400], 12, 1),
    ]
    expect(traceSnappedPath(state.set, NO_SNAP_TARGETS, from, to, 1)).toEqual([[1000, 0]])
    expect(
      traceSnappedPath(
        state.set,
        NO_SNAP_TARGETS,
        from,
        snapToTargets(state.set, NO_SNAP_TARGETS, [500, 500], 12, 1),
        1,
      ),
      'nothing lies there',
    ).toEqual([])
  })
})

describe('the drawing tools', () => {
  it('have distinct keys', () => {
    expect(new Set(TOOLS.map((tool) => tool.key)).size).toBe(TOOLS.length)
  })

  it('choose the grid that a line crosses the longest, or the selected one first', () => {
    const line: Point[] = [
      [300, -100],
      [300, 1100],
    ]
    expect(getTool('cut').operations(drawn(line), state)).toMatchObject([{ op: 'split', grid: 1, line }])
    expect(
      getTool('cut')
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

  it('close a ring, move a vertex, assign a gap to the clicked grid, merge the picked grids', () => {
    expect(
      getTool('carve').operations(
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
      getTool('vertex').operations(
        drawn([
          [1000, 0],
          [1010, 40],
        ]),
        state,
      ),
    ).toEqual([{ op: 'moveVertex', from: [1000, 0], to: [1010, 40] }])
    expect(
      getTool('fill').operations(
        drawn([
          [5, 5],
          [1500, 500],
        ]),
        state,
      ),
    ).toEqual([{ op: 'fillGap', at: [5, 5], grid: 2 }])
    expect(getTool('merge').operations(drawn([], { picked: [1, 2] }), state)).toEqual([
      { op: 'merge', grids: [1, 2] },
    ])
  })

  it('find the grid at a point', () => {
    expect([
      findCellAtPoint(state, [10, 10]),
      findCellAtPoint(state, [1500, 10]),
      findCellAtPoint(state, [2500, 10]),
    ]).toEqual([1, 2, null])
  })
})

describe('the preview of a split', () => {
  it('counts area, households, workers and premises of both sides, with unchanged sums', () => {
    const [operation] = getTool('cut').operations(
      drawn([
        [250, -100],
        [250, 1100],
      ]),
      state,
    )
    const result = runOperation(state, operation!)
    if (!result.ok) throw new Error(result.reason.code)
    const sides = findAffectedGrids(state, result.value, [
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

describe('the preview of an operation', () => {
  const cut = getTool('cut')
  const from: Point = [250, -100]
  const to: Point = [250, 1100]
  const elsewhere: Point = [260, 1100]

  it('is run once for a line: what was shown at the pointer is what becomes a step', () => {
    const { preview, commit } = createPreviewCache()
    const hovered = preview(cut, drawn(joinPoints([from], [to], false)), state)
    expect(hovered).toMatchObject({ ok: true, state, operation: { op: 'split' } })
    commit(cut, drawn([from, to]), state)
    // the pointer rests where it has tapped, then goes on
    expect(preview(cut, drawn(joinPoints([from, to], [to], false)), state)).toBe(hovered)
    preview(cut, drawn(joinPoints([from, to], [elsewhere], false)), state)
    expect(preview(cut, drawn([from, to]), state)).toBe(hovered)
  })

  it('is run again for another state, tool, selection or line', () => {
    const { preview } = createPreviewCache()
    const first = preview(cut, drawn([from, to]), state)
    for (const next of [
      () => preview(cut, drawn([from, to]), { ...state }),
      () => preview(getTool('reshape'), drawn([from, to]), state),
      () => preview(cut, drawn([from, to], { selected: 1 }), state),
      () => preview(cut, drawn([from, elsewhere]), state),
    ])
      expect(next()).not.toBe(first)
  })

  it('closes a ring without repeating its first point', () => {
    expect(joinPoints([from, to, elsewhere], [from], true)).toEqual([from, to, elsewhere])
    expect(joinPoints([from, to, elsewhere], [from], false)).toHaveLength(4)
  })
})

describe('the list of problems', () => {
  it('is empty only if nothing is wrong anywhere in the street', () => {
    const settings = CitySettings.parse({})
    const all = findDraftIssues(state, settings)
    const own = selectDraftIssues(all, new Set([1]))
    // neither grid has a branch
    expect(own.map(({ type }) => type)).toContain('no_branch')
    expect(own.every(({ cells }) => cells.includes(1))).toBe(true)
    expect(all.length - own.length).toBeGreaterThan(0)
    expect(selectDraftIssues(all, new Set())).toEqual(all.filter(({ severity }) => severity === 'error'))
  })

  it('judges grids in the country by the rules of the country', () => {
    const settings = CitySettings.parse({
      rules: { comprehensive: { minHouseholds: 1000, maxHouseholds: 2000 } },
    })
    const types = (rural: string[]) =>
      findDraftIssues({ ...state, rural: new Set(rural) }, settings).map(({ type }) => type)
    expect(types([])).toContain('too_few_households')
    expect(types([community])).not.toContain('too_few_households')
  })
})
