import type { Access } from '../../access/access.ts'
import { passwords } from '../../access/passwords.ts'
import { sealedText } from '../../access/sealed-text.ts'
import { signInAttempts } from '../../access/sign-in-attempts.ts'
import { signedText } from '../../access/signed-text.ts'
import type { Database } from '../../db/database.ts'
import type { Door } from './door.ts'

export function openDoor({
  database,
  access,
  secret,
  now,
}: {
  database: Database
  access: Access
  secret: string
  now: () => number
}): Door {
  return {
    database,
    access,
    passwords,
    attempts: signInAttempts({ database, secret, lockout: () => access.security().settings.lockout, now }),
    steps: signedText(secret, 'sign-in step'),
    sealed: sealedText(secret, 'second factor'),
    now,
  }
}
