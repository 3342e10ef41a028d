import { InvalidFileError } from '../../../data/formats/model/invalid-file-error.ts'
import { serveWorkerRequests } from '../../threads/serve-worker-requests.ts'
import type { TablePage } from '../tables/read-table-pages.ts'
import { executeTransferTask } from './execute-transfer-task.ts'
import type {
  TransferOutcome,
  TransferPageRequest,
  TransferProgress,
  TransferTask,
} from './transfer-messages.ts'

/** Milliseconds between two progress events. */
const PROGRESS_INTERVAL_MS = 200

serveWorkerRequests<TransferTask, TransferOutcome, TransferProgress, TransferPageRequest, TablePage>(
  async (task, { emit, call }) => {
    let emittedAt = 0
    const onProgress = (done: number, total: number | null) => {
      const now = Date.now()
      if (now - emittedAt < PROGRESS_INTERVAL_MS) return
      emittedAt = now
      emit({ done, total })
    }
    try {
      return {
        result: await executeTransferTask(task, (table, after) => call({ table, after }), onProgress),
      }
    } catch (error) {
      if (error instanceof InvalidFileError) return { rejected: { code: error.code, details: error.details } }
      throw error
    }
  },
)
