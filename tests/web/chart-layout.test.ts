// @vitest-environment node
import { describe, expect, it } from 'vitest'
import type { ChartPoint } from '../../web/ui/charts/chart-point.ts'
import { computeChartLayout } from '../../web/ui/charts/compute-chart-layout.ts'

const toPoints = (values: readonly (number | null)[]): ChartPoint[] =>
  values.map((value, index) => ({ key: String(index), label: String(index), title: '', value, text: '' }))
const layOut = (values: readonly (number | null)[], options: object = {}) =>
  computeChartLayout({
    points: toPoints(values),
    kind: 'columns',
    width: 400,
    height: 132,
    maximum: null,
    ...options,
  })

describe('the layout of a chart', () => {
  it('has ticks from zero to at least the largest value, inside the plot', () => {
    const { ticks, plot } = layOut([12, 37, 4])
    expect(ticks[0]).toEqual({ value: 0, y: plot.bottom })
    expect(ticks.at(-1)?.value).toBeGreaterThanOrEqual(37)
    for (const { y } of ticks) expect(y).toBeGreaterThanOrEqual(plot.top)
  })

  it('keeps a given maximum, so that shares of two charts compare', () => {
    const { columns, plot } = layOut([0.5, 0.25], { maximum: 1 })
    const height = plot.bottom - plot.top
    expect(columns.map((column) => column.height)).toEqual([height / 2, height / 4])
  })

  it('stacks the parts of a column from the bottom without gaps', () => {
    const parts = [0.2, 0.3, 0.5].map((value) => ({ name: '', value, text: '', color: '' }))
    const { columns, plot } = computeChartLayout({
      points: [{ key: 'a', label: 'a', title: 'a', value: 1, text: '', parts }],
      kind: 'columns',
      width: 400,
      height: 132,
      maximum: 1,
    })
    const [first, second, third] = columns[0]?.parts ?? []
    expect((first?.y ?? 0) + (first?.height ?? 0)).toBeCloseTo(plot.bottom)
    expect((second?.y ?? 0) + (second?.height ?? 0)).toBeCloseTo(first?.y ?? 0)
    expect(third?.y).toBeCloseTo(plot.top)
  })

  it('interrupts a line where a value is unknown', () => {
    const { linePath } = layOut([1, 2, null, 4, 5], { kind: 'line' })
    expect(linePath.match(/M/g)).toHaveLength(2)
  })

  it('labels the last point, and leaves out labels that would overlap', () => {
    const { isLabelled } = layOut(Array.from({ length: 40 }, (_, index) => index))
    expect(isLabelled(39)).toBe(true)
    expect(Array.from({ length: 40 }, (_, index) => index).filter(isLabelled).length).toBeLessThanOrEqual(10)
  })
})
