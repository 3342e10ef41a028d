import type { Line, Point } from '#shared/geometry/lattice.ts'
import type { RoadRecord, WaterwayRecord } from '../../city-dataset.ts'
import type { RoadSection, WaterSection } from '../network/build-road-and-water-sections.ts'
import { joinStrokes } from '../network/join-strokes.ts'
import { createLinePiece } from '../network/create-line-piece.ts'
import type { GeneratorContext } from '../generator-context.ts'

/** Roads as long as one class, one name, and no bridge's end make them. */
export function buildRoadRecords(
  { mesh, plane }: GeneratorContext,
  runs: readonly RoadSection[],
  pointOf: (vertex: number) => Point,
): RoadRecord[] {
  const pieces = runs.map((run) =>
    createLinePiece(mesh, plane, run.vertices, `${run.road} ${run.name} ${run.bridge}`),
  )
  return joinStrokes(pieces).map((stroke): RoadRecord => {
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

export function buildWaterwayRecords(
  { mesh, plane }: GeneratorContext,
  runs: readonly WaterSection[],
  pointOf: (vertex: number) => Point,
): WaterwayRecord[] {
  const pieces = runs.map((run) =>
    createLinePiece(mesh, plane, run.vertices, `${run.water} ${run.name} ${run.wide}`),
  )
  return joinStrokes(pieces).map((stroke): WaterwayRecord => {
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
