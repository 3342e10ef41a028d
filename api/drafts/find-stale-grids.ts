import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import type { Staleness } from '#shared/contract/drafts/drafts.ts'
import { compareStates } from '#shared/drafts/compare-states.ts'
import type { DraftState } from '#shared/drafts/draft-state.ts'
import { isSameBoundary } from '#shared/geometry/topology/is-same-boundary.ts'
import { getMultiPolygon } from '#shared/geometry/flat-polygons.ts'
import type { Revision } from '#shared/contract/ids.ts'
import { createRowLookup } from '../snapshot/tables/row-lookup.ts'
import type { DraftRow } from './draft-row.ts'
import type { LoadedDraft } from './draft-service.ts'

const COUNTS = [
  'households',
  'residents',
  'members',
  'fullTimeWorkers',
  'partTimeWorkers',
  'buildingGroups',
  'householdHubs',
] as const

/**
 * Returns the grids of a draft's base that the city has changed since the draft was created; null: none. Vertices that
 * were inserted for a neighbour do not count.
 */
export function findStaleGrids(
  base: DraftState,
  baseRevision: Revision,
  { revision, units, grids }: CitySnapshot,
): Staleness | null {
  if (revision === baseRevision) return null
  const rowById = createRowLookup(grids.ids)
  const found: Staleness['grids'] = []
  const divided = new Set(grids.community)
  for (const [id, { shape, community, undivided }] of base.set.cells) {
    if (base.places.get(id) === 'beyond') continue
    if (undivided) {
      const row = units.community.codes.indexOf(community)
      const same =
        row >= 0 &&
        !divided.has(row) &&
        isSameBoundary(shape, getMultiPolygon(units.community.mesh.polygons, row))
      if (!same)
        found.push({
          id,
          code: community,
          name: base.facts.get(id)?.name ?? community,
          what: row < 0 ? 'retired' : 'changed',
        })
      continue
    }
    const facts = base.facts.get(id)
    const row = rowById(id)
    if (row < 0) {
      found.push({ id, code: facts?.code ?? '', name: facts?.name ?? '', what: 'retired' })
    } else if (grids.versions[row] !== facts?.version) {
      const current = { code: grids.codes[row]!, name: grids.names[row]! }
      const same =
        COUNTS.every((name) => grids[name][row] === facts?.[name]) &&
        current.code === facts?.code &&
        current.name === facts.name &&
        grids.kinds[row] === facts.kind &&
        grids.branchSince[row] === facts.branchSince
      if (!same || !isSameBoundary(shape, getMultiPolygon(grids.mesh.polygons, row)))
        found.push({ id, ...current, what: 'changed' })
    }
  }
  grids.community.forEach((community, row) => {
    if (!units.community.codes[community]?.startsWith(base.street) || base.set.cells.has(grids.ids[row]!))
      return
    found.push({ id: grids.ids[row]!, code: grids.codes[row]!, name: grids.names[row]!, what: 'new' })
  })
  return found.length === 0 ? null : { revision, grids: found }
}

/** Returns the stale grids that the draft itself changes. */
export function findTouchedStaleGrids(
  { base, history }: Pick<LoadedDraft, 'base' | 'history'>,
  row: Pick<DraftRow, 'base_revision'>,
  snapshot: CitySnapshot,
): Staleness['grids'] {
  const stale = findStaleGrids(base, row.base_revision, snapshot)
  if (stale === null) return []
  const touched = new Set(
    compareStates(base, history.state)
      .filter(({ what }) => what !== 'vertices')
      .map(({ id }) => id),
  )
  return stale.grids.filter(({ id }) => touched.has(id))
}
