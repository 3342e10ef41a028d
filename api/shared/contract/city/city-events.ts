import { z } from 'zod'
import { Revision } from '../ids.ts'
import { MapChange } from './city.ts'

/** Events of `streamCityEvents` by name. */
export const cityEvents = {
  /**
   * First event after connecting, repeated after possibly missed changes: the reader compares it with its own
   * revision.
   */
  hello: z.object({ revision: Revision, base: z.number().int() }),
  /** The city has a new revision. */
  revision: MapChange,
  /** Sent after a period without events. A reader that receives nothing for longer reconnects. */
  heartbeat: z.object({ revision: Revision }),
} as const
