import { describe, expect, it } from 'vitest'
import type { Line } from '#shared/geometry/lattice.ts'
import { divide } from '#shared/geometry/operations/divide.ts'
import { applyOperation, getOutcome, measureSizes } from '../../helpers/geometry/apply-operation.ts'
import { parseCellSet, toDrawingPoint } from '../../helpers/geometry/parse-cell-set.ts'

const line = (...points: [number, number][]): Line => points.map(([x, y]) => toDrawingPoint(x, y))
const at = (...points: [number, number][]) => points.map(([x, y]) => toDrawingPoint(x, y))

describe('divide', () => {
  //  AABBD   A and B are divided anew by the border that crosses them from west to east;
  //  AABBD   D has the vertex at which it ends
  const set = parseCellSet(['AABBD', 'AABBD'], 'AB|D')
  const { A, B, D } = set.ids
  const across = line([0, 1], [2.5, 0.5], [4, 1.5])

  it('divides several cells anew at once, and gives neighbours the vertices at which borders end', () => {
    const after = applyOperation(
      set,
      divide(set, {
        cells: [A, B],
        borders: [across],
        parts: [
          { id: A, at: at([0.5, 1.5]) },
          { id: B, at: at([0.5, 0.5]) },
        ],
      }),
    )
    expect(measureSizes(after)).toEqual({ [A]: 4.625, [B]: 3.375, [D]: 2 })
    expect(after.cells.get(D)?.shape[0]?.[0]).toContainEqual(toDrawingPoint(4, 1.5))
  })

  it('makes more parts than there were cells, with borders that meet inside', () => {
    const centre: [number, number] = [2, 1]
    const result = divide(set, {
      cells: [A, B],
      borders: [line([0, 1], centre), line([2, 2], centre), line(centre, [4, 1])],
      parts: [
        { id: A, at: at([1, 1.5]) },
        { id: -1, at: at([3, 1.5]) },
        { id: -2, at: at([3, 0.5]) },
      ],
    })
    const after = applyOperation(set, result)
    expect(measureSizes(after)).toEqual({ [A]: 2, [-1]: 2, [-2]: 4, [D]: 2 })
    expect(result.ok && result.value.retire).toEqual([B])
    expect(result.ok && result.value.lineage).toEqual([
      { predecessor: A, successor: A },
      { predecessor: B, successor: -1 },
      { predecessor: A, successor: -2 },
      { predecessor: B, successor: -2 },
    ])
  })

  it('makes an enclave by a closed border, and one part of land in several places', () => {
    const apart = parseCellSet(['A.AA', 'A.AA'])
    const after = applyOperation(
      apart,
      divide(apart, {
        cells: [apart.ids.A],
        borders: [line([2.5, 0.5], [3.5, 0.5], [3, 1.5], [2.5, 0.5])],
        parts: [
          { id: apart.ids.A, at: at([0.5, 0.5], [2.2, 0.2]) },
          { id: -1, at: at([3, 0.8]) },
        ],
      }),
    )
    expect(measureSizes(after)).toEqual({ [apart.ids.A]: 5.5, [-1]: 0.5 })
  })

  it('rejects an empty selection', () => {
    expect(divide(set, { cells: [], borders: [across], parts: [] })).toEqual({
      ok: false,
      reason: { code: 'nothing_selected' },
    })
  })

  it.each([
    ['unknown_cell', { cells: [A, 99] }],
    ['different_communities', { cells: [A, D] }],
    ['id_taken', { parts: [{ id: D, at: at([0.5, 1.5]) }] }],
    ['line_dangles', { borders: [line([0, 1], [2.5, 0.5])] }],
    ['line_along_border', { borders: [line([0, 0], [1, 0])] }],
    ['duplicate_point', { borders: [line([0, 1], [0, 1], [4, 1.5])] }],
    ['does_not_divide', { borders: [] }],
    [
      'does_not_divide',
      {
        parts: [
          { id: A, at: at([0.5, 1.5], [0.5, 0.5]) },
          { id: B, at: at([3, 1]) },
        ],
      },
    ],
  ])('rejects with %s', (code, over) => {
    const input = {
      cells: [A, B],
      borders: [across],
      parts: [
        { id: A, at: at([0.5, 1.5]) },
        { id: B, at: at([0.5, 0.5]) },
      ],
    }
    expect(getOutcome(divide(set, { ...input, ...over }))).toBe(code)
  })
})
