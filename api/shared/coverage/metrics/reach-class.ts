import { getSpeed } from '../reach/reach-limits.ts'
import { listRuralGrids } from '../table/coverage-table.ts'
import { readCircleMinutes } from '../../contract/coverage/coverage-options.ts'
import type { Metric } from './metric.ts'

export const reachClasses = ['inner', 'middle', 'outer', 'beyond'] as const

/** Walking circle of the nearest premises. */
export const reachClass: Metric = {
  id: 'reach-class',
  version: 3,
  format: 'class',
  palette: 'circles',
  first: 'highest',
  classes: reachClasses,
  needsReach: true,
  plannedScope: 'urban',
  sum: 'class',
  weight: 'households',
  ofGrids(table) {
    const circles = readCircleMinutes(table.options.circles)
    const rural = listRuralGrids(table)
    return Uint8Array.from(table.reach.metres, (metres, grid) => {
      const speed = getSpeed(table.options, rural[grid] === 1)
      const circle = circles.findIndex((minutes) => metres <= minutes * speed)
      return circle < 0 ? circles.length : circle
    })
  },
}
