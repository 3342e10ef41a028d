import { z } from 'zod'
import { ChangesetId } from '../ids.ts'
import { CommunityCode, Day } from '../city/codes.ts'
import { GridKind } from '../enums.ts'

/**
 * Operations of a draft as data. The page runs an operation for its preview, the server runs the same one
 * again. Coordinates are whole lattice units of 1e-7 degree, [x, y] = [longitude, latitude]. The operation
 * itself rejects other values with a reason code.
 */

export const LatticePoint = z.tuple([z.number(), z.number()])

/** Of stored lines; new ones have `MAX_DRAWN_POINTS` at most. */
const MAX_POINTS = 2000
const Line = z.array(LatticePoint).min(1).max(MAX_POINTS)

/**
 * Of one division: grids, borders with their points, separate pieces of one grid and of all. Each piece is looked for in
 * each face: more would hold the server for longer than a step may.
 */
const MAX_DIVIDED = 200
const MAX_BORDERS = 1000
const MAX_BORDER_POINTS = 8000
const MAX_PLACES = 50
const MAX_FACES = 400

/** Id of a grid of the city, or a negative number for a grid that this draft created. */
export const CellNumber = z
  .number()
  .int()
  .refine((id) => id !== 0)
/** Chosen by the client, unique in a draft. Publishing assigns the final id and code. */
export const NewCellNumber = z.number().int().min(-2_147_483_648).max(-1)

const count = z.number().int().min(0).max(10_000_000)

/** Premises and branches that one operation assigns at most. */
const MAX_ASSIGNED = 1000

/**
 * Where premises, workers and branches go when grids are divided, merged or redrawn. The page sends all of a proposal, with
 * what the author changed, so that a step is repeated with the same result; what is absent follows the rule of steps
 * without a choice. Every grid is one that the operation changes or creates.
 */
export const Assignment = z
  .object({
    /** The grid that premises belong to. Others belong to the grid on whose land they stand. */
    premises: z
      .array(z.object({ id: z.number().int().positive(), grid: CellNumber }).strict())
      .max(MAX_ASSIGNED)
      .optional(),
    /** Workers of all grids of the result; their sums are those before. */
    workers: z
      .array(z.object({ grid: CellNumber, fullTimeWorkers: count, partTimeWorkers: count }).strict())
      .max(MAX_DIVIDED * 2)
      .optional(),
    /** Each branch by the grid that had it. The first of a grid goes on, the others join it. */
    branches: z
      .array(z.object({ grid: CellNumber, from: z.array(CellNumber).min(1).max(MAX_DIVIDED) }).strict())
      .max(MAX_DIVIDED * 2)
      .optional(),
  })
  .strict()
export type Assignment = z.infer<typeof Assignment>
const assign = Assignment.optional()

/** Attributes of a grid. */
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
    /** Founding day of its branch (网格党支部); null: no branch. */
    branchSince: Day.nullable(),
    buildingGroups: count,
    householdHubs: count,
  })
  .strict()
export type GridValues = z.infer<typeof GridValues>

export const DraftOperation = z.discriminatedUnion('op', [
  /** Divides a grid in two; the larger part keeps the id. */
  z.object({ op: z.literal('split'), grid: CellNumber, line: Line, newGrid: NewCellNumber, assign }).strict(),
  /** Merges several grids; `keep` (default: the largest) keeps its id. */
  z
    .object({
      op: z.literal('merge'),
      grids: z.array(CellNumber).min(1).max(100),
      keep: CellNumber.optional(),
      assign,
    })
    .strict(),
  /** Redraws a part of the border of a grid; both sides follow. */
  z.object({ op: z.literal('reshape'), grid: CellNumber, line: Line, assign }).strict(),
  /** Creates a grid inside existing ones; the ring is closed. */
  z.object({ op: z.literal('carve'), ring: Line, newGrid: NewCellNumber, assign }).strict(),
  /** Assigns uncovered land to an adjacent grid. */
  z.object({ op: z.literal('fillGap'), at: LatticePoint, grid: CellNumber, assign }).strict(),
  /** Makes the whole land of a community without grids one grid. */
  z.object({ op: z.literal('establish'), grid: CellNumber }).strict(),
  /**
   * Divides the land of several grids of one community anew along new borders, which meet each other and the border of the
   * land in vertices. A part keeps the id of one of the grids or has a new one; `at` has a point in each of its polygons.
   */
  z
    .object({
      op: z.literal('divide'),
      grids: z.array(CellNumber).min(1).max(MAX_DIVIDED),
      borders: z
        .array(z.array(LatticePoint).min(2).max(MAX_POINTS))
        .max(MAX_BORDERS)
        .refine((lines) => lines.reduce((sum, line) => sum + line.length, 0) <= MAX_BORDER_POINTS),
      parts: z
        .array(z.object({ grid: CellNumber, at: z.array(LatticePoint).min(1).max(MAX_PLACES) }).strict())
        .min(1)
        .max(MAX_DIVIDED)
        .refine((parts) => parts.reduce((sum, { at }) => sum + at.length, 0) <= MAX_FACES),
      assign,
    })
    .strict(),
  z.object({ op: z.literal('moveVertex'), from: LatticePoint, to: LatticePoint, assign }).strict(),
  /** Changes attributes of a grid; omitted ones stay. */
  z.object({ op: z.literal('describe'), grid: CellNumber, values: GridValues.partial().strict() }).strict(),
  /**
   * Requests new codes for all grids of a community, in the order of the settings; retired codes are not
   * reused.
   */
  z.object({ op: z.literal('renumber'), community: CommunityCode }).strict(),
])
export type DraftOperation = z.infer<typeof DraftOperation>

/** Written by the server only: grids of a published change in their previous state. */
export const RestoreOperation = z.object({
  op: z.literal('restore'),
  changeset: ChangesetId,
  /** Previous state; `shape` is TWKB in base64. */
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

/**
 * Written by the server only: grids of an imported file that do not form a tiling yet. Shapes are TWKB in
 * base64.
 */
export const ImportOperation = z.object({
  op: z.literal('import'),
  import: z.uuid(),
  /** Grids of the city by id, new ones with negative numbers. */
  grids: z.array(
    z.object({ id: CellNumber, community: CommunityCode, shape: z.string(), values: GridValues }),
  ),
  /** Neighbours that received the same vertices. */
  neighbours: z.array(z.object({ id: z.number().int(), shape: z.string() })),
  retire: z.array(z.number().int()),
  outlines: z.array(z.object({ unit: z.string(), shape: z.string() })),
  lineage: z.array(z.object({ predecessor: CellNumber, successor: CellNumber })),
})
export type ImportOperation = z.infer<typeof ImportOperation>

/** Written by the server only: one grid as drawn by another program; see redraw-grid.ts. */
export const RedrawOperation = z.object({
  op: z.literal('redraw'),
  grid: CellNumber,
  /** TWKB in base64; null: the grid is retired. */
  shape: z.string().nullable(),
  /** For a new grid. */
  community: CommunityCode.optional(),
  values: GridValues.partial().optional(),
  /** For a new grid: the grid that covered its land when the draft was created. */
  from: z.number().int().nullable().optional(),
})
export type RedrawOperation = z.infer<typeof RedrawOperation>

export const AnyOperation = z.union([DraftOperation, RestoreOperation, ImportOperation, RedrawOperation])
export type AnyOperation = z.infer<typeof AnyOperation>

/** `id`: a UUID chosen by the client; a repeated step is not applied again. */
const stepId = { id: z.uuid() }
const undo = z.object({ ...stepId, step: z.literal('undo') }).strict()
const redo = z.object({ ...stepId, step: z.literal('redo') }).strict()

/** A step as sent by the client. Undo and redo are steps too: the list only grows, so nothing is lost. */
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
