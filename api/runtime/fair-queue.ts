import { AppError } from '../errors.ts'
import { runAsLongWork } from './work/work-context.ts'

export interface FairQueueLimits {
  /** Tasks that run at the same time, of all principals together. */
  running: number
  /** Tasks of one principal that run at the same time; fewer than `running` leaves a place for the others. */
  runningEach: number
  /** Tasks of one principal that wait; the next one is refused. */
  waitingEach: number
  /** Milliseconds from the request to the result, waiting included. */
  deadlineMs: number
}

/** Runs expensive tasks: few at a time, and the principals take turns, so that nobody waits for a crowd of another's. */
export interface FairQueue {
  /**
   * Runs the task when it is its turn. A task whose caller has gone before that never starts. A task that runs keeps its
   * place until it settles, also when its caller has gone: otherwise starting and leaving would start any number.
   *
   * @param principal who asks: the key by which tasks are counted
   * @param signal aborted when the caller has gone
   * @param task receives a signal that also aborts at the deadline
   * @throws AppError too_many_requests when too many tasks of the principal wait; timeout at the deadline; conflict when
   *   the caller has gone
   */
  run<T>(
    principal: string,
    signal: AbortSignal | undefined,
    task: (signal: AbortSignal) => Promise<T> | T,
  ): Promise<T>
  /**
   * Checks whether a task of the principal may wait, before something is received for it.
   *
   * @throws AppError too_many_requests
   */
  checkRoom(principal: string): void
  /** Returns the place of the waiting task that was given this signal, 1: the next one; null: none waits with it. */
  placeOf(signal: AbortSignal): number | null
  /** The number of tasks that run or wait. */
  size(): number
}

interface Waiting {
  /** As its caller gave it. */
  signal: AbortSignal | undefined
  start: () => void
}

export function createFairQueue({
  running,
  runningEach,
  waitingEach,
  deadlineMs,
}: FairQueueLimits): FairQueue {
  // a Map keeps insertion order: the first principal has waited longest for a turn
  const waiting = new Map<string, Waiting[]>()
  const runningOf = new Map<string, number>()
  let total = 0

  const mayStart = (principal: string) => total < running && (runningOf.get(principal) ?? 0) < runningEach

  const startNext = () => {
    for (const [principal, tasks] of waiting) {
      if (total >= running) return
      if (!mayStart(principal)) continue
      const next = tasks.shift()
      // to the end of the row: the others have their turn first
      waiting.delete(principal)
      if (tasks.length > 0) waiting.set(principal, tasks)
      next?.start()
    }
  }

  const enter = (principal: string) => {
    total++
    runningOf.set(principal, (runningOf.get(principal) ?? 0) + 1)
  }
  const leave = (principal: string) => {
    total--
    const left = (runningOf.get(principal) ?? 1) - 1
    if (left === 0) runningOf.delete(principal)
    else runningOf.set(principal, left)
    startNext()
  }

  const checkRoom = (principal: string) => {
    const count = waiting.get(principal)?.length ?? 0
    if (count < waitingEach || (count === 0 && mayStart(principal))) return
    throw new AppError('too_many_requests', 'too many requests of this kind are waiting', {
      waiting: count,
      retryAfterS: RETRY_AFTER_S,
    })
  }

  /** Resolves when the task may run; the place is taken then. */
  const waitForTurn = (
    principal: string,
    signal: AbortSignal,
    given: AbortSignal | undefined,
  ): Promise<void> => {
    const tasks = waiting.get(principal) ?? []
    if (tasks.length === 0 && mayStart(principal)) {
      enter(principal)
      return Promise.resolve()
    }
    checkRoom(principal)
    return new Promise((resolve, reject) => {
      const entry: Waiting = {
        signal: given,
        start() {
          signal.removeEventListener('abort', forget)
          enter(principal)
          resolve()
        },
      }
      const forget = () => {
        const index = tasks.indexOf(entry)
        if (index >= 0) tasks.splice(index, 1)
        if (tasks.length === 0) waiting.delete(principal)
        reject(signal.reason)
      }
      signal.addEventListener('abort', forget, { once: true })
      tasks.push(entry)
      waiting.set(principal, tasks)
    })
  }

  return {
    async run(principal, signal, task) {
      const end = new AbortController()
      const deadline = new AbortController()
      const onGone = () => end.abort(new AppError('conflict', 'the client has closed the connection'))
      if (signal?.aborted) onGone()
      signal?.addEventListener('abort', onGone, { once: true })
      const timer = setTimeout(() => {
        const late = new AppError('timeout', 'the work took too long', { limitMs: deadlineMs })
        end.abort(late)
        deadline.abort(late)
      }, deadlineMs).unref()
      try {
        end.signal.throwIfAborted()
        await waitForTurn(principal, end.signal, signal)
        const result = (async () => runAsLongWork(end.signal, () => task(end.signal)))()
        const settled = () => leave(principal)
        result.then(settled, settled)
        // a caller that has gone waits for nothing: the task cleans up first
        return await untilAborted(result, deadline.signal)
      } finally {
        clearTimeout(timer)
        signal?.removeEventListener('abort', onGone)
      }
    },
    checkRoom,
    placeOf(signal) {
      const rows = [...waiting.values()]
      for (const [row, tasks] of rows.entries()) {
        const own = tasks.findIndex((task) => task.signal === signal)
        if (own < 0) continue
        // the principals take turns: those before this one have one turn more
        const before = rows.map((others, i) => Math.min(others.length, i < row ? own + 1 : own))
        return before.reduce((sum, count) => sum + count, 1)
      }
      return null
    },
    size: () => [...waiting.values()].reduce((sum, tasks) => sum + tasks.length, total),
  }
}

/** Seconds after which a refused client tries again: most tasks take less. */
const RETRY_AFTER_S = 3

/** Settles as the work does, or rejects when the signal aborts first. */
function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason)
    signal.addEventListener('abort', stop, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
  })
}
