import { config, type z } from 'zod'
import type { Endpoint } from '#shared/contract/endpoint.ts'
import { getOwnWriteHeaders, noteOwnWrites } from './requests/own-writes.ts'
import { parseJson, parseProblem } from './parse-problem.ts'
import { consumePrefetched } from './prefetch.ts'
import { ProblemError } from './problem-error.ts'

// the page's content security policy forbids eval, which zod would otherwise use
config({ jitless: true })

const TIMEOUT_MS = 20_000

/** Called after every request: whether it reached the server. */
type Listener = (reached: boolean) => void
const listeners = new Set<Listener>()

export function subscribeConnectivity(listener: Listener): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export interface RequestInput<P extends z.ZodObject, Q extends z.ZodObject, B extends z.ZodType> {
  params?: z.input<P>
  query?: z.input<Q>
  body?: z.input<B>
}

/**
 * Sends a request to an endpoint and validates the answer against the contract.
 * @throws ProblemError; an AbortError when `signal` is aborted
 */
export async function request<
  P extends z.ZodObject,
  Q extends z.ZodObject,
  B extends z.ZodType,
  A extends z.ZodType,
>(
  endpoint: Endpoint<P, Q, B, A>,
  { params, query, body }: RequestInput<P, Q, B> = {},
  { signal, timeoutMs = TIMEOUT_MS }: { signal?: AbortSignal; timeoutMs?: number } = {},
): Promise<z.output<A>> {
  const path = buildEndpointUrl(endpoint, params, query)
  const early = endpoint.method === 'get' ? consumePrefetched(path) : undefined
  const timeout = AbortSignal.timeout(timeoutMs)
  let response: Response
  let text: string
  try {
    const send = () =>
      fetch(path, {
        method: endpoint.method.toUpperCase(),
        headers: {
          accept: 'application/json',
          ...getOwnWriteHeaders(),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        body: body === undefined ? null : JSON.stringify(body),
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      })
    response = await (early ?? send())
    // it was sent before the reader had signed in
    if (early !== undefined && response.status === 401) response = await send()
    noteOwnWrites(response.headers)
    text = await response.text()
  } catch (error) {
    signal?.throwIfAborted()
    notify(false)
    if (timeout.aborted) throw new ProblemError('no_answer', `no answer within ${timeoutMs} ms`)
    throw new ProblemError(
      'unreachable',
      error instanceof Error ? error.message : 'the server cannot be reached',
    )
  }
  signal?.throwIfAborted()
  if (!response.ok) {
    const problem = parseProblem(response.status, text)
    notify(problem.facts.status !== 502)
    throw problem
  }
  // the service worker may answer from its cache
  notify(!response.headers.has('x-kept'))
  const answer = endpoint.answer.safeParse(response.status === 204 ? undefined : parseJson(text))
  if (!answer.success)
    throw new ProblemError('unreadable', `${endpoint.id}: ${answer.error.message}`, {
      status: response.status,
    })
  return answer.data
}

/**
 * The response of an address, for answers other than JSON; without a timeout.
 * @throws ProblemError; an AbortError when `signal` is aborted
 */
export async function fetchResponse(address: string, signal: AbortSignal): Promise<Response> {
  let response: Response
  try {
    response = await fetch(address, { signal, headers: getOwnWriteHeaders() })
  } catch (error) {
    signal.throwIfAborted()
    notify(false)
    throw new ProblemError(
      'unreachable',
      error instanceof Error ? error.message : 'the server cannot be reached',
    )
  }
  notify(true)
  if (!response.ok) throw parseProblem(response.status, await response.text())
  return response
}

/** Path of an endpoint on this server, with `/api`. */
export function buildEndpointUrl(
  endpoint: Pick<Endpoint, 'path'>,
  params: object = {},
  query: object = {},
): string {
  const values = new Map<string, unknown>(Object.entries(params))
  const path = endpoint.path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(values.get(name))),
  )
  const search = new URLSearchParams(
    Object.entries(query)
      .filter(([, value]) => value !== undefined && value !== null)
      .map(([name, value]) => [name, String(value)]),
  ).toString()
  return `/api${path}${search === '' ? '' : `?${search}`}`
}

function notify(reached: boolean): void {
  for (const listener of listeners) listener(reached)
}
