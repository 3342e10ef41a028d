import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DraftOperation } from '#shared/contract/drafts/draft-operations.ts'
import { getShapeBox } from '#shared/geometry/shapes/shape-box.ts'
import { aCity } from '../../helpers/city/a-city.ts'
import { createDraftClient, anOfficial } from '../../helpers/drafts/draft-client.ts'
import { openTestApp, type TestApp } from '../../helpers/api/open-test-app.ts'

const city = '321000'
/** Rows 0 and 1 of the brickwork; north of it lies 321001002. */
const street = '321001001'
const north = '321001002'
const own = anOfficial(city, street)

let test: TestApp
let client: ReturnType<typeof createDraftClient>
beforeAll(async () => {
  test = await openTestApp({ cities: [aCity({ code: city })] })
  client = createDraftClient(test, city)
})
afterAll(() => test.close())

describe('invalid input', () => {
  let id: string
  beforeAll(async () => {
    id = await client.begin(street)
  })

  const boxOf = async (code: string) =>
    getShapeBox((await client.base(code.slice(0, 9))).set.cells.get((await client.findGrid(code)).id)!.shape)
  const cut =
    (points: (box: readonly number[]) => [number, number][]) => async (): Promise<DraftOperation> => ({
      op: 'split',
      grid: (await client.findGrid(`${street}001002`)).id,
      line: points(await boxOf(`${street}001002`)),
      newGrid: -7,
    })
  /** By two neighbouring vertices of the city's straight southern border. */
  const onSouth =
    (points: (vertices: [[number, number], [number, number]]) => [number, number][]) =>
    async (): Promise<DraftOperation> => {
      const grid = (await client.findGrid(`${street}001002`)).id
      const ring = (await client.base(street)).set.cells.get(grid)!.shape[0]![0]!
      const south = Math.min(...ring.map(([, y]) => y))
      const [from, to] = ring.filter(([, y]) => y === south).toSorted((a, b) => a[0] - b[0])
      return {
        op: 'split',
        grid,
        line: points([
          [from![0], from![1]],
          [to![0], to![1]],
        ]),
        newGrid: -7,
      }
    }
  /** A ring around the south-western corner of a grid. */
  const cornered = (code: string) => async (): Promise<DraftOperation> => {
    const [w, s] = await boxOf(code)
    const ring: [number, number][] = [
      [w! + 5000, s! - 20_000],
      [w! + 20_000, s! - 20_000],
      [w! + 20_000, s! + 20_000],
      [w! + 5000, s! + 20_000],
    ]
    return { op: 'carve', ring: [...ring, ring[0]!], newGrid: -8 }
  }

  it.each<[string, () => Promise<DraftOperation>, string]>([
    [
      'a self-crossing line',
      cut(([w, s, e, n]) => [
        [w! - 100, s! + 9000],
        [e! + 100, n! - 9000],
        [e! + 100, s! + 9000],
        [w! - 100, n! - 9000],
      ]),
      'self_crossing',
    ],
    [
      'a line that ends inside',
      cut(([w, s, e, n]) => [
        [w! - 100, Math.round((s! + n!) / 2)],
        [Math.round((w! + e!) / 2), Math.round((s! + n!) / 2)],
      ]),
      'line_dangles',
    ],
    [
      'a line of no length',
      cut(([w, s]) => [
        [w! + 10, s! + 10],
        [w! + 10, s! + 10],
      ]),
      'zero_length',
    ],
    [
      'a line elsewhere',
      cut(([w, s]) => [
        [w! - 900_000, s! - 900_000],
        [w! - 800_000, s! - 900_000],
      ]),
      'line_misses',
    ],
    [
      'a line with a point twice',
      cut(([w, s, , n]) => [
        [w! + 20_000, s! - 500],
        [w! + 21_000, s! + 9000],
        [w! + 21_000, s! + 9000],
        [w! + 20_000, n! + 500],
      ]),
      'duplicate_point',
    ],
    [
      'a line that touches one vertex',
      onSouth(([[x, y]]) => [
        [x - 500, y - 500],
        [x, y],
        [x + 500, y - 500],
      ]),
      'line_touches_only',
    ],
    ['a line along the border', onSouth(([from, to]) => [from, to]), 'line_along_border'],
    [
      'a line that makes five pieces',
      cut(([w, s, e, n]) =>
        [0.2, 0.3, 0.4, 0.5, 0.6].map((part, i) => [
          Math.round(w! + part * (e! - w!)),
          i % 2 === 0 ? s! - 500 : n! + 500,
        ]),
      ),
      'too_many_parts',
    ],
    [
      'a line that crosses borders a thousand times',
      cut(([w, s, e, n]) =>
        Array.from({ length: 990 }, (_, i) => [
          Math.round(w! + (0.1 + (0.8 * i) / 990) * (e! - w!)),
          i % 2 === 0 ? s! - 500 : n! + 500,
        ]),
      ),
      'too_many_crossings',
    ],
    [
      'a line of more than a thousand points',
      cut(([w, s, e, n]) =>
        Array.from({ length: 1001 }, (_, i) => [
          Math.round(w! - 1000 + (i / 1000) * (e! - w! + 2000)),
          Math.round((s! + n!) / 2) + (i % 2),
        ]),
      ),
      'too_many_points',
    ],
    [
      'a line to the end of the world',
      cut(([w, s]) => [
        [w!, s!],
        [1e300, -1e300],
      ]),
      'outside_lattice',
    ],
    ['a ring across two communities', cornered(`${street}002001`), 'different_communities'],
    ['a ring in the neighbours’ street', cornered(`${north}001001`), 'different_communities'],
    [
      'a ring beyond the city',
      async () => ({
        op: 'carve',
        ring: [
          [1_190_000_000, 330_000_000],
          [1_190_010_000, 330_000_000],
          [1_190_010_000, 330_010_000],
          [1_190_000_000, 330_000_000],
        ],
        newGrid: -8,
      }),
      'outside_area',
    ],
    [
      'swapped coordinates',
      cut(([w, s, e, n]) => [
        [s!, w! - 100],
        [n!, e! + 100],
      ]),
      'outside_lattice',
    ],
    [
      'half a lattice unit',
      cut(([w, s, e, n]) => [
        [w! - 100.5, s!],
        [e!, n! + 0.25],
      ]),
      'outside_lattice',
    ],
    [
      'a grid of the neighbours',
      async () => ({
        op: 'split',
        grid: (await client.findGrid(`${north}001001`)).id,
        line: [
          [0, 0],
          [1, 1],
        ],
        newGrid: -7,
      }),
      'other_street',
    ],
    [
      'a grid that there is not',
      async () => ({ op: 'merge', grids: [123_456, (await client.findGrid(`${street}001002`)).id] }),
      'unknown_cell',
    ],
    [
      'one grid alone',
      async () => ({ op: 'merge', grids: [(await client.findGrid(`${street}001002`)).id] }),
      'one_is_not_enough',
    ],
    [
      'grids apart',
      async () => ({
        op: 'merge',
        grids: [(await client.findGrid(`${street}001001`)).id, (await client.findGrid(`${street}001004`)).id],
      }),
      'not_adjacent',
    ],
    [
      'grids of two communities',
      async () => ({
        op: 'merge',
        grids: [(await client.findGrid(`${street}001001`)).id, (await client.findGrid(`${street}002001`)).id],
      }),
      'different_communities',
    ],
    [
      'a vertex that there is not',
      async () => ({ op: 'moveVertex', from: [1, 2], to: [3, 4] }),
      'unknown_vertex',
    ],
    [
      'a gap that there is not',
      async () => ({
        op: 'fillGap',
        at: [1_200_010_000, 330_010_000],
        grid: (await client.findGrid(`${street}001001`)).id,
      }),
      'not_a_gap',
    ],
    [
      'a neighbour’s community to number',
      async () => ({ op: 'renumber', community: `${north}001` }),
      'other_street',
    ],
    [
      'an open ring',
      async () => ({
        op: 'carve',
        ring: [
          [1_200_010_000, 330_010_000],
          [1_200_020_000, 330_010_000],
          [1_200_020_000, 330_020_000],
          [1_200_010_000, 330_020_000],
        ],
        newGrid: -8,
      }),
      'ring_not_closed',
    ],
  ])('%s is rejected with its reason and changes nothing', async (_what, operation, code) => {
    const answer = await client.add(id, [await operation()], own)
    expect(answer.refused?.reason.code).toBe(code)
    expect(answer).toMatchObject({ accepted: [], draft: { steps: 0 } })
  })

  it('a merged grid is retired, and its code is not reused', async () => {
    const draft = await client.begin(street)
    const [one, two] = [
      (await client.findGrid(`${street}001001`)).id,
      (await client.findGrid(`${street}001002`)).id,
    ]
    const split = await client.cut(`${street}001003`, -1)
    await client.add(
      draft,
      [{ op: 'merge', grids: [one, two], keep: one }, split, { op: 'merge', grids: [split.grid, -1] }],
      own,
    )
    expect(
      (await client.add(draft, [{ op: 'describe', grid: two, values: { name: 'x' } }], own)).refused?.reason,
    ).toMatchObject({ code: 'retired_cell', cells: [two] })
    expect((await client.add(draft, [split], own)).refused?.reason.code).toBe('id_taken')
  })
})
