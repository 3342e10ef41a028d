import { max } from 'd3-array'
import { scaleBand, scaleLinear } from 'd3-scale'
import { area, line } from 'd3-shape'
import type { ChartPoint } from './chart-point.ts'

export interface ChartLayoutInput {
  points: readonly ChartPoint[]
  kind: 'columns' | 'line'
  /** Size of the drawing in pixels, axes included. */
  width: number
  height: number
  /** Upper end of the y axis; null: a round number above the largest value. */
  maximum: number | null
}

export interface ChartLayout {
  /** The plot inside the axes, in pixels. */
  plot: { left: number; right: number; top: number; bottom: number }
  ticks: { value: number; y: number }[]
  /** Horizontal centre of each point. */
  centres: number[]
  /** Width available for each point. */
  step: number
  columns: {
    x: number
    width: number
    y: number
    height: number
    parts: { y: number; height: number; color: string }[]
  }[]
  linePath: string
  areaPath: string
  /** Whether the label of a point is drawn; labels that would overlap are left out. */
  isLabelled: (index: number) => boolean
}

/** Pixels around the plot: room for the tick labels, the x axis and the values above the columns. */
const MARGIN = { left: 40, right: 8, top: 18, bottom: 20 }
const MAX_COLUMN = 46
const TICKS = 3
/** Pixels between the centres of two labels. */
const LABEL_DISTANCE = 36

/** Positions of axes, columns and lines of a chart with equidistant points. */
export function computeChartLayout({ points, kind, width, height, maximum }: ChartLayoutInput): ChartLayout {
  const plot = {
    left: MARGIN.left,
    right: width - MARGIN.right,
    top: MARGIN.top,
    bottom: height - MARGIN.bottom,
  }
  const indexes = points.map((_, index) => index)
  const x = scaleBand(indexes, [plot.left, plot.right]).paddingInner(kind === 'columns' ? 0.22 : 0)
  const y = scaleLinear(
    [0, maximum ?? Math.max(1e-9, max(points, ({ value }) => value ?? 0) ?? 0)],
    [plot.bottom, plot.top],
  )
  if (maximum === null) y.nice(TICKS)
  const toCentre = (index: number) => (x(index) ?? 0) + x.bandwidth() / 2
  const columnWidth = Math.min(MAX_COLUMN, x.bandwidth())
  const isKnown = ({ value }: ChartPoint) => value !== null
  const distance = Math.max(1, Math.ceil(LABEL_DISTANCE / Math.max(1, x.step())))

  return {
    plot,
    ticks: y.ticks(TICKS).map((value) => ({ value, y: y(value) })),
    centres: indexes.map(toCentre),
    step: x.step(),
    columns: points.map(({ value, parts = [] }, index) => {
      let sum = 0
      return {
        x: toCentre(index) - columnWidth / 2,
        width: columnWidth,
        y: y(value ?? 0),
        height: plot.bottom - y(value ?? 0),
        parts: parts.map((part) => {
          sum += part.value
          return { y: y(sum), height: y(sum - part.value) - y(sum), color: part.color }
        }),
      }
    }),
    linePath:
      line<ChartPoint>(
        (_, index) => toCentre(index),
        ({ value }) => y(value ?? 0),
      ).defined(isKnown)([...points]) ?? '',
    areaPath:
      area<ChartPoint>(
        (_, index) => toCentre(index),
        plot.bottom,
        ({ value }) => y(value ?? 0),
      ).defined(isKnown)([...points]) ?? '',
    isLabelled: (index) => (points.length - 1 - index) % distance === 0,
  }
}
