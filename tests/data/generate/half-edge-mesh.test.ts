import { describe, expect, it } from 'vitest'
import type { MultiPolygon, Point } from '#shared/geometry/lattice.ts'
import { carveHole } from '../../../data/generate/mesh/carve-hole.ts'
import { cutFace } from '../../../data/generate/mesh/cut-face.ts'
import {
  addEdge,
  addFace,
  addVertex,
  createHalfEdgeMesh,
  linkHalfEdges,
  OUTSIDE_FACE,
  type HalfEdgeMesh,
} from '../../../data/generate/mesh/half-edge-mesh.ts'
import { splitEdge } from '../../../data/generate/mesh/split-edge.ts'
import { dissolveFaces } from '../../../data/generate/mesh/dissolve-faces.ts'
import { findRingDefect } from './checks/find-ring-defect.ts'

/** One square face from (0, 0) to (8, 8); its half-edges start at the corners, counter-clockwise from (0, 0). */
function aSquare(): { mesh: HalfEdgeMesh; halves: number[] } {
  const mesh = createHalfEdgeMesh()
  const corners = [
    [0, 0],
    [8, 0],
    [8, 8],
    [0, 8],
  ].map(([x, y]) => addVertex(mesh, x!, y!))
  const halves = corners.map((corner, i) => addEdge(mesh, corner, corners[(i + 1) % 4]!, 0))
  const face = addFace(mesh, halves[0]!)
  halves.forEach((half, i) => {
    mesh.face[half] = face
    linkHalfEdges(mesh, half, halves[(i + 1) % 4]!)
    linkHalfEdges(mesh, halves[(i + 1) % 4]! ^ 1, half ^ 1)
  })
  return { mesh, halves }
}

const pointOf =
  (mesh: HalfEdgeMesh) =>
  (vertex: number): Point => [mesh.x[vertex]!, mesh.y[vertex]!]
const union = (mesh: HalfEdgeMesh, faces: readonly number[]): MultiPolygon =>
  dissolveFaces(
    mesh,
    Array.from({ length: mesh.faceCount }, (_, face) => (faces.includes(face) ? 0 : -1)),
    1,
    pointOf(mesh),
  )[0]!
const points = (geometry: MultiPolygon) =>
  geometry.map((polygon) => polygon.map((ring) => ring.map(([x, y]) => `${x},${y}`).join(' ')))

describe('the mesh', () => {
  //  D───────C        D───────C
  //  │       │        │   l   │
  //  │       │   →    P───────Q
  //  │       │        │   r   │
  //  A───────B        A───────B
  it('cuts a face in two that share the cut and nothing else', () => {
    const { mesh, halves } = aSquare()
    const q = splitEdge(mesh, halves[1]!, 8, 4)
    const p = splitEdge(mesh, halves[3]!, 0, 4)
    const left = cutFace(mesh, p, q, [4, 5], 1)
    expect(points(union(mesh, [left]))).toEqual([[expect.toSatisfy(turned('0,4 4,5 8,4 8,8 0,8'))]])
    expect(points(union(mesh, [0]))).toEqual([[expect.toSatisfy(turned('0,0 8,0 8,4 4,5 0,4'))]])
    expect(points(union(mesh, [0, left]))).toEqual([[expect.toSatisfy(turned('0,0 8,0 8,4 8,8 0,8 0,4'))]])
  })

  it('gives a vertex on a border to both sides of it', () => {
    const { mesh, halves } = aSquare()
    const left = cutFace(mesh, splitEdge(mesh, halves[3]!, 0, 4), splitEdge(mesh, halves[1]!, 8, 4), [], 1)
    const shared = mesh.next[mesh.loop[left]!]!
    // somewhere on the left face's loop runs the cut: split whatever edge lies against face 0
    let half = shared
    while (mesh.face[half ^ 1] !== 0) half = mesh.next[half]!
    splitEdge(mesh, half, 3, 4)
    expect(union(mesh, [left]).flat(2)).toContainEqual([3, 4])
    expect(union(mesh, [0]).flat(2)).toContainEqual([3, 4])
    expect(union(mesh, [0, left]).flat(2)).not.toContainEqual([3, 4])
  })

  //  ┌───────┐
  //  │ ┌───┐ │
  //  │ │ i │ │
  //  │ └───┘ │
  //  └───────┘
  it('carves an enclave: a hole in the one, a ring of the other, nothing in both together', () => {
    const { mesh } = aSquare()
    const inside = carveHole(mesh, 0, [2, 2, 6, 2, 6, 6, 2, 6], 1)
    const around = union(mesh, [0])
    expect(around[0]).toHaveLength(2)
    expect(findRingDefect(around)).toBeUndefined()
    expect(points(union(mesh, [inside]))).toEqual([[expect.toSatisfy(turned('2,2 6,2 6,6 2,6'))]])
    expect(union(mesh, [0, inside])[0]).toHaveLength(1)
  })

  it('raises an island in the open sea, and makes one unit of both', () => {
    const { mesh } = aSquare()
    const island = carveHole(mesh, OUTSIDE_FACE, [20, 0, 24, 0, 22, 3], 1)
    expect(points(union(mesh, [0, island]))).toEqual([
      [expect.toSatisfy(turned('0,0 8,0 8,8 0,8'))],
      [expect.toSatisfy(turned('20,0 24,0 22,3'))],
    ])
  })

  //  ┌───┬───┐
  //  │ a │ b │      a and d touch in the middle only
  //  ├───X───┤
  //  │ c │ d │
  //  └───┴───┘
  it('makes two rings of a unit whose parts touch at a corner', () => {
    const { mesh, a, d } = aQuarteredSquare()
    const both = union(mesh, [a, d])
    expect(both).toHaveLength(2)
    expect(findRingDefect(both)).toBeUndefined()
  })

  //  ┌───────────┐
  //  │ ┌───┬───┐ │     the unit is everything but a and d: its two holes touch at X,
  //  │ │ a │ b │ │     and b and c hang on to it from outside
  //  │ ├───X───┤ │
  it('keeps rings simple where holes touch at a corner', () => {
    const { mesh } = aSquare()
    const inside = carveHole(mesh, 0, [2, 2, 4, 2, 6, 2, 6, 4, 6, 6, 4, 6, 2, 6, 2, 4], 1)
    const { a, b, c, d } = quarter(mesh, inside)
    const rest = union(mesh, [0, b, c])
    expect(findRingDefect(rest)).toBeUndefined()
    expect(rest.flat()).toHaveLength(3)
    expect(findRingDefect(union(mesh, [a, d]))).toBeUndefined()
  })
})

function aQuarteredSquare(): { mesh: HalfEdgeMesh; a: number; b: number; c: number; d: number } {
  const { mesh, halves } = aSquare()
  splitEdge(mesh, halves[0]!, 4, 0)
  splitEdge(mesh, halves[1]!, 8, 4)
  splitEdge(mesh, halves[2]!, 4, 8)
  splitEdge(mesh, halves[3]!, 0, 4)
  return { mesh, ...quarter(mesh, 0) }
}

/** Cuts a square face with vertices at the middles of its sides into a b over c d, by what their middles are. */
function quarter(mesh: HalfEdgeMesh, face: number): { a: number; b: number; c: number; d: number } {
  const loopOf = (of: number) => {
    const loop: number[] = []
    const start = mesh.loop[of]!
    for (let half = start; loop.length === 0 || half !== start; half = mesh.next[half]!) loop.push(half)
    return loop
  }
  const at = (of: number, x: number, y: number) =>
    loopOf(of).find((half) => mesh.x[mesh.origin[half]!] === x && mesh.y[mesh.origin[half]!] === y)!
  const xs = loopOf(face).map((half) => mesh.x[mesh.origin[half]!]!)
  const low = Math.min(...xs),
    high = Math.max(...xs),
    middle = (low + high) / 2
  // west to east through the middle: the upper half is on the left
  const upper = cutFace(mesh, at(face, low, middle), at(face, high, middle), [middle, middle], 2)
  const b = cutFace(mesh, at(upper, middle, high), at(upper, middle, middle), [], 2)
  const d = cutFace(mesh, at(face, middle, middle), at(face, middle, low), [], 2)
  return { a: upper, b, c: face, d }
}

/** Is it this ring, wherever it starts? */
function turned(ring: string): (other: string) => boolean {
  const corners = ring.split(' ')
  return (other) => corners.some((_, i) => [...corners.slice(i), ...corners.slice(0, i)].join(' ') === other)
}
