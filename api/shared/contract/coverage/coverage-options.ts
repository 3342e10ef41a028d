import { z } from 'zod'
import { MeasuredFrom, ServingSet } from '../enums.ts'

/**
 * `straight`: straight-line distance × detour factor, labelled 直线估算; `network`: along roads, across water
 * over bridges only.
 */
export const distanceModes = ['straight', 'network'] as const
export const DistanceMode = z.enum(distanceModes)
export type DistanceMode = z.infer<typeof DistanceMode>

/** Weights of grids in sums over a unit. */
export const weightings = ['households', 'residents', 'area', 'grids'] as const
export const Weighting = z.enum(weightings)
export type Weighting = z.infer<typeof Weighting>

/** Outer limits of the three walking circles in minutes, inner first: 5-10-15. */
export const Circles = z
  .string()
  .regex(/^[1-9][0-9]?-[1-9][0-9]?-[1-9][0-9]?$/)
  .refine(
    (text) => {
      const [first, second, third] = readCircleMinutes(text)
      return first < second && second < third && third <= 60
    },
    { message: 'each circle is wider than the one before, the last at most 60 minutes' },
  )

/** Splits '5-10-15' into three numbers. The text must match `Circles`. */
export function readCircleMinutes(circles: string): readonly [number, number, number] {
  const [first = NaN, second = NaN, third = NaN] = circles.split('-').map(Number)
  return [first, second, third]
}

/** Options of the coverage analysis; the settings of the city are the defaults. */
export const CoverageOptions = z.object({
  mode: DistanceMode,
  measuredFrom: MeasuredFrom,
  /** Walking speed in metres per minute. */
  speed: z.coerce.number().min(20).max(200),
  /** Walked metres per straight metre; in network mode only between a grid and the nearest road. */
  detour: z.coerce.number().min(1).max(3),
  /** Minutes of walking within which a service counts as reached. */
  minutes: z.coerce.number().min(1).max(60),
  circles: Circles,
  serving: ServingSet,
  /** The same in the country: metres per minute (an electric bicycle), minutes, and what counts as a service. */
  ruralSpeed: z.coerce.number().min(20).max(1000),
  ruralMinutes: z.coerce.number().min(1).max(60),
  ruralServing: ServingSet,
})
export type CoverageOptions = z.infer<typeof CoverageOptions>

export const CoverageQuery = CoverageOptions.partial()
export type CoverageQuery = z.infer<typeof CoverageQuery>
