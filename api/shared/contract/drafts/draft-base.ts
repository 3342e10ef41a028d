import { z } from 'zod'
import { Day, StreetCode, UnitCode } from '../city/codes.ts'
import { GridKind, PremisesKind, RoadClass, UnitLevel, WaterClass } from '../enums.ts'

const numbers = z.array(z.number().int())

/**
 * own: a grid of the street. beside: of a neighbour, along the border; may change with the neighbour's consent.
 * beyond: behind those; is there only so that the ones beside it keep their vertices.
 */
export const cellRoles = ['own', 'beside', 'beyond'] as const
export const CellRole = z.enum(cellRoles)
export type CellRole = z.infer<typeof CellRole>

/**
 * What a street's borders are drawn on: its grids with those around them, and the outlines of all units that these lie
 * in, as columns. Shapes are TWKB with seven decimals, one after the other, in base64: exact lattice units.
 * `readGround` of #shared/drafts makes cells of it.
 */
export const DraftBase = z.object({
  street: StreetCode,
  revision: z.number().int(),
  cells: z.object({
    id: numbers,
    code: z.array(z.string()),
    community: z.array(z.string()),
    place: z.array(CellRole),
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
export type DraftBase = z.infer<typeof DraftBase>

/** What lies in and around a street besides grids, to snap and trace to and to count; lines and areas as in Ground. */
export const SnapTargetData = z.object({
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
export type SnapTargetData = z.infer<typeof SnapTargetData>
