import { once } from 'node:events'
import { createServer } from 'node:http'
import Provider from 'oidc-provider'
import { findFreePort } from '../find-free-port.ts'

export interface TestSignInProvider {
  issuer: string
  /** Walks through the provider's pages as a person does; the answer is the address it sends the browser back to. */
  signIn(url: string, subject: string): Promise<URL>
  close(): Promise<void>
}

/**
 * A real OpenID Connect provider on this machine. Whatever name is entered is the person's subject and e-mail address,
 * verified unless it begins with "unverified".
 */
export async function startSignInProvider({
  clientId,
  clientSecret,
  returnUrl,
}: {
  clientId: string
  clientSecret: string
  returnUrl: string
}): Promise<TestSignInProvider> {
  const port = await findFreePort()
  const issuer = `http://127.0.0.1:${port}`
  const provider = new Provider(issuer, {
    clients: [{ client_id: clientId, client_secret: clientSecret, redirect_uris: [returnUrl] }],
    pkce: { required: () => true },
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    conformIdTokenClaims: false,
    findAccount: (_context, id) => ({
      accountId: id,
      claims: () => ({ sub: id, email: id, email_verified: !id.startsWith('unverified') }),
    }),
    ttl: { AccessToken: 60, AuthorizationCode: 60, Grant: 60, IdToken: 60, Interaction: 60, Session: 60 },
    cookies: { keys: ['a key for tests alone'] },
  })
  const server = createServer(provider.callback()).listen(port, '127.0.0.1')
  await once(server, 'listening')
  return {
    issuer,
    signIn: (url, subject) => walk(issuer, url, subject, returnUrl),
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const MOST_STEPS = 20

async function walk(issuer: string, start: string, subject: string, returnUrl: string): Promise<URL> {
  const cookies = new Map<string, string>()
  let address = new URL(start)
  let form: URLSearchParams | null = null
  for (let step = 0; step < MOST_STEPS; step++) {
    if (address.href.startsWith(returnUrl)) return address
    const answer: Response = await fetch(address, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form === null ? {} : { method: 'POST', body: form }),
    })
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      const equals = pair.indexOf('=')
      cookies.set(pair.slice(0, equals), pair.slice(equals + 1))
    }
    const next = answer.headers.get('location')
    form = null
    if (next !== null) {
      address = new URL(next, issuer)
      continue
    }
    const page = await answer.text()
    const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1]
    const action = /action="([^"]+)"/.exec(page)?.[1]
    if (prompt === undefined || action === undefined)
      throw new Error(`the provider shows something else: ${answer.status} ${page.slice(0, 300)}`)
    address = new URL(action, issuer)
    form = new URLSearchParams({ prompt, ...(prompt === 'login' ? { login: subject, password: 'any' } : {}) })
  }
  throw new Error('the provider sends the browser in circles')
}
