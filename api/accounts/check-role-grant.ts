import { type PermissionArea, isAllowed, type Role } from '#shared/contract/permissions.ts'
import type { Session } from '#shared/contract/access/session.ts'
import type { Database } from '../db/database.ts'
import { loadSql } from '../db/load-sql.ts'
import { withCity } from '../db/transaction/with-city.ts'
import { AppError } from '../errors.ts'

const knownUnits = loadSql('api/accounts/sql/list-existing-units.sql')

/**
 * A role with an area that makes sense, given by somebody who may give it.
 *
 * @throws AppError forbidden, unprocessable
 */
export async function checkRoleGrant(
  database: Database,
  session: Session,
  role: Role,
  area: PermissionArea,
): Promise<void> {
  if (!isAllowed(session, 'account.manage', { city: area.city }))
    throw new AppError('forbidden', 'this area is not yours to give', { action: 'account.manage' })
  const refuse = (message: string, reason: string): never => {
    throw new AppError('unprocessable', message, { reason })
  }
  if (role === 'street_official' && area.units === undefined)
    refuse('a street official has streets', 'area_needed')
  if ((role === 'admin' || role === 'auditor') && area.units !== undefined)
    refuse('administrators and auditors have whole cities', 'area_too_small')
  await checkAreaUnits(database, area)
}

/** @throws AppError unprocessable when a unit, or the city, is not there */
export async function checkAreaUnits(database: Database, { city, units }: PermissionArea): Promise<void> {
  if (city === '*') {
    if (units !== undefined)
      throw new AppError('unprocessable', 'units belong to one city', { reason: 'area_without_city' })
    return
  }
  const asked = units ?? []
  const { rows } = await withCity(database, city, (tx) => tx.query<{ code: string }>(knownUnits, [asked]))
  const known = new Set(rows.map(({ code }) => code))
  const unknown = asked.filter((code) => !known.has(code))
  if (unknown.length > 0)
    throw new AppError('unprocessable', 'there is no such district or street', {
      reason: 'unknown_unit',
      units: unknown,
    })
}

/**
 * An auditor watches the administrators: none of them can sign in as the auditor. What would let them, two of them do
 * together, or it is done on the command line of the server.
 *
 * @throws AppError forbidden
 */
export function checkAuditorTakeover(role: Role): void {
  if (role === 'auditor')
    throw new AppError(
      'forbidden',
      'the sign-in of an auditor is reset by two administrators, or on the server: npm run reset-password',
      {
        action: 'account.manage',
        reason: 'auditor_sign_in',
      },
    )
}

/** Who administers or audits never becomes, and never was, anything else: that would be a new account. */
export function checkExclusiveRoles(before: Role, after: Role): void {
  const apart = (role: Role) => role === 'admin' || role === 'auditor'
  if (before !== after && (apart(before) || apart(after))) {
    throw new AppError(
      'unprocessable',
      'administration, audit and business exclude each other: make another account',
      { reason: 'exclusive_roles' },
    )
  }
}
