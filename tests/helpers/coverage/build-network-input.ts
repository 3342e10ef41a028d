import type { NetworkInput } from '#shared/coverage/network/build-pedestrian-network.ts'
import { toFlatLines } from '#shared/geometry/flat-lines.ts'
import { toFlatPolygons } from '#shared/geometry/flat-polygons.ts'
import type { Line, MultiPolygon, Point } from '#shared/geometry/lattice.ts'

/** Where the plans of these tests lie: about 33.5° N. */
const ORIGIN: Point = [1_201_000_000, 335_000_000]
/** One step of a plan, in lattice units: about 93 m east or 111 m north. */
const STEP = 10_000

/** A point of a plan on the lattice. */
export const toPlanPoint = (x: number, y: number): Point => [
  ORIGIN[0] + Math.round(x * STEP),
  ORIGIN[1] + Math.round(y * STEP),
]

export interface RoadPlan {
  line: [x: number, y: number][]
  bridge?: boolean
  walkable?: boolean
}

/** Roads and rivers from small plans. */
export function buildNetworkInput({
  roads,
  rivers = [],
  lakes = [],
}: {
  roads: RoadPlan[]
  rivers?: [number, number][][]
  lakes?: [number, number][][]
}): NetworkInput {
  const lines = (list: [number, number][][]): Line[] =>
    list.map((line) => line.map(([x, y]) => toPlanPoint(x, y)))
  const areas: MultiPolygon[] = lakes.map((ring) => [[ring.map(([x, y]) => toPlanPoint(x, y))]])
  return {
    roads: {
      lines: toFlatLines(lines(roads.map((road) => road.line))),
      bridge: Uint8Array.from(roads, (road) => Number(road.bridge ?? false)),
      walkable: Uint8Array.from(roads, (road) => Number(road.walkable ?? true)),
    },
    waterLines: { lines: toFlatLines(lines(rivers)), barrier: new Uint8Array(rivers.length).fill(1) },
    waterAreas: { polygons: toFlatPolygons(areas), barrier: new Uint8Array(lakes.length).fill(1) },
  }
}

/** Points as interleaved lattice x, y. */
export const toPlanPoints = (...list: [number, number][]): Int32Array =>
  Int32Array.from(list.flatMap(([x, y]) => [...toPlanPoint(x, y)]))
