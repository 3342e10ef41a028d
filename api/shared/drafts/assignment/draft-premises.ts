import type { PremisesKind } from '../../contract/enums.ts'
import type { CellId, CellSet, GridChange } from '../../geometry/cell-set.ts'
import type { Point } from '../../geometry/lattice.ts'
import { isInShape } from '../../geometry/shapes/locate-points.ts'

type Owner = CellId | null

/** Premises in and of the grids of a draft, as columns. Immutable. */
export interface DraftPremises {
  ids: readonly number[]
  kinds: readonly PremisesKind[]
  names: readonly string[]
  points: readonly Point[]
  /** The cell on whose land each stands; null: none. */
  ground: readonly Owner[]
  /** The cell that each belongs to: that of its ground, unless somebody chose another. */
  owner: readonly Owner[]
}

/**
 * Returns the premises after a change of borders. What belonged to the grid of its ground goes with the ground; what
 * belonged to another one that is retired goes to its only successor, or else to the grid of its ground.
 *
 * @param owners cells that were chosen instead, by row
 */
export function movePremises(
  premises: DraftPremises,
  change: GridChange | null,
  owners: ReadonlyMap<number, Owner> = new Map(),
): DraftPremises {
  if (change === null && owners.size === 0) return premises
  const touched = new Set<CellId>([...(change?.put ?? []).map(({ id }) => id), ...(change?.retire ?? [])])
  const ground = premises.points.map(([x, y], row) => {
    const before = premises.ground[row] ?? null
    if (before !== null && !touched.has(before)) return before
    return change?.put.find(({ shape }) => isInShape(shape, x, y))?.id ?? null
  })
  const owner = premises.owner.map((before, row): Owner => {
    const chosen = owners.get(row)
    if (chosen !== undefined) return chosen
    const now = ground[row] ?? null
    if (before === premises.ground[row]) return now
    if (before === null || !change?.retire.includes(before)) return before
    const successors = change.lineage.filter(({ predecessor }) => predecessor === before)
    return successors.length === 1 ? (successors[0]?.successor ?? now) : now
  })
  return { ...premises, ground, owner }
}

/** Returns the owners, by row, of premises whose ground or owner a change moves: what undoing it must give back. */
export function listOwnerChanges(
  premises: DraftPremises | undefined,
  change: { geometry: GridChange | null; owners?: ReadonlyMap<number, Owner> },
): ReadonlyMap<number, Owner> {
  if (!premises) return new Map()
  const { owner, ground } = movePremises(premises, change.geometry, change.owners)
  return new Map(
    premises.owner.flatMap((was, row) =>
      was === owner[row] && premises.ground[row] === ground[row] ? [] : [[row, was] as const],
    ),
  )
}

/** Returns the rows of the premises that belong to another cell than that of their ground, with that cell. */
export function listChosenOwners(premises: DraftPremises): Map<number, CellId> {
  return new Map(
    premises.owner.flatMap((owner, row) =>
      owner === null || owner === premises.ground[row] ? [] : [[row, owner] as const],
    ),
  )
}

/**
 * Returns the premises that belong to another grid in the second of two states. Where the first grids of a community are
 * drawn, premises get the one on whose land they stand, which is no move.
 */
export function listMovedPremises(
  { premises: before, set }: { premises?: DraftPremises; set: CellSet },
  { premises: after }: { premises?: DraftPremises },
) {
  if (!before || !after) return []
  return after.ids.flatMap((id, row) => {
    const [owner, to] = [before.owner[row] ?? null, after.owner[row] ?? null]
    const isUndivided = owner !== null && set.cells.get(owner)?.undivided === true
    if (owner === to || (isUndivided && to === after.ground[row])) return []
    const from = isUndivided ? null : owner
    const [kind, name] = [after.kinds[row] ?? 'station', after.names[row] ?? '']
    return [{ id, kind, name, from, to, stands: to === after.ground[row] }]
  })
}
