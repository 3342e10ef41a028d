import { describe, expect, it } from 'vitest'
import type { DivisionBuilding, DivisionInput } from '#shared/division/division-input.ts'
import { proposeDivision } from '#shared/division/propose-division.ts'
import { readDivisionInput } from '#shared/division/read-division-input.ts'
import { findStraightCuts } from '#shared/division/strips/find-straight-cuts.ts'
import { joinScatteredLand } from '#shared/division/strips/join-scattered-land.ts'
import { projectAlong } from '#shared/division/strips/project-along.ts'
import { findCutBuildings } from '#shared/drafts/buildings/find-cut-buildings.ts'
import { applyDraftChange, type DraftState } from '#shared/drafts/draft-state.ts'
import { runOperation } from '#shared/drafts/run-operation.ts'
import type { MultiPolygon, Point } from '#shared/geometry/lattice.ts'
import { isPointInShape } from '#shared/geometry/shapes/is-point-in-shape.ts'
import { getShapeAreaM2 } from '#shared/geometry/shapes/shape-area.ts'
import { drawGraph } from '../helpers/division/draw-graph.ts'
import { drawStreet } from '../helpers/division/draw-street.ts'
import { createSeededRandom } from '../helpers/geometry/build-brickwork.ts'
import { countRuns, readSeed } from '../helpers/random-run.ts'

const newIds = Array.from({ length: 200 }, (_, i) => -1 - i)
const wish = { tolerance: 0.1, keepsCompounds: false, seed: 1 }

function proposeStrips(input: DivisionInput) {
  const result = proposeDivision(input, { styles: ['strips'], newIds })
  if (!result.ok) throw new Error(result.reason)
  return result.proposals[0]!
}

const listCutBuildings = (state: DraftState) =>
  findCutBuildings(state, () => true).flatMap(({ type, at }) => (type === 'cut_building' ? [String(at)] : []))

describe('strips along a bearing', () => {
  const runs = countRuns(6)
  const seeds = Array.from({ length: runs }, (_, i) => readSeed(400) + i)

  it.each(seeds)('hold as a step of a draft, follow one another and keep the band: street %i', (seed) => {
    const random = createSeededRandom(seed)
    const { state, lines, grids } = drawStreet(seed)
    const count = 2 + Math.floor(4 * random())
    const bearing = Math.floor(180 * random())
    const ids = random() < 0.5 ? grids : grids.slice(0, 1)
    const input = readDivisionInput(state, ids, lines, { ...wish, count, bearing })
    const { operation, figures, shapes } = proposeStrips(input)
    const result = runOperation(state, operation)
    if (!result.ok) throw new Error(JSON.stringify(result.reason))
    const after = applyDraftChange(state, result.value)
    expect(listCutBuildings(after), 'no border runs through a building').toEqual(listCutBuildings(state))
    expect(shapes.length).toBe(count)
    expect(shapes.every((shape) => shape.length === 1)).toBe(true)
    expect(figures.inBand).toBe(count)
    // nearly all households lie on their side of the lines: a border bends around single buildings only
    const { along } = projectAlong(
      input.grids.flatMap(({ shape }) => shape),
      bearing,
    )
    const partOf = (place: Point) => shapes.findIndex((shape) => isPointInShape(shape, place))
    const ordered = input.buildings.toSorted((a, b) => along(a.place) - along(b.place))
    const order = [...new Set(ordered.map(({ place }) => partOf(place)))]
    let misplaced = 0
    let before = 0
    const ends: number[] = []
    for (const part of order) ends.push((before += figures.households[part]!))
    before = 0
    for (const { place, households } of ordered) {
      const strip = ends.findIndex((end) => before + households / 2 < end)
      if (order[strip] !== partOf(place)) misplaced += households
      before += households
    }
    expect(misplaced / before).toBeLessThan(0.12)
  })

  it('run straight across the bearing where no building is in the way', () => {
    const { state, lines, grids } = drawStreet(9)
    const { buildings: _, ...bare } = state
    const input = readDivisionInput(bare, grids.slice(0, 1), lines, { ...wish, count: 3, bearing: 30 })
    const { operation, shapes } = proposeStrips(input)
    const { along } = projectAlong(input.grids[0]!.shape, 30)
    for (const border of operation.borders) {
      const ends = border.map((point) => along(point))
      expect(Math.max(...ends) - Math.min(...ends)).toBeLessThan(0.1)
    }
    // without households by area
    const areas = shapes.map((shape) => getShapeAreaM2(shape))
    const mean = areas.reduce((sum, each) => sum + each, 0) / 3
    for (const area of areas) expect(Math.abs(area / mean - 1)).toBeLessThan(0.01)
  })

  it('shift to a line over fewer buildings as far as the band lets them', () => {
    const random = createSeededRandom(readSeed(12))
    const squareAround = (x: number, y: number): Point[] => [
      [x - 300, y - 300],
      [x + 300, y - 300],
      [x + 300, y + 300],
      [x - 300, y + 300],
    ]
    const houseAt = (x: number, y: number): DivisionBuilding => ({
      households: 10,
      place: [x, y],
      footprint: [[squareAround(x, y)]],
      compound: null,
    })
    // rows of houses that overlap from south to north, with one wide gap a little off the balance
    const buildings = Array.from({ length: 100 }, (_, i) =>
      houseAt(2000 + 2000 * (i % 10), 1000 + i * 150 + (i >= 53 ? 1500 : 0) + Math.floor(20 * random())),
    )
    const ring: Point[] = [
      [0, 0],
      [22_000, 0],
      [22_000, 20_000],
      [0, 20_000],
    ]
    const square: MultiPolygon = [[ring]]
    const input = { ...wish, grids: [{ id: 1, shape: square }], buildings, lines: [], count: 2 }
    const households = (tolerance: number) =>
      findStraightCuts(square, { ...input, tolerance }, 0).map(
        (cut) => 10 * buildings.filter(({ place }) => projectAlong(square, 0).along(place) < cut).length,
      )
    expect(households(0.01)).toEqual([500])
    expect(households(0.1)).toEqual([530])
  })

  it('keep the band on land that a line cuts into several places', () => {
    const { state, lines, grids } = drawStreet(4)
    const input = readDivisionInput(state, grids.slice(0, 1), lines, { ...wish, count: 2, bearing: 0 })
    const [outer] = input.grids[0]!.shape[0]!
    const xs = outer!.map(([x]) => x)
    const ys = outer!.map(([, y]) => y)
    const [west, east, south, north] = [
      Math.min(...xs) + 9000,
      Math.max(...xs) - 9000,
      Math.min(...ys) + 9000,
      Math.max(...ys) - 9000,
    ]
    const third = Math.round((east - west) / 3)
    // a U: its northern half lies in two places
    const ring: Point[] = [
      [west, south],
      [east, south],
      [east, north],
      [east - third, north],
      [east - third, south + 9000],
      [west + third, south + 9000],
      [west + third, north],
      [west, north],
    ]
    const shape: MultiPolygon = [[ring]]
    const inside = input.buildings.filter(({ footprint, place: [x, y] }) =>
      [...footprint.flat(2), [x, y]].every(
        ([px, py]) =>
          px! > west + 500 &&
          px! < east - 500 &&
          py! > south + 500 &&
          py! < north - 500 &&
          (py! < south + 8500 || px! < west + third - 500 || px! > east - third + 500),
      ),
    )
    expect(inside.length).toBeGreaterThan(20)
    const { figures, shapes } = proposeStrips({
      ...input,
      grids: [{ ...input.grids[0]!, shape }],
      buildings: inside,
    })
    expect(figures.inBand).toBe(2)
    expect(shapes.every((each) => each.length === 1)).toBe(true)
  })

  it('leaves each part one connected land, whatever the parts were', () => {
    for (let run = 0; run < 40; run++) {
      const random = createSeededRandom(readSeed(900) + run)
      const graph = drawGraph(10 + Math.floor(60 * random()), random)
      const part = Int32Array.from({ length: graph.count }, () => Math.floor(4 * random()))
      joinScatteredLand(graph, part)
      for (const p of new Set(part)) {
        const atoms = [...part.keys()].filter((atom) => part[atom] === p)
        const reached = new Set(atoms.slice(0, 1))
        for (const atom of reached)
          for (let i = graph.first[atom]!; i < graph.first[atom + 1]!; i++)
            if (part[graph.neighbours[i]!] === p) reached.add(graph.neighbours[i]!)
        expect(reached.size).toBe(atoms.length)
      }
    }
  })
})
