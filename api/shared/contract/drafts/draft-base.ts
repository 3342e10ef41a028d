import { z } from 'zod'
import { Revision } from '../ids.ts'
import { Day, StreetCode, UnitCode } from '../city/codes.ts'
import { GridKind, PremisesKind, RoadClass, UnitLevel, WaterClass } from '../enums.ts'

const numbers = z.array(z.number().int())

/**
 * own: a grid of the street. beside: an adjacent grid of a neighbour, which may change with the consent of
 * the neighbour. beyond: a grid behind those; included so that the adjacent grids keep their vertices.
 */
export const cellRoles = ['own', 'beside', 'beyond'] as const
export const CellRole = z.enum(cellRoles)
export type CellRole = z.infer<typeof CellRole>

/**
 * Base of a draft, as columns: the grids of a street with the surrounding ones, and the outlines of all their
 * units. Shapes are concatenated TWKB with seven decimals in base64: exact lattice units. `readDraftBase` of
 * #shared/drafts decodes it.
 */
export const DraftBase = z.object({
  street: StreetCode,
  revision: Revision,
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
  /** Outlines of the communities without grids, in the street and beside it; none in bases before 0.3. */
  undivided: z
    .object({ community: z.array(UnitCode), place: z.array(CellRole), shapes: z.string() })
    .optional(),
  /** Limits of the city when the base was built, so that its steps can be repeated; none in bases before 0.2. */
  crumb: z.object({ share: z.number(), areaM2: z.number() }).optional(),
  /** How the first grid of a community is called, where it is not 第1网格: in cities outside of China. */
  firstGridName: z.string().max(60).optional(),
  /** Codes of the communities in the country, whose grids have rules of their own; none in bases before 0.2. */
  rural: z.array(UnitCode).optional(),
  /** Buildings in the grids of the street and beside them; none in bases before 0.3. */
  buildings: z
    .object({
      id: numbers,
      /** Lattice x and y of the point that decides in which grid a building lies. */
      x: numbers,
      y: numbers,
      households: numbers,
      residents: numbers,
      members: numbers,
      buildingGroups: numbers,
      householdHubs: numbers,
      /** Position of the compound in `compoundNames`; -1: a building stands alone. */
      compound: numbers,
      compoundNames: z.array(z.string()),
      /** Footprints as `shapes`; a building that is only a point is an empty one. */
      shapes: z.string(),
    })
    .optional(),
  /** Premises in the grids of the street and beside them, and those that belong to one; none in bases before 0.3. */
  premises: z
    .object({
      id: numbers,
      kind: z.array(PremisesKind),
      name: z.array(z.string()),
      /** Lattice x and y. */
      x: numbers,
      y: numbers,
      /** Id of the grid that they belong to, where it is not the one on whose land they stand; 0: it is. */
      grid: numbers,
    })
    .optional(),
  /** Communities whose figures are counted by buildings: these hold most of the households that are declared. */
  counted: z.array(UnitCode).optional(),
})
export type DraftBase = z.infer<typeof DraftBase>

/**
 * Roads, waterways and premises in and around a street, for snapping, tracing and counting. Shapes as in
 * `DraftBase`.
 */
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
  /** Interleaved lattice x, y. */
  premises: z.object({
    id: numbers,
    kind: z.array(PremisesKind),
    name: z.array(z.string()),
    x: numbers,
    y: numbers,
  }),
})
export type SnapTargetData = z.infer<typeof SnapTargetData>
