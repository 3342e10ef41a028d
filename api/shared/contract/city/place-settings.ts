import { z } from 'zod'
import { DEFAULT_TIME_ZONE, isTimeZone } from './time-zone.ts'

/** Name of a time zone of the IANA list. */
export const TimeZone = z
  .string()
  .trim()
  .max(60)
  .refine(isTimeZone, { message: 'the name of a time zone, such as Asia/Shanghai' })

/** Where the city lies: what decides its days, and the coordinate systems of its files. */
export const PlaceSettings = z
  .object({
    timeZone: TimeZone.default(DEFAULT_TIME_ZONE),
    /** Degrees of a point in the city; an empty city is shown around it. */
    longitude: z.number().min(-180).max(180).nullable().default(null),
    latitude: z.number().min(-85).max(85).nullable().default(null),
  })
  .strict()
  .refine(({ longitude, latitude }) => (longitude === null) === (latitude === null), {
    message: 'a place has a longitude and a latitude',
  })
