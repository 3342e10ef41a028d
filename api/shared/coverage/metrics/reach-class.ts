import { numberAt } from '../../geometry/at.ts'
import { getSpeed } from '../reach/reach-limits.ts'
import { computeByPoint, listRuralGrids, spreadToPoints } from '../table/coverage-table.ts'
import { readCircleMinutes } from '../../contract/coverage/coverage-options.ts'
import type { Metric } from './metric.ts'

export const reachClasses = ['inner', 'middle', 'outer', 'beyond'] as const

/** Walking circle of the nearest premises. */
export const reachClass: Metric = {
  id: 'reach-class',
  version: 4,
  format: 'class',
  palette: 'circles',
  first: 'highest',
  classes: reachClasses,
  needsReach: true,
  plannedScope: 'urban',
  sum: 'class',
  weight: 'households',
  ofPoints(table) {
    const circles = readCircleMinutes(table.options.circles)
    const rural = spreadToPoints(table, listRuralGrids(table))
    return computeByPoint(table, (point) => {
      const metres = numberAt(table.points.metres, point)
      const speed = getSpeed(table.options, rural[point] === 1)
      const circle = circles.findIndex((minutes) => metres <= minutes * speed)
      return circle < 0 ? circles.length : circle
    })
  },
}
