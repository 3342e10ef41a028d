import type { z } from 'zod'
import type { Endpoint } from '#shared/contract/endpoint.ts'
import { getOwnWriteHeaders } from './requests/own-writes.ts'
import { parseProblem } from './parse-problem.ts'
import { ProblemError } from './problem-error.ts'
import { buildEndpointUrl } from './request.ts'

/**
 * Yields the lines of an endpoint that answers in lines of JSON, each as it arrives. Aborting the signal cancels the work
 * on the server.
 * @throws ProblemError; an AbortError when the signal is aborted
 */
export async function* streamLines<Line extends z.ZodType>(
  endpoint: Endpoint,
  input: { params: object; body: object },
  line: Line,
  signal: AbortSignal,
): AsyncGenerator<z.output<Line>> {
  const response = await fetch(buildEndpointUrl(endpoint, input.params), {
    method: endpoint.method.toUpperCase(),
    headers: { 'content-type': 'application/json', ...getOwnWriteHeaders() },
    body: JSON.stringify(input.body),
    signal,
  }).catch((error: unknown) => {
    signal.throwIfAborted()
    throw new ProblemError('unreachable', String(error))
  })
  if (!response.ok || response.body === null) throw parseProblem(response.status, await response.text())
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
  let rest = ''
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    const lines = (rest + chunk.value).split('\n')
    rest = lines.pop() ?? ''
    for (const each of lines) yield line.parse(JSON.parse(each))
  }
}
