import { z } from 'zod'

/** One state of a grid, as the statements return it that select single grids instead of whole columns. */
export const GridStateRow = z.object({
  id: z.number(),
  community_id: z.number(),
  version: z.number(),
  valid_from: z.string(),
  valid_to: z.string().nullable(),
  fields: z.record(z.string(), z.unknown()),
  shape: z.instanceof(Uint8Array),
})
export type GridStateRow = z.infer<typeof GridStateRow>
