import { getPriority } from 'node:os'
import { serveWorkerRequests } from '../../api/threads/serve-worker-requests.ts'

/** A thread for tests: says what it hears, unless it is told to throw, to end, to calculate until it is stopped, or to tell its priority. */
serveWorkerRequests((task: string, _, isStopped) => {
  if (task === 'until stopped') while (!isStopped());
  if (task === 'throw') throw new Error('as told')
  if (task === 'priority') return String(getPriority())
  if (task === 'end') process.exit(1)
  if (task === 'fail')
    setImmediate(() => {
      throw new Error('out of nothing')
    })
  return task
})
