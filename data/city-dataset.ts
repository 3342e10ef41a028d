import type { Line, MultiPolygon, Point } from '#shared/geometry/lattice.ts'
import type {
  BuildingUse,
  CommunityType,
  GridKind,
  IndicatorAggregate,
  Organisation,
  ParkKind,
  ParkLevel,
  PremisesKind,
  PremisesLevel,
  PremisesStatus,
  ProjectList,
  ProjectStatus,
  RoadClass,
  Tenure,
  UnitKind,
  UnitLevel,
  UrbanRuralClass,
  WaterClass,
} from '#shared/contract/enums.ts'

/**
 * A whole city as plain values, before it meets a database: what the generator makes and what the loader writes.
 * Rows refer to each other by code. Geometry is on the lattice. Days are 'YYYY-MM-DD'.
 */
export interface CityDataset {
  city: { code: string; name: string; nameEn: string; dataDate: string; source: string; demo: boolean }
  units: UnitRecord[]
  grids: GridRecord[]
  premises: PremisesRecord[]
  parks: ParkRecord[]
  buildings: BuildingRecord[]
  indicators: IndicatorRecord[]
  indicatorValues: IndicatorValueRecord[]
  projects: ProjectRecord[]
  roads: RoadRecord[]
  waterways: WaterwayRecord[]
}

/** A unit's parents come before it in the list. */
export interface UnitRecord {
  level: UnitLevel
  code: string
  name: string
  nameEn: string | null
  kind: UnitKind
  legalParentCode: string | null
  managingParentCode: string | null
  urbanRuralClass: UrbanRuralClass | null
  urbanScope: boolean
  /** Communities only: what type since when, oldest first, and why it was given. */
  types: { type: CommunityType; validFrom: string; validTo: string | null; reason: string }[]
  /** Other departments' codes by department. */
  aliasCodes?: Readonly<Record<string, string>>
  seat: Point | null
  validFrom: string
  /** null only for a managing zone, whose territory is that of the units it manages. */
  geometry: MultiPolygon | null
}

export interface GridRecord {
  code: string
  name: string
  kind: GridKind
  communityCode: string
  households: number
  residents: number
  members: number
  fullTimeWorkers: number
  partTimeWorkers: number
  branchSince: string | null
  buildingGroups: number
  householdHubs: number
  /** Other departments' codes by department. */
  aliasCodes?: Readonly<Record<string, string>>
  validFrom: string
  geometry: MultiPolygon
}

export interface PremisesRecord {
  kind: PremisesKind
  code: string
  name: string
  communityCode: string | null
  level: PremisesLevel
  status: PremisesStatus
  openedOn: string | null
  areaM2: number | null
  tenure: Tenure | null
  functions: string[]
  openingHours: string | null
  capacityHouseholds: number | null
  dutyPhone: string | null
  surveyedOn: string | null
  validFrom: string
  geometry: Point
}

export interface ParkRecord {
  code: string
  name: string
  kind: ParkKind
  level: ParkLevel
  communityCode: string | null
  organisation: Organisation
  organisationSince: string | null
  liaisonSince: string | null
  enterprises: number
  employees: number
  members: number
  validFrom: string
  geometry: MultiPolygon
}

/** A building (楼栋), or a group of houses in the country. Counts only, never persons. */
export interface BuildingRecord {
  code: string
  /** Such as '3号楼'. */
  name: string | null
  address: string | null
  /** Name of its compound (小区); null: it stands alone. */
  compound: string | null
  use: BuildingUse
  floors: number | null
  households: number
  residents: number
  members: number
  buildingGroups: number
  householdHubs: number
  completedOn: string | null
  demolishedOn: string | null
  source: string | null
  surveyedOn: string | null
  validFrom: string
  geometry: { kind: 'point'; point: Point } | { kind: 'area'; area: MultiPolygon }
}

export interface IndicatorRecord {
  code: string
  category: number
  categoryName: string
  categoryNameEn: string
  name: string
  nameEn: string
  unit: string
  unitEn: string
  aggregate: IndicatorAggregate
}

export interface IndicatorValueRecord {
  indicatorCode: string
  communityCode: string
  year: number
  value: number
}

export interface ProjectRecord {
  code: string
  name: string
  list: ProjectList
  communityCode: string
  year: number
  status: ProjectStatus
  costYuan: number
  beneficiaries: number
}

export interface RoadRecord {
  class: RoadClass
  name: string | null
  bridge: boolean
  walkable: boolean
  geometry: Line
}

export interface WaterwayRecord {
  class: WaterClass
  name: string | null
  barrier: boolean
  geometry: { kind: 'line'; line: Line } | { kind: 'area'; area: MultiPolygon }
}
