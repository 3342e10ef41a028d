import highsLoader from 'highs'
import type { SolverModel } from '#shared/coverage/siting/solver-model.ts'

export interface SolverResult {
  /** Values of the variables, in their order. */
  values: number[]
  objective: number
  /** The search has ended by itself: the solution is optimal. */
  proven: boolean
  /** Upper bound of the objective, or lower bound when it is minimised; null: not known yet. */
  bound: number | null
}

/** Seconds between two progress reports. */
const PROGRESS_SECONDS = 0.25

export interface SolverProgress {
  seconds: number
  best: number | null
  bound: number | null
  gap: number | null
}

/** Solves a model to proven optimality with HiGHS (MIT). Blocks the thread until the search ends. */
export async function solveModel(
  { maximise, cost, integerCount: whole, rows }: SolverModel,
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
      // households are integers: an absolute gap below one proves the optimum
      model.options.set({
        output_flag: false,
        time_limit: limitSeconds,
        mip_rel_gap: 0,
        mip_abs_gap: maximise ? 0.99 : 0.5,
      })
      let reported = -PROGRESS_SECONDS
      model.run({
        // the interrupt callback is the only one that HiGHS calls while logging is off
        [callbackType.mipInterrupt]({ data }) {
          const seconds = data.running_time ?? 0
          if (seconds < reported + PROGRESS_SECONDS) return
          reported = seconds
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

/** The WebAssembly module is compiled once; each model is freed when its search ends. */
let loaded: ReturnType<typeof highsLoader> | undefined

const finite = (value: number | undefined): number | null =>
  value !== undefined && Number.isFinite(value) && Math.abs(value) < 1e20 ? value : null
