import type { DraftState, GridAttributes } from '#shared/drafts/draft-state.ts'
import type { CellId, CellSet } from '#shared/geometry/cell-set.ts'
import { CRUMB } from '#shared/geometry/operations/crumb-limits.ts'
import { isInShape } from '#shared/geometry/shapes/locate-points.ts'
import { toDrawingPoint } from '../geometry/parse-cell-set.ts'
import { pickRandom, type Random } from '../geometry/random-operations.ts'

const nothing: Omit<GridAttributes, 'code' | 'name'> = {
  kind: 'comprehensive',
  households: 0,
  residents: 0,
  members: 0,
  buildingGroups: 0,
  householdHubs: 0,
  fullTimeWorkers: 0,
  partTimeWorkers: 0,
  branchSince: null,
  validFrom: '2018-01-01',
  version: 1,
}

/** A draft on drawn cells, all of which belong to its street. */
export function aDraftOf(set: CellSet, values: Record<CellId, Partial<GridAttributes>> = {}): DraftState {
  const ids = [...set.cells.keys()]
  return {
    street: '320900001',
    set,
    facts: new Map(ids.map((id) => [id, { ...nothing, code: null, name: `grid ${id}`, ...values[id] }])),
    places: new Map(ids.map((id) => [id, 'own' as const])),
    gone: new Set(),
    renumbered: new Set(),
    crumb: CRUMB,
  }
}

/** The draft with stations at places of its drawing, in squares; their ids count from 1. */
export function withPremises(state: DraftState, places: readonly (readonly [number, number])[]): DraftState {
  const points = places.map(([x, y]) => toDrawingPoint(x, y))
  const ground = points.map(
    ([x, y]) => [...state.set.cells.values()].find(({ shape }) => isInShape(shape, x, y))?.id ?? null,
  )
  return {
    ...state,
    premises: {
      ids: places.map((_, row) => row + 1),
      kinds: places.map(() => 'station'),
      names: places.map((_, row) => `站 ${row + 1}`),
      points,
      ground,
      owner: ground,
    },
  }
}

/** Workers, branches, households and premises at random. */
export function scatterAssignables(state: DraftState, random: Random): DraftState {
  const facts = new Map(
    [...state.facts].map(([id, each]) => [
      id,
      {
        ...each,
        households: Math.floor(random() * 600),
        fullTimeWorkers: Math.floor(random() * 4),
        partTimeWorkers: Math.floor(random() * 6),
        branchSince: random() < 0.6 ? `20${10 + Math.floor(random() * 10)}-01-01` : null,
      },
    ]),
  )
  const cells = [...state.set.cells.values()]
  const points = Array.from({ length: 12 }, () => pickRandom(random, pickRandom(random, cells).shape.flat(2)))
  const located = points.map(([x, y]) => cells.find(({ shape }) => isInShape(shape, x, y))?.id ?? null)
  const rows = located.flatMap((id, row) => (id === null ? [] : [row]))
  const ground = rows.map((row) => located[row]!)
  return {
    ...state,
    facts,
    premises: {
      ids: rows.map((row) => row + 1),
      kinds: rows.map(() => 'station' as const),
      names: rows.map((row) => `站 ${row}`),
      points: rows.map((row) => points[row]!),
      ground,
      // some belong to another grid from the beginning
      owner: ground.map((id) => (random() < 0.3 ? pickRandom(random, cells).id : id)),
    },
  }
}
