import { parentPort, workerData } from 'node:worker_threads'
import { FileRefused } from '../../../data/formats/file-refused.ts'
import type { ReadPage, TablePage } from '../../../data/tables/read-pages.ts'
import { letOthersFirst } from '../../let-others-first.ts'
import { runTask } from './run-task.ts'
import type { FromThread, ToThread, TransferTask } from './worker-messages.ts'

/** One task in a thread of its own: rows of the database are asked for page by page, and come back as text. */
const port = parentPort!
const waiting = new Map<number, { resolve: (page: TablePage) => void; reject: (error: Error) => void }>()
let next = 1

port.on('message', ({ id, page }: ToThread) => {
  const asked = waiting.get(id)
  waiting.delete(id)
  if (page) asked?.resolve(page)
  else asked?.reject(new Error('the database did not answer'))
})

const read: ReadPage = (table, after) =>
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

function tell(message: FromThread): void {
  port.postMessage(message)
}

letOthersFirst('long')

const task: TransferTask = workerData
runTask(task, read, onProgress)
  .then(
    (outcome) => tell({ say: 'done', outcome }),
    (error: unknown) => {
      if (error instanceof FileRefused) tell({ say: 'refused', code: error.code, details: error.details })
      else
        tell({
          say: 'failed',
          message: error instanceof Error ? (error.stack ?? error.message) : String(error),
        })
    },
  )
  .finally(() => port.close())
