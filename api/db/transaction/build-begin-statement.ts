import type { TransactionOptions } from '../database.ts'

/**
 * BEGIN and every setting of a transaction as one message: one round trip, and nothing that outlives the
 * transaction.
 */
export function buildBeginStatement({
  access,
  isolation,
  searchPath,
  timeoutMs,
  role,
}: TransactionOptions & { role?: string | undefined }): string {
  const begin = ['begin', isolation && `isolation level ${isolation}`, access === 'read' && 'read only']
    .filter(Boolean)
    .join(' ')
  // dates must not depend on where a server stands
  const settings = [`set local timezone to 'UTC'`]
  if (role !== undefined) settings.push(`set local role ${quoteIdentifier(role)}`)
  if (searchPath) settings.push(`set local search_path to ${searchPath.map(quoteIdentifier).join(', ')}`)
  if (timeoutMs !== undefined) settings.push(`set local statement_timeout to ${Math.round(timeoutMs)}`)
  return [begin, ...settings].join('; ')
}

/** A name as an SQL identifier. */
export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
