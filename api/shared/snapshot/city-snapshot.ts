import type { CitySettings } from '../contract/city/city-settings.ts'
import type { Box } from '../geometry/lattice.ts'
import type {
  LineTileGeometry,
  TileGeometry,
  PointTileGeometry,
  PolygonTileGeometry,
} from '../tiles/tile-geometry.ts'
import type {
  CommunityType,
  GridKind,
  Organisation,
  ParkKind,
  ParkLevel,
  PremisesKind,
  PremisesLevel,
  PremisesStatus,
  RoadClass,
  Tenure,
  UnitKind,
  UnitLevel,
  UrbanRuralClass,
  WaterClass,
} from '../contract/enums.ts'

/**
 * One city at one revision, in memory, as columns: row i of a table is element i of each of its columns. Rows stand in
 * the order of their ids. Tiles, lists, figures and coverage all read this, so every number on every page carries the
 * same revision.
 */
export interface CitySnapshot {
  readonly code: string
  readonly name: string
  readonly nameEn: string
  readonly revision: number
  /** The day the figures describe, 'YYYY-MM-DD'. */
  readonly dataDate: string
  readonly source: string
  readonly demo: boolean
  /** The day as of which it is; null: as it is now. */
  readonly asOf: string | null
  /** What the city has decided for itself, presets filled in. */
  readonly settings: CitySettings
  readonly settingsVersion: number
  /** Everything on the map but the sea; null while the city is empty. */
  readonly box: Box | null
  readonly units: Readonly<Record<UnitLevel, UnitTable>>
  readonly grids: GridTable
  readonly premises: PremisesTable
  readonly parks: ParkTable
  readonly roads: RoadTable
  readonly waterLines: WaterTable<LineTileGeometry>
  readonly waterAreas: WaterTable<PolygonTileGeometry>
  /** Figures of the whole city. */
  readonly figures: FigureRecord
}

export interface SnapshotTable<M extends TileGeometry> {
  count: number
  /** Small whole numbers, also the ids of the features in tiles. */
  ids: Uint32Array
  mesh: M
}

/** What has a code and a name, and can be searched for. */
export interface NamedTable<M extends TileGeometry> extends SnapshotTable<M> {
  codes: string[]
  names: string[]
}

export interface UnitTable extends NamedTable<PolygonTileGeometry> {
  level: UnitLevel
  namesEn: (string | null)[]
  kinds: UnitKind[]
  /** Row in the table of the level above; -1: none. */
  legalParent: Int32Array
  managingParent: Int32Array
  urbanRuralClass: (UrbanRuralClass | null)[]
  /** 1 where the unit counts in the source's urban scope. */
  urbanScope: Uint8Array
  /** Communities: the type that holds on the data date. */
  types: (CommunityType | null)[]
  typeReasons: (string | null)[]
  validFrom: string[]
  areaM2: Float64Array
  /** Sums over everything inside, by row. */
  figures: FigureColumns
}

export interface GridTable extends NamedTable<PolygonTileGeometry> {
  kinds: GridKind[]
  /** Row in `units.community`. */
  community: Int32Array
  households: Int32Array
  residents: Int32Array
  members: Int32Array
  fullTimeWorkers: Int32Array
  partTimeWorkers: Int32Array
  branchSince: (string | null)[]
  buildingGroups: Int32Array
  householdHubs: Int32Array
  validFrom: string[]
  versions: Int32Array
  areaM2: Float64Array
}

export interface PremisesTable extends NamedTable<PointTileGeometry> {
  kinds: PremisesKind[]
  community: Int32Array
  levels: PremisesLevel[]
  statuses: PremisesStatus[]
  openedOn: (string | null)[]
  /** NaN: not known. */
  areaM2: Float64Array
  tenures: (Tenure | null)[]
  functions: string[][]
  openingHours: (string | null)[]
  /** NaN: not known. */
  capacityHouseholds: Float64Array
  dutyPhones: (string | null)[]
  surveyedOn: (string | null)[]
}

export interface ParkTable extends NamedTable<PolygonTileGeometry> {
  kinds: ParkKind[]
  levels: ParkLevel[]
  community: Int32Array
  organisations: Organisation[]
  organisationSince: (string | null)[]
  liaisonSince: (string | null)[]
  enterprises: Int32Array
  employees: Int32Array
  members: Int32Array
  areaM2: Float64Array
}

export interface RoadTable extends SnapshotTable<LineTileGeometry> {
  classes: RoadClass[]
  names: (string | null)[]
  /** 1 where the road crosses water. */
  bridge: Uint8Array
  walkable: Uint8Array
}

export interface WaterTable<M extends TileGeometry> extends SnapshotTable<M> {
  classes: WaterClass[]
  names: (string | null)[]
  barrier: Uint8Array
}

export const figureNames = [
  'communities',
  'grids',
  'households',
  'residents',
  'members',
  'fullTimeWorkers',
  'partTimeWorkers',
  'branches',
  'buildingGroups',
  'householdHubs',
  'stations',
  'centers',
  'parks',
  'areaM2',
] as const
export type FigureName = (typeof figureNames)[number]
export type FigureRecord = Record<FigureName, number>
export type FigureColumns = Record<FigureName, Float64Array>
