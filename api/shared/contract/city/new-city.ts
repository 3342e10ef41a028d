import { z } from 'zod'
import { defineEndpoint } from '../endpoint.ts'
import { CityCode } from './codes.ts'
import { TimeZone } from './place-settings.ts'
import { DEFAULT_TIME_ZONE } from './time-zone.ts'

/** A city that does not exist yet. */
export const NewCity = z
  .object({
    code: CityCode,
    name: z.string().trim().min(1).max(40),
    /** What English pages call it; the name, if it is empty. */
    nameEn: z.string().trim().max(80),
    timeZone: TimeZone.default(DEFAULT_TIME_ZONE),
    /** [longitude, latitude] of a point in the city, in degrees. */
    place: z
      .tuple([z.number().min(-180).max(180), z.number().min(-85).max(85)])
      .nullable()
      .default(null),
  })
  .strict()
export type NewCity = z.infer<typeof NewCity>

export const createCity = defineEndpoint({
  id: 'createCity',
  method: 'post',
  path: '/cities',
  summary: 'Creates a city without anything in it; files are imported into it afterwards',
  permission: 'city.create',
  body: NewCity,
  answer: z.object({ code: CityCode }),
})
