import type {
  ParkKind,
  ParkLevel,
  PremisesLevel,
  PremisesStatus,
  Organisation,
  UnitKind,
} from '#shared/contract/enums.ts'

/** Where a stated fact comes from: P official text or computed, S secondary source, B general background, unverified. */
export type SourceGrade = 'P' | 'S' | 'B'

export interface SourceNote {
  grade: SourceGrade
  says: string
}

/** [longitude, latitude] in degrees, as a plan states places: to the kilometre at best. */
export type LonLat = readonly [lon: number, lat: number]

/**
 * What somebody knows about a city before it is drawn: its silhouette, seats, names and totals. Everything else —
 * borders, blocks, canals, people — the generator makes up, the same for the same plan and seed.
 */
export interface CityPlan {
  code: string
  name: string
  nameEn: string
  /** The day the figures describe, and the day since when the present borders stand. */
  dataDate: string
  validFrom: string
  source: string
  districts: readonly DistrictPlan[]
  zones: readonly ZonePlan[]
  /** Corners along the sea, with the sea on the left; empty for an inland city. One open chain of district borders. */
  coast: readonly LonLat[]
  /** From the last coast corner through the open sea back to the first. */
  offshore: readonly LonLat[]
  streets: readonly StreetPlan[]
  spots: readonly DensityPeakPlan[]
  guides: readonly GuidePlan[]
  borderRivers: readonly BorderRiverPlan[]
  lakes: readonly LakePlan[]
  shoals: readonly ShoalPlan[]
  parks: readonly ParkPlan[]
  centers: readonly ServiceCenterPlan[]
  /** Communities that must bear these names, at the urban community of the street nearest to the place. */
  landmarks: readonly LandmarkPlan[]
  totals: TotalsPlan
}

export interface DistrictPlan {
  code: string
  name: string
  nameEn: string
  kind: Extract<UnitKind, 'county' | 'county_city' | 'city_district'>
  /** Coarse corners, either way round; corners that districts share are given equally by both. */
  ring: readonly LonLat[]
  seat: LonLat
  /** Urban communities in this district; they lie around its seat. */
  urban: number
}

/** A managing zone: runs streets that by law belong to districts, and has no territory of its own. */
export interface ZonePlan {
  code: string
  name: string
  nameEn: string
  seat: LonLat
}

export interface StreetPlan {
  code: string
  name: string
  nameEn: string
  kind: Extract<UnitKind, 'street' | 'town' | 'township' | 'park_unit'>
  district: string
  zone?: string
  seat: LonLat
  /** How far it reaches compared with its neighbours, about its radius in kilometres. */
  reach: number
  /** Farms and salt works: fewer and larger communities than the land around them would have. */
  farm?: boolean
}

/** A dense place. People per km² fall from the peak with the distance: by half at 0.64 radii, to a hundredth at 3. */
export interface DensityPeakPlan {
  at: LonLat
  radiusKm: number
  peak: number
  /** Tangent of half the angle by which its street lattice is turned against east–north. */
  turn?: number
}

/** A river, canal or highway by places it passes; drawn as the map's own border wherever it crosses a unit. */
export interface GuidePlan {
  name: string
  nameEn: string
  kind: 'river' | 'canal' | 'motorway' | 'trunk' | 'primary'
  through: readonly LonLat[]
  /** 0 for a ruled line, 1 for a river that has never been straightened. */
  winding: number
}

/** A river that is a district's border: consecutive coarse corners. */
export interface BorderRiverPlan {
  name: string
  nameEn: string
  along: readonly LonLat[]
}

export interface LakePlan {
  name: string
  nameEn: string
  at: LonLat
  radiusKm: number
  islands: number
}

/** A bank off the coast, part of the nearest grid on land. */
export interface ShoalPlan {
  name: string
  at: LonLat
  lengthKm: number
  widthKm: number
  turn: number
}

export interface ParkPlan {
  name: string
  kind: ParkKind
  level: ParkLevel
  street: string
  at: LonLat
  /** Size in grids, and how many communities it must reach into. */
  grids: number
  communities?: number
  organisation?: Organisation
}

export interface ServiceCenterPlan {
  name: string
  level: PremisesLevel
  status: PremisesStatus
  /** At the landmark community or the park of that name, else at the place. */
  landmark?: string
  at: LonLat
}

export interface LandmarkPlan {
  name: string
  nameEn: string
  street: string
  at: LonLat
  type?: 'ordinary' | 'new' | 'converted' | 'park'
}

export interface TotalsPlan {
  grids: number
  communities: number
  urbanCommunities: number
  residents: number
  households: number
  members: number
  urbanResidents: number
  urbanHouseholds: number
  urbanMembers: number
  urbanGrids: number
  stations: number
  workers: number
  hubs: number
  projects: number
  projectYuan: number
  years: readonly number[]
}
