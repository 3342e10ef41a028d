import { randomUUID } from 'node:crypto'
import type { BrowserContext } from 'playwright-core'
import type { PermissionArea, Role } from '#shared/contract/permissions.ts'
import { anAccount, validPassword } from '../api/an-account.ts'
import { getTestSite } from './open-test-site.ts'

/** Signs a browser in: under an account of its own, or by one click where the site is in demo mode. */
export async function signInBrowserContext(
  context: BrowserContext,
  address: string,
  { role, area }: { role: Role; area?: PermissionArea },
): Promise<void> {
  const site = getTestSite(address)
  const post = async (path: string, data: object) => {
    const answer = await context.request.post(`${site.url}${path}`, { data })
    if (!answer.ok()) throw new Error(`${role} was not let in: ${await answer.text()}`)
  }
  if (site.demo) return post('/api/session/demo', { role, ...(area ? { area } : {}) })
  const { name } = await anAccount(site, {
    name: `${role.replaceAll('_', '-')}-${randomUUID().slice(0, 8)}`,
    role,
    ...(area ? { area } : {}),
  })
  await post('/api/session', { name, password: validPassword })
}
