import { itemAt } from '../../geometry/at.ts'
import type { Weighting } from '../../contract/coverage/coverage-options.ts'
import { PALETTES, type PaletteName, type Ramp } from '../../layers/base/ramp.ts'
import type { TerritoryLevel } from '../../contract/enums.ts'
import type { Theme } from '../../layers/base/themes.ts'
import type { CoverageTable } from '../table/coverage-table.ts'

/**
 * One figure of every grid and every unit. Its class limits are fixed: a colour means the same number at
 * every zoom, in every view and on every day.
 */
export type Metric = MetricFacts & (GridMetric | PointMetric | RatioMetric | CommunityMetric)

interface MetricFacts {
  /** Also the key of its texts: `metrics.<id>`. */
  id: string
  /** Increment when the same data give other values; part of the provenance and so of the ETag. */
  version: number
  /** Display format: share in percent, number, metres, minutes on foot, or class by its own text. */
  format: 'share' | 'number' | 'decimal' | 'metres' | 'minutes' | 'class'
  palette: PaletteName
  /** Which end a ranking begins with: the worse one, or the largest values where none is worse. */
  first: 'lowest' | 'highest'
  /** Limits between the classes; for `class` the keys of the classes. */
  breaks?: readonly number[]
  /** Other limits for levels whose values are sums and therefore larger. */
  breaksOf?: Partial<Record<TerritoryLevel, readonly number[]>>
  classes?: readonly string[]
  /** A grid has the value 1 or 0; texts `metrics.<id>.yes` and `.no`. */
  yesNoOfGrid?: boolean
  /** Depends on the options of the distance measurement. */
  needsReach: boolean
  /** The stations were planned for the urban scope: a headline leads with it. Absent: the whole city. */
  plannedScope?: 'urban'
}

/**
 * A figure of each grid. The value of a unit is the weighted share, mean or median of its grids; for classes
 * the one with the greatest weight.
 */
export interface GridMetric {
  sum: 'share' | 'mean' | 'median' | 'class'
  weight: Weighting
  /** One value per grid; NaN: none, Infinity: no way there. A share is 0 or 1. */
  ofGrids(table: CoverageTable): ArrayLike<number>
}

/**
 * A figure of each demand point: of each building, where a community is counted by buildings. The value of a grid and of a
 * unit is the weighted share, mean or median of its points; for classes the one with the greatest weight.
 */
export interface PointMetric {
  sum: 'share' | 'mean' | 'median' | 'class'
  weight: Weighting
  /** One value per point; NaN: none, Infinity: no way there. A share is 0 or 1. */
  ofPoints(table: CoverageTable): Float64Array
}

/** Ratio of two sums, for a grid and for the whole city alike. */
export interface RatioMetric {
  sum: 'ratio'
  numerator(table: CoverageTable): ArrayLike<number>
  /** null: the number of grids. */
  denominator(table: CoverageTable): ArrayLike<number> | null
}

/**
 * A figure of each community; a grid shows the value of its community. The value of a unit is the sum over
 * its communities, each counted once, or their weighted mean.
 */
export interface CommunityMetric {
  sum: 'community'
  total: boolean
  weight: Weighting
  ofGrids(table: CoverageTable): ArrayLike<number>
}

/** Builds colours and classes of a metric; `level` selects the class limits. */
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
  // with fewer classes than colours, keep the lightest and the darkest
  const used =
    breaks.length + 1 < colors.length
      ? Array.from({ length: breaks.length + 1 }, (_, i) =>
          itemAt(colors, Math.round((i * (colors.length - 1)) / Math.max(1, breaks.length))),
        )
      : colors
  return { kind: 'steps', breaks, colors: used, missing: theme.missing }
}

/** Returns `<id>@<version>`, which identifies the computation of a value. */
export function formatMetricVersion({ id, version }: Pick<Metric, 'id' | 'version'>): string {
  return `${id}@${version}`
}
