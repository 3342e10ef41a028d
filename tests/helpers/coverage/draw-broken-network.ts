import { createSeededRandom } from '../geometry/build-brickwork.ts'
import type { RoadPlan } from './build-network-input.ts'

type Place = [x: number, y: number]

/** Blocks to a side of the town, steps to a block (a step is some 100 m), and short loose roads. */
const BLOCKS = 30
const STEP = 3
const LOOSE = 500

/**
 * A town as survey files have them: streets of which every twelfth stretch is missing, two rivers with few bridges, some
 * longer roads that meet no other, and hundreds of loose pieces of one to three edges between the streets.
 */
export function drawBrokenNetwork(seed: number): {
  roads: RoadPlan[]
  rivers: Place[][]
  grids: Place[]
  sites: Place[]
} {
  const random = createSeededRandom(seed)
  const roads: RoadPlan[] = []
  const size = BLOCKS * STEP
  for (let i = 0; i <= BLOCKS; i++)
    for (let k = 0; k < BLOCKS; k++) {
      const [from, to, across] = [k * STEP, (k + 1) * STEP, i * STEP]
      // every fifth street has bridges
      if (random() > 1 / 12) roads.push({ line: [[from, across], [to, across]] }) // prettier-ignore
      if (random() > 1 / 12) roads.push({ line: [[across, from], [across, to]], bridge: i % 5 === 0 }) // prettier-ignore
    }
  for (let n = 0; n < LOOSE; n++) {
    const [column, row] = [Math.floor(random() * BLOCKS), Math.floor(random() * BLOCKS)]
    let at: Place = [column * STEP + 0.4 + random() * 0.5, row * STEP + 0.4 + random() * 2.2]
    const line: Place[] = [at]
    for (let edges = 1 + Math.floor(random() * 3); edges > 0; edges--) {
      at = [at[0] + 0.2 + random() * 0.4, at[1] + (random() - 0.5) * 0.2]
      line.push(at)
    }
    roads.push({ line })
  }
  // beyond the town: too long to be an error
  for (let n = 0; n < 12; n++)
    roads.push({ line: [[size + 4 + n * 3, n * 7], [size + 4 + n * 3, n * 7 + 6 + random() * 6]] }) // prettier-ignore
  const river = (y: number): Place[] =>
    Array.from({ length: 2 * BLOCKS + 1 }, (_, i) => [(i * STEP) / 2 - 0.7, y + Math.sin(i) * 0.6])
  const places = (count: number) =>
    Array.from({ length: count }, (): Place => [random() * (size + 40), random() * size])
  return {
    roads,
    rivers: [river(size / 3 + 1.4), river((2 * size) / 3 + 1.4)],
    grids: places(160),
    sites: places(20),
  }
}
