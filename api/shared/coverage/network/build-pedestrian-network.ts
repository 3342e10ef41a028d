import { float64At, int32At, numberAt, segmentAt, uint32At, uint8At } from '../../geometry/at.ts'
import Flatbush from 'flatbush'
import type { NetworkSummary } from '../../contract/coverage/coverage.ts'
import type { CitySnapshot } from '../../snapshot/city-snapshot.ts'
import type { FlatLines } from '../../geometry/flat-lines.ts'
import type { FlatPolygons } from '../../geometry/flat-polygons.ts'
import { computeScaleAt } from '../../geometry/measure.ts'
import { findJunctions } from './find-junctions.ts'
import { findNetworkParts, flagSmallParts } from './find-network-parts.ts'
import { buildRoadSegments } from './road-segments.ts'
import {
  intersectsWater,
  buildSegmentIndex,
  type NetworkEdges,
  type PedestrianNetwork,
  type WaterBarrierIndex,
} from './pedestrian-network.ts'

/** Part of a city from which the network is built; plain arrays, so that it can be sent to another thread. */
export interface NetworkInput {
  roads: { lines: FlatLines; walkable: Uint8Array; bridge: Uint8Array }
  waterLines: { lines: FlatLines; barrier: Uint8Array }
  waterAreas: { polygons: FlatPolygons; barrier: Uint8Array }
}

/** Selects the roads and water of a snapshot that the network depends on. */
export function toNetworkInput({
  roads,
  waterLines,
  waterAreas,
}: Pick<CitySnapshot, 'roads' | 'waterLines' | 'waterAreas'>): NetworkInput {
  return {
    roads: { lines: roads.mesh.lines, walkable: roads.walkable, bridge: roads.bridge },
    waterLines: { lines: waterLines.mesh.lines, barrier: waterLines.barrier },
    waterAreas: { polygons: waterAreas.mesh.polygons, barrier: waterAreas.barrier },
  }
}

/**
 * Builds the pedestrian network from any road file. Roads are connected at common vertices, where one ends on
 * another, and where two that are no bridges cross; a bridge is connected at vertices and ends only. Segments
 * that cross or touch a river, canal or lake are omitted unless they are bridges. If a file marks no bridge
 * at all, every road over water is treated as one, and `facts` counts them.
 */
export function buildPedestrianNetwork({ roads, waterLines, waterAreas }: NetworkInput): PedestrianNetwork {
  const water = waterIndex(waterLines, waterAreas)
  const walked = buildRoadSegments(roads)
  const { segments, isBridge, count } = walked
  const { cuts, crossings } = findJunctions(walked)
  const nodes = createNodeNumbering()
  const a: number[] = []
  const b: number[] = []
  const marksBridges = roads.bridge.includes(1)
  let [cutByWater, assumedBridges] = [0, 0]
  for (let i = 0; i < isBridge.length; i++) {
    const [startX, startY, endX, endY] = segmentAt(segments, i)
    const points = [startX, startY, ...(cuts.get(i) ?? []), endX, endY]
    for (let p = 0; p + 3 < points.length; p += 2) {
      const [ax, ay] = [numberAt(points, p), numberAt(points, p + 1)]
      const [bx, by] = [numberAt(points, p + 2), numberAt(points, p + 3)]
      if (ax === bx && ay === by) continue
      if (uint8At(isBridge, i) === 0 && intersectsWater(water, ax, ay, bx, by)) {
        if (marksBridges) {
          cutByWater++
          continue
        }
        assumedBridges++
      }
      a.push(nodes.of(ax, ay))
      b.push(nodes.of(bx, by))
    }
  }
  const xy = nodes.xy()
  const all = measureEdges(xy, Uint32Array.from(a), Uint32Array.from(b))
  const { edges, omitted, leftOut, parts } = omitSmallParts(xy.length / 2, all)
  return {
    ...buildAdjacency(xy, edges),
    leftOut: indexEdges(xy, omitted),
    water,
    facts: {
      roads: count,
      edges: edges.a.length,
      crossings,
      cutByWater,
      assumedBridges,
      pieces: parts,
      leftOut,
    },
  }
}

function waterIndex(
  { lines: { xy, lineStart }, barrier: lineStops }: NetworkInput['waterLines'],
  { polygons, barrier: areaStops }: NetworkInput['waterAreas'],
): WaterBarrierIndex {
  const segments: number[] = []
  lineStops.forEach((stops, line) => {
    if (stops === 1)
      for (let i = uint32At(lineStart, line); i + 1 < uint32At(lineStart, line + 1); i++)
        segments.push(
          int32At(xy, 2 * i),
          int32At(xy, 2 * i + 1),
          int32At(xy, 2 * i + 2),
          int32At(xy, 2 * i + 3),
        )
  })
  areaStops.forEach((stops, area) => {
    if (stops !== 1) return
    for (
      let ring = uint32At(polygons.polygonStart, uint32At(polygons.featureStart, area));
      ring < uint32At(polygons.polygonStart, uint32At(polygons.featureStart, area + 1));
      ring++
    ) {
      const [from, to] = [uint32At(polygons.ringStart, ring), uint32At(polygons.ringStart, ring + 1)]
      for (let i = from, j = to - 1; i < to; j = i++)
        segments.push(
          int32At(polygons.xy, 2 * j),
          int32At(polygons.xy, 2 * j + 1),
          int32At(polygons.xy, 2 * i),
          int32At(polygons.xy, 2 * i + 1),
        )
    }
  })
  const flat = Int32Array.from(segments)
  return { segments: flat, index: buildSegmentIndex(flat) }
}

/** Assigns a number to each distinct point, in the order of first appearance. */
function createNodeNumbering() {
  const rows = new Map<number, Map<number, number>>()
  const xy: number[] = []
  return {
    of(x: number, y: number): number {
      let row = rows.get(y)
      if (row === undefined) rows.set(y, (row = new Map()))
      const known = row.get(x)
      if (known !== undefined) return known
      const number = xy.length / 2
      row.set(x, number)
      xy.push(x, y)
      return number
    },
    xy: () => Int32Array.from(xy),
  }
}

interface Edges {
  a: Uint32Array
  b: Uint32Array
  metres: Float64Array
}

function measureEdges(xy: Int32Array, a: Uint32Array, b: Uint32Array): Edges {
  const metres = Float64Array.from(a, (node, e) => {
    const [ax, ay] = [int32At(xy, 2 * node), int32At(xy, 2 * node + 1)]
    const [bx, by] = [int32At(xy, 2 * uint32At(b, e)), int32At(xy, 2 * uint32At(b, e) + 1)]
    const scale = computeScaleAt((ay + by) / 2)
    return Math.hypot((ax - bx) * scale.x, (ay - by) * scale.y)
  })
  return { a, b, metres }
}

/** Leaves out the edges of small parts: a point that was attached to one would be cut off by an error of the file. */
function omitSmallParts(
  nodes: number,
  edges: Edges,
): { edges: Edges; omitted: Edges; leftOut: NetworkSummary['leftOut']; parts: number } {
  const { ofNode, metres } = findNetworkParts(nodes, edges.a, edges.b, edges.metres)
  const isSmall = flagSmallParts(metres)
  const small = isSmall.reduce((sum, each) => sum + each, 0)
  const select = (wanted: number): Edges => {
    const isWanted = (_: number, e: number) => isSmall[uint32At(ofNode, uint32At(edges.a, e))] === wanted
    return {
      a: edges.a.filter(isWanted),
      b: edges.b.filter(isWanted),
      metres: edges.metres.filter(isWanted),
    }
  }
  if (small === 0)
    return { edges, omitted: select(1), leftOut: { parts: 0, metres: 0 }, parts: metres.length }
  return {
    edges: select(0),
    omitted: select(1),
    leftOut: {
      parts: small,
      metres: Math.round(metres.reduce((sum, each, part) => sum + (isSmall[part] === 1 ? each : 0), 0)),
    },
    parts: metres.length - small,
  }
}

function buildAdjacency(xy: Int32Array, edges: Edges) {
  const { a, b, metres: length } = edges
  const count = xy.length / 2
  const first = new Uint32Array(count + 1)
  for (let e = 0; e < a.length; e++) {
    first[uint32At(a, e) + 1] = uint32At(first, uint32At(a, e) + 1) + 1
    first[uint32At(b, e) + 1] = uint32At(first, uint32At(b, e) + 1) + 1
  }
  for (let n = 0; n < count; n++) first[n + 1] = uint32At(first, n + 1) + uint32At(first, n)
  const next = first.slice(0, count)
  const to = new Uint32Array(2 * a.length)
  const metres = new Float64Array(2 * a.length)
  for (let e = 0; e < a.length; e++) {
    for (const [node, other] of [
      [uint32At(a, e), uint32At(b, e)],
      [uint32At(b, e), uint32At(a, e)],
    ] as const) {
      const arc = uint32At(next, node)
      to[arc] = other
      metres[arc] = float64At(length, e)
      next[node] = arc + 1
    }
  }
  return { xy, first, to, metres, edges: indexEdges(xy, edges) }
}

function indexEdges(xy: Int32Array, { a, b, metres }: Edges): NetworkEdges {
  const index = new Flatbush(Math.max(1, a.length), 16, Int32Array)
  for (let e = 0; e < a.length; e++) {
    const [ax, ay, bx, by] = [
      int32At(xy, 2 * uint32At(a, e)),
      int32At(xy, 2 * uint32At(a, e) + 1),
      int32At(xy, 2 * uint32At(b, e)),
      int32At(xy, 2 * uint32At(b, e) + 1),
    ]
    index.add(Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by))
  }
  if (a.length === 0) index.add(0, 0, 0, 0)
  index.finish()
  return { a, b, metres, index }
}
