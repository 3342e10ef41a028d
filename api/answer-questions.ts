import { parentPort } from 'node:worker_threads'
import type { Question, Reply } from './open-thread.ts'

/** The other end of `openThread`: answers one question after the other. */
export function answerQuestions<Task, Outcome>(answer: (task: Task) => Outcome): void {
  parentPort?.on('message', ({ id, task }: Question<Task>) => {
    let reply: Reply<Outcome>
    try {
      reply = { id, outcome: answer(task) }
    } catch (error) {
      reply = { id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }
    }
    parentPort?.postMessage(reply)
  })
}
