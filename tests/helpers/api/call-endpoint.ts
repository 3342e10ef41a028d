import type { z } from 'zod'
import type { Endpoint } from '#shared/contract/endpoint.ts'
import { Problem } from '#shared/contract/problem.ts'

export interface EndpointInput<P extends z.ZodObject, Q extends z.ZodObject, B extends z.ZodType> {
  params?: z.input<P>
  query?: z.input<Q>
  body?: z.input<B>
}

type Send = (path: string, options: { method: string; body?: unknown }) => Promise<Response>

/** Asks an endpoint and reads its answer by the contract. @throws Refused */
export async function callEndpoint<
  P extends z.ZodObject,
  Q extends z.ZodObject,
  B extends z.ZodType,
  A extends z.ZodType,
>(
  send: Send,
  endpoint: Endpoint<P, Q, B, A>,
  { params, query, body }: EndpointInput<P, Q, B>,
): Promise<z.output<A>> {
  const values = new Map(Object.entries(params ?? {}))
  const path = endpoint.path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(values.get(name))),
  )
  const search = new URLSearchParams(
    Object.entries(query ?? {}).map(([name, value]) => [name, String(value)]),
  ).toString()
  const response = await send(`/api${path}${search && `?${search}`}`, {
    method: endpoint.method.toUpperCase(),
    ...(body === undefined ? {} : { body }),
  })
  if (!response.ok) throw new ApiProblemError(Problem.parse(await response.json()))
  return endpoint.answer.parse(response.status === 204 ? undefined : await response.json())
}

/** What `ask` throws when the API refuses. */
export class ApiProblemError extends Error {
  constructor(readonly problem: Problem) {
    super(`${problem.status} ${problem.code}: ${problem.detail}`)
  }
}
