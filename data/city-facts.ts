import type { Line, MultiPolygon, Point } from '#shared/geometry/lattice.ts'
import type {
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
} from '#shared/contract/words.ts'

/**
 * A whole city as plain values, before it meets a database: what the generator makes and what the loader writes.
 * Rows refer to each other by code. Geometry is on the lattice. Days are 'YYYY-MM-DD'.
 */
export interface CityFacts {
  city: { code: string; name: string; nameEn: string; dataDate: string; source: string; demo: boolean }
  units: UnitFacts[]
  grids: GridFacts[]
  premises: PremisesFacts[]
  parks: ParkFacts[]
  indicators: IndicatorFacts[]
  indicatorValues: IndicatorValueFacts[]
  projects: ProjectFacts[]
  roads: RoadFacts[]
  waterways: WaterwayFacts[]
}

/** A unit's parents come before it in the list. */
export interface UnitFacts {
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

export interface GridFacts {
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

export interface PremisesFacts {
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

export interface ParkFacts {
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

export interface IndicatorFacts {
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

export interface IndicatorValueFacts {
  indicatorCode: string
  communityCode: string
  year: number
  value: number
}

export interface ProjectFacts {
  code: string
  name: string
  list: ProjectList
  communityCode: string
  year: number
  status: ProjectStatus
  costYuan: number
  beneficiaries: number
}

export interface RoadFacts {
  class: RoadClass
  name: string | null
  bridge: boolean
  walkable: boolean
  geometry: Line
}

export interface WaterwayFacts {
  class: WaterClass
  name: string | null
  barrier: boolean
  geometry: { kind: 'line'; line: Line } | { kind: 'area'; area: MultiPolygon }
}
