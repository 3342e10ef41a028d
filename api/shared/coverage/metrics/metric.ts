import type { Weighting } from '../../contract/coverage/coverage.ts'
import { PALETTES, type PaletteName, type Ramp } from '../../layers/base/ramp.ts'
import type { TerritoryLevel } from '../../contract/enums.ts'
import type { Theme } from '../../layers/base/themes.ts'
import type { CoverageTable } from '../table/coverage-table.ts'

/**
 * One figure about every grid and every unit. Its classes are fixed: the same colour means the same number at every
 * zoom, in every view and on every day.
 */
export type Metric = MetricFacts & (GridMetric | RatioMetric | CommunityMetric)

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
  /** Other limits for levels whose figures are sums and so are larger. */
  breaksOf?: Partial<Record<TerritoryLevel, readonly number[]>>
  classes?: readonly string[]
  /** A single grid has it (1) or has it not (0); texts `metrics.<id>.yes` and `.no`. */
  yesNoOfGrid?: boolean
  /** Depends on how distances are measured. */
  needsReach: boolean
  /** Rests on facts that have a day, so that it can be told for other days. What depends on distances always does. */
  dated?: boolean
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

/**
 * A figure that each community has; a grid shows that of its community. A unit's is the total of its communities, each
 * counted once however many of its grids are looked at, or their mean, weighed like that of grids.
 */
export interface CommunityMetric {
  sum: 'community'
  total: boolean
  weight: Weighting
  ofGrids(table: CoverageTable): ArrayLike<number>
}

/** Colours and classes of a metric; `level` matters to metrics whose larger units have larger figures. */
export function buildMetricRamp(metric: Metric, theme: Theme, level: TerritoryLevel = 'grid'): Ramp {
  const colors = PALETTES[theme.id][metric.palette]
  if (metric.format === 'class')
    return {
      kind: 'classes',
      classes: metric.classes ?? [],
      colors: colors.slice(0, metric.classes?.length ?? 0),
      missing: theme.missing,
    }
  const breaks = metric.breaksOf?.[level] ?? metric.breaks ?? []
  // with fewer classes than colours the lightest and the darkest stay
  const used =
    breaks.length + 1 < colors.length
      ? Array.from(
          { length: breaks.length + 1 },
          (_, i) => colors[Math.round((i * (colors.length - 1)) / Math.max(1, breaks.length))],
        )
      : colors
  return { kind: 'steps', breaks, colors: used, missing: theme.missing }
}

/** Can be told for another day than the data's own. */
export function isDated(metric: Metric): boolean {
  return metric.needsReach || metric.dated === true
}
