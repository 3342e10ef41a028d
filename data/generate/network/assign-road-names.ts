import type { RandomStream } from '../math/create-random-stream.ts'
import { roadNamePrefixes, townNamePrefixes, townNameSuffixes } from '../names/name-pools.ts'
import { TOWN_URBANITY } from './classify-roads.ts'
import { joinStrokes } from './join-strokes.ts'
import type { BorderNetwork } from './border-network.ts'

/** Streets in town that run for this long, in metres, get a name. */
const LEAST_LENGTH = 900

/** Names for the longer streets in towns, each once within some kilometres. */
export function assignRoadNames(
  { graph, uses, pieces, urban, mesh, plane }: BorderNetwork,
  random: RandomStream,
): void {
  const members: number[] = []
  for (const [arc, use] of uses.entries())
    if (use.kind === 'road' && use.name === null && urban[arc]! > TOWN_URBANITY) members.push(arc)
  const used = new Map<string, Set<string>>()
  for (const stroke of joinStrokes(members.map((arc) => ({ ...pieces[arc]!, key: '' })))) {
    const arcs = stroke.map(({ piece }) => members[piece]!)
    const length = arcs.reduce((sum, arc) => sum + graph.arcs[arc]!.length, 0)
    if (length < LEAST_LENGTH) continue
    const middle = graph.arcs[arcs[arcs.length >> 1]!]!.from
    const town = `${Math.round(plane.east(mesh.x[middle]!) / 14_000)} ${Math.round(plane.north(mesh.y[middle]!) / 14_000)}`
    const taken = used.get(town) ?? new Set()
    used.set(town, taken)
    const name = pickName(random, taken, length)
    for (const arc of arcs) {
      const use = uses[arc]!
      if (use.kind === 'road') uses[arc] = { ...use, name }
    }
  }
}

function pickName(random: RandomStream, taken: Set<string>, length: number): string {
  const suffix = length > 6000 ? '大道' : length > 1500 ? '路' : random.chance(0.5) ? '路' : '街'
  for (let attempt = 0; ; attempt++) {
    const first =
      attempt < 6
        ? random.pick(roadNamePrefixes)
        : random.pick(townNamePrefixes) + random.pick(townNameSuffixes)
    if (taken.has(first) && attempt < 60) continue
    taken.add(first)
    return first + suffix
  }
}
