import { z } from 'zod'

/** Name of an object; `nameEn` null: no English name. */
export const LocalizedName = z.object({ name: z.string(), nameEn: z.string().nullable() })
export type LocalizedName = z.infer<typeof LocalizedName>
