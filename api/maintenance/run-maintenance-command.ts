import { z } from 'zod'
import { AccountName, DisplayName } from '#shared/contract/access/accounts.ts'
import { AuditFilters, type AuditResult, AuditLogVerification } from '#shared/contract/access/audit.ts'
import { appendAudit } from '../audit/audit-chain.ts'
import type { Database } from '../db/database.ts'
import { verifyAuditChain } from '../audit/verify-audit-chain.ts'
import { withSharedSchema } from '../db/transaction/with-city.ts'
import { writeBackup } from './backup/write-backup.ts'
import { resetAccountPassword } from '../accounts/reset-account-password.ts'
import { createAdmin } from '../accounts/create-admin.ts'
import { exportAuditFile } from '../audit/export-audit-file.ts'
import { mapAuditLogs } from '../audit/map-audit-logs.ts'
import { pruneAudit } from '../audit/prune-audit.ts'

/**
 * What is done from the command line, in this process or in the one that holds the data folder. Paths are
 * absolute.
 */
export const MaintenanceCommand = z.discriminatedUnion('do', [
  z.object({ do: z.literal('backup'), file: z.string() }),
  z.object({
    do: z.literal('admin'),
    name: AccountName,
    displayName: DisplayName,
    city: z.string().regex(/^(\*|[0-9]{6})$/),
  }),
  z.object({ do: z.literal('reset-password'), name: AccountName, secondFactor: z.boolean() }),
  z.object({
    do: z.literal('verify'),
    /** Heads that were noted earlier, by log. */
    heads: z.record(z.string(), z.object({ id: z.number().int(), hash: z.string() })),
  }),
  z.object({ do: z.literal('prune'), days: z.number().int().min(1) }),
  z.object({
    do: z.literal('export'),
    file: z.string(),
    format: z.enum(['csv', 'syslog']),
    filters: AuditFilters,
  }),
])
export type MaintenanceCommand = z.infer<typeof MaintenanceCommand>

export const MaintenanceResult = z.discriminatedUnion('did', [
  z.object({ did: z.literal('backup'), tables: z.number(), rows: z.number(), cities: z.array(z.string()) }),
  z.object({ did: z.literal('admin'), initialPassword: z.string() }),
  z.object({ did: z.literal('reset-password'), initialPassword: z.string() }),
  z.object({ did: z.literal('verify'), logs: z.array(AuditLogVerification) }),
  z.object({ did: z.literal('prune'), logs: z.array(z.object({ log: z.string(), rows: z.number() })) }),
  z.object({ did: z.literal('export'), rows: z.number() }),
])
export type MaintenanceResult = z.infer<typeof MaintenanceResult>

/** @param actor who typed it, for the log. @throws StartError, AppError */
export async function runMaintenanceCommand(
  database: Database,
  command: MaintenanceCommand,
  { actor, program }: { actor: string; program: string },
): Promise<MaintenanceResult> {
  const note = (action: string, object: string, detail: object, result: AuditResult = 'done') =>
    withSharedSchema(database, (tx) =>
      appendAudit(tx, 'shared', [
        { at: new Date(), actor, address: null, action, object, result, detail: { ...detail } },
      ]),
    )
  switch (command.do) {
    case 'backup': {
      const written = await writeBackup(database, command.file, program).catch(async (error: unknown) => {
        await note('system.backup', 'database', {}, 'failed')
        throw error
      })
      await note('system.backup', 'database', { rows: written.rows })
      return { did: 'backup', ...written }
    }
    case 'admin':
      return { did: 'admin', ...(await createAdmin(database, { ...command, actor })) }
    case 'reset-password':
      return { did: 'reset-password', ...(await resetAccountPassword(database, { ...command, actor })) }
    case 'verify': {
      const logs = await mapAuditLogs(database, async (tx, log) => ({
        log,
        ...(await verifyAuditChain(tx, log, command.heads[log])),
      }))
      await note('audit.verify', 'logs', {
        broken: logs.flatMap(({ log, broken }) => (broken === null ? [] : [`${log}:${broken.id}`])),
      })
      return { did: 'verify', logs }
    }
    case 'prune':
      return { did: 'prune', logs: await pruneAudit(database, { days: command.days, actor }) }
    case 'export': {
      const rows = await exportAuditFile(database, command)
      await note('audit.export', 'logs', { format: command.format, filters: command.filters, rows })
      return { did: 'export', rows }
    }
  }
}
