import type { FeatureDetail, SearchHit } from '#shared/contract/city/features.ts'
import { buildingUses } from '#shared/contract/enums.ts'
import { toDegrees } from '#shared/geometry/lattice.ts'
import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import type { Database } from '../../../db/database.ts'
import { AppError } from '../../../errors.ts'
import { computeFeatureBox } from '../../../snapshot/degree-box.ts'
import { toProvenance } from '../../../snapshot/provenance.ts'
import { createRowLookup } from '../../../snapshot/tables/row-lookup.ts'
import { getUnitPath } from '../../../snapshot/unit-lookup.ts'
import { findInTexts, getBuildingTextIndex } from './building-text-index.ts'
import { findBuildingId, readBuildingTexts } from './read-buildings.ts'

/**
 * Builds what the side panel shows of a building. `feature`: its id, or `code:` and its code.
 *
 * @throws AppError not_found
 */
export async function buildBuildingDetail(
  database: Database,
  city: CitySnapshot,
  feature: string,
): Promise<FeatureDetail> {
  const { buildings } = city
  const code = feature.startsWith('code:') ? feature.slice('code:'.length) : null
  const wanted = code === null ? Number(feature) : await findBuildingId(database, city, code)
  const row = Number.isInteger(wanted) ? createRowLookup(buildings.ids)(wanted) : -1
  if (row < 0)
    throw new AppError('not_found', `there is no ${feature} in buildings`, { layer: 'buildings', feature })
  const id = buildings.ids[row]!
  const texts = (await readBuildingTexts(database, city, [id])).get(id)
  const compound = buildings.compound[row]!
  return {
    provenance: toProvenance(city),
    layer: 'buildings',
    id,
    code: texts?.code ?? null,
    name: nameOf({ ...texts, id }),
    nameEn: null,
    box: boxOf(city, row),
    path: [...pathOf(city, row), ...listGridStep(city, row)],
    fields: {
      address: texts?.address ?? null,
      compound: compound < 0 ? null : buildings.compoundNames[compound]!,
      use: buildingUses[buildings.uses[row]!]!,
      floors: buildings.floors[row]! || null,
      households: buildings.households[row]!,
      residents: buildings.residents[row]!,
      members: buildings.members[row]!,
      buildingGroups: buildings.buildingGroups[row]!,
      householdHubs: buildings.householdHubs[row]!,
      completedOn: texts?.completedOn ?? null,
      source: texts?.source ?? null,
      surveyedOn: texts?.surveyedOn ?? null,
    },
  }
}

/** The grid that a building lies in, as the last step of its path. */
function listGridStep({ buildings, grids }: CitySnapshot, row: number): FeatureDetail['path'] {
  const grid = buildings.grid[row]!
  return grid < 0 ? [] : [{ level: 'grid', code: grids.codes[grid]!, name: grids.names[grid]!, nameEn: null }]
}

/** Finds buildings by code, compound or address, as hits of the search. */
export async function findBuildingHits(
  database: Database,
  city: CitySnapshot,
  text: string,
  limit: number,
): Promise<SearchHit[]> {
  const { buildings } = city
  if (buildings.count === 0 || limit <= 0) return []
  const wanted = text.toLowerCase().replaceAll(/\s+/g, '')
  const rows = findInTexts(await getBuildingTextIndex(database, city), wanted, limit)
  const texts = await readBuildingTexts(
    database,
    city,
    rows.map((row) => buildings.ids[row]!),
  )
  return rows.flatMap((row) => {
    const building = texts.get(buildings.ids[row]!)
    if (building === undefined) return []
    return {
      layer: 'buildings',
      id: building.id,
      code: building.code,
      name: nameOf(building),
      nameEn: null,
      within: pathOf(city, row).map(({ name }) => name),
      box: boxOf(city, row),
    }
  })
}

interface Named {
  id: number
  name?: string | null
  compound?: string | null
  address?: string | null
  code?: string
}

/** '幸福小区 3号楼', else the address, else the code. */
function nameOf({ id, name, compound, address, code }: Named): string {
  const parts = [compound, name].filter((part) => part != null && part !== '')
  return parts.length > 0 ? parts.join(' ') : (address ?? code ?? String(id))
}

function pathOf(city: CitySnapshot, row: number): FeatureDetail['path'] {
  const grid = city.buildings.grid[row]!
  const community = grid < 0 ? -1 : city.grids.community[grid]!
  return community < 0 ? [] : getUnitPath(city, { level: 'community', row: community })
}

/** A building that is only a point has a box without an area. */
function boxOf({ buildings }: CitySnapshot, row: number): FeatureDetail['box'] {
  const box = computeFeatureBox(buildings.mesh, row)
  if (box !== null) return box
  const [lon, lat] = [toDegrees(buildings.places.xy[2 * row]!), toDegrees(buildings.places.xy[2 * row + 1]!)]
  return [lon, lat, lon, lat]
}
