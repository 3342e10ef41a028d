import { z } from 'zod'
import { CommunityCode, Day } from '../city/codes.ts'
import { GridKind } from '../enums.ts'

/**
 * What can be drawn in a draft, as data: the page runs an operation for its preview, the server runs the same one again.
 * Coordinates are whole lattice units of 1e-7 degree, [x, y] = [longitude, latitude]; what is not whole or not on the
 * globe is refused by the operation itself, with its reason.
 */

export const LatticePoint = z.tuple([z.number(), z.number()])

/** More points than any hand draws; a traced road has some hundreds. */
const MOST_POINTS = 2000
const Line = z.array(LatticePoint).min(1).max(MOST_POINTS)

/** A grid of the city, or (negative) one that this draft made. */
export const CellNumber = z
  .number()
  .int()
  .refine((id) => id !== 0)
/** Chosen by whoever draws, never twice in a draft; publishing gives the grid its real number and code. */
export const NewCellNumber = z.number().int().min(-2_147_483_648).max(-1)

const count = z.number().int().min(0).max(10_000_000)

/** What is known about a grid besides its shape. */
export const GridValues = z
  .object({
    name: z
      .string()
      .trim()
      .min(1)
      .max(60)
      .regex(/^[^\p{Cc}\p{Cs}]+$/u),
    kind: GridKind,
    households: count,
    residents: count,
    members: count,
    fullTimeWorkers: count,
    partTimeWorkers: count,
    /** The day its branch (网格党支部) was founded; null: it has none. */
    branchSince: Day.nullable(),
    buildingGroups: count,
    householdHubs: count,
  })
  .strict()
export type GridValues = z.infer<typeof GridValues>

export const DraftOperation = z.discriminatedUnion('op', [
  /** Cuts a grid in two; the larger part keeps its number. */
  z.object({ op: z.literal('split'), grid: CellNumber, line: Line, newGrid: NewCellNumber }).strict(),
  /** Makes one of several; `keep` (or else the largest) lives on. */
  z
    .object({
      op: z.literal('merge'),
      grids: z.array(CellNumber).min(1).max(100),
      keep: CellNumber.optional(),
    })
    .strict(),
  /** Redraws a part of a grid's border; both sides follow. */
  z.object({ op: z.literal('reshape'), grid: CellNumber, line: Line }).strict(),
  /** Draws a new grid inside existing ones; the ring is closed. */
  z.object({ op: z.literal('carve'), ring: Line, newGrid: NewCellNumber }).strict(),
  /** Gives land that no grid covers to a grid beside it. */
  z.object({ op: z.literal('fillGap'), at: LatticePoint, grid: CellNumber }).strict(),
  z.object({ op: z.literal('moveVertex'), from: LatticePoint, to: LatticePoint }).strict(),
  /** Says what is known about a grid; what is not named stays. */
  z.object({ op: z.literal('describe'), grid: CellNumber, values: GridValues.partial().strict() }).strict(),
  /** Asks for new codes for all grids of a community, in the city's order; retired codes are not given again. */
  z.object({ op: z.literal('renumber'), community: CommunityCode }).strict(),
])
export type DraftOperation = z.infer<typeof DraftOperation>

/** Only the server writes this one: grids of a published change as they were before it. */
export const RestoreOperation = z.object({
  op: z.literal('restore'),
  changeset: z.number().int(),
  /** Grids as they were; `shape` is TWKB in base64. */
  grids: z.array(
    z.object({
      id: z.number().int(),
      code: z.string(),
      community: CommunityCode,
      shape: z.string(),
      values: GridValues,
    }),
  ),
  retire: z.array(z.number().int()),
  outlines: z.array(z.object({ unit: z.string(), shape: z.string() })),
})
export type RestoreOperation = z.infer<typeof RestoreOperation>

/** Only the server writes this one: grids of an imported file that do not tile yet. Shapes are TWKB in base64. */
export const ImportOperation = z.object({
  op: z.literal('import'),
  import: z.uuid(),
  /** Grids of the city by their number, new ones by negative numbers. */
  grids: z.array(
    z.object({ id: CellNumber, community: CommunityCode, shape: z.string(), values: GridValues }),
  ),
  /** Grids around them that were given the same vertices. */
  neighbours: z.array(z.object({ id: z.number().int(), shape: z.string() })),
  retire: z.array(z.number().int()),
  outlines: z.array(z.object({ unit: z.string(), shape: z.string() })),
  lineage: z.array(z.object({ predecessor: CellNumber, successor: CellNumber })),
})
export type ImportOperation = z.infer<typeof ImportOperation>

/** Only the server writes this one: one grid as another program has drawn it, see api/shared/drafts/redraw-grid.ts. */
export const RedrawOperation = z.object({
  op: z.literal('redraw'),
  grid: CellNumber,
  /** TWKB in base64; null: the grid is no more. */
  shape: z.string().nullable(),
  /** Of a new grid. */
  community: CommunityCode.optional(),
  values: GridValues.partial().optional(),
  /** The grid whose land a new one was when the draft was begun. */
  from: z.number().int().nullable().optional(),
})
export type RedrawOperation = z.infer<typeof RedrawOperation>

export const AnyOperation = z.union([DraftOperation, RestoreOperation, ImportOperation, RedrawOperation])
export type AnyOperation = z.infer<typeof AnyOperation>

/** `id`: a uuid chosen by whoever draws; a step that arrives again is not done again. */
const stepId = { id: z.uuid() }
const undo = z.object({ ...stepId, step: z.literal('undo') }).strict()
const redo = z.object({ ...stepId, step: z.literal('redo') }).strict()

/** What a page sends. Undo and redo are steps like any other: the list of steps only grows, so nothing is ever lost. */
export const NewStep = z.discriminatedUnion('step', [
  z.object({ ...stepId, step: z.literal('do'), operation: DraftOperation }).strict(),
  undo,
  redo,
])
export type NewStep = z.infer<typeof NewStep>

export const DraftStep = z.discriminatedUnion('step', [
  z.object({ ...stepId, step: z.literal('do'), operation: AnyOperation }),
  undo,
  redo,
])
export type DraftStep = z.infer<typeof DraftStep>
