import { classifyGaps } from '../gaps/classify-gaps.ts'
import { gapClasses } from '../../contract/coverage/coverage-enums.ts'
import type { Metric } from './metric.ts'

/** The class of coverage on both axes; of a larger unit the class in which most households live. */
export const gapClass: Metric = {
  id: 'gap-class',
  version: 1,
  format: 'class',
  palette: 'gaps',
  classes: gapClasses,
  needsReach: true,
  sum: 'class',
  weight: 'households',
  ofGrids: classifyGaps,
}
