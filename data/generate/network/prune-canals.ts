import { plainBorderUse } from './border-use.ts'
import { TOWN_URBANITY } from './classify-roads.ts'
import { joinStrokes } from './join-strokes.ts'
import type { BorderNetwork } from './border-network.ts'

/** Canals and ditches shorter than this, in metres, stay only if both their ends meet other water. */
const LEAST_LENGTH = 3200

/** Takes away stubs of unnamed water, again and again until none is left: water has to come from somewhere and go somewhere. */
export function pruneCanals({ uses, pieces, graph, urban }: BorderNetwork): void {
  for (let round = 0; round < 6; round++) {
    const members: number[] = []
    for (const [arc, use] of uses.entries()) if (use.kind === 'water' && use.name === null) members.push(arc)
    const strokes = joinStrokes(members.map((arc) => ({ ...pieces[arc]!, key: '' })))
    let pruned = 0
    for (const stroke of strokes) {
      const arcs = stroke.map(({ piece }) => members[piece]!)
      const length = arcs.reduce((sum, arc) => sum + graph.arcs[arc]!.length, 0)
      const first = stroke[0]!,
        last = stroke.at(-1)!
      const start = pieces[arcs[0]!]![first.forward ? 'from' : 'to'],
        end = pieces[arcs.at(-1)!]![last.forward ? 'to' : 'from']
      const inside = new Set(arcs)
      const meets = (vertex: number) =>
        graph.at
          .get(vertex)!
          .some((arc) => !inside.has(arc) && (uses[arc]!.kind === 'water' || uses[arc]!.kind === 'shore'))
      const ends = Number(meets(start)) + Number(meets(end))
      if (ends === 2 || (ends === 1 && length > LEAST_LENGTH) || length > 3 * LEAST_LENGTH) continue
      // filled in: in town that makes a street
      for (const arc of arcs)
        uses[arc] =
          urban[arc]! > TOWN_URBANITY ? { kind: 'road', road: 'street', name: null } : plainBorderUse
      pruned++
    }
    if (pruned === 0) return
  }
}
