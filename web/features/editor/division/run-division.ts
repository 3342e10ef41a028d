import type { SnapTargetData } from '#shared/contract/drafts/draft-base.ts'
import type { ProposalResult, ProposalStyle } from '#shared/division/propose-division.ts'
import { type DivisionWish, readDivisionInput } from '#shared/division/read-division-input.ts'
import { readDivisionLines } from '#shared/division/read-division-lines.ts'
import type { DraftState } from '#shared/drafts/draft-state.ts'
import type { CellId } from '#shared/geometry/cell-set.ts'
import type { DivisionMessage, DivisionRequest } from './division-messages.ts'

export interface DivisionOrder {
  state: DraftState
  grids: readonly CellId[]
  /** null: they could not be loaded; borders then follow buildings only. */
  lines: SnapTargetData | null
  wish: DivisionWish
  styles: readonly ProposalStyle[]
  newIds: readonly CellId[]
}

export interface DivisionRun {
  result: Promise<ProposalResult>
  /** Ends the work; the result never comes. */
  cancel(): void
}

/** Starts computing proposals in a worker. */
export function runDivision(
  { state, grids, lines, wish, styles, newIds }: DivisionOrder,
  onProgress: (share: number) => void,
): DivisionRun {
  const input = readDivisionInput(state, grids, lines === null ? [] : readDivisionLines(lines), wish)
  const worker = new Worker(new URL('./division-worker.ts', import.meta.url), { type: 'module' })
  const result = new Promise<ProposalResult>((resolve, reject) => {
    worker.addEventListener('message', ({ data }: MessageEvent<DivisionMessage>) => {
      if (data.type === 'progress') {
        onProgress(data.share)
        return
      }
      worker.terminate()
      resolve(data.result)
    })
    worker.addEventListener('error', (event) => {
      worker.terminate()
      reject(new Error(event.message))
    })
  })
  const request: DivisionRequest = { input, styles, newIds }
  worker.postMessage(request)
  return { result, cancel: () => worker.terminate() }
}
