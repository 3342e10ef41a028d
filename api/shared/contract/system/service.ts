import { z } from 'zod'
import { defineEndpoint } from '../endpoint.ts'

/** Answers about the service itself. */

export const getLinks = defineEndpoint({
  id: 'getLinks',
  method: 'get',
  path: '/',
  summary: 'Where everything is',
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
  summary: 'The process is alive',
  permission: 'public',
  answer: z.object({ status: z.literal('ok'), uptimeS: z.number() }),
})

export const getReadiness = defineEndpoint({
  id: 'getReadiness',
  method: 'get',
  path: '/ready',
  summary: 'The database answers and every city is loaded; 503 otherwise',
  permission: 'public',
  answer: z.object({
    ready: z.boolean(),
    database: z.enum(['ok', 'unreachable']),
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
