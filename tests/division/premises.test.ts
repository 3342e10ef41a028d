import { describe, expect, it } from 'vitest'
import { proposeDivision } from '#shared/division/propose-division.ts'
import { readDivisionInput } from '#shared/division/read-division-input.ts'
import { runOperation } from '#shared/drafts/run-operation.ts'
import type { Point } from '#shared/geometry/lattice.ts'
import { computeScaleAt } from '#shared/geometry/measure.ts'
import { getShapeBox } from '#shared/geometry/shapes/shape-box.ts'
import { drawStreet } from '../helpers/division/draw-street.ts'
import { createSeededRandom } from '../helpers/geometry/build-brickwork.ts'
import { countRuns, readSeed } from '../helpers/random-run.ts'

const FAST = { starts: 2, patience: 2, recombinations: 10, stepsPerAtom: 60, mostSteps: 60_000 }
const newIds = Array.from({ length: 20 }, (_, i) => -1 - i)

/** Metres from a place to the nearest of many points along the borders. */
function measureNearest(place: Point, borders: readonly (readonly (readonly [number, number])[])[]): number {
  const scale = computeScaleAt(place[1])
  let least = Infinity
  for (const line of borders)
    for (let i = 1; i < line.length; i++)
      for (let step = 0; step <= 200; step++) {
        const [a, b] = [line[i - 1]!, line[i]!]
        const x = a[0] + (step / 200) * (b[0] - a[0])
        const y = a[1] + (step / 200) * (b[1] - a[1])
        least = Math.min(least, Math.hypot((x - place[0]) * scale.x, (y - place[1]) * scale.y))
      }
  return least
}

describe('premises with their surroundings', () => {
  const seeds = Array.from({ length: countRuns(4) }, (_, i) => readSeed(700) + i)

  it.each(seeds)('stay whole: no new border comes nearer than asked for, in street %i', (seed) => {
    const random = createSeededRandom(seed)
    const { state, lines, grids } = drawStreet(seed)
    const shapes = grids.flatMap((id) => state.set.cells.get(id)!.shape)
    const [west, south, east, north] = getShapeBox(shapes)
    const draw = (): Point => [
      Math.round(west + random() * (east - west)),
      Math.round(south + random() * (north - south)),
    ]
    const premises = Array.from({ length: 5 }, draw)
    const premisesM = 20 + Math.floor(30 * random())
    const wish = { count: 4, tolerance: 0.2, keepsCompounds: false, premises, premisesM, seed: 1 }
    const input = readDivisionInput(state, grids, lines, wish)
    const result = proposeDivision(input, { effort: FAST, newIds })
    if (!result.ok) throw new Error(result.reason)
    for (const { operation, figures } of result.proposals) {
      expect(runOperation(state, operation).ok).toBe(true)
      expect(figures.nearPremises).toBe(0)
      for (const place of input.premises ?? [])
        expect(measureNearest(place, operation.borders)).toBeGreaterThan(0.9 * premisesM)
    }
  })

  it('are counted where more households live around them than a grid may have', () => {
    const { state, lines, grids } = drawStreet(8)
    const place = state.set.cells.get(grids[0]!)!.shape[0]![0]![0]!
    const wish = { count: 6, tolerance: 0.1, keepsCompounds: false, premisesM: 2000, seed: 1 }
    const input = { ...readDivisionInput(state, grids, lines, wish), premises: [place] }
    const result = proposeDivision(input, { styles: ['lines'], effort: FAST, newIds })
    expect(result.ok && result.proposals[0]!.figures.nearPremises).toBe(1)
    expect(result.ok && result.proposals[0]!.figures.inBand).toBe(6)
  })

  it('outside of the land are nothing to it', () => {
    const { state, lines, grids } = drawStreet(8)
    const far: Point = [0, 0]
    const wish = { count: 3, tolerance: 0.1, keepsCompounds: false, seed: 1 }
    expect(readDivisionInput(state, grids, lines, { ...wish, premises: [far] }).premises).toEqual([])
  })
})
