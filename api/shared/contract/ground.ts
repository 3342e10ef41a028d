import { z } from 'zod'
import { Day, StreetCode, UnitCode } from './codes.ts'
import { GridKind, PremisesKind, RoadClass, UnitLevel, WaterClass } from './words.ts'

const numbers = z.array(z.number().int())

/**
 * own: a grid of the street. beside: of a neighbour, along the border; may change with the neighbour's consent.
 * beyond: behind those; is there only so that the ones beside it keep their vertices.
 */
export const cellPlaces = ['own', 'beside', 'beyond'] as const
export const CellPlace = z.enum(cellPlaces)
export type CellPlace = z.infer<typeof CellPlace>

/**
 * What a street's borders are drawn on: its grids with those around them, and the outlines of all units that these lie
 * in, as columns. Shapes are TWKB with seven decimals, one after the other, in base64: exact lattice units.
 * `readGround` of #shared/drafts makes cells of it.
 */
export const Ground = z.object({
  street: StreetCode,
  revision: z.number().int(),
  cells: z.object({
    id: numbers,
    code: z.array(z.string()),
    community: z.array(z.string()),
    place: z.array(CellPlace),
    name: z.array(z.string()),
    kind: z.array(GridKind),
    households: numbers,
    residents: numbers,
    members: numbers,
    fullTimeWorkers: numbers,
    partTimeWorkers: numbers,
    branchSince: z.array(Day.nullable()),
    buildingGroups: numbers,
    householdHubs: numbers,
    validFrom: z.array(Day),
    version: numbers,
  }),
  shapes: z.string(),
  units: z.object({ code: z.array(UnitCode), level: z.array(UnitLevel), name: z.array(z.string()) }),
  unitShapes: z.string(),
})
export type Ground = z.infer<typeof Ground>

/** What lies in and around a street besides grids, to snap and trace to and to count; lines and areas as in Ground. */
export const Surroundings = z.object({
  roads: z.object({ class: z.array(RoadClass), name: z.array(z.string().nullable()), shapes: z.string() }),
  waterLines: z.object({
    class: z.array(WaterClass),
    name: z.array(z.string().nullable()),
    shapes: z.string(),
  }),
  waterAreas: z.object({
    class: z.array(WaterClass),
    name: z.array(z.string().nullable()),
    shapes: z.string(),
  }),
  /** Lattice x and y. */
  premises: z.object({
    id: numbers,
    kind: z.array(PremisesKind),
    name: z.array(z.string()),
    x: numbers,
    y: numbers,
  }),
})
export type Surroundings = z.infer<typeof Surroundings>
