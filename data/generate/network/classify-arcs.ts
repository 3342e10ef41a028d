import type { RoadClass } from '#shared/contract/enums.ts'
import type { CityPlan } from '../city-plan.ts'
import { hashToUnitInterval } from '../math/hash-to-unit-interval.ts'
import type { BorderLine } from '../mesh/border-registry.ts'
import { plainBorderUse, type BorderUse } from './border-use.ts'
import { TOWN_URBANITY } from './classify-roads.ts'
import type { BorderNetwork } from './border-network.ts'

interface Place {
  urban: number
  wet: number
}

/** Decides for every arc that no guide has taken what runs along it: by the line it was drawn for and the country it is in. */
export function classifyArcs({
  plan,
  mesh,
  plane,
  field,
  lines,
  graph,
  uses,
  urban,
  seed,
}: BorderNetwork): void {
  for (const [index, arc] of graph.arcs.entries()) {
    if (uses[index]!.kind !== 'plain') continue
    const middle = mesh.origin[arc.halves[arc.halves.length >> 1]!]!
    const coastal = field.coastal(plane.east(mesh.x[middle]!), plane.north(mesh.y[middle]!))
    uses[index] = useOf(
      plan,
      lines.all[arc.line]!,
      arc.line,
      { urban: urban[index]!, wet: 1 - 0.75 * coastal },
      seed,
    )
  }
}

function useOf(plan: CityPlan, line: BorderLine, index: number, place: Place, seed: number): BorderUse {
  switch (line.kind) {
    case 'coast':
    case 'shore':
      return { kind: 'shore' }
    case 'outer':
    case 'district': {
      const river = line.river === undefined ? undefined : plan.borderRivers[line.river]
      if (river) return { kind: 'water', water: 'river', name: river.name, wide: true }
      return line.kind === 'district' && hashToUnitInterval(seed, index) < 0.5 * place.wet
        ? canal(true)
        : plainBorderUse
    }
    case 'separator':
      return line.dice < 0.36 * place.wet ? canal(true) : line.dice < 0.8 ? road('lane') : plainBorderUse
    case 'frame': {
      const dice =
        line.node === 0
          ? hashToUnitInterval(seed, index, 5)
          : hashToUnitInterval(seed, line.frame * 2 + line.axis, line.node)
      return frameUse(line.spacing, dice, line.node === 0, place)
    }
    case 'guide':
    case 'enclave':
      return plainBorderUse
  }
}

/** A line is one thing over all its length. Roads are lanes here, or streets in town: how important they are shows later. */
function frameUse(spacing: number, dice: number, loose: boolean, { urban, wet }: Place): BorderUse {
  if (!loose && spacing > 2600 && dice < 0.3 * wet) return canal(spacing > 5000)
  if (!loose && spacing > 1100 && dice < 0.1 * wet) return canal(false)
  if (urban > TOWN_URBANITY) return dice < 0.04 ? canal(false) : road('street')
  if (dice < 0.24 * wet) return { kind: 'water', water: 'ditch', name: null, wide: false }
  return dice < 0.76 || spacing > 5000 ? road('lane') : plainBorderUse
}

function canal(wide: boolean): BorderUse {
  return { kind: 'water', water: 'canal', name: null, wide }
}

function road(road: RoadClass): BorderUse {
  return { kind: 'road', road, name: null }
}
