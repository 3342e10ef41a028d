/** A mixed-integer model in plain arrays. Every variable lies between 0 and 1. */
export interface SolverModel {
  maximise: boolean
  cost: Float64Array
  /** Number of leading integer variables. */
  integerCount: number
  /**
   * Sparse rows: row r has the entries `starts[r] … starts[r + 1]`, and its sum lies between `lower[r]` and
   * `upper[r]`.
   */
  rows: {
    starts: Int32Array
    indices: Int32Array
    values: Float64Array
    lower: Float64Array
    upper: Float64Array
  }
}
