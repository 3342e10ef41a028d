import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import type { Endpoint } from '#shared/contract/endpoint.ts'
import { putScreen, type ScreenDocument, sendScreenCommand } from '#shared/contract/screens/screens.ts'
import { callEndpoint, type EndpointInput } from '../../api/call-endpoint.ts'

export type ScreenClient = Awaited<ReturnType<typeof createScreenClient>>

/** Signs in as an administrator of a demo site, and returns functions that save and command screens of a city. */
export async function createScreenClient(url: string, city: string) {
  const session = await fetch(`${url}/api/session/demo`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ role: 'admin' }),
  })
  const [cookie = ''] = (session.headers.get('set-cookie') ?? '').split(';')
  const ask = <P extends z.ZodObject, Q extends z.ZodObject, B extends z.ZodType, A extends z.ZodType>(
    endpoint: Endpoint<P, Q, B, A>,
    input: EndpointInput<P, Q, B>,
  ) =>
    callEndpoint(
      (path, { method, body }) =>
        fetch(url + path, {
          method,
          headers: { cookie, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        }),
      endpoint,
      input,
    )
  return {
    ask,
    /** Saves the first version of a screen. */
    save: (screen: string, document: z.input<typeof ScreenDocument>) =>
      ask(putScreen, {
        params: { city, screen },
        body: { requestId: randomUUID(), note: '测试', version: 0, name: screen, document },
      }),
    /** Shows a message on a screen. */
    sendMessage: (screen: string, text: string) =>
      ask(sendScreenCommand, {
        params: { city, screen },
        body: { requestId: randomUUID(), telling: { kind: 'message', text } },
      }),
  }
}

/** Returns a scene of thirty seconds. */
export const aScene = (id: string, name: string, left = ['standard', 'chain'], metric = 'gap-class') => ({
  id,
  name,
  seconds: 30,
  left,
  right: ['coverage', 'gaps'],
  metric,
})
