import type { Settings } from '../../runtime/settings.ts'
import type { SignInContext } from './sign-in-context.ts'
import { createSignInProvider } from './sign-in-provider.ts'

/** Creates the sign-in provider of the settings; null when they name none. */
export function createConfiguredProvider(
  { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_NAME, OIDC_CLAIM, PUBLIC_URL }: Settings,
  signIn: SignInContext,
  secret: string,
) {
  if (
    OIDC_ISSUER === undefined ||
    OIDC_CLIENT_ID === undefined ||
    OIDC_CLIENT_SECRET === undefined ||
    PUBLIC_URL === undefined
  )
    return null
  return createSignInProvider(signIn, {
    issuer: OIDC_ISSUER,
    clientId: OIDC_CLIENT_ID,
    clientSecret: OIDC_CLIENT_SECRET,
    name: OIDC_NAME,
    claim: OIDC_CLAIM,
    publicUrl: PUBLIC_URL.replace(/\/$/, ''),
    secret,
  })
}
