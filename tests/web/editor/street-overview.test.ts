import { describe, expect, it } from 'vitest'
import { nextTick, shallowRef } from 'vue'
import { CitySettings } from '#shared/contract/city/city-settings.ts'
import type { Issue } from '#shared/contract/drafts/draft-issues.ts'
import { findDraftIssues } from '#shared/drafts/find-draft-issues.ts'
import type { BuildingColumns } from '#shared/drafts/buildings/draft-buildings.ts'
import type { Point } from '#shared/geometry/lattice.ts'
import { arrangeStreetRows, turnSort } from '../../../web/features/editor/overview/arrange-street-rows.ts'
import {
  HOUSEHOLDS_PER_DOT,
  placeHouseholdDots,
} from '../../../web/features/editor/overview/place-household-dots.ts'
import { measureLine } from '../../../web/features/editor/measure/measure-line.ts'
import { listShortNumbers } from '../../../web/features/editor/overview/list-short-numbers.ts'
import { listStreetRows } from '../../../web/features/editor/overview/list-street-rows.ts'
import { useProblemNavigation } from '../../../web/features/editor/overview/use-problem-navigation.ts'
import { aDraftOf, withPremises } from '../../helpers/drafts/a-draft-state.ts'
import { parseCellSet } from '../../helpers/geometry/parse-cell-set.ts'

/** The street as a table, its problems one after the other, and what is measured and counted on its map. */

const set = parseCellSet(['ABC', 'ABD'], 'AB|CD')
const { A, B, C, D } = set.ids
const base = withPremises(
  aDraftOf(set, {
    [A]: {
      code: '320900001001002',
      name: '甲二格',
      households: 620,
      fullTimeWorkers: 2,
      branchSince: '2015-01-01',
    },
    [B]: { code: '320900001001010', name: '甲十格', households: 400 },
    [C]: { name: '乙新格', households: 120, partTimeWorkers: 1 },
    [D]: { name: '乙另新格', households: 30, kind: 'dedicated' },
  }),
  [
    [0.5, 0.5],
    [0.5, 1.5],
    [2.5, 1.5],
  ],
)
const state = {
  ...base,
  unitNames: new Map([
    ['community-1', '甲社区'],
    ['community-2', '乙社区'],
  ]),
}
const rules = CitySettings.parse({})
const rows = listStreetRows(state, rules, findDraftIssues(state, rules))
const namesOf = (list: readonly { name: string }[]) => list.map(({ name }) => name)

describe('the table of the grids of a street', () => {
  it('shows number, households beside the rule, workers, branch, premises and problems of each grid', () => {
    expect(rows.find(({ id }) => id === A)).toMatchObject({
      number: '2',
      communityName: '甲社区',
      households: 620,
      verdict: 'more',
      band: { least: 300, most: 500 },
      workers: 2,
      branchSince: '2015-01-01',
      premises: 2,
      problems: 1,
      errors: 0,
    })
    expect(rows.find(({ id }) => id === D)?.verdict).toBe('none')
  })

  it('is in the order of the codes, and gives grids without a code a number of their own', () => {
    expect(rows.map(({ number }) => number)).toEqual(['2', '10', '+1', '+2'])
    expect(listShortNumbers(state).get(D)).toBe('+2')
  })

  it('sorts by each column up, down, and back to the order of the codes', () => {
    const sortBy = (column: Parameters<typeof turnSort>[1], descending: boolean) =>
      namesOf(arrangeStreetRows(rows, { sort: { column, descending }, filter: 'all', text: '' }))
    expect(sortBy('households', false)).toEqual(['乙另新格', '乙新格', '甲十格', '甲二格'])
    expect(sortBy('households', true)).toEqual(['甲二格', '甲十格', '乙新格', '乙另新格'])
    expect(sortBy('band', false)[0], 'the grid furthest below its range').toBe('乙新格')
    expect(sortBy('branch', true)[0]).toBe('甲二格')
    const once = turnSort(null, 'workers')
    expect(once).toEqual({ column: 'workers', descending: false })
    expect(turnSort(turnSort(once, 'workers'), 'workers')).toBeNull()
    expect(turnSort(once, 'premises')).toEqual({ column: 'premises', descending: false })
  })

  it('shows those with problems, out of their range, or found by number, name or community', () => {
    const find = (filter: 'all' | 'outOfBand' | 'noWorker' | 'noBranch', text = '') =>
      namesOf(arrangeStreetRows(rows, { sort: null, filter, text }))
    expect(find('outOfBand')).toEqual(['甲二格', '乙新格'])
    expect(find('noWorker')).toEqual(['甲十格', '乙另新格'])
    expect(find('noBranch')).not.toContain('甲二格')
    expect(find('all', '乙社区')).toEqual(['乙新格', '乙另新格'])
    expect(find('all', ' 甲社区  10 ')).toEqual(['甲十格'])
    expect(find('all', '没有')).toEqual([])
  })
})

describe('going from problem to problem', () => {
  const issue = (type: Issue['type'], cell: number): Issue => ({
    type,
    severity: 'warning',
    cells: [cell],
    at: null,
    found: null,
    wanted: null,
    fixes: [],
  })
  const [first, second, third] = [issue('no_worker', A), issue('no_branch', B), issue('sliver', C)]
  function begin() {
    const list = shallowRef<Issue[]>([first, second, third])
    const shown: Issue[] = []
    return {
      list,
      shown,
      walk: useProblemNavigation(
        () => list.value,
        (each) => shown.push(each),
      ),
    }
  }

  it('shows one after the other, forwards and backwards, and begins again after the last', () => {
    const { shown, walk } = begin()
    for (const step of [1, 1, 1, 1, -1] as const) walk.walk(step)
    expect(shown).toEqual([first, second, third, first, third])
    const backwards = begin()
    backwards.walk.walk(-1)
    expect(backwards.shown).toEqual([third])
  })

  it('goes on with the one after what was mended, and stays where another one is mended', async () => {
    const { list, shown, walk } = begin()
    walk.walk(1)
    walk.walk(1)
    list.value = [issue('no_worker', A), issue('sliver', C)]
    await nextTick()
    walk.walk(1)
    expect(shown.at(-1)).toEqual(third)
    list.value = [issue('sliver', C)]
    await nextTick()
    expect(walk.position).toBe(0)
    list.value = []
    await nextTick()
    walk.walk(1)
    expect(walk.position).toBeNull()
  })
})

describe('the ruler', () => {
  /** About 1.1 km north, and as far east at this latitude. */
  const line: Point[] = [
    [1_201_000_000, 333_000_000],
    [1_201_000_000, 333_100_000],
    [1_201_119_600, 333_100_000],
  ]

  it('measures parts, length, area and bearing on the ground', () => {
    const { parts, lengthM, areaM2, bearing } = measureLine(line)
    expect(parts.map(Math.round)).toEqual([1109, 1114])
    expect(lengthM).toBeCloseTo(parts[0]! + parts[1]!)
    expect(areaM2! / ((parts[0]! * parts[1]!) / 2)).toBeCloseTo(1, 3)
    expect(bearing).toBeCloseTo(90)
    expect(measureLine(line.slice(0, 2)).bearing).toBeCloseTo(0)
    expect(measureLine(line.slice(0, 1))).toEqual({ parts: [], lengthM: 0, areaM2: null, bearing: null })
  })

  it('gives no area for a line that crosses itself', () => {
    const crossing: Point[] = [
      [0, 0],
      [1000, 1000],
      [1000, 0],
      [0, 1000],
    ]
    expect(measureLine(crossing).areaM2).toBeNull()
  })
})

describe('households as dots', () => {
  const buildings = (households: readonly number[]) =>
    ({
      counts: { households },
      places: Int32Array.from(households.flatMap((_, i) => [1_201_000_000 + 5000 * i, 333_000_000])),
    }) as unknown as BuildingColumns

  it('are as many as the households of all buildings, also where no single building has enough for one', () => {
    expect(placeHouseholdDots(buildings(Array.from({ length: 100 }, () => 3))).length / 2).toBe(
      300 / HOUSEHOLDS_PER_DOT,
    )
    expect(placeHouseholdDots(buildings([0, 40, 0])).length / 2).toBe(4)
  })

  it('lie at the same places every time', () => {
    expect(placeHouseholdDots(buildings([40, 25]))).toEqual(placeHouseholdDots(buildings([40, 25])))
  })
})
