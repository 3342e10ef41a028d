import type { AccessControl } from '../../access/access-control.ts'
import { passwordHasher } from '../../accounts/password-hasher.ts'
import { createTextCipher } from '../../runtime/text-cipher.ts'
import { createSignInLimiter } from '../../access/sign-in-limiter.ts'
import { createTextSigner } from '../../runtime/text-signer.ts'
import type { Database } from '../../db/database.ts'
import type { SignInContext } from './sign-in-context.ts'

export function createSignInContext({
  database,
  access,
  secret,
  now,
}: {
  database: Database
  access: AccessControl
  secret: string
  now: () => number
}): SignInContext {
  return {
    database,
    access,
    passwords: passwordHasher,
    attempts: createSignInLimiter({
      database,
      secret,
      lockout: () => access.security().settings.lockout,
      now,
    }),
    steps: createTextSigner(secret, 'sign-in step'),
    sealed: createTextCipher(secret, 'second factor'),
    now,
  }
}
