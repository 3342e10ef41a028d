import { describe, expect, it } from 'vitest'
import { joinStrokes, type LinePiece } from '../../../data/generate/network/join-strokes.ts'

const places: Record<string, readonly [number, number]> = {
  A: [0, 0],
  B: [1, 0],
  C: [2, 0],
  D: [1, 1],
  E: [1, -1],
  F: [2, 0.3],
}

/** A straight piece between two lettered places. */
function aPiece(from: string, to: string, key = 'road'): LinePiece {
  const [fx, fy] = places[from]!,
    [tx, ty] = places[to]!
  const length = Math.hypot(tx - fx, ty - fy)
  const start = [(tx - fx) / length, (ty - fy) / length] as const
  return { from: from.charCodeAt(0), to: to.charCodeAt(0), length, start, end: [-start[0], -start[1]], key }
}

/** Strokes as strings of letters, each in its smaller reading. */
function letters(pieces: readonly LinePiece[]): string[] {
  return joinStrokes(pieces)
    .map((stroke) => {
      const names = stroke.map(({ piece, forward }) => {
        const { from, to } = pieces[piece]!
        return forward ? [from, to] : [to, from]
      })
      const word = String.fromCharCode(names[0]![0]!, ...names.map(([, to]) => to!))
      const back = [...word].reverse().join('')
      return word < back ? word : back
    })
    .sort()
}

describe('joinStrokes', () => {
  //      D
  //      │
  //  A───B───C
  //      │
  //      E
  it('lets both roads of a crossing run straight on', () => {
    expect(letters([aPiece('A', 'B'), aPiece('B', 'C'), aPiece('D', 'B'), aPiece('E', 'B')])).toEqual([
      'ABC',
      'DBE',
    ])
  })

  it('ends the side road of a T', () => {
    expect(letters([aPiece('A', 'B'), aPiece('C', 'B'), aPiece('B', 'D')])).toEqual(['ABC', 'BD'])
  })

  it('prefers the straighter of two ways on', () => {
    expect(letters([aPiece('A', 'B'), aPiece('B', 'F'), aPiece('B', 'C')])).toEqual(['ABC', 'BF'])
  })

  it('joins only what has the same key', () => {
    expect(letters([aPiece('A', 'B', 'street'), aPiece('B', 'C', 'lane')])).toEqual(['AB', 'BC'])
  })

  it('does not turn a corner', () => {
    expect(letters([aPiece('A', 'B'), aPiece('B', 'D')])).toEqual(['AB', 'BD'])
  })
})
