import type { Weighting } from '../contract/coverage.ts'
import { PALETTES, type PaletteName, type Ramp } from '../layers/ramp.ts'
import type { Theme } from '../layers/themes.ts'
import type { CoverageTable } from './table/coverage-table.ts'

/**
 * One figure about every grid and every unit. Its classes are fixed: the same colour means the same number at every
 * zoom, in every view and on every day.
 */
export type Metric = MetricFacts & (GridMetric | RatioMetric)

interface MetricFacts {
  /** Also the key of its texts: `metrics.<id>`. */
  id: string
  /** Raised whenever the same data give another number. */
  version: number
  /** How values are written: a share as per cent, a number, a class by its own text. */
  format: 'share' | 'number' | 'decimal' | 'class'
  palette: PaletteName
  /** Limits between the classes; for `class` the keys of the classes. */
  breaks?: readonly number[]
  classes?: readonly string[]
  /** A single grid has it (1) or has it not (0); texts `metrics.<id>.yes` and `.no`. */
  yesNoOfGrid?: boolean
  /** Depends on how distances are measured. */
  needsReach: boolean
}

/**
 * A figure that each grid has by itself. A unit's figure is the share (or mean, or median) of its grids, each with its
 * weight; of classes the one that weighs most.
 */
export interface GridMetric {
  sum: 'share' | 'mean' | 'median' | 'class'
  weight: Weighting
  /** NaN: none. A share is 0 or 1. */
  ofGrids(table: CoverageTable): ArrayLike<number>
}

/** One sum over another, for a grid as for the whole city. */
export interface RatioMetric {
  sum: 'ratio'
  above(table: CoverageTable): ArrayLike<number>
  /** null: the number of grids. */
  below(table: CoverageTable): ArrayLike<number> | null
}

export function rampOf(metric: Metric, theme: Theme): Ramp {
  const colors = PALETTES[theme.id][metric.palette]
  return metric.format === 'class'
    ? { kind: 'classes', classes: metric.classes ?? [], colors: colors.slice(0, metric.classes?.length ?? 0), missing: theme.missing }
    : { kind: 'steps', breaks: metric.breaks ?? [], colors, missing: theme.missing }
}
