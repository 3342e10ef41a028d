import type { RoadClass } from '#shared/contract/enums.ts'
import type { LocalPlane } from '../math/create-local-plane.ts'
import { computeVectorLength } from '../math/vector-length.ts'
import type { HalfEdgeMesh } from '../mesh/half-edge-mesh.ts'
import type { BorderNetwork } from '../network/border-network.ts'
import type { BorderUse } from '../network/border-use.ts'
import type { Rectangle } from './rectangle.ts'

/** The whole border of a grid, its holes' as well, in metres of the plane. */
export interface GridOutline {
  /** Four numbers an edge: where it starts and ends, with the grid on its left. */
  edges: Float64Array
  sides: OutlineSide[]
  west: number
  south: number
  east: number
  north: number
}

/** A part of the border along one road, one water or neither. */
export interface OutlineSide {
  /** Its edges: from the first up to, but not including, the last. */
  from: number
  to: number
  /** In metres. */
  length: number
  use: BorderUse
  /** Does the grid lie left of it in the direction in which it was drawn? */
  left: boolean
}

export function buildGridOutlines({ mesh, plane, graph, uses }: BorderNetwork, grids: number): GridOutline[] {
  const arcsOf: number[][] = Array.from({ length: grids }, () => [])
  for (const [index, { left, right }] of graph.arcs.entries()) {
    if (left >= 0) arcsOf[left]!.push(index)
    if (right >= 0) arcsOf[right]!.push(index)
  }
  return arcsOf.map((arcs, grid) => {
    const parts = arcs.map((index) => {
      const { halves, left, length } = graph.arcs[index]!
      return { halves, length, left: left === grid, use: uses[index]! }
    })
    const size = parts.reduce((sum, { halves }) => sum + halves.length, 0)
    const edges = new Float64Array(4 * size)
    let filled = 0
    const sides = parts.map(({ halves, length, left, use }): OutlineSide => {
      const from = filled
      if (left) for (const half of halves) writeEdge(edges, filled++, mesh, plane, half)
      else for (let i = halves.length; i-- > 0;) writeEdge(edges, filled++, mesh, plane, halves[i]! ^ 1)
      return { from, to: filled, length, use, left }
    })
    return { edges, sides, ...measureBox(edges) }
  })
}

function writeEdge(
  edges: Float64Array,
  at: number,
  mesh: HalfEdgeMesh,
  plane: LocalPlane,
  half: number,
): void {
  const a = mesh.origin[half]!,
    b = mesh.origin[half ^ 1]!
  edges[4 * at] = plane.east(mesh.x[a]!)
  edges[4 * at + 1] = plane.north(mesh.y[a]!)
  edges[4 * at + 2] = plane.east(mesh.x[b]!)
  edges[4 * at + 3] = plane.north(mesh.y[b]!)
}

function measureBox(edges: Float64Array): Pick<GridOutline, 'west' | 'south' | 'east' | 'north'> {
  let west = Infinity,
    south = Infinity,
    east = -Infinity,
    north = -Infinity
  for (let i = 0; i < edges.length; i += 4) {
    west = Math.min(west, edges[i]!)
    east = Math.max(east, edges[i]!)
    south = Math.min(south, edges[i + 1]!)
    north = Math.max(north, edges[i + 1]!)
  }
  return { west, south, east, north }
}

/** Is the place inside the grid and outside its holes? */
export function isInsideOutline({ edges }: GridOutline, east: number, north: number): boolean {
  let inside = false
  for (let i = 0; i < edges.length; i += 4) {
    const an = edges[i + 1]!,
      bn = edges[i + 3]!
    if (an > north === bn > north) continue
    const ae = edges[i]!
    if (east < ae + ((edges[i + 2]! - ae) * (north - an)) / (bn - an)) inside = !inside
  }
  return inside
}

/** Does the rectangle lie inside the grid with a margin all round that no border enters? */
export function isRectangleInside(outline: GridOutline, rectangle: Rectangle, margin: number): boolean {
  const { east, north, alongEast, alongNorth } = rectangle
  const halfLength = rectangle.length / 2 + margin,
    halfDepth = rectangle.depth / 2 + margin
  const { edges } = outline
  const reach = halfLength + halfDepth
  for (let i = 0; i < edges.length; i += 4) {
    const ae = edges[i]! - east,
      an = edges[i + 1]! - north,
      be = edges[i + 2]! - east,
      bn = edges[i + 3]! - north
    if (ae > reach && be > reach) continue
    if (ae < -reach && be < -reach) continue
    if (an > reach && bn > reach) continue
    if (an < -reach && bn < -reach) continue
    const au = ae * alongEast + an * alongNorth,
      bu = be * alongEast + bn * alongNorth
    if ((au > halfLength && bu > halfLength) || (au < -halfLength && bu < -halfLength)) continue
    const av = an * alongEast - ae * alongNorth,
      bv = bn * alongEast - be * alongNorth
    if ((av > halfDepth && bv > halfDepth) || (av < -halfDepth && bv < -halfDepth)) continue
    // neither wall's direction parts them: does the edge's?
    const du = bu - au,
      dv = bv - av
    if (Math.abs(du * av - dv * au) <= Math.abs(du) * halfDepth + Math.abs(dv) * halfLength) return false
  }
  return isInsideOutline(outline, east, north)
}

/** Returns the place at a distance along a side: east and north. */
function findPlaceAlongSide(
  { edges }: GridOutline,
  side: OutlineSide,
  distance: number,
): [east: number, north: number] {
  let left = distance
  for (let edge = side.from; ; edge++) {
    const ae = edges[4 * edge]!,
      an = edges[4 * edge + 1]!,
      de = edges[4 * edge + 2]! - ae,
      dn = edges[4 * edge + 3]! - an
    const length = computeVectorLength(de, dn)
    if (left <= length || edge + 1 >= side.to) {
      const t = length > 0 ? Math.min(1, Math.max(0, left / length)) : 0
      return [ae + de * t, an + dn * t]
    }
    left -= length
  }
}

/** Returns a rectangle inside the grid that lies along a side, its nearer wall `setback` metres from it. */
export function alignToSide(
  outline: GridOutline,
  side: OutlineSide,
  distance: number,
  { length, depth, setback }: { length: number; depth: number; setback: number },
): Rectangle {
  const [ae, an] = findPlaceAlongSide(outline, side, distance)
  const [be, bn] = findPlaceAlongSide(outline, side, distance + length)
  const chord = computeVectorLength(be - ae, bn - an)
  const alongEast = chord > 0 ? (be - ae) / chord : 1,
    alongNorth = chord > 0 ? (bn - an) / chord : 0
  const away = setback + depth / 2
  return {
    east: (ae + be) / 2 - alongNorth * away,
    north: (an + bn) / 2 + alongEast * away,
    alongEast,
    alongNorth,
    length,
    depth,
  }
}

/** Metres from a place to the nearest edge of a side. */
export function measureDistanceToSide(
  { edges }: GridOutline,
  { from, to }: OutlineSide,
  east: number,
  north: number,
): number {
  let square = Infinity
  for (let i = 4 * from; i < 4 * to; i += 4) {
    const de = edges[i + 2]! - edges[i]!,
      dn = edges[i + 3]! - edges[i + 1]!
    const pe = east - edges[i]!,
      pn = north - edges[i + 1]!
    const t = Math.min(1, Math.max(0, (pe * de + pn * dn) / (de * de + dn * dn || 1)))
    const re = pe - t * de,
      rn = pn - t * dn
    square = Math.min(square, re * re + rn * rn)
  }
  return Math.sqrt(square)
}

/** The class of the road along a side on which people live; undefined for motorways, water and fields. */
export function getStreetClass({ use }: OutlineSide): RoadClass | undefined {
  return use.kind === 'road' && use.road !== 'motorway' ? use.road : undefined
}
