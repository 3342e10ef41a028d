import highsLoader from 'highs'
import type { SolverModel } from '#shared/coverage/siting/solver-model.ts'

export interface SolverResult {
  /** Values of the variables, in their order. */
  values: number[]
  objective: number
  /** The search has ended by itself: nothing better exists. */
  proven: boolean
  /** What no solution exceeds, or when least is looked for goes below; null: the search has not got so far. */
  bound: number | null
}

/** How often the search tells how far it is. */
const EVERY_SECONDS = 0.25

export interface SolverProgress {
  seconds: number
  best: number | null
  bound: number | null
  gap: number | null
}

/** The best solution of a model by HiGHS (MIT), with the proof that it is. The thread is busy until it ends. */
export async function solveModel(
  { maximise, cost, whole, rows }: SolverModel,
  limitSeconds: number,
  onProgress: (progress: SolverProgress) => void = () => undefined,
): Promise<SolverResult> {
  const highs = await (loaded ??= highsLoader())
  const { callbackType, objectiveSense, modelStatus, variableType } = highs.constants
  const numCols = cost.length
  const numRows = rows.upper.length
  return highs.withModel(
    {
      numCols,
      numRows,
      sense: maximise ? objectiveSense.maximize : objectiveSense.minimize,
      colCost: cost,
      colLower: new Float64Array(numCols),
      colUpper: new Float64Array(numCols).fill(1),
      rowLower: rows.lower,
      rowUpper: rows.upper,
      matrix: {
        format: 'csr',
        numRows,
        numCols,
        starts: rows.starts,
        indices: rows.indices,
        values: rows.values,
      },
      integrality: Int32Array.from({ length: numCols }, (_, column) =>
        column < whole ? variableType.integer : variableType.continuous,
      ),
    },
    (model) => {
      // a gap of nothing: households are whole numbers, an absolute gap below one already proves the optimum
      model.options.set({
        output_flag: false,
        time_limit: limitSeconds,
        mip_rel_gap: 0,
        mip_abs_gap: maximise ? 0.99 : 0.5,
      })
      let told = -EVERY_SECONDS
      model.run({
        // asked every now and then whether to go on: the one callback that comes while nothing is written to a log
        [callbackType.mipInterrupt]({ data }) {
          const seconds = data.running_time ?? 0
          if (seconds < told + EVERY_SECONDS) return
          told = seconds
          onProgress({
            seconds,
            best: finite(data.mip_primal_bound),
            bound: finite(data.mip_dual_bound),
            gap: finite(data.mip_gap),
          })
        },
      })
      return {
        values: Array.from(model.getSolution().colValue),
        objective: model.getObjectiveValue(),
        proven: model.getModelStatus() === modelStatus.optimal,
        bound: finite(Number(model.info.get('mip_dual_bound'))),
      }
    },
  )
}

/** The WebAssembly is compiled once; each model is freed when its search ends. */
let loaded: ReturnType<typeof highsLoader> | undefined

const finite = (value: number | undefined): number | null =>
  value !== undefined && Number.isFinite(value) && Math.abs(value) < 1e20 ? value : null
