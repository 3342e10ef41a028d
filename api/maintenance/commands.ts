import { z } from 'zod'
import { AccountName, DisplayName } from '#shared/contract/accounts.ts'
import { AuditFilters, type AuditResult, AuditVerdict } from '#shared/contract/audit.ts'
import { appendAudit } from '../db/audit-chain.ts'
import type { Database } from '../db/database.ts'
import { verifyAudit } from '../db/verify-audit.ts'
import { withShared } from '../db/with-city.ts'
import { writeBackup } from './backup/write-backup.ts'
import { createAdmin } from './create-admin.ts'
import { exportAudit } from './export-audit.ts'
import { eachLog } from './logs-of.ts'
import { pruneAudit } from './prune-audit.ts'

/** What is done from the command line, in this process or in the one that holds the data folder. Paths are absolute. */
export const Command = z.discriminatedUnion('do', [
  z.object({ do: z.literal('backup'), file: z.string() }),
  z.object({
    do: z.literal('admin'),
    name: AccountName,
    displayName: DisplayName,
    city: z.string().regex(/^(\*|[0-9]{6})$/),
  }),
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
export type Command = z.infer<typeof Command>

export const CommandAnswer = z.discriminatedUnion('did', [
  z.object({ did: z.literal('backup'), tables: z.number(), rows: z.number(), cities: z.array(z.string()) }),
  z.object({ did: z.literal('admin'), initialPassword: z.string() }),
  z.object({ did: z.literal('verify'), logs: z.array(AuditVerdict) }),
  z.object({ did: z.literal('prune'), logs: z.array(z.object({ log: z.string(), rows: z.number() })) }),
  z.object({ did: z.literal('export'), rows: z.number() }),
])
export type CommandAnswer = z.infer<typeof CommandAnswer>

/** @param actor who typed it, for the log. @throws StartError, AppError */
export async function runCommand(
  database: Database,
  command: Command,
  { actor, program }: { actor: string; program: string },
): Promise<CommandAnswer> {
  const note = (action: string, object: string, detail: object, result: AuditResult = 'done') =>
    withShared(database, (tx) =>
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
    case 'verify': {
      const logs = await eachLog(database, async (tx, log) => ({
        log,
        ...(await verifyAudit(tx, log, command.heads[log])),
      }))
      await note('audit.verify', 'logs', {
        broken: logs.flatMap(({ log, broken }) => (broken === null ? [] : [`${log}:${broken.id}`])),
      })
      return { did: 'verify', logs }
    }
    case 'prune':
      return { did: 'prune', logs: await pruneAudit(database, { days: command.days, actor }) }
    case 'export': {
      const rows = await exportAudit(database, command)
      await note('audit.export', 'logs', { format: command.format, filters: command.filters, rows })
      return { did: 'export', rows }
    }
  }
}
