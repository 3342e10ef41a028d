import { z } from 'zod'
import { MapChange } from './city.ts'

/** What `followCity` sends, by event name. */
export const cityEvents = {
  /** First event after connecting, and again when changes may have been missed: compare with what is shown. */
  hello: z.object({ revision: z.number().int(), base: z.number().int() }),
  /** The city has moved on. */
  revision: MapChange,
  /** Nothing happened for a while; a reader that hears nothing at all for longer than that connects again. */
  heartbeat: z.object({ revision: z.number().int() }),
} as const
