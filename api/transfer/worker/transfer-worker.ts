import { parentPort, workerData } from 'node:worker_threads'
import { InvalidFileError } from '../../../data/formats/model/invalid-file-error.ts'
import type { PageReader, TablePage } from '../tables/read-table-pages.ts'
import { lowerThreadPriority } from '../../threads/lower-thread-priority.ts'
import { executeTransferTask } from './execute-transfer-task.ts'
import type { TransferWorkerMessage, TransferWorkerReply, TransferTask } from './transfer-messages.ts'

/** One task in a thread of its own: rows of the database are asked for page by page, and come back as text. */
const port = parentPort!
const waiting = new Map<number, { resolve: (page: TablePage) => void; reject: (error: Error) => void }>()
let next = 1

port.on('message', ({ id, page }: TransferWorkerReply) => {
  const asked = waiting.get(id)
  waiting.delete(id)
  if (page) asked?.resolve(page)
  else asked?.reject(new Error('the database did not answer'))
})

const read: PageReader = (table, after) =>
  new Promise((resolve, reject) => {
    const id = next++
    waiting.set(id, { resolve, reject })
    tell({ say: 'read', id, table, after })
  })

let told = 0
const onProgress = (done: number, total: number | null) => {
  const now = Date.now()
  if (now - told < 200) return
  told = now
  tell({ say: 'progress', done, total })
}

function tell(message: TransferWorkerMessage): void {
  port.postMessage(message)
}

lowerThreadPriority('long')

const task: TransferTask = workerData
executeTransferTask(task, read, onProgress)
  .then(
    (outcome) => tell({ say: 'done', outcome }),
    (error: unknown) => {
      if (error instanceof InvalidFileError)
        tell({ say: 'refused', code: error.code, details: error.details })
      else
        tell({
          say: 'failed',
          message: error instanceof Error ? (error.stack ?? error.message) : String(error),
        })
    },
  )
  .finally(() => port.close())
