import { z } from 'zod'

/** RFC 9457 problem details of every error answer. The message is looked up by `code`. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: z.string(),
  detail: z.string().optional(),
  /** Values for the message, and the rejected fields with their reasons. */
  details: z.record(z.string(), z.unknown()).optional(),
  requestId: z.string().optional(),
})
export type Problem = z.infer<typeof Problem>
