import { Worker } from 'node:worker_threads'
import { StartError } from '../../errors.ts'
import { DatabaseError, SqlState } from '../database-errors.ts'
import type {
  EmbeddedWorkerResponse,
  CreationStep,
  EmbeddedWorkerRequest,
  EmbeddedWorkerTask,
} from './embedded-worker-messages.ts'
import { resolveEmbeddedWorker } from './resolve-embedded-worker.ts'
import { decodeResponse, type DatabaseResponse } from '../protocol/decode-response.ts'

export interface EmbeddedEngine {
  /** Grows with each restart: a transaction begun in an earlier epoch is gone. */
  readonly epoch: number
  /**
   * One request at a time. The error of a statement is in the response; it rejects when the engine itself
   * failed.
   */
  ask(question: Exclude<EmbeddedWorkerRequest, 'close'>, timeoutMs: number): Promise<DatabaseResponse>
  close(): Promise<void>
}

/** Creates a new database in the empty folder `cluster`; takes about 15 s. */
export async function createCluster(
  cluster: string,
  cache: string,
  onStep: (step: CreationStep) => void,
): Promise<void> {
  await (await startWorker({ task: 'create', cluster, cache }, onStep)).terminate()
}

/**
 * Opens a database in a worker thread. A statement that takes too long, or an engine that fails inside, costs
 * the thread: it is ended and the folder opened again with everything that was committed.
 *
 * @param greeting statements that a new session needs (LISTEN)
 * @param onRestart the engine has been started anew
 */
export async function startEmbeddedEngine(
  cluster: string,
  cache: string,
  greeting: () => string[],
  onRestart: () => void,
): Promise<EmbeddedEngine> {
  let epoch = 0
  let closed = false
  let alive: Worker | undefined

  const start = async (): Promise<Worker> => {
    const fresh = await startWorker({ task: 'serve', cluster, cache })
    for (const text of greeting()) await exchange(fresh, { text, values: null }, START_LIMIT_MS)
    fresh.once('exit', () => lose(fresh))
    alive = fresh
    return fresh
  }
  const lose = (broken: Worker) => {
    if (alive !== broken) return
    alive = undefined
    epoch++
    if (closed) return
    starting = restart(broken.terminate())
    // the next request gets the error and tries again
    starting.catch(() => undefined)
  }
  const restart = async (gone: Promise<unknown>): Promise<Worker> => {
    await gone
    const fresh = await start()
    onRestart()
    return fresh
  }
  let starting = start()
  await starting

  const ready = async (): Promise<Worker> => {
    if (closed) throw new DatabaseError(SqlState.connectionFailure, 'the database is closed')
    // a restart that has failed is tried again by the next question
    const again = () => (starting = restart(Promise.resolve()))
    return starting.catch(again).catch((error: unknown) => {
      throw new DatabaseError(
        SqlState.cannotConnectNow,
        'the embedded database could not be restarted',
        {},
        { cause: error },
      )
    })
  }

  return {
    get epoch() {
      return epoch
    },
    ask: async (question, timeoutMs) => {
      const worker = await ready()
      let answer: Extract<EmbeddedWorkerResponse, { kind: 'reply' }>
      try {
        answer = await exchange(worker, question, timeoutMs)
      } catch (error) {
        lose(worker)
        throw error
      }
      const reply = decodeResponse(answer.bytes)
      // without a command tag the statement was left in the middle, whatever else came back
      if (answer.damage === undefined && (reply.command !== undefined || reply.error)) return reply
      lose(worker)
      throw new DatabaseError(
        SqlState.crash,
        `the embedded database failed inside and was restarted (${answer.damage ?? 'no command tag'})`,
      )
    },
    close: async () => {
      closed = true
      // an engine that could not be started needs no end
      const last = await starting.catch(() => undefined)
      if (last && last === alive) {
        await nextAnswer(last, () => last.postMessage('close' satisfies EmbeddedWorkerRequest), 30_000).catch(
          () => undefined,
        )
      }
      await last?.terminate()
    },
  }
}

const START_LIMIT_MS = 180_000

/** Resolves when the worker has created, or opened, its database. */
async function startWorker(
  task: EmbeddedWorkerTask,
  onStep: (step: CreationStep) => void = () => undefined,
): Promise<Worker> {
  const worker = new Worker(await resolveEmbeddedWorker(), {
    workerData: task,
    execArgv: [],
    resourceLimits: { stackSizeMb: 16 },
  })
  const steps = (answer: EmbeddedWorkerResponse) => {
    if (answer.kind === 'step') onStep(answer.step)
  }
  worker.on('message', steps)
  // 'exit' reports its end; an 'error' without a listener would end the process
  worker.on('error', () => undefined)
  try {
    await nextAnswer(worker, () => undefined, START_LIMIT_MS)
    return worker
  } catch (error) {
    await worker.terminate()
    if (error instanceof StartError) throw error
    const reason = error instanceof Error ? error.message : String(error)
    throw new StartError(
      `The database in ${task.cluster} cannot be opened (${reason}). Restore a backup of the folder, or move it away to begin anew.`,
      { cause: error },
    )
  }
}

async function exchange(
  worker: Worker,
  question: EmbeddedWorkerRequest,
  timeoutMs: number,
): Promise<Extract<EmbeddedWorkerResponse, { kind: 'reply' }>> {
  const answer = await nextAnswer(worker, () => worker.postMessage(question), timeoutMs)
  if (answer.kind !== 'reply')
    throw new DatabaseError(SqlState.crash, `the embedded database answered '${answer.kind}' to a statement`)
  return answer
}

/**
 * Waits for the worker's next message that is not a step of creation; rejects on failure, on its end, and
 * after `timeoutMs`.
 */
function nextAnswer(worker: Worker, ask: () => void, timeoutMs: number): Promise<EmbeddedWorkerResponse> {
  return new Promise((resolve, reject) => {
    const onMessage = (answer: EmbeddedWorkerResponse) => {
      if (answer.kind === 'step') return
      if (answer.kind !== 'failure') settle(() => resolve(answer))
      else
        settle(() =>
          reject(
            answer.start ? new StartError(answer.message) : new DatabaseError(SqlState.crash, answer.message),
          ),
        )
    }
    const onError = (error: Error) =>
      settle(() => reject(new DatabaseError(SqlState.crash, error.message, {}, { cause: error })))
    const onExit = () =>
      settle(() => reject(new DatabaseError(SqlState.crash, 'the embedded database has stopped')))
    const timer = setTimeout(() => {
      settle(() =>
        reject(
          new DatabaseError(
            SqlState.queryCanceled,
            `the statement took longer than ${timeoutMs / 1000} s and was ended`,
          ),
        ),
      )
    }, timeoutMs)
    const settle = (how: () => void) => {
      clearTimeout(timer)
      worker.off('message', onMessage).off('error', onError).off('exit', onExit)
      how()
    }
    worker.on('message', onMessage).on('error', onError).on('exit', onExit)
    ask()
  })
}
