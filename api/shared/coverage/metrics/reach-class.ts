import { readCircleMinutes } from '../../contract/coverage/coverage-options.ts'
import type { Metric } from './metric.ts'

export const reachClasses = ['inner', 'middle', 'outer', 'beyond'] as const

/** Walking circle of the nearest premises. */
export const reachClass: Metric = {
  id: 'reach-class',
  version: 2,
  format: 'class',
  palette: 'circles',
  first: 'highest',
  classes: reachClasses,
  needsReach: true,
  sum: 'class',
  weight: 'households',
  ofGrids({ reach, options }) {
    const limits = readCircleMinutes(options.circles).map((minutes) => minutes * options.speed)
    return Uint8Array.from(reach.metres, (metres) => {
      const circle = limits.findIndex((limit) => metres <= limit)
      return circle < 0 ? limits.length : circle
    })
  },
}
