import { z } from 'zod'
import { defineEndpoint } from '../endpoint.ts'

/** Endpoints about the service itself. */

export const getLinks = defineEndpoint({
  id: 'getLinks',
  method: 'get',
  path: '/',
  summary: 'Lists the entry points of the API',
  permission: 'public',
  answer: z.object({
    name: z.string(),
    version: z.string(),
    links: z.array(
      z.object({ rel: z.string(), href: z.string(), title: z.string(), type: z.string().optional() }),
    ),
  }),
})

export const getHealth = defineEndpoint({
  id: 'getHealth',
  method: 'get',
  path: '/health',
  summary: 'Liveness: the process answers',
  permission: 'public',
  answer: z.object({ status: z.literal('ok'), uptimeS: z.number() }),
})

export const getReadiness = defineEndpoint({
  id: 'getReadiness',
  method: 'get',
  path: '/ready',
  summary: 'Readiness: the database answers and every city is loaded; 503 otherwise',
  permission: 'public',
  answer: z.object({
    ready: z.boolean(),
    database: z.enum(['ok', 'unreachable']),
    /** Empty without a session. */
    cities: z.array(z.object({ code: z.string(), state: z.enum(['loading', 'ready']) })),
  }),
})

export const getOpenApi = defineEndpoint({
  id: 'getOpenApi',
  method: 'get',
  path: '/openapi.json',
  summary: 'This API in OpenAPI 3.1',
  permission: 'public',
  mediaType: 'application/json',
})
