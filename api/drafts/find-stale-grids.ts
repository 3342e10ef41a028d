import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import type { Staleness } from '#shared/contract/drafts/drafts.ts'
import type { DraftState } from '#shared/drafts/draft-state.ts'
import { isSameBoundary } from '#shared/geometry/topology/is-same-boundary.ts'
import { getMultiPolygon } from '#shared/geometry/flat-polygons.ts'
import { createRowLookup } from '../snapshot/build-tables.ts'

/** Which grids under a draft are not as they were when it was begun; null: none. Vertices that neighbours needed do not count. */
export function findStaleGrids(
  base: DraftState,
  baseRevision: number,
  { revision, units, grids }: CitySnapshot,
): Staleness | null {
  if (revision === baseRevision) return null
  const rowById = createRowLookup(grids.ids)
  const found: Staleness['grids'] = []
  for (const [id, { shape }] of base.set.cells) {
    if (base.places.get(id) === 'beyond') continue
    const facts = base.facts.get(id)
    const row = rowById(id)
    if (row < 0) {
      found.push({ id, code: facts?.code ?? '', name: facts?.name ?? '', what: 'retired' })
    } else if (grids.versions[row] !== facts?.version) {
      const known = { code: grids.codes[row]!, name: grids.names[row]! }
      const counts = (
        [
          'households',
          'residents',
          'members',
          'fullTimeWorkers',
          'partTimeWorkers',
          'buildingGroups',
          'householdHubs',
        ] as const
      ).every((name) => grids[name][row] === facts?.[name])
      const same =
        counts &&
        known.code === facts?.code &&
        known.name === facts.name &&
        grids.kinds[row] === facts.kind &&
        grids.branchSince[row] === facts.branchSince
      if (!same || !isSameBoundary(shape, getMultiPolygon(grids.mesh.polygons, row)))
        found.push({ id, ...known, what: 'changed' })
    }
  }
  grids.community.forEach((community, row) => {
    if (!units.community.codes[community]?.startsWith(base.street) || base.set.cells.has(grids.ids[row]!))
      return
    found.push({ id: grids.ids[row]!, code: grids.codes[row]!, name: grids.names[row]!, what: 'new' })
  })
  return found.length === 0 ? null : { revision, grids: found }
}
