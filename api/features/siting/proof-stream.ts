import type { Provenance } from '#shared/contract/city/city.ts'
import type { SitingMessage, SitingQuestion } from '#shared/contract/coverage/siting.ts'
import type { SitingProblem } from '../../coverage/siting/build-siting-problem.ts'
import { hashSitingProblem } from '../../coverage/siting/hash-siting-problem.ts'
import type { createProofTickets } from '../../coverage/siting/proof-tickets.ts'
import { solveSitingExactly } from '../../coverage/siting/solve-siting.ts'
import { AppError } from '../../errors.ts'

/** Searches that one server runs at a time: each has a thread and some hundred megabytes. */
const MAX_SEARCHES = 2

type ProofStreamer = (
  signal: AbortSignal,
  question: SitingQuestion,
  load: () => Promise<{ provenance: Provenance; problem: SitingProblem }>,
) => Promise<Response>

/**
 * Returns a function that answers with a stream of JSON lines: the progress of an exact search, then its answer with a
 * ticket. The search ends when the client closes the connection.
 */
export function createProofStreamer(tickets: ReturnType<typeof createProofTickets>): ProofStreamer {
  let searches = 0
  return async (signal, question, load) => {
    if (searches >= MAX_SEARCHES)
      throw new AppError('unavailable', 'as many searches as this server takes are running', { searches })
    const { provenance, problem } = await load()
    const end = new AbortController()
    signal.addEventListener('abort', () => end.abort(), { once: true })
    searches++
    const text = new TextEncoder()
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        const send = (message: SitingMessage) => {
          if (!end.signal.aborted) controller.enqueue(text.encode(`${JSON.stringify(message)}\n`))
        }
        solveSitingExactly(
          problem,
          question,
          (progress) => send({ kind: 'progress', ...progress }),
          end.signal,
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
            searches--
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
