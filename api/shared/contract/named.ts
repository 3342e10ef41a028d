import { z } from 'zod'

/** What something is called; `nameEn` null: it has no English name. */
export const Named = z.object({ name: z.string(), nameEn: z.string().nullable() })
export type Named = z.infer<typeof Named>
