import { describe, expect, it } from 'vitest'
import { createArcGraph } from '../../../data/generate/network/arc-graph.ts'
import { findPath } from '../../../data/generate/network/find-path.ts'

const arc = (from: number, to: number, length: number) => ({
  halves: [],
  from,
  to,
  length,
  line: 0,
  left: 0,
  right: 1,
})

//  0──5──1──5──2
//  │           │
//  └─────8─────┘      3 alone
const graph = createArcGraph([arc(0, 1, 5), arc(1, 2, 5), arc(0, 2, 8), arc(3, 3, 1)])
const byLength = (index: number) => graph.arcs[index]!.length

describe('findPath', () => {
  it('takes the cheaper way', () => {
    expect(findPath(graph, 0, 2, 100, byLength, () => 0)).toEqual([2])
    expect(
      findPath(
        graph,
        0,
        2,
        100,
        (index) => (index === 2 ? 20 : byLength(index)),
        () => 0,
      ),
    ).toEqual([0, 1])
  })

  it('does not enter what costs infinitely much, nor go beyond its limit', () => {
    expect(
      findPath(
        graph,
        0,
        2,
        100,
        (index) => (index === 2 ? Infinity : byLength(index)),
        () => 0,
      ),
    ).toEqual([0, 1])
    expect(findPath(graph, 0, 2, 7, byLength, () => 0)).toBeUndefined()
    expect(findPath(graph, 0, 3, 100, byLength, () => 0)).toBeUndefined()
  })
})
