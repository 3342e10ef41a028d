import { isChineseCity } from '#shared/city/city-place.ts'
import { findRuralCommunities } from '#shared/coverage/rural-communities.ts'
import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import type { CellRole, DraftBase } from '#shared/contract/drafts/draft-base.ts'
import { type UnitLevel, unitLevels } from '#shared/contract/enums.ts'
import { getPointRange } from '#shared/geometry/flat-polygons.ts'
import { AppError } from '../../errors.ts'
import { collectBuildings } from './collect-buildings.ts'
import { collectLand, type Land } from './collect-land.ts'
import { collectPremises } from './collect-premises.ts'
import { encodeFeaturesBase64 } from './encode-base64.ts'

/**
 * Builds the geometry that a draft of a street starts from: its grids, two rings of neighbours and the units around.
 * Communities without grids are there with their outlines, so that grids can be drawn where none are.
 *
 * @throws AppError not_found
 */
export function buildDraftBase(snapshot: CitySnapshot, street: string): DraftBase {
  const { units, grids, settings } = snapshot
  if (!units.street.codes.includes(street))
    throw new AppError('not_found', `there is no street ${street}`, { unit: street })
  const getCommunityCode = ({ community }: Land) => units.community.codes[community] ?? ''
  const all = collectLand(snapshot)
  const own = all.filter((land) => getCommunityCode(land).startsWith(street))
  const neighbours = findTouchingLand(all, own, new Set(own))
  const outer = findTouchingLand(all, neighbours, new Set([...own, ...neighbours]))
  const roles = new Map<Land, CellRole>([
    ...own.map((land) => [land, 'own'] as const),
    ...neighbours.map((land) => [land, 'beside'] as const),
    ...outer.map((land) => [land, 'beyond'] as const),
  ])
  const around = [...roles.keys()].sort((a, b) => a.row - b.row)
  const cells = around.filter(({ isGrid }) => isGrid)
  const undivided = around.filter(({ isGrid }) => !isGrid)
  const pick = <T>(column: ArrayLike<T>): T[] => cells.map(({ row }) => column[row]!)
  const surrounding = collectUnits(snapshot, street, around)
  const near = around.filter((land) => roles.get(land) !== 'beyond')
  return {
    street,
    revision: snapshot.revision,
    cells: {
      id: pick(grids.ids),
      code: pick(grids.codes),
      community: cells.map(getCommunityCode),
      place: cells.map((land) => roles.get(land)!),
      name: pick(grids.names),
      kind: pick(grids.kinds),
      households: pick(grids.declaredHouseholds),
      residents: pick(grids.declaredResidents),
      members: pick(grids.members),
      fullTimeWorkers: pick(grids.fullTimeWorkers),
      partTimeWorkers: pick(grids.partTimeWorkers),
      branchSince: pick(grids.branchSince),
      buildingGroups: pick(grids.buildingGroups),
      householdHubs: pick(grids.householdHubs),
      validFrom: pick(grids.validFrom),
      version: pick(grids.versions),
    },
    shapes: encodeFeaturesBase64(cells),
    undivided: {
      community: undivided.map(getCommunityCode),
      place: undivided.map((land) => roles.get(land)!),
      shapes: encodeFeaturesBase64(undivided),
    },
    units: {
      code: surrounding.map(({ level, row }) => units[level].codes[row]!),
      level: surrounding.map(({ level }) => level),
      name: surrounding.map(({ level, row }) => units[level].names[row]!),
    },
    unitShapes: encodeFeaturesBase64(
      surrounding.map(({ level, row }) => ({ polygons: units[level].mesh.polygons, row })),
    ),
    rural: listRuralCodes(snapshot, around),
    ...(isChineseCity(settings.place) ? {} : { firstGridName: 'Grid 1' }),
    ...collectBuildings(snapshot, near),
    premises: collectPremises(snapshot, near),
    crumb: { share: settings.drawing.crumbShare / 100, areaM2: settings.drawing.crumbAreaM2 },
  }
}

/** Returns the codes of the communities in the country that some land belongs to. */
function listRuralCodes(snapshot: CitySnapshot, land: readonly Land[]): string[] {
  const rural = findRuralCommunities(snapshot)
  return [...new Set(land.map(({ community }) => community))]
    .filter((community) => rural[community] === 1)
    .map((community) => snapshot.units.community.codes[community]!)
}

/** Returns the land that shares a vertex with some of `touched` and is not among `without`. */
function findTouchingLand(
  all: readonly Land[],
  touched: readonly Land[],
  without: ReadonlySet<Land>,
): Land[] {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const { box } of touched) {
    if (!box) continue
    west = Math.min(west, box[0])
    south = Math.min(south, box[1])
    east = Math.max(east, box[2])
    north = Math.max(north, box[3])
  }
  // a city spans less than 2^26 lattice units, so that both fit into one exact number
  const keyOf = (xy: Int32Array, i: number) => (xy[2 * i]! - west) * 2 ** 26 + (xy[2 * i + 1]! - south)
  const vertices = new Set<number>()
  for (const { polygons, row } of touched)
    for (let [i, end] = getPointRange(polygons, row); i < end; i++) vertices.add(keyOf(polygons.xy, i))
  return all.filter((land) => {
    const { box, polygons, row } = land
    if (!box || without.has(land) || box[0] > east || box[2] < west || box[1] > north || box[3] < south)
      return false
    const { xy } = polygons
    for (let [i, end] = getPointRange(polygons, row); i < end; i++)
      if (xy[2 * i]! >= west && xy[2 * i + 1]! >= south && vertices.has(keyOf(xy, i))) return true
    return false
  })
}

/** Returns the communities of the land with their streets and districts, districts first, and the street itself. */
function collectUnits(
  { units }: CitySnapshot,
  ownStreet: string,
  land: readonly Land[],
): { level: UnitLevel; row: number }[] {
  const community = new Set(land.map(({ community: row }) => row).filter((row) => row >= 0))
  const street = new Set(
    [
      units.street.codes.indexOf(ownStreet),
      ...[...community].map((row) => units.community.legalParent[row]!),
    ].filter((row) => row >= 0),
  )
  const district = new Set([...street].map((row) => units.street.legalParent[row]!).filter((row) => row >= 0))
  const found = { district, street, community }
  return unitLevels.flatMap((level) => [...found[level]].sort((a, b) => a - b).map((row) => ({ level, row })))
}
