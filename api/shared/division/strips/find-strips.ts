import { addTo, float64At, int32At, itemAt } from '../../geometry/at.ts'
import type { MultiPolygon } from '../../geometry/lattice.ts'
import type { Atoms } from '../cells/build-atoms.ts'
import type { Cells } from '../cells/build-cells.ts'
import type { DivisionInput } from '../division-input.ts'
import { anneal } from '../search/anneal.ts'
import { DEFAULT_GOALS, type Goals } from '../search/objective.ts'
import { createPartition } from '../search/partition.ts'
import { createRandom } from '../search/random.ts'
import { joinScatteredLand } from './join-scattered-land.ts'
import { projectAlong } from './project-along.ts'

/** Annealing steps per atom where the shape of the land does not let strips keep the band. */
const STEPS_PER_ATOM = 120

/**
 * Returns the strip of each atom. Each strip is connected: what lies apart joins the strip beside it, and where that or a
 * building on a line leaves a strip out of the band, borders give way until they keep it, if they can. null: a strip is empty.
 */
export function findStrips(
  land: MultiPolygon,
  cells: Cells,
  { atomOf, graph }: Atoms,
  input: DivisionInput,
  { bearing, cuts }: { bearing: number; cuts: readonly number[] },
): Int32Array | null {
  const places = placeAtoms(land, cells, atomOf, graph.count, { input, bearing })
  const part = Int32Array.from(places, (along) => cuts.filter((cut) => cut < along).length)
  joinScatteredLand(graph, part)
  if (new Set(part).size < input.count) return null
  const goals: Goals = { ...DEFAULT_GOALS, count: input.count, tolerance: input.tolerance, borders: 2 }
  const straight = createPartition(graph, goals, part)
  if (straight.countMisses() === 0) return part
  const bent = createPartition(graph, goals, part)
  anneal(graph, bent, { steps: STEPS_PER_ATOM * graph.count, random: createRandom(input.seed) })
  return bent.countMisses() < straight.countMisses() ? bent.part.slice() : part
}

/** Distance of each atom along the bearing: of its buildings by households, else of its border. */
function placeAtoms(
  land: MultiPolygon,
  cells: Cells,
  atomOf: Int32Array,
  count: number,
  { input: { buildings }, bearing }: { input: DivisionInput; bearing: number },
): Float64Array {
  const { along } = projectAlong(land, bearing)
  const held = { sum: new Float64Array(count), weight: new Float64Array(count) }
  const edge = { sum: new Float64Array(count), weight: new Float64Array(count) }
  cells.buildingOf.forEach((building, cell) => {
    if (building < 0) return
    const { place, households } = itemAt(buildings, building)
    const weight = households + 0.001
    addTo(held.sum, int32At(atomOf, cell), weight * along(place))
    addTo(held.weight, int32At(atomOf, cell), weight)
  })
  for (const { a, b, left, right, lengthM } of cells.segments)
    for (const cell of [left, right]) {
      if (cell < 0) continue
      const weight = lengthM + 0.001
      addTo(edge.sum, int32At(atomOf, cell), (weight * (along(a) + along(b))) / 2)
      addTo(edge.weight, int32At(atomOf, cell), weight)
    }
  return Float64Array.from({ length: count }, (_, atom) => {
    const { sum, weight } = float64At(held.weight, atom) > 0 ? held : edge
    return float64At(sum, atom) / Math.max(1e-9, float64At(weight, atom))
  })
}
