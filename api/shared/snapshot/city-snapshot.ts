import type { Revision } from '../contract/ids.ts'
import type { CitySettings } from '../contract/city/city-settings.ts'
import type { Box } from '../geometry/lattice.ts'
import type { PointIndex } from '../geometry/shapes/locate-points.ts'
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
 * One city at one revision, in memory, as columns: row i of a table is element i of its columns. Rows are
 * ordered by id. Tiles, lists, figures and coverage all read the snapshot, so that every number on a page has
 * the same revision.
 */
export interface CitySnapshot {
  readonly code: string
  readonly name: string
  readonly nameEn: string
  readonly revision: Revision
  /** Latest day on which something that is counted took effect, 'YYYY-MM-DD'. */
  readonly dataDate: string
  readonly source: string
  readonly demo: boolean
  /** Day of the state; null: current. */
  readonly asOf: string | null
  /** Settings of the city, including defaults. */
  readonly settings: CitySettings
  readonly settingsVersion: number
  /** Box of all features except the sea; null while the city is empty. */
  readonly box: Box | null
  readonly units: Readonly<Record<UnitLevel, UnitTable>>
  readonly grids: GridTable
  readonly premises: PremisesTable
  readonly parks: ParkTable
  readonly buildings: BuildingTable
  readonly roads: RoadTable
  readonly waterLines: WaterTable<LineTileGeometry>
  readonly waterAreas: WaterTable<PolygonTileGeometry>
  /** Figures of the whole city. */
  readonly figures: FigureRecord
}

export interface SnapshotTable<M extends TileGeometry> {
  count: number
  /** Small integers, also the feature ids in tiles. */
  ids: Uint32Array
  mesh: M
}

/** A table with codes and names, which can be searched. */
export interface NamedTable<M extends TileGeometry> extends SnapshotTable<M> {
  codes: string[]
  names: string[]
}

export interface UnitTable extends NamedTable<PolygonTileGeometry> {
  level: UnitLevel
  namesEn: (string | null)[]
  kinds: UnitKind[]
  /** Row of the parent in the table of the level above; -1: none. */
  legalParent: Int32Array
  managingParent: Int32Array
  urbanRuralClass: (UrbanRuralClass | null)[]
  /** 1 if the unit is in the urban scope of the source. */
  urbanScope: Uint8Array
  /** For communities: the type on the data date. */
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
  /** The figures that hold: the declared ones, or by the city's setting those of the buildings where they are counted. */
  households: Int32Array
  residents: Int32Array
  /** As stored with the grid. */
  declaredHouseholds: Int32Array
  declaredResidents: Int32Array
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
  /** NaN: unknown. */
  areaM2: Float64Array
  tenures: (Tenure | null)[]
  functions: string[][]
  openingHours: (string | null)[]
  /** NaN: unknown. */
  capacityHouseholds: Float64Array
  dutyPhones: (string | null)[]
  surveyedOn: (string | null)[]
  /** Id of the grid that was chosen for them; 0: they belong to the grid on whose land they stand. */
  assignedGrid: Uint32Array
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

/**
 * Buildings, and groups of houses in the country. Codes, names and addresses stay in the database: a hundred thousand of
 * them are read one at a time.
 */
export interface BuildingTable extends SnapshotTable<PolygonTileGeometry> {
  /** The points that decide in which grid the buildings lie, with their index. */
  places: PointIndex
  /** The same points for tiles; their index is that of the footprints. */
  points: PointTileGeometry
  /** Row of the grid that the building lies in; -1: none. Derived, so that it follows every border. */
  grid: Int32Array
  /** Rows in the order of their grids: those of grid g are `rowsByGrid[gridStart[g]]` to before `gridStart[g + 1]`. */
  rowsByGrid: Int32Array
  gridStart: Int32Array
  households: Int32Array
  residents: Int32Array
  members: Int32Array
  buildingGroups: Int32Array
  householdHubs: Int32Array
  /** 0: unknown. */
  floors: Uint8Array
  /** Positions in `buildingUses`. */
  uses: Uint8Array
  /** Positions in `compoundNames`; -1: the building stands alone. */
  compound: Int32Array
  compoundNames: string[]
}

export interface RoadTable extends SnapshotTable<LineTileGeometry> {
  classes: RoadClass[]
  names: (string | null)[]
  /** 1 if the road crosses water. */
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
