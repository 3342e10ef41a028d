import * as contract from '#shared/contract/access/security-settings.ts'
import type { AccessControl } from '../../access/access-control.ts'
import { loadSql } from '../../db/load-sql.ts'
import { AppError } from '../../errors.ts'
import { checkPermission } from '../../http/endpoints/check-permission.ts'
import { type Api, registerEndpoint } from '../../http/endpoints/register-endpoint.ts'

const put = loadSql('api/features/accounts/sql/upsert-security-settings.sql')

/** Rules of the whole server: any administrator reads them, one of all cities changes them. */
export function registerSecurityRoutes(api: Api, { access }: { access: AccessControl }): void {
  registerEndpoint(api, contract.getSecurity, () => access.security())

  registerEndpoint(api, contract.putSecurity, async ({ body: { version, settings }, session, context }) => {
    checkPermission('security.manage', session, { city: '*' })
    const before = access.security().settings
    await access.write(async (tx, audit) => {
      const { rowCount } = await tx.query(put, [settings, version])
      if (rowCount === 0)
        throw new AppError('stale_base', 'somebody else has changed the settings in the meantime')
      audit({
        actor: session?.name ?? 'nobody',
        address: context.get('client').address,
        action: 'security.change',
        object: 'security',
        result: 'done',
        detail: { before, after: settings },
      })
    })
    return access.security()
  })
}
