import type { z } from 'zod'
import type { Endpoint } from '#shared/contract/endpoint.ts'
import { errorCodes, type ErrorCode } from '#shared/contract/error-codes.ts'
import { Problem } from '#shared/contract/problem.ts'
import { ProblemError } from './problem-error.ts'
import { buildEndpointUrl } from './request.ts'

/**
 * Asks an endpoint that answers in lines of JSON, and reads each as it arrives; ending the signal ends the work on the
 * server.
 * @throws ProblemError; an AbortError when the signal was ended
 */
export async function* streamLines<Line extends z.ZodType>(
  endpoint: Endpoint,
  input: { params: object; body: object },
  line: Line,
  signal: AbortSignal,
): AsyncGenerator<z.output<Line>> {
  const response = await fetch(buildEndpointUrl(endpoint, input.params), {
    method: endpoint.method.toUpperCase(),
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(input.body),
    signal,
  }).catch((error: unknown) => {
    signal.throwIfAborted()
    throw new ProblemError('unreachable', String(error))
  })
  if (!response.ok || response.body === null) throw problemOf(response.status, await response.text())
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
  let rest = ''
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    const lines = (rest + chunk.value).split('\n')
    rest = lines.pop() ?? ''
    for (const each of lines) yield line.parse(JSON.parse(each))
  }
}

function problemOf(status: number, text: string): ProblemError {
  try {
    const { code, detail, title, details } = Problem.parse(JSON.parse(text))
    const known = Object.keys(errorCodes).find((each): each is ErrorCode => each === code)
    if (known !== undefined)
      return new ProblemError(known, detail ?? title, { status, ...(details ? { details } : {}) })
  } catch {
    /* said below */
  }
  return new ProblemError('unreadable', text.slice(0, 200), { status })
}
