import type { Context } from 'hono'
import * as contract from '#shared/contract/session.ts'
import { AppError } from '../../errors.ts'
import { cookieValue } from '../../http/credentials.ts'
import { type Api, mount } from '../../http/mount.ts'
import type { RequestEnv } from '../../http/request-context.ts'
import { setCookie } from '../../http/set-cookie.ts'
import type { Door } from './door.ts'
import { type Provider, PROVIDER_COOKIE, PROVIDER_PATH, PROVIDER_SECONDS } from './provider.ts'
import { answerOutcome, callerOf } from './session-cookies.ts'

/** The browser goes to the provider and comes back; what to tell the person then stands in the page's address. */
export function providerRoutes(api: Api, door: Door, provider: Provider | null): void {
  const known = (): Provider => {
    if (provider === null) throw new AppError('not_found', 'this server has no sign-in provider')
    return provider
  }
  // Lax: the provider, another site, sends the browser here
  const keep = (context: Context<RequestEnv>, value: string, seconds: number) =>
    context.header(
      'set-cookie',
      setCookie(PROVIDER_COOKIE, value, {
        seconds,
        secure: context.get('client').secure,
        path: PROVIDER_PATH,
        sameSite: 'Lax',
      }),
      { append: true },
    )

  mount(api, contract.goToProvider, async ({ context }) => {
    const { url, cookie } = await known().begin()
    keep(context, cookie, PROVIDER_SECONDS)
    return context.redirect(url)
  })

  mount(api, contract.comeFromProvider, async ({ context }) => {
    const { search } = new URL(context.req.url)
    const cookie = cookieValue(context.req.header('cookie'), PROVIDER_COOKIE)
    const asked = known()
    keep(context, '', 0)
    try {
      answerOutcome(context, door.access, await asked.finish(search, cookie, callerOf(context, door.access)))
      return context.redirect('/')
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      context.get('log').info({ code: error.code }, 'sign-in through the provider was refused')
      return context.redirect(`/?problem=${error.code}`)
    }
  })
}
