import { describe, expect, it } from 'vitest'
import type { Point } from '#shared/geometry/lattice.ts'
import { buildTraceGraph, findTracePath } from '#shared/geometry/topology/find-trace-path.ts'

/**
 *    A---B---C        a road from A to F, and a canal E–F that meets it at E
 *        |   |
 *        D---E===F    B–D–E is a little longer than B–C–E
 */
const A: Point = [0, 100]
const B: Point = [100, 100]
const C: Point = [200, 100]
const D: Point = [95, -10]
const E: Point = [200, 0]
const F: Point = [300, 0]
const road = buildTraceGraph([
  [A, B],
  [B, C],
  [C, E],
  [B, D],
  [D, E],
])
const canal = buildTraceGraph([[E, F]])
const vertex = (point: Point) => ({ point, ends: [point] })
const on = (point: Point, ...ends: Point[]) => ({ point, ends })
const trace = (
  from: Parameters<typeof findTracePath>[1],
  to: Parameters<typeof findTracePath>[2],
  mostTimes?: number,
) => findTracePath([road, canal], from, to, { stretch: 1, ...(mostTimes === undefined ? {} : { mostTimes }) })

describe('a path traced between two snapped points', () => {
  it('takes the shortest path, also from one kind of line to another', () => {
    expect(trace(vertex(A), vertex(F))).toEqual([B, C, E])
  })

  it('starts and ends in the middle of a segment', () => {
    expect(trace(on([150, 100], B, C), on([250, 0], E, F))).toEqual([C, E])
    expect(trace(on([97, 40], B, D), on([150, -5], D, E))).toEqual([D])
  })

  it('adds no vertices when both ends are on one segment', () => {
    expect(trace(on([20, 100], A, B), on([80, 100], A, B))).toEqual([])
    expect(trace(vertex(B), on([20, 100], A, B))).toEqual([])
    expect(trace(vertex(A), vertex(B))).toEqual([])
  })

  it('is null when the lines are not connected or the detour is too long', () => {
    expect(trace(vertex(A), vertex([900, 900]))).toBeNull()
    expect(trace(vertex(C), on([100, 45], B, D), 1.2)).toBeNull()
  })

  it('measures in metres: a lattice unit east is shorter than one north', () => {
    //  S–P–T goes far east, S–Q–T far north: at 60° an eastern unit is half as long
    const S: Point = [0, 0]
    const P: Point = [160, 50]
    const Q: Point = [10, 140]
    const T: Point = [0, 100]
    const lines = [
      buildTraceGraph([
        [S, P],
        [P, T],
        [S, Q],
        [Q, T],
      ]),
    ]
    expect(findTracePath(lines, vertex(S), vertex(T), { stretch: 1, mostTimes: 9 })).toEqual([Q])
    expect(findTracePath(lines, vertex(S), vertex(T), { stretch: 0.2, mostTimes: 9 })).toEqual([P])
  })
})
