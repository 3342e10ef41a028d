import * as contract from '#shared/contract/session.ts'
import type { Session } from '#shared/contract/session.ts'
import { AppError } from '../../errors.ts'
import { type Api, mount } from '../../http/mount.ts'
import { SESSION_COOKIE } from '../../http/session-of.ts'
import type { SessionTokens } from '../../http/session-token.ts'

/** A working day; accounts bring their own limits. */
const DEMO_HOURS = 12

export function sessionRoutes(api: Api, tokens: SessionTokens, demoMode: boolean): void {
  mount(api, contract.getSession, ({ session }) => ({ session, demoMode }))

  mount(api, contract.takeDemoRole, ({ body, context }) => {
    if (!demoMode) throw new AppError('forbidden', 'demo mode is off on this server')
    const session: Session = {
      subject: 'demo',
      name: `demo-${body.role}`,
      role: body.role,
      area: body.area ?? { city: '*' },
      demo: true,
      expiresAt: new Date(Date.now() + DEMO_HOURS * 3_600_000).toISOString(),
    }
    context.header('set-cookie', cookie(tokens.write(session), DEMO_HOURS * 3600, isHttps(context.req.url)))
    return { session }
  })

  mount(api, contract.endSession, ({ context }) =>
    new Response(null, { status: 204, headers: { 'set-cookie': cookie('', 0, isHttps(context.req.url)) } }))
}

const isHttps = (url: string) => url.startsWith('https:')

function cookie(value: string, seconds: number, secure: boolean): string {
  return `${SESSION_COOKIE}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`
}
