import { describe, expect, it } from 'vitest'
import type { Point } from '#shared/geometry/lattice.ts'
import { lineNetwork, traceAlong } from '#shared/geometry/trace-along.ts'

/**
 *    A---B---C        a road from A to F, and a canal E–F that meets it at E
 *        |   |
 *        D---E===F    B–D–E is a little longer than B–C–E
 */
const [A, B, C, D, E, F]: Point[] = [
  [0, 100],
  [100, 100],
  [200, 100],
  [95, -10],
  [200, 0],
  [300, 0],
]
const road = lineNetwork([
  [A, B],
  [B, C],
  [C, E],
  [B, D],
  [D, E],
])
const canal = lineNetwork([[E, F]])
const vertex = (point: Point) => ({ point, ends: [point] })
const on = (point: Point, ...ends: Point[]) => ({ point, ends })
const trace = (
  from: Parameters<typeof traceAlong>[1],
  to: Parameters<typeof traceAlong>[2],
  mostTimes?: number,
) => traceAlong([road, canal], from, to, { stretch: 1, ...(mostTimes === undefined ? {} : { mostTimes }) })

describe('a line that follows what it is snapped to', () => {
  it('takes the shortest way, over from one kind of line to the other', () => {
    expect(trace(vertex(A), vertex(F))).toEqual([B, C, E])
  })

  it('begins and ends in the middle of a stretch', () => {
    expect(trace(on([150, 100], B, C), on([250, 0], E, F))).toEqual([C, E])
    expect(trace(on([97, 40], B, D), on([150, -5], D, E))).toEqual([D])
  })

  it('adds nothing where both ends lie on one stretch', () => {
    expect(trace(on([20, 100], A, B), on([80, 100], A, B))).toEqual([])
    expect(trace(vertex(B), on([20, 100], A, B))).toEqual([])
    expect(trace(vertex(A), vertex(B))).toEqual([])
  })

  it('does not go where lines do not lead, nor a long way round', () => {
    expect(trace(vertex(A), vertex([900, 900]))).toBeNull()
    expect(trace(vertex(C), on([100, 45], B, D), 1.2)).toBeNull()
  })

  it('measures on the ground: a lattice unit east is shorter than one north', () => {
    //  S–P–T goes far east, S–Q–T far north: at 60° an eastern unit is half as long
    const [S, P, Q, T]: Point[] = [
      [0, 0],
      [160, 50],
      [10, 140],
      [0, 100],
    ]
    const lines = [
      lineNetwork([
        [S, P],
        [P, T],
        [S, Q],
        [Q, T],
      ]),
    ]
    expect(traceAlong(lines, vertex(S), vertex(T), { stretch: 1, mostTimes: 9 })).toEqual([Q])
    expect(traceAlong(lines, vertex(S), vertex(T), { stretch: 0.2, mostTimes: 9 })).toEqual([P])
  })
})
