import type { DraftBase } from '#shared/contract/drafts/draft-base.ts'
import type { DraftOperation, NewStep } from '#shared/contract/drafts/draft-operations.ts'
import type { DraftState } from '#shared/drafts/draft-state.ts'
import { encodeBase64 } from '#shared/geometry/base64.ts'
import type { MultiPolygon } from '#shared/geometry/lattice.ts'
import { getShapeBox } from '#shared/geometry/shapes/shape-box.ts'
import { dissolve } from '#shared/geometry/topology/dissolve.ts'
import { writeTwkbMultiPolygon } from '#shared/geometry/twkb.ts'
import { Revision } from '#shared/contract/ids.ts'
import { buildBrickwork } from '../geometry/build-brickwork.ts'
import { pickRandom, type Random } from '../geometry/random-operations.ts'

export const STREET = '320902001'

/** A street of two communities, each with seven grids. */
export function buildRandomDraftBase(seed: number): DraftBase {
  const { cells } = buildBrickwork({ columns: 3, rows: 4, seed, wave: 5000, steps: 3 })
  const community = cells.map((_, i) => `${STREET}00${i < cells.length / 2 ? 1 : 2}`)
  const units = [STREET, `${STREET}001`, `${STREET}002`]
  const outlineOf = (unit: string) => dissolve(cells.filter((_, i) => community[i]?.startsWith(unit)))
  const zeros = cells.map(() => 0)
  return {
    street: STREET,
    revision: Revision.parse(1),
    cells: {
      id: cells.map((_, i) => i + 1),
      code: cells.map((_, i) => `${community[i]}${String(i + 1).padStart(3, '0')}`),
      community,
      place: cells.map(() => 'own' as const),
      name: cells.map((_, i) => `grid ${i + 1}`),
      kind: cells.map(() => 'comprehensive' as const),
      households: cells.map((_, i) => 300 + i),
      residents: cells.map((_, i) => 900 + i),
      members: zeros,
      fullTimeWorkers: zeros,
      partTimeWorkers: zeros,
      branchSince: cells.map(() => null),
      buildingGroups: zeros,
      householdHubs: zeros,
      validFrom: cells.map(() => '2026-01-01'),
      version: zeros,
    },
    shapes: encodeShapes(cells),
    units: {
      code: units,
      level: units.map((unit) => (unit === STREET ? ('street' as const) : ('community' as const))),
      name: units,
    },
    unitShapes: encodeShapes(units.map(outlineOf)),
  }
}

/** A step that may or may not be possible on the state. */
export function createRandomStep(state: DraftState, random: Random, newGrid: number): NewStep {
  const id = crypto.randomUUID()
  const kind = Math.floor(random() * 8)
  if (kind === 0) return { id, step: 'undo' }
  if (kind === 1) return { id, step: 'redo' }
  return { id, step: 'do', operation: createRandomOperation(state, random, kind, newGrid) }
}

function createRandomOperation(
  { set }: DraftState,
  random: Random,
  kind: number,
  newGrid: number,
): DraftOperation {
  const cell = pickRandom(random, [...set.cells.values()])
  const [west, south, east, north] = getShapeBox(cell.shape)
  const vertex = pickRandom(random, cell.shape.flat(2))
  const between = (low: number, high: number) => Math.round(low + (0.2 + 0.6 * random()) * (high - low))
  if (kind === 2) return { op: 'describe', grid: cell.id, values: { households: Math.floor(random() * 500) } }
  if (kind === 3) {
    const neighbour = [...set.cells.values()].find(
      ({ id, shape }) => id !== cell.id && shape.flat(2).some((point) => String(point) === String(vertex)),
    )
    return { op: 'merge', grids: [cell.id, neighbour?.id ?? cell.id] }
  }
  if (kind === 4) {
    const move = () => Math.round((random() - 0.5) * 3000)
    return { op: 'moveVertex', from: [...vertex], to: [vertex[0] + move(), vertex[1] + move()] }
  }
  const line: [number, number][] =
    random() < 0.5
      ? [
          [west - 500, between(south, north)],
          [east + 500, between(south, north)],
        ]
      : [
          [between(west, east), south - 500],
          [between(west, east), north + 500],
        ]
  return { op: 'split', grid: cell.id, line, newGrid }
}

function encodeShapes(shapes: readonly MultiPolygon[]): string {
  const parts = shapes.map(writeTwkbMultiPolygon)
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return encodeBase64(bytes)
}
