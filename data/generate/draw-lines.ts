import type { Line, Point } from '#shared/geometry/lattice.ts'
import type { RoadFacts, WaterwayFacts } from '../city-facts.ts'
import type { RoadRun, WaterRun } from './network/collect-lines.ts'
import { joinStrokes } from './network/join-strokes.ts'
import { makePiece } from './network/make-piece.ts'
import type { Workshop } from './territory/workshop.ts'

/** Roads as long as one class, one name, and no bridge's end make them. */
export function drawRoads(
  { mesh, plane }: Workshop,
  runs: readonly RoadRun[],
  pointOf: (vertex: number) => Point,
): RoadFacts[] {
  const pieces = runs.map((run) =>
    makePiece(mesh, plane, run.vertices, `${run.road} ${run.name} ${run.bridge}`),
  )
  return joinStrokes(pieces).map((stroke): RoadFacts => {
    const { road, name, bridge } = runs[stroke[0]!.piece]!
    return {
      class: road,
      name,
      bridge,
      walkable: road !== 'motorway',
      geometry: chain(runs, stroke, pointOf),
    }
  })
}

export function drawWaterways(
  { mesh, plane }: Workshop,
  runs: readonly WaterRun[],
  pointOf: (vertex: number) => Point,
): WaterwayFacts[] {
  const pieces = runs.map((run) =>
    makePiece(mesh, plane, run.vertices, `${run.water} ${run.name} ${run.wide}`),
  )
  return joinStrokes(pieces).map((stroke): WaterwayFacts => {
    const { water, name } = runs[stroke[0]!.piece]!
    return {
      class: water,
      name,
      barrier: water !== 'ditch',
      geometry: { kind: 'line', line: chain(runs, stroke, pointOf) },
    }
  })
}

function chain(
  runs: readonly { vertices: readonly number[] }[],
  stroke: readonly { piece: number; forward: boolean }[],
  pointOf: (vertex: number) => Point,
): Line {
  const line: Point[] = []
  for (const { piece, forward } of stroke) {
    const { vertices } = runs[piece]!
    const ordered = forward ? vertices : [...vertices].reverse()
    for (const vertex of line.length === 0 ? ordered : ordered.slice(1)) line.push(pointOf(vertex))
  }
  return line
}
