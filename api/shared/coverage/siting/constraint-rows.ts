import type { SolverModel } from './solver-model.ts'

/** Builder of sparse constraint rows: entries of column and factor, and the limits of their sum. */
export function createConstraintRows() {
  const starts = [0]
  const indices: number[] = []
  const values: number[] = []
  const lower: number[] = []
  const upper: number[] = []
  return {
    add(
      entries: readonly (readonly [column: number, factor: number])[],
      limit: { lower?: number; upper?: number },
    ): void {
      for (const [column, factor] of entries) {
        indices.push(column)
        values.push(factor)
      }
      starts.push(indices.length)
      lower.push(limit.lower ?? -Infinity)
      upper.push(limit.upper ?? Infinity)
    },
    made: (): SolverModel['rows'] => ({
      starts: Int32Array.from(starts),
      indices: Int32Array.from(indices),
      values: Float64Array.from(values),
      lower: Float64Array.from(lower),
      upper: Float64Array.from(upper),
    }),
  }
}
