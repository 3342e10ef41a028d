import { classifyGaps } from '../gaps/classify-gaps.ts'
import { gapClasses } from '../../contract/coverage/coverage-enums.ts'
import type { Metric } from './metric.ts'

/** Gap class of a grid; for a larger unit the class with the most households. */
export const gapClass: Metric = {
  id: 'gap-class',
  version: 3,
  format: 'class',
  palette: 'gaps',
  first: 'highest',
  classes: gapClasses,
  needsReach: true,
  plannedScope: 'urban',
  sum: 'class',
  weight: 'households',
  ofGrids: classifyGaps,
}
