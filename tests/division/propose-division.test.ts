import { describe, expect, it } from 'vitest'
import { findCutBuildings } from '#shared/drafts/buildings/find-cut-buildings.ts'
import { sumCount } from '#shared/drafts/buildings/draft-buildings.ts'
import { applyDraftChange, type DraftState, reverseDraftChange } from '#shared/drafts/draft-state.ts'
import { runOperation } from '#shared/drafts/run-operation.ts'
import { type DivisionInput, DIVISION_LIMITS } from '#shared/division/division-input.ts'
import { proposeDivision } from '#shared/division/propose-division.ts'
import { readDivisionInput } from '#shared/division/read-division-input.ts'
import type { Point } from '#shared/geometry/lattice.ts'
import { getShapeAreaM2 } from '#shared/geometry/shapes/shape-area.ts'
import { getShapeBox } from '#shared/geometry/shapes/shape-box.ts'
import { findShapeDefect } from '#shared/geometry/topology/find-shape-defect.ts'
import { COMMUNITY, drawStreet } from '../helpers/division/draw-street.ts'
import { countRuns, readSeed } from '../helpers/random-run.ts'

const FAST = { starts: 2, patience: 2, recombinations: 10, stepsPerAtom: 60, mostSteps: 60_000 }
const newIds = Array.from({ length: 200 }, (_, i) => -1 - i)
const wish = { count: 6, tolerance: 0.1, keepsCompounds: false, seed: 1 }

function proposeWithProof(input: DivisionInput) {
  const result = proposeDivision(input, { effort: FAST, newIds })
  if (!result.ok) throw new Error(result.reason)
  return result
}

const propose = (input: DivisionInput) => proposeWithProof(input).proposals

const listCutBuildings = (state: DraftState) =>
  findCutBuildings(state, () => true).flatMap(({ type, at }) => (type === 'cut_building' ? [String(at)] : []))

const sumOf = ({ facts }: DraftState, name: 'households' | 'residents' | 'fullTimeWorkers') =>
  [...facts.values()].reduce((sum, each) => sum + each[name], 0)

describe('proposeDivision', () => {
  const runs = countRuns(4)
  const seeds = Array.from({ length: runs }, (_, i) => readSeed(100) + i)

  it.each(seeds)('proposes steps of a draft that hold as they are: street %i', (seed) => {
    const { state, lines, grids } = drawStreet(seed)
    const proposals = propose(readDivisionInput(state, grids, lines, wish))
    expect(proposals.length).toBe(3)
    for (const { operation, figures } of proposals) {
      const result = runOperation(state, operation)
      // the certificate of the tiling, valid shapes and the rules of the street are part of running it
      if (!result.ok) throw new Error(JSON.stringify(result.reason))
      const after = applyDraftChange(state, result.value)
      const own = [...after.set.cells.values()].filter(({ community }) => community === COMMUNITY)
      expect(own.length).toBe(6)
      expect(own.every(({ shape }) => shape.length === 1)).toBe(true)
      for (const name of ['households', 'residents', 'fullTimeWorkers'] as const)
        expect(sumOf(after, name)).toBe(sumOf(state, name))
      for (const { id } of own) {
        const { table, rowsByCell } = after.buildings!
        expect(after.facts.get(id)?.households).toBe(sumCount(table, 'households', rowsByCell.get(id) ?? []))
      }
      expect(new Set(own.map(({ id }) => after.facts.get(id)?.name)).size).toBe(6)
      expect(figures.households.toSorted((a, b) => a - b)).toEqual(
        own.map(({ id }) => after.facts.get(id)!.households).sort((a, b) => a - b),
      )
      expect(listCutBuildings(after), 'no border runs through a building').toEqual(listCutBuildings(state))
      // one undo takes all back
      expect(applyDraftChange(after, reverseDraftChange(state, result.value)).set).toEqual(state.set)
    }
  })

  it('gives the same vertices for the same seed, and others for another', () => {
    const { state, lines, grids } = drawStreet(7)
    const run = (seed: number) =>
      propose(readDivisionInput(state, grids, lines, { ...wish, seed })).map(({ operation }) => operation)
    expect(run(1)).toEqual(run(1))
    expect(run(1)).not.toEqual(run(2))
  })

  it('keeps every grid within the band that was asked for', () => {
    const { state, lines, grids } = drawStreet(3)
    for (const { figures } of propose(readDivisionInput(state, grids, lines, wish))) {
      expect(figures.inBand).toBe(6)
      expect(figures.spread).toBeLessThanOrEqual(0.1)
    }
  })

  it('divides one grid in equal parts, of which the largest keeps the number', () => {
    const { state, lines, grids } = drawStreet(5)
    const [grid] = grids
    const [first] = propose(readDivisionInput(state, grids.slice(0, 1), lines, { ...wish, count: 2 }))
    const result = runOperation(state, first!.operation)
    if (!result.ok) throw new Error(JSON.stringify(result.reason))
    expect(result.value.geometry?.retire).toEqual([])
    const after = applyDraftChange(state, result.value)
    const whole = state.facts.get(grid!)!.households
    expect(Math.abs(after.facts.get(grid!)!.households / whole - 0.5)).toBeLessThan(0.06)
  })

  it('divides land without streets and without buildings by its area', () => {
    const { state, grids } = drawStreet(9)
    const { buildings: _, ...bare } = state
    const [proposal] = propose(readDivisionInput(bare, grids, [], { ...wish, count: 3 }))
    const result = runOperation(bare, proposal!.operation)
    expect(result.ok).toBe(true)
    expect(proposal!.figures.households).toEqual([0, 0, 0])
    expect(proposal!.figures.spread).toBeLessThan(0.35)
  })

  it('proves that a band cannot be met, with the place, and shows the nearest', () => {
    const { state, lines, grids } = drawStreet(6)
    const input = readDivisionInput(state, grids, lines, wish)
    const total = input.buildings.reduce((sum, each) => sum + each.households, 0)
    const [first, ...others] = input.buildings
    // a tower with as many households as all others together
    const tower = { ...first!, households: total }
    const { proposals, obstacle } = proposeWithProof({ ...input, buildings: [tower, ...others] })
    expect(obstacle).toMatchObject({ reason: 'building', at: tower.place, households: total })
    // half of all households where a sixth is the mean
    expect(obstacle!.least).toBeGreaterThan(1.9)
    for (const { figures } of proposals) {
      expect(figures.spread).toBeGreaterThanOrEqual(obstacle!.least - 1e-9)
      expect(Math.max(...figures.households)).toBeLessThan(1.2 * total)
    }
    expect(proposeWithProof(input).obstacle).toBeNull()
  })

  it('divides land with a hole, and land in two places', () => {
    const { state, lines, grids } = drawStreet(4)
    const input = readDivisionInput(state, grids, lines, wish)
    const [land] = input.grids
    const [outer] = land!.shape[0]!
    const [west, south, east, north] = getShapeBox(land!.shape)
    const shrink = (share: number, dx: number) =>
      outer!.map(([x, y]): Point => [
        Math.round((west + east) / 2 + share * (x - (west + east) / 2)) + dx,
        Math.round((south + north) / 2 + share * (y - (south + north) / 2)),
      ])
    const hole = shrink(0.2, 0).reverse()
    const apart = shrink(0.5, 3 * (east - west))
    for (const shape of [[[outer!, hole]], [[outer!], [apart]]]) {
      const [proposal] = propose({ ...input, grids: [{ ...land!, shape }], count: 3 })
      const area = proposal!.shapes.reduce((sum, each) => sum + getShapeAreaM2(each), 0)
      expect(area / getShapeAreaM2(shape)).toBeCloseTo(1, 5)
      expect(proposal!.shapes.every((each) => findShapeDefect(each) === null)).toBe(true)
    }
  })

  it('divides land with one building into parts of which one has all households', () => {
    const { state, lines, grids } = drawStreet(4)
    const input = readDivisionInput(state, grids, lines, { ...wish, count: 2 })
    const { proposals, obstacle } = proposeWithProof({ ...input, buildings: input.buildings.slice(0, 1) })
    const { households } = input.buildings[0]!
    for (const { figures } of proposals)
      expect(figures.households.toSorted((a, b) => a - b)).toEqual([0, households])
    expect(obstacle).toMatchObject({ reason: 'building', at: input.buildings[0]!.place })
  })

  it('says why nothing can be proposed', () => {
    const { state, lines, grids } = drawStreet(2)
    const input = readDivisionInput(state, grids, lines, wish)
    const reasonOf = (over: Partial<DivisionInput>) => {
      const result = proposeDivision({ ...input, ...over }, { effort: FAST, newIds })
      return result.ok ? null : result.reason
    }
    const [house] = input.buildings
    const many = Array.from({ length: DIVISION_LIMITS.buildings + 1 }, () => house!)
    expect(reasonOf({ count: 1 })).toBe('one_grid')
    expect(reasonOf({ count: 201 })).toBe('too_many_grids')
    expect(reasonOf({ grids: [] })).toBe('no_land')
    expect(reasonOf({ buildings: many })).toBe('too_many_buildings')
    expect(reasonOf({ buildings: [house!], lines: [], grids: input.grids.slice(0, 1), count: 150 })).toBe(
      'too_few_cells',
    )
  })
})
