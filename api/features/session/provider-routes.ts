import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import * as contract from '#shared/contract/access/session.ts'
import { AppError } from '../../errors.ts'
import { type Api, registerEndpoint } from '../../http/endpoints/register-endpoint.ts'
import type { RequestEnv } from '../../http/request-context.ts'
import type { SignInContext } from './sign-in-context.ts'
import { type SignInProvider, PROVIDER_COOKIE, PROVIDER_PATH, PROVIDER_SECONDS } from './sign-in-provider.ts'
import { applySignInOutcome, readSignInCaller } from './session-cookies.ts'

/** The browser goes to the provider and comes back; the outcome is then a parameter of the page's URL. */
export function registerProviderRoutes(api: Api, door: SignInContext, provider: SignInProvider | null): void {
  const known = (): SignInProvider => {
    if (provider === null) throw new AppError('not_found', 'this server has no sign-in provider')
    return provider
  }
  // Lax: the provider, another site, sends the browser here
  const keep = (context: Context<RequestEnv>, value: string, seconds: number) =>
    setCookie(context, PROVIDER_COOKIE, value, {
      maxAge: seconds,
      secure: context.get('client').secure,
      path: PROVIDER_PATH,
      httpOnly: true,
      sameSite: 'Lax',
    })

  registerEndpoint(api, contract.startProviderSignIn, async ({ context }) => {
    const { url, cookie } = await known().begin()
    keep(context, cookie, PROVIDER_SECONDS)
    return context.redirect(url)
  })

  registerEndpoint(api, contract.finishProviderSignIn, async ({ context }) => {
    const { search } = new URL(context.req.url)
    const cookie = getCookie(context, PROVIDER_COOKIE)
    const asked = known()
    keep(context, '', 0)
    try {
      applySignInOutcome(
        context,
        door,
        await asked.finish(search, cookie, readSignInCaller(context, door.access)),
      )
      return context.redirect('/')
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      context.get('log').info({ code: error.code }, 'sign-in through the provider was refused')
      return context.redirect(`/?problem=${error.code}`)
    }
  })
}
