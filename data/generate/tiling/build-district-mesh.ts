import { toLatticeUnits } from '#shared/geometry/lattice.ts'
import type { CityPlan, LonLat } from '../city-plan.ts'
import type { LocalPlane } from '../math/create-local-plane.ts'
import type { RandomStream } from '../math/create-random-stream.ts'
import { findCrossingChains } from '../curves/find-crossing-chains.ts'
import type { BorderRegistry } from '../mesh/border-registry.ts'
import {
  addEdge,
  addFace,
  addVertex,
  createHalfEdgeMesh,
  linkHalfEdges,
  OUTSIDE_FACE,
  type HalfEdgeMesh,
} from '../mesh/half-edge-mesh.ts'
import {
  coastRefinement,
  dikeRefinement,
  inlandRefinement,
  refineBorder,
  type BorderRefinement,
  type PlanePoint,
} from '../curves/refine-border.ts'

interface Arc {
  corners: number[]
  kind: 'coast' | 'outer' | 'district'
  river: number | undefined
}

/** The districts as the first faces of a new mesh, face i for district i, their coarse borders refined once for both sides. */
export function buildDistrictMesh(
  plan: CityPlan,
  plane: LocalPlane,
  lines: BorderRegistry,
  random: RandomStream,
): HalfEdgeMesh {
  const mesh = createHalfEdgeMesh()
  const corners: PlanePoint[] = []
  const known = new Map<string, number>()
  const cornerOf = ([lon, lat]: LonLat) => {
    const key = `${lon},${lat}`
    const index =
      known.get(key) ?? corners.push([plane.east(toLatticeUnits(lon)), plane.north(toLatticeUnits(lat))]) - 1
    known.set(key, index)
    return index
  }
  const rings = plan.districts.map(({ ring }) => counterClockwise(ring.map(cornerOf), corners))
  const coast = plan.coast.map(cornerOf)
  const rivers = plan.borderRivers.map(({ along }) => along.map(cornerOf))
  const arcs = findArcs(rings, coast, rivers)

  const cornerVertex = new Map<number, number>()
  const vertexAt = (corner: number) => {
    let vertex = cornerVertex.get(corner)
    if (vertex === undefined) {
      const [east, north] = corners[corner]!
      vertex = addVertex(mesh, plane.latticeX(east), plane.latticeY(north))
      cornerVertex.set(corner, vertex)
    }
    return vertex
  }
  // half-edges of each arc in its own direction, found again by its first step
  const drawn = new Map<string, number[]>()
  for (const [index, points] of refineAll(arcs, corners, random).entries()) {
    const arc = arcs[index]!
    const line = lines.add({ kind: arc.kind, rank: 0, river: arc.river })
    const halves: number[] = []
    let from = vertexAt(arc.corners[0]!)
    for (let i = 1; i < points.length; i++) {
      const last = i === points.length - 1
      const [east, north] = points[i]!
      const to = last
        ? vertexAt(arc.corners.at(-1)!)
        : addVertex(mesh, plane.latticeX(east), plane.latticeY(north))
      halves.push(addEdge(mesh, from, to, line))
      from = to
    }
    drawn.set(`${arc.corners[0]}>${arc.corners[1]}`, halves)
    drawn.set(`${arc.corners.at(-1)}>${arc.corners.at(-2)}`, halves.map((h) => h ^ 1).reverse())
  }
  for (const ring of rings) closeFace(mesh, ring, drawn)
  closeOutside(mesh)
  return mesh
}

function counterClockwise(ring: readonly number[], corners: readonly PlanePoint[]): number[] {
  let twice = 0
  for (let i = 0; i < ring.length; i++) {
    const [ax, ay] = corners[ring[i]!]!,
      [bx, by] = corners[ring[(i + 1) % ring.length]!]!
    twice += ax * by - bx * ay
  }
  return twice > 0 ? [...ring] : [...ring].reverse()
}

/** Chains of coarse edges between corners where more than two meet: each is refined as one curve. */
function findArcs(
  rings: readonly (readonly number[])[],
  coast: readonly number[],
  rivers: readonly (readonly number[])[],
): Arc[] {
  const users = new Map<string, number>()
  const neighbours = new Map<number, Set<number>>()
  const join = (a: number, b: number) => {
    const known = neighbours.get(a) ?? new Set()
    neighbours.set(a, known.add(b))
  }
  for (const ring of rings) {
    for (const [i, a] of ring.entries()) {
      const b = ring[(i + 1) % ring.length]!
      users.set(edgeKey(a, b), (users.get(edgeKey(a, b)) ?? 0) + 1)
      join(a, b)
      join(b, a)
    }
  }
  const steps = (chain: readonly number[]) => chain.slice(1).map((corner, i) => edgeKey(chain[i]!, corner))
  const coastSteps = new Set(steps(coast))
  const riverOf = new Map(rivers.flatMap((chain, river) => steps(chain).map((key) => [key, river] as const)))
  // an arc is all coast or none, all one river or none
  const ends = new Set([coast, ...rivers].flatMap((chain) => [chain[0], chain.at(-1)]))
  const isNode = (corner: number) => neighbours.get(corner)!.size > 2 || ends.has(corner)
  const nodes = [...neighbours.keys()].filter(isNode)
  // a city of one district on no coast has no node: start anywhere
  if (nodes.length === 0) nodes.push(rings[0]![0]!)

  const arcs: Arc[] = []
  const seen = new Set<string>()
  for (const node of nodes) {
    for (const first of neighbours.get(node)!) {
      if (seen.has(edgeKey(node, first))) continue
      const chain = [node]
      for (let before = node, at = first; ;) {
        seen.add(edgeKey(before, at))
        chain.push(at)
        if (nodes.includes(at)) break
        const onward = [...neighbours.get(at)!].find((next) => next !== before)!
        before = at
        at = onward
      }
      const key = edgeKey(node, first)
      arcs.push({
        corners: chain,
        kind: coastSteps.has(key) ? 'coast' : users.get(key) === 1 ? 'outer' : 'district',
        river: riverOf.get(key),
      })
    }
  }
  return arcs
}

function edgeKey(a: number, b: number): string {
  return a < b ? `${a}-${b}` : `${b}-${a}`
}

/** Refines all arcs; where two come to cross, both are drawn again with a steadier hand. */
function refineAll(
  arcs: readonly Arc[],
  corners: readonly PlanePoint[],
  random: RandomStream,
): PlanePoint[][] {
  const steadiness = arcs.map(() => 1)
  const draw = (i: number) => {
    const arc = arcs[i]!
    const points = arc.corners.map((corner) => corners[corner]!)
    const style = steadied(styleOf(arc, points), steadiness[i]!)
    return refineBorder(points, style, random.fork(`border ${arc.corners.join(' ')}`))
  }
  const refined = arcs.map((_, i) => draw(i))
  for (let attempt = 0; attempt < 12; attempt++) {
    const crossing = findCrossingChains(refined)
    if (!crossing) return refined
    for (const i of new Set(crossing)) {
      steadiness[i]! *= 0.6
      refined[i] = draw(i)
    }
  }
  throw new Error('district borders cross each other: corners of the plan lie too close together')
}

function steadied(style: BorderRefinement, by: number): BorderRefinement {
  return {
    ...style,
    jitter: style.jitter * by,
    roughness: style.roughness * by,
    dikes: by < 1 ? 0 : style.dikes,
  }
}

/** Low polder coast lies in long straight dikes, a short or strongly curved coast does not. */
function styleOf(arc: Arc, points: readonly PlanePoint[]): BorderRefinement {
  if (arc.kind !== 'coast') return inlandRefinement
  return points.length > 3 ? { ...dikeRefinement, dikes: 1 } : coastRefinement
}

function closeFace(
  mesh: HalfEdgeMesh,
  ring: readonly number[],
  drawn: ReadonlyMap<string, readonly number[]>,
): void {
  const halves: number[] = []
  for (const [i, a] of ring.entries()) {
    // only the first step of an arc is a key; the steps inside it come along with it
    halves.push(...(drawn.get(`${a}>${ring[(i + 1) % ring.length]}`) ?? []))
  }
  const face = addFace(mesh, halves[0]!)
  for (const [i, half] of halves.entries()) {
    mesh.face[half] = face
    linkHalfEdges(mesh, half, halves[(i + 1) % halves.length]!)
  }
}

/** Half-edges that no district has taken run around the outside. */
function closeOutside(mesh: HalfEdgeMesh): void {
  const startingAt = new Map<number, number>()
  for (let h = 0; h < mesh.halfCount; h++)
    if (mesh.face[h] === OUTSIDE_FACE) startingAt.set(mesh.origin[h]!, h)
  for (const [, h] of startingAt) linkHalfEdges(mesh, h, startingAt.get(mesh.origin[h ^ 1]!)!)
}
