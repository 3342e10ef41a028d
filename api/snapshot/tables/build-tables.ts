import { setImmediate as immediate } from 'node:timers/promises'
import type { z } from 'zod'
import type {
  GridTable,
  ParkTable,
  PremisesTable,
  RoadTable,
  UnitTable,
  WaterTable,
} from '#shared/snapshot/city-snapshot.ts'
import type { UnitLevel } from '#shared/contract/enums.ts'
import { computeFeatureAreasM2 } from '#shared/geometry/shapes/feature-areas.ts'
import { toFlatLines } from '#shared/geometry/flat-lines.ts'
import { type FlatPolygons, toFlatPolygons } from '#shared/geometry/flat-polygons.ts'
import { readTwkbLines, readTwkbPoints, readTwkbPolygons, readTwkbShapes } from '#shared/geometry/twkb.ts'
import {
  type LineTileGeometry,
  buildLineTileGeometry,
  buildPointTileGeometry,
  type PolygonTileGeometry,
  buildPolygonTileGeometry,
  buildPolygonTileGeometryInSteps,
} from '#shared/tiles/tile-geometry.ts'
import type {
  GridColumns,
  ParkColumns,
  PremisesColumns,
  RoadColumns,
  UnitColumns,
  WaterColumns,
} from './columns.ts'
import { createRowLookup, type RowLookup } from './row-lookup.ts'
import { selectFeatures } from './select-features.ts'
import { createEmptyFigures } from './sum-figures.ts'

/** Result of a table query: columns of attributes, and concatenated TWKB shapes. */
export interface TableData<Columns> {
  columns: Columns
  shapes: Uint8Array
}

/**
 * Builds the unit tables level by level, and yields to the event loop in between.
 *
 * @param known the units of another day: their meshes are used where the outlines are the same
 */
export async function buildUnits(
  { columns, shapes }: TableData<z.infer<typeof UnitColumns>>,
  known?: Readonly<Record<UnitLevel, UnitTable>>,
) {
  const polygons = readTwkbPolygons(shapes, columns.id.length)
  const rowsOf = (level: UnitLevel) => columns.level.flatMap((each, row) => (each === level ? [row] : []))
  const noParent: RowLookup = () => -1
  const build = (level: UnitLevel, parentRow: RowLookup) =>
    buildUnitLevel(level, columns, polygons, rowsOf(level), parentRow, known?.[level])
  const district = build('district', noParent)
  await immediate()
  const street = build('street', createRowLookup(district.ids))
  await immediate()
  const community = build('community', createRowLookup(street.ids))
  return { district, street, community }
}

function buildUnitLevel(
  level: UnitLevel,
  columns: z.infer<typeof UnitColumns>,
  polygons: FlatPolygons,
  rows: number[],
  parentRow: RowLookup,
  known: UnitTable | undefined,
): UnitTable {
  const pick = <T>(column: T[]): T[] => rows.map((row) => column[row]!)
  const own = selectFeatures(polygons, rows)
  const shapes =
    known !== undefined && isSamePolygons(own, known.mesh.polygons)
      ? { areaM2: known.areaM2, mesh: known.mesh }
      : { areaM2: computeFeatureAreasM2(own), mesh: buildPolygonTileGeometry(own) }
  return {
    level,
    count: rows.length,
    ids: Uint32Array.from(pick(columns.id)),
    codes: pick(columns.code),
    names: pick(columns.name),
    namesEn: pick(columns.nameEn),
    kinds: pick(columns.kind),
    legalParent: Int32Array.from(pick(columns.legalParent), parentRow),
    managingParent: Int32Array.from(pick(columns.managingParent), parentRow),
    urbanRuralClass: pick(columns.urbanRuralClass),
    urbanScope: Uint8Array.from(pick(columns.urbanScope), Number),
    types: pick(columns.type),
    typeReasons: pick(columns.typeReason),
    validFrom: pick(columns.validFrom),
    figures: createEmptyFigures(rows.length),
    ...shapes,
  }
}

function isSamePolygons(a: FlatPolygons, b: FlatPolygons): boolean {
  return (['xy', 'ringStart', 'polygonStart', 'featureStart'] as const).every(
    (name) => a[name].length === b[name].length && a[name].every((value, i) => value === b[name][i]),
  )
}

/** Builds areas and mesh of polygons before their columns arrive, and yields to the event loop in between. */
export async function buildShapes({
  count,
  shapes,
}: {
  count: number
  shapes: Uint8Array
}): Promise<Pick<GridTable, 'areaM2' | 'mesh'>> {
  const polygons = readTwkbPolygons(shapes, count)
  await immediate()
  const areaM2 = computeFeatureAreasM2(polygons)
  const steps = buildPolygonTileGeometryInSteps(polygons)
  for (;;) {
    await immediate()
    const step = steps.next()
    if (step.done === true) return { areaM2, mesh: step.value }
  }
}

export function buildGrids(
  columns: z.infer<typeof GridColumns>,
  shapes: Pick<GridTable, 'areaM2' | 'mesh'>,
  communityRow: RowLookup,
): GridTable {
  const households = Int32Array.from(columns.households)
  const residents = Int32Array.from(columns.residents)
  return {
    count: columns.id.length,
    ids: Uint32Array.from(columns.id),
    codes: columns.code,
    names: columns.name,
    kinds: columns.kind,
    community: Int32Array.from(columns.community, communityRow),
    households,
    residents,
    declaredHouseholds: households,
    declaredResidents: residents,
    members: Int32Array.from(columns.members),
    fullTimeWorkers: Int32Array.from(columns.fullTimeWorkers),
    partTimeWorkers: Int32Array.from(columns.partTimeWorkers),
    branchSince: columns.branchSince,
    buildingGroups: Int32Array.from(columns.buildingGroups),
    householdHubs: Int32Array.from(columns.householdHubs),
    validFrom: columns.validFrom,
    versions: Int32Array.from(columns.version),
    ...shapes,
  }
}

export function buildPremises(
  { columns, shapes }: TableData<z.infer<typeof PremisesColumns>>,
  communityRow: RowLookup,
): PremisesTable {
  return {
    count: columns.id.length,
    ids: Uint32Array.from(columns.id),
    codes: columns.code,
    names: columns.name,
    kinds: columns.kind,
    community: Int32Array.from(columns.community, communityRow),
    levels: columns.level,
    statuses: columns.status,
    openedOn: columns.openedOn,
    areaM2: Float64Array.from(columns.areaM2, orNaN),
    tenures: columns.tenure,
    functions: columns.functions,
    openingHours: columns.openingHours,
    capacityHouseholds: Float64Array.from(columns.capacityHouseholds, orNaN),
    dutyPhones: columns.dutyPhone,
    surveyedOn: columns.surveyedOn,
    assignedGrid: Uint32Array.from(columns.assignedGrid),
    mesh: buildPointTileGeometry(readTwkbPoints(shapes, columns.id.length)),
  }
}

export function buildParks(
  { columns, shapes }: TableData<z.infer<typeof ParkColumns>>,
  communityRow: RowLookup,
): ParkTable {
  const polygons = readTwkbPolygons(shapes, columns.id.length)
  return {
    count: columns.id.length,
    ids: Uint32Array.from(columns.id),
    codes: columns.code,
    names: columns.name,
    kinds: columns.kind,
    levels: columns.level,
    community: Int32Array.from(columns.community, communityRow),
    organisations: columns.organisation,
    organisationSince: columns.organisationSince,
    liaisonSince: columns.liaisonSince,
    enterprises: Int32Array.from(columns.enterprises),
    employees: Int32Array.from(columns.employees),
    members: Int32Array.from(columns.members),
    areaM2: computeFeatureAreasM2(polygons),
    mesh: buildPolygonTileGeometry(polygons),
  }
}

export function buildRoads({ columns, shapes }: TableData<z.infer<typeof RoadColumns>>): RoadTable {
  return {
    count: columns.id.length,
    ids: Uint32Array.from(columns.id),
    classes: columns.class,
    names: columns.name,
    bridge: Uint8Array.from(columns.bridge, Number),
    walkable: Uint8Array.from(columns.walkable, Number),
    mesh: buildLineTileGeometry(readTwkbLines(shapes, columns.id.length)),
  }
}

/** Builds one table of water lines and one of water areas. */
export function buildWaters({ columns, shapes }: TableData<z.infer<typeof WaterColumns>>) {
  const read = readTwkbShapes(shapes, columns.id.length)
  const lines = read.flatMap((shape, row) => ('line' in shape ? [{ row, line: shape.line }] : []))
  const areas = read.flatMap((shape, row) => ('area' in shape ? [{ row, area: shape.area }] : []))
  const table = <M extends LineTileGeometry | PolygonTileGeometry>(
    rows: number[],
    mesh: M,
  ): WaterTable<M> => ({
    count: rows.length,
    ids: Uint32Array.from(rows, (row) => columns.id[row]!),
    classes: rows.map((row) => columns.class[row]!),
    names: rows.map((row) => columns.name[row]!),
    barrier: Uint8Array.from(rows, (row) => Number(columns.barrier[row])),
    mesh,
  })
  return {
    waterLines: table(
      lines.map(({ row }) => row),
      buildLineTileGeometry(toFlatLines(lines.map(({ line }) => line))),
    ),
    waterAreas: table(
      areas.map(({ row }) => row),
      buildPolygonTileGeometry(toFlatPolygons(areas.map(({ area }) => area))),
    ),
  }
}

const orNaN = (value: number | null): number => value ?? NaN
