import type { Provenance } from '#shared/contract/city/city.ts'
import type { SitingMessage, SitingQuestion } from '#shared/contract/coverage/siting.ts'
import type { ComputeClient } from '../../coverage/compute/compute-client.ts'
import type { SitingProblem } from '../../coverage/siting-answer/siting-problem.ts'
import { hashSitingProblem } from '../../coverage/siting/hash-siting-problem.ts'
import type { createProofTickets } from '../../coverage/siting/proof-tickets.ts'
import { solveSitingExactly } from '../../coverage/siting/solve-siting.ts'
import { AppError } from '../../errors.ts'
import { createFairQueue } from '../../runtime/fair-queue.ts'
import { createSlotCounter } from '../../runtime/slot-counter.ts'

/** Searches that one server runs at a time: each has a thread and some hundred megabytes. */
const MAX_SEARCHES = 2

/** Searches that one principal may start at the same time: one runs, one waits. */
const MAX_SEARCHES_EACH = 2
const DEADLINE_MS = 30 * 60_000

type ProofStreamer = (
  asker: { principal: string; signal: AbortSignal },
  question: SitingQuestion,
  load: () => Promise<{ provenance: Provenance; problem: SitingProblem }>,
) => Promise<Response>

/**
 * Returns a function that answers with a stream of JSON lines: the progress of an exact search, then its answer with a
 * ticket. The search ends when the client closes the connection.
 */
export function createProofStreamer(
  tickets: ReturnType<typeof createProofTickets>,
  compute: ComputeClient,
): ProofStreamer {
  const searches = createFairQueue({
    running: MAX_SEARCHES,
    runningEach: 1,
    waitingEach: MAX_SEARCHES_EACH,
    deadlineMs: DEADLINE_MS,
  })
  const slots = createSlotCounter(MAX_SEARCHES_EACH, 'searches')
  return async ({ principal, signal }, question, load) => {
    const release = slots.take(principal)
    const { provenance, problem } = await load().catch((error: unknown) => {
      release()
      throw error
    })
    const end = new AbortController()
    if (signal.aborted) end.abort()
    signal.addEventListener('abort', () => end.abort(), { once: true })
    const text = new TextEncoder()
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        const send = (message: SitingMessage) => {
          if (!end.signal.aborted) controller.enqueue(text.encode(`${JSON.stringify(message)}\n`))
        }
        searches
          .run(principal, end.signal, (ended) =>
            solveSitingExactly(
              compute,
              problem,
              question,
              (progress) => send({ kind: 'progress', ...progress }),
              ended,
            ),
          )
          .then(({ answer, note }) => {
            const { method, proven, gap, seconds } = answer
            const ticket =
              method === 'exact'
                ? tickets.issue({
                    digest: hashSitingProblem(question, problem),
                    sites: answer.sites.map(({ code }) => code),
                    proven,
                    gap,
                    seconds,
                  })
                : null
            send({ kind: 'answer', provenance, options: problem.table.options, answer, ticket, note })
          })
          // the stream has begun: the error becomes its last message
          .catch((error: unknown) =>
            send({
              kind: 'failed',
              code: error instanceof AppError ? String(error.details['reason'] ?? error.code) : 'internal',
            }),
          )
          .finally(() => {
            release()
            if (!end.signal.aborted) controller.close()
          })
      },
      cancel() {
        end.abort()
      },
    })
    return new Response(stream, {
      headers: {
        'content-type': 'application/x-ndjson',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      },
    })
  }
}
