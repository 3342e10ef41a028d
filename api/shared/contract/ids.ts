import { z } from 'zod'

/**
 * Ids and revisions as types of their own: all but the draft id are numbers, and a number of one kind handed where another
 * is wanted is a type error. A value gets its type where it comes in: from a schema of the contract, a parameter of a URL or
 * a row of the database. Nothing else converts.
 */

/** Chosen by the client that creates the draft. */
export const DraftId = z.uuid().brand<'DraftId'>()
export type DraftId = z.infer<typeof DraftId>

/** Number of a changeset, unique in its city. */
export const ChangesetId = z.number().int().brand<'ChangesetId'>()
export type ChangesetId = z.infer<typeof ChangesetId>
/** The same in a path. */
export const ChangesetParam = z.coerce.number().int().min(1).brand<'ChangesetId'>()

/** Number of the state of a city; each changeset raises it by one. */
export const Revision = z.number().int().min(0).brand<'Revision'>()
export type Revision = z.infer<typeof Revision>
/** The same in a query. */
export const RevisionParam = z.coerce.number().int().min(0).brand<'Revision'>()

/** Id of a published grid. In a draft, grids are cells: `CellNumber` also has grids that are not published. */
export const GridId = z.number().int().brand<'GridId'>()
export type GridId = z.infer<typeof GridId>
