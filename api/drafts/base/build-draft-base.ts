import { findRuralCommunities } from '#shared/coverage/rural-communities.ts'
import type { CitySnapshot, GridTable } from '#shared/snapshot/city-snapshot.ts'
import type { CellRole, DraftBase } from '#shared/contract/drafts/draft-base.ts'
import { type UnitLevel, unitLevels } from '#shared/contract/enums.ts'
import { getFeatureBox, getPointRange } from '#shared/geometry/flat-polygons.ts'
import type { Box } from '#shared/geometry/lattice.ts'
import { AppError } from '../../errors.ts'
import { collectBuildings } from './collect-buildings.ts'
import { collectPremises } from './collect-premises.ts'
import { encodeFeaturesBase64 } from './encode-base64.ts'

/**
 * Builds the geometry that a draft of a street starts from: its grids, two rings of neighbours and the units around.
 *
 * @throws AppError not_found
 */
export function buildDraftBase(snapshot: CitySnapshot, street: string): DraftBase {
  const { units, grids, settings } = snapshot
  if (!units.street.codes.includes(street))
    throw new AppError('not_found', `there is no street ${street}`, { unit: street })
  const getCommunityCode = (row: number) => units.community.codes[grids.community[row]!] ?? ''
  const boxes = getGridBoxes(grids)
  const own = selectRows(grids, (row) => getCommunityCode(row).startsWith(street))
  const neighbours = findTouchingGrids(grids, boxes, own, new Set(own))
  const outer = findTouchingGrids(grids, boxes, neighbours, new Set([...own, ...neighbours]))
  const roles = new Map<number, CellRole>([
    ...own.map((row) => [row, 'own'] as const),
    ...neighbours.map((row) => [row, 'beside'] as const),
    ...outer.map((row) => [row, 'beyond'] as const),
  ])
  const rows = [...roles.keys()].sort((a, b) => a - b)
  const pick = <T>(column: ArrayLike<T>): T[] => rows.map((row) => column[row]!)
  const surrounding = collectUnits(snapshot, rows)
  const near = rows.filter((row) => roles.get(row) !== 'beyond')
  return {
    street,
    revision: snapshot.revision,
    cells: {
      id: pick(grids.ids),
      code: pick(grids.codes),
      community: rows.map(getCommunityCode),
      place: rows.map((row) => roles.get(row)!),
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
    shapes: encodeFeaturesBase64(rows.map((row) => ({ polygons: grids.mesh.polygons, row }))),
    units: {
      code: surrounding.map(({ level, row }) => units[level].codes[row]!),
      level: surrounding.map(({ level }) => level),
      name: surrounding.map(({ level, row }) => units[level].names[row]!),
    },
    unitShapes: encodeFeaturesBase64(
      surrounding.map(({ level, row }) => ({ polygons: units[level].mesh.polygons, row })),
    ),
    rural: listRuralCodes(snapshot, rows),
    ...collectBuildings(snapshot, near),
    premises: collectPremises(snapshot, near),
    crumb: { share: settings.drawing.crumbShare / 100, areaM2: settings.drawing.crumbAreaM2 },
  }
}

/** Returns the codes of the communities in the country that the grids belong to. */
function listRuralCodes(snapshot: CitySnapshot, rows: readonly number[]): string[] {
  const rural = findRuralCommunities(snapshot)
  const communities = new Set(rows.map((row) => snapshot.grids.community[row]!))
  return [...communities]
    .filter((community) => rural[community] === 1)
    .map((community) => snapshot.units.community.codes[community]!)
}

function selectRows(grids: GridTable, accepts: (row: number) => boolean): number[] {
  return Array.from({ length: grids.count }, (_, row) => row).filter(accepts)
}

const boxCache = new WeakMap<GridTable, (Box | null)[]>()

function getGridBoxes(grids: GridTable): readonly (Box | null)[] {
  let boxes = boxCache.get(grids)
  if (boxes === undefined)
    boxCache.set(
      grids,
      (boxes = Array.from({ length: grids.count }, (_, row) => getFeatureBox(grids.mesh.polygons, row))),
    )
  return boxes
}

/** Returns the grids that share a vertex with some of `rows` and are not among `without`. */
function findTouchingGrids(
  { mesh: { polygons }, count }: GridTable,
  boxes: readonly (Box | null)[],
  rows: readonly number[],
  without: ReadonlySet<number>,
): number[] {
  const { xy } = polygons
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const row of rows) {
    const box = boxes[row]
    if (!box) continue
    west = Math.min(west, box[0])
    south = Math.min(south, box[1])
    east = Math.max(east, box[2])
    north = Math.max(north, box[3])
  }
  // a city spans less than 2^26 lattice units, so that both fit into one exact number
  const keyOf = (i: number) => (xy[2 * i]! - west) * 2 ** 26 + (xy[2 * i + 1]! - south)
  const vertices = new Set<number>()
  for (const row of rows)
    for (let [i, end] = getPointRange(polygons, row); i < end; i++) vertices.add(keyOf(i))
  const found: number[] = []
  for (let row = 0; row < count; row++) {
    const box = boxes[row]
    if (!box || without.has(row) || box[0] > east || box[2] < west || box[1] > north || box[3] < south)
      continue
    for (let [i, end] = getPointRange(polygons, row); i < end; i++) {
      if (xy[2 * i]! < west || xy[2 * i + 1]! < south || !vertices.has(keyOf(i))) continue
      found.push(row)
      break
    }
  }
  return found
}

/** Returns the communities of the grids with their streets and districts, districts first. */
function collectUnits(
  { units, grids }: CitySnapshot,
  rows: readonly number[],
): { level: UnitLevel; row: number }[] {
  const community = new Set(rows.map((row) => grids.community[row]!).filter((row) => row >= 0))
  const street = new Set(
    [...community].map((row) => units.community.legalParent[row]!).filter((row) => row >= 0),
  )
  const district = new Set([...street].map((row) => units.street.legalParent[row]!).filter((row) => row >= 0))
  const found = { district, street, community }
  return unitLevels.flatMap((level) => [...found[level]].sort((a, b) => a - b).map((row) => ({ level, row })))
}
