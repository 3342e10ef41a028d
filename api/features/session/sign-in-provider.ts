import * as oidc from 'openid-client'
import { z } from 'zod'
import { createTextCipher } from '../../runtime/text-cipher.ts'
import { AppError } from '../../errors.ts'
import { type SignInCaller, type SignInContext, findSignInAccount } from './sign-in-context.ts'
import { advanceSignIn, type SignInOutcome } from './advance-sign-in.ts'
import { recordSignInFailure } from './sign-in.ts'

/** An OpenID Connect provider: authorization code flow with PKCE, state and nonce. */
export interface SignInProvider {
  /** What the button calls it. */
  name: string
  /** Where to send the browser, and what it must bring back. */
  begin(): Promise<{ url: string; cookie: string }>
  /**
   * @param search of the address the provider sent the browser back to. @throws AppError sign_in_failed,
   * unavailable
   */
  finish(search: string, cookie: string | undefined, caller: SignInCaller): Promise<SignInOutcome>
}

export const PROVIDER_COOKIE = 'grid_map_provider'
export const PROVIDER_PATH = '/api/session/provider'
export const PROVIDER_SECONDS = 600

const Begun = z.object({ state: z.string(), nonce: z.string(), verifier: z.string(), until: z.number() })

/** Ways of signing in at the provider that count as a second factor here (RFC 8176). */
const STRONG = new Set(['mfa', 'otp', 'hwk', 'swk', 'fpt', 'face'])

/** Nothing is asked of the provider before the first sign-in: it may start later than this server. */
export function createSignInProvider(
  door: SignInContext,
  {
    issuer,
    clientId,
    clientSecret,
    name,
    claim,
    publicUrl,
    secret,
  }: {
    issuer: string
    clientId: string
    clientSecret: string
    name: string
    /** Which claim names the person. */
    claim: string
    /** Without a slash at the end. */
    publicUrl: string
    secret: string
  },
): SignInProvider {
  const sealed = createTextCipher(secret, 'provider')
  const returnUrl = `${publicUrl}${PROVIDER_PATH}/return`
  let discovered: Promise<oidc.Configuration> | undefined
  const configuration = () => {
    discovered ??= oidc
      .discovery(new URL(issuer), clientId, clientSecret, undefined, {
        timeout: 10,
        // settings allow http for a provider on this very machine only
        ...(issuer.startsWith('http:') ? { execute: [oidc.allowInsecureRequests] } : {}),
      })
      .catch((error: unknown) => {
        discovered = undefined
        throw new AppError('unavailable', 'the sign-in provider does not answer', {}, { cause: error })
      })
    return discovered
  }

  return {
    name,
    async begin() {
      const begun: z.infer<typeof Begun> = {
        state: oidc.randomState(),
        nonce: oidc.randomNonce(),
        verifier: oidc.randomPKCECodeVerifier(),
        until: door.now() + PROVIDER_SECONDS * 1000,
      }
      const url = oidc.buildAuthorizationUrl(await configuration(), {
        redirect_uri: returnUrl,
        scope: claim === 'sub' ? 'openid' : 'openid profile email',
        state: begun.state,
        nonce: begun.nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(begun.verifier),
        code_challenge_method: 'S256',
      })
      return {
        url: url.href,
        cookie: Buffer.from(sealed.seal(JSON.stringify(begun), PROVIDER_COOKIE)).toString('base64url'),
      }
    },

    async finish(search, cookie, caller) {
      const text =
        cookie === undefined ? null : sealed.open(Buffer.from(cookie, 'base64url'), PROVIDER_COOKIE)
      const begun = text === null ? null : Begun.parse(JSON.parse(text))
      if (begun === null || begun.until <= door.now())
        throw new AppError('sign_in_expired', 'this browser has not begun to sign in')
      const claims = await claimsOf(await configuration(), new URL(returnUrl + search), begun)
      const subject = claims === null ? undefined : findSubject(claims, claim)
      const account =
        typeof subject === 'string' ? await findSignInAccount(door, { providerSubject: subject }) : undefined
      if (account === undefined || account.state !== 'active') {
        throw await recordSignInFailure(
          door,
          account,
          String(subject),
          caller,
          claims === null
            ? 'the provider did not vouch'
            : account === undefined
              ? 'not known here'
              : 'not open',
        )
      }
      const methods = Array.isArray(claims?.['amr']) ? claims['amr'] : []
      return advanceSignIn(
        door,
        account,
        {
          via: 'provider',
          secondFactor: methods.some((method) => typeof method === 'string' && STRONG.has(method)),
        },
        caller,
        null,
      )
    },
  }
}

/** An e-mail address names a person only when the provider has verified it: anybody can enter any address. */
function findSubject(claims: Record<string, unknown>, claim: string): unknown {
  return claim === 'email' && claims['email_verified'] !== true ? undefined : claims[claim]
}

/** null: what came back does not belong to what was begun, or the provider refused. */
async function claimsOf(
  configuration: oidc.Configuration,
  url: URL,
  { state, nonce, verifier }: z.infer<typeof Begun>,
): Promise<Record<string, unknown> | null> {
  try {
    const tokens = await oidc.authorizationCodeGrant(configuration, url, {
      expectedState: state,
      expectedNonce: nonce,
      pkceCodeVerifier: verifier,
      idTokenExpected: true,
    })
    return { ...tokens.claims() }
  } catch (error) {
    if (error instanceof TypeError)
      throw new AppError('unavailable', 'the sign-in provider does not answer', {}, { cause: error })
    return null
  }
}
