import type { CitySnapshot, UnitTable } from '#shared/snapshot/city-snapshot.ts'
import { chooseFigures } from '#shared/coverage/demand/choose-figures.ts'
import { CitySettings } from '#shared/contract/city/city-settings.ts'
import { buildingUses, type UnitLevel } from '#shared/contract/enums.ts'
import { computeFeatureAreasM2 } from '#shared/geometry/shapes/feature-areas.ts'
import { toFlatLines } from '#shared/geometry/flat-lines.ts'
import { toFlatPolygons } from '#shared/geometry/flat-polygons.ts'
import { computeInteriorPoint } from '#shared/geometry/shapes/interior-point.ts'
import { createPointIndex } from '#shared/geometry/shapes/locate-points.ts'
import {
  buildFootprintTileGeometry,
  buildLineTileGeometry,
  buildPointTileGeometry,
  buildPolygonTileGeometry,
} from '#shared/tiles/tile-geometry.ts'
import { Revision } from '#shared/contract/ids.ts'
import { createEmptyFigures, sumFigures } from '../../../api/snapshot/tables/sum-figures.ts'
import { placeInGrids } from '../../../api/snapshot/tables/place-in-grids.ts'
import type { BuildingRecord, CityDataset } from '../../../data/city-dataset.ts'

/** A city's facts as the snapshot that the server would read of them, without a database in between. */
export function buildSnapshot(
  facts: CityDataset,
  settings: CitySettings = CitySettings.parse({}),
): CitySnapshot {
  const ofLevel = (level: UnitLevel) => facts.units.filter((unit) => unit.level === level)
  const rowOf = (list: readonly { code: string }[]) => {
    const rows = new Map(list.map(({ code }, row) => [code, row]))
    return (code: string | null) => (code === null ? -1 : (rows.get(code) ?? -1))
  }
  const table = (level: UnitLevel, parent: (code: string | null) => number): UnitTable => {
    const list = ofLevel(level)
    const polygons = toFlatPolygons(list.map((unit) => unit.geometry))
    return {
      level,
      count: list.length,
      ids: Uint32Array.from(list, (_, i) => i + 1),
      codes: list.map((unit) => unit.code),
      names: list.map((unit) => unit.name),
      namesEn: list.map((unit) => unit.nameEn),
      kinds: list.map((unit) => unit.kind),
      legalParent: Int32Array.from(list, (unit) => parent(unit.legalParentCode)),
      managingParent: Int32Array.from(list, (unit) => parent(unit.managingParentCode)),
      urbanRuralClass: list.map((unit) => unit.urbanRuralClass),
      urbanScope: Uint8Array.from(list, (unit) => Number(unit.urbanScope)),
      types: list.map((unit) => unit.types.find((type) => type.validTo === null)?.type ?? null),
      typeReasons: list.map(() => null),
      validFrom: list.map((unit) => unit.validFrom),
      areaM2: computeFeatureAreasM2(polygons),
      figures: createEmptyFigures(list.length),
      mesh: buildPolygonTileGeometry(polygons),
    }
  }
  const units = {
    district: table('district', () => -1),
    street: table('street', rowOf(ofLevel('district'))),
    community: table('community', rowOf(ofLevel('street'))),
  }
  const communityRow = rowOf(ofLevel('community'))
  const named = (list: readonly { code: string; name: string }[]) => ({
    count: list.length,
    ids: Uint32Array.from(list, (_, i) => i + 1),
    codes: list.map(({ code }) => code),
    names: list.map(({ name }) => name),
  })
  const whole = (list: readonly (number | null)[]) => Float64Array.from(list, (value) => value ?? NaN)
  const gridShapes = toFlatPolygons(facts.grids.map((grid) => grid.geometry))
  const declaredHouseholds = Int32Array.from(facts.grids, (grid) => grid.households)
  const declaredResidents = Int32Array.from(facts.grids, (grid) => grid.residents)
  const declared: CitySnapshot['grids'] = {
    ...named(facts.grids),
    kinds: facts.grids.map((grid) => grid.kind),
    community: Int32Array.from(facts.grids, (grid) => communityRow(grid.communityCode)),
    households: declaredHouseholds,
    residents: declaredResidents,
    declaredHouseholds,
    declaredResidents,
    members: Int32Array.from(facts.grids, (grid) => grid.members),
    fullTimeWorkers: Int32Array.from(facts.grids, (grid) => grid.fullTimeWorkers),
    partTimeWorkers: Int32Array.from(facts.grids, (grid) => grid.partTimeWorkers),
    branchSince: facts.grids.map((grid) => grid.branchSince),
    buildingGroups: Int32Array.from(facts.grids, (grid) => grid.buildingGroups),
    householdHubs: Int32Array.from(facts.grids, (grid) => grid.householdHubs),
    validFrom: facts.grids.map((grid) => grid.validFrom),
    versions: new Int32Array(facts.grids.length).fill(1),
    areaM2: computeFeatureAreasM2(gridShapes),
    mesh: buildPolygonTileGeometry(gridShapes),
  }
  const premises: CitySnapshot['premises'] = {
    ...named(facts.premises),
    kinds: facts.premises.map((place) => place.kind),
    community: Int32Array.from(facts.premises, (place) => communityRow(place.communityCode)),
    levels: facts.premises.map((place) => place.level),
    statuses: facts.premises.map((place) => place.status),
    openedOn: facts.premises.map((place) => place.openedOn),
    areaM2: whole(facts.premises.map((place) => place.areaM2)),
    tenures: facts.premises.map((place) => place.tenure),
    functions: facts.premises.map((place) => place.functions),
    openingHours: facts.premises.map((place) => place.openingHours),
    capacityHouseholds: whole(facts.premises.map((place) => place.capacityHouseholds)),
    dutyPhones: facts.premises.map((place) => place.dutyPhone),
    surveyedOn: facts.premises.map((place) => place.surveyedOn),
    assignedGrid: new Uint32Array(facts.premises.length),
    mesh: buildPointTileGeometry(Int32Array.from(facts.premises.flatMap((place) => [...place.geometry]))),
  }
  const parkShapes = toFlatPolygons(facts.parks.map((park) => park.geometry))
  const parks: CitySnapshot['parks'] = {
    ...named(facts.parks),
    kinds: facts.parks.map((park) => park.kind),
    levels: facts.parks.map((park) => park.level),
    community: Int32Array.from(facts.parks, (park) => communityRow(park.communityCode)),
    organisations: facts.parks.map((park) => park.organisation),
    organisationSince: facts.parks.map((park) => park.organisationSince),
    liaisonSince: facts.parks.map((park) => park.liaisonSince),
    enterprises: Int32Array.from(facts.parks, (park) => park.enterprises),
    employees: Int32Array.from(facts.parks, (park) => park.employees),
    members: Int32Array.from(facts.parks, (park) => park.members),
    areaM2: computeFeatureAreasM2(parkShapes),
    mesh: buildPolygonTileGeometry(parkShapes),
  }
  const footprints = toFlatPolygons(
    facts.buildings.map(({ geometry }) => (geometry.kind === 'area' ? geometry.area : null)),
  )
  const placesXY = Int32Array.from(facts.buildings.flatMap((building) => placeOf(building)))
  const places = createPointIndex(placesXY)
  const compoundNames = [...new Set(facts.buildings.flatMap(({ compound }) => compound ?? []))]
  const buildings: CitySnapshot['buildings'] = {
    count: facts.buildings.length,
    ids: Uint32Array.from(facts.buildings, (_, i) => i + 1),
    places,
    ...placeInGrids(places, declared),
    households: Int32Array.from(facts.buildings, (building) => building.households),
    residents: Int32Array.from(facts.buildings, (building) => building.residents),
    members: Int32Array.from(facts.buildings, (building) => building.members),
    buildingGroups: Int32Array.from(facts.buildings, (building) => building.buildingGroups),
    householdHubs: Int32Array.from(facts.buildings, (building) => building.householdHubs),
    floors: Uint8Array.from(facts.buildings, (building) => building.floors ?? 0),
    uses: Uint8Array.from(facts.buildings, (building) => buildingUses.indexOf(building.use)),
    compound: Int32Array.from(facts.buildings, ({ compound }) =>
      compound === null ? -1 : compoundNames.indexOf(compound),
    ),
    compoundNames,
    ...buildFootprintTileGeometry(footprints, placesXY),
  }
  const grids = chooseFigures({ grids: declared, buildings, units }, settings.buildings.figures)
  const lines = facts.waterways.flatMap((water) =>
    water.geometry.kind === 'line' ? [{ ...water, line: water.geometry.line }] : [],
  )
  const areas = facts.waterways.flatMap((water) =>
    water.geometry.kind === 'area' ? [{ ...water, area: water.geometry.area }] : [],
  )
  const waters = (list: typeof facts.waterways) => ({
    count: list.length,
    ids: Uint32Array.from(list, (_, i) => i + 1),
    classes: list.map((water) => water.class),
    names: list.map((water) => water.name),
    barrier: Uint8Array.from(list, (water) => Number(water.barrier)),
  })
  return {
    ...facts.city,
    asOf: null,
    revision: Revision.parse(1),
    settings,
    settingsVersion: 0,
    box: null,
    units,
    grids,
    premises,
    parks,
    buildings,
    roads: {
      count: facts.roads.length,
      ids: Uint32Array.from(facts.roads, (_, i) => i + 1),
      classes: facts.roads.map((road) => road.class),
      names: facts.roads.map((road) => road.name),
      bridge: Uint8Array.from(facts.roads, (road) => Number(road.bridge)),
      walkable: Uint8Array.from(facts.roads, (road) => Number(road.walkable)),
      mesh: buildLineTileGeometry(toFlatLines(facts.roads.map((road) => road.geometry))),
    },
    waterLines: { ...waters(lines), mesh: buildLineTileGeometry(toFlatLines(lines.map(({ line }) => line))) },
    waterAreas: {
      ...waters(areas),
      mesh: buildPolygonTileGeometry(toFlatPolygons(areas.map(({ area }) => area))),
    },
    figures: sumFigures({ units, grids, premises, parks, dataDate: facts.city.dataDate }),
  }
}

/** A point inside the footprint. */
function placeOf({ geometry }: BuildingRecord): [number, number] {
  if (geometry.kind === 'point') return [geometry.point[0], geometry.point[1]]
  const [x, y] = computeInteriorPoint(geometry.area[0] ?? [])
  return [Math.round(x), Math.round(y)]
}
