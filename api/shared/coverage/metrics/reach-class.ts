import type { Metric } from '../metric.ts'
import { ZONE_MINUTES } from '../reach/measure-reach.ts'

export const reachClasses = ['5', '10', '15', 'beyond'] as const

/** Circle of minutes in which the nearest place lies. */
export const reachClass: Metric = {
  id: 'reach-class',
  version: 1,
  format: 'class',
  palette: 'circles',
  classes: reachClasses,
  needsReach: true,
  sum: 'class',
  weight: 'households',
  ofGrids: ({ reach, options }) => Uint8Array.from(reach.metres, (metres) => {
    const zone = ZONE_MINUTES.findIndex((minutes) => metres <= minutes * options.speed)
    return zone < 0 ? ZONE_MINUTES.length : zone
  }),
}
