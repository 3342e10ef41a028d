import { z } from 'zod'

/** What something is called; `nameEn` null: it has no English name. */
export const LocalizedName = z.object({ name: z.string(), nameEn: z.string().nullable() })
export type LocalizedName = z.infer<typeof LocalizedName>
