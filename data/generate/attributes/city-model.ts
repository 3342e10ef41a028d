import type { CommunityType, GridKind, UnitKind, UrbanRuralClass } from '#shared/contract/enums.ts'
import type { CityPlan } from '../city-plan.ts'
import type { RandomStream } from '../math/create-random-stream.ts'
import type { CityTiling } from '../tiling/city-tiling.ts'

/** The city on its way from a drawing to facts: filled in step by step by the files of this folder. */
export interface CityModel {
  plan: CityPlan
  random: RandomStream
  territory: CityTiling
  communities: CommunityModel[]
  grids: GridModel[]
  parks: ParkModel[]
  /** Grids that share a border, by grid. */
  neighbours: readonly (readonly number[])[]
}

export interface CommunityModel {
  /** Index into the plan's streets. */
  street: number
  urban: boolean
  grids: number[]
  areaKm2: number
  /** Comparable between communities, not yet a count. */
  weight: number
  /** Where most of its people live, in metres of the plane. */
  east: number
  north: number
  type: CommunityType
  kind: Extract<UnitKind, 'community' | 'village'>
  urbanRuralClass: UrbanRuralClass
  code: string
  /** Without 社区 or 村. */
  shortName: string
  name: string
  nameEn: string
  households: number
  residents: number
  members: number
}

export interface GridModel {
  community: number
  special: 'lake' | 'enclave' | null
  faces: number[]
  areaKm2: number
  weight: number
  east: number
  north: number
  /** Index into the parks, or -1. */
  park: number
  kind: GridKind
  code: string
  name: string
  households: number
  residents: number
  members: number
  fullTimeWorkers: number
  partTimeWorkers: number
  branchSince: string | null
  buildingGroups: number
  householdHubs: number
}

export interface ParkModel {
  plan: CityPlan['parks'][number]
  grids: number[]
}
