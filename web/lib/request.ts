import { config, type z } from 'zod'
import type { Endpoint } from '#shared/contract/endpoint.ts'
import { errorCodes, type ErrorCode } from '#shared/contract/error-codes.ts'
import { Problem } from '#shared/contract/problem.ts'
import { consumePrefetched } from './prefetch.ts'
import { ProblemError } from './problem-error.ts'

// the page's security policy forbids code made from text, which zod would otherwise try
config({ jitless: true })

const TIMEOUT_MS = 20_000

/** Told of every request that reached the server or did not; what shows whether the line stands. */
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
 * Asks one endpoint and reads its answer by the contract.
 * @throws ProblemError; an AbortError when `signal` was
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
    const ask = () =>
      fetch(path, {
        method: endpoint.method.toUpperCase(),
        headers: {
          accept: 'application/json',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        body: body === undefined ? null : JSON.stringify(body),
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      })
    response = await (early ?? ask())
    // asked before anybody had signed in
    if (early !== undefined && response.status === 401) response = await ask()
    text = await response.text()
  } catch (error) {
    signal?.throwIfAborted()
    tell(false)
    if (timeout.aborted) throw new ProblemError('no_answer', `no answer within ${timeoutMs} ms`)
    throw new ProblemError(
      'unreachable',
      error instanceof Error ? error.message : 'the server cannot be reached',
    )
  }
  signal?.throwIfAborted()
  if (!response.ok) {
    const problem = problemOf(response, text)
    tell(problem.facts.status !== 502)
    throw problem
  }
  // a service worker may give out what it kept from before
  tell(!response.headers.has('x-kept'))
  const answer = endpoint.answer.safeParse(response.status === 204 ? undefined : parseJson(text))
  if (!answer.success)
    throw new ProblemError('unreadable', `${endpoint.id}: ${answer.error.message}`, {
      status: response.status,
    })
  return answer.data
}

/** An answer that is no JSON, for as long as it takes. @throws ProblemError; an AbortError when `signal` was */
export async function fetchResponse(address: string, signal: AbortSignal): Promise<Response> {
  let response: Response
  try {
    response = await fetch(address, { signal })
  } catch (error) {
    signal.throwIfAborted()
    tell(false)
    throw new ProblemError(
      'unreachable',
      error instanceof Error ? error.message : 'the server cannot be reached',
    )
  }
  tell(true)
  if (!response.ok) throw problemOf(response, await response.text())
  return response
}

/** Address of an endpoint on this server, `/api` included. */
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

function problemOf(response: Response, text: string): ProblemError {
  const problem = Problem.safeParse(parseJson(text))
  const { status } = response
  if (!problem.success || !isErrorCode(problem.data.code))
    return new ProblemError(codeOfStatus(status), text.slice(0, 200), { status })
  const { code, title, detail, requestId, details } = problem.data
  return new ProblemError(code, detail ?? title, {
    status,
    ...(requestId ? { requestId } : {}),
    ...(details ? { details } : {}),
  })
}

const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(errorCodes, code)

/** An answer from something on the way (a proxy) that does not know our codes. */
function codeOfStatus(status: number): ErrorCode | 'unreadable' {
  if (status === 502) return 'unavailable'
  const known = Object.entries(errorCodes).find(([, each]) => each === status)?.[0]
  return known !== undefined && isErrorCode(known) ? known : 'unreadable'
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function tell(reached: boolean): void {
  for (const listener of listeners) listener(reached)
}
