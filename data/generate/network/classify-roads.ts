import { joinStrokes } from './join-strokes.ts'
import type { BorderNetwork } from './border-network.ts'

/** From this urbanity on, a lane is a street. */
export const TOWN_URBANITY = 0.45

/** Roads that run on for long are more than lanes: gives every road that is no highway its class by the length of its stroke. */
export function classifyRoads({ graph, uses, pieces, urban, lines }: BorderNetwork): void {
  const members: number[] = []
  for (const [arc, use] of uses.entries())
    if (use.kind === 'road' && (use.road === 'lane' || use.road === 'street')) members.push(arc)
  for (const stroke of joinStrokes(members.map((arc) => ({ ...pieces[arc]!, key: '' })))) {
    const arcs = stroke.map(({ piece }) => members[piece]!)
    const length = arcs.reduce((sum, arc) => sum + graph.arcs[arc]!.length, 0)
    const inTown = arcs.reduce(
      (sum, arc) => sum + (urban[arc]! > TOWN_URBANITY ? graph.arcs[arc]!.length : 0),
      0,
    )
    // the width of the strip that the line parted when it was drawn: avenues come before side streets
    const spacing = Math.max(
      ...arcs.map((arc) => {
        const line = lines.all[graph.arcs[arc]!.line]!
        return line.kind === 'frame' ? line.spacing : 3000
      }),
    )
    for (const arc of arcs) {
      const road =
        urban[arc]! > TOWN_URBANITY
          ? inTown > 3000 && spacing > 1900
            ? 'primary'
            : inTown > 1500 && spacing > 700
              ? 'secondary'
              : 'street'
          : length > 9000 && spacing > 3600
            ? 'secondary'
            : 'lane'
      uses[arc] = { kind: 'road', road, name: null }
    }
  }
}
