import { randomBytes } from 'node:crypto'
import { hashSecret } from '../../access/access-store.ts'
import { loadSql } from '../../db/load-sql.ts'
import { AppError } from '../../errors.ts'
import type { SignInContext } from './sign-in-context.ts'

const claim = loadSql('api/features/session/sql/update-display-device.sql')

/**
 * A display token is good for one browser: the first that shows it gets a secret of its own, and from then on
 * the link alone opens nothing. The answer: the cookie's value.
 *
 * @throws AppError forbidden: unknown, revoked, expired, or another browser's by now
 */
export async function claimDisplay(
  { access, now }: Pick<SignInContext, 'access' | 'now'>,
  token: string,
  address: string | null,
): Promise<string> {
  const hash = hashSecret(token)
  const device = randomBytes(32).toString('base64url')
  const claimed = await access.write(async (tx, audit) => {
    const {
      rows: [row],
    } = await tx.query<{ id: string; name: string; screen: string }>(claim, [
      Buffer.from(hash, 'hex'),
      Buffer.from(hashSecret(device), 'hex'),
      new Date(now()),
    ])
    if (row !== undefined)
      audit({
        actor: `display:${row.name}#${row.id.slice(0, 8)}`,
        address,
        action: 'display.claim',
        object: `display:${row.id}`,
        result: 'done',
        detail: { screen: row.screen },
      })
    return row !== undefined
  })
  if (!claimed)
    throw new AppError('forbidden', 'the display token is not valid, or belongs to another browser', {
      action: 'display.claim',
    })
  return `${hash}.${device}`
}
