import { float64At, uint32At, uint8At } from '../../geometry/at.ts'
import { type CoverageOptions, readCircleMinutes } from '../../contract/coverage/coverage-options.ts'
import type { Catchments } from './distance-matrix.ts'
import { computeReachLimitMetres, getSpeed } from './reach-limits.ts'

/** Bits of a zone: the circle in which a way ends, 0 to 2; 3: beyond the outermost. */
const CIRCLE = 3
/** The way is within the limit of its point. */
const WITHIN = 4
/** It is so in whole decimetres, in which page and server compare. */
export const WITHIN_ROUNDED = 8
const ZONES = 16

/** Slow decay over the three circles, after W. Luo and Y. Qi, Health & Place 15 (2009) 1100–1107. */
const DECAY = [1, 0.68, 0.22]

/** Weights by zone: every way within the limit as a whole. */
export const LIMIT_WEIGHTS = Float64Array.from({ length: ZONES }, (_, zone) => Number((zone & WITHIN) !== 0))

/** Weights by zone: less in each circle. */
export const DECAY_WEIGHTS = Float64Array.from({ length: ZONES }, (_, zone) => DECAY[zone & CIRCLE] ?? 0)

/**
 * Returns the zone of each way.
 *
 * @param rural 1 for each point in the country, where speed and limit are others
 */
export function computeZones(
  { point, metres }: Catchments,
  rural: Uint8Array,
  options: CoverageOptions,
): Uint8Array {
  const minutes = readCircleMinutes(options.circles)
  const classes = [false, true].map((isRural) => ({
    circles: minutes.map((limit) => limit * getSpeed(options, isRural)),
    limit: computeReachLimitMetres(options, isRural),
  }))
  const limits = Float64Array.from(classes, ({ limit }) => limit)
  const circles = Float64Array.from(classes.flatMap((each) => each.circles))
  const zone = new Uint8Array(point.length)
  for (let i = 0; i < zone.length; i++) {
    const of = uint8At(rural, uint32At(point, i))
    const way = float64At(metres, i)
    const limit = float64At(limits, of)
    let circle = 0
    while (circle < CIRCLE && way > float64At(circles, CIRCLE * of + circle)) circle++
    zone[i] = circle + (way <= limit ? WITHIN : 0) + (Math.round(way * 10) / 10 <= limit ? WITHIN_ROUNDED : 0)
  }
  return zone
}
