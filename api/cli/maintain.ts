import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { toDatabaseSettings } from '../db/database-settings.ts'
import { readLock } from '../db/embedded/folder-lock.ts'
import { describeFullDisk } from '../db/describe-full-disk.ts'
import { migrate } from '../db/migrations/migrate.ts'
import { openDatabase } from '../db/open-database.ts'
import { discardUnfinishedRestore } from '../db/restore-marker.ts'
import { AppError, StartError } from '../errors.ts'
import { restoreBackup } from '../maintenance/backup/restore-backup.ts'
import { sendMaintenanceCommand } from '../maintenance/command-socket.ts'
import {
  type MaintenanceCommand,
  type MaintenanceResult,
  runMaintenanceCommand,
} from '../maintenance/run-maintenance-command.ts'
import { packageRoot } from '../runtime/package-root.ts'
import { readSettings } from '../runtime/settings.ts'
import { getCommandActor } from './get-command-actor.ts'
import { readMaintenanceArguments, MAINTENANCE_USAGE } from './maintain/read-maintenance-arguments.ts'

/**
 * Backup, restore, the first administrator, the audit log: what only who can run commands on the server may
 * do.
 */
async function main(): Promise<void> {
  const given = readMaintenanceArguments(process.argv.slice(2), new Date())
  const actor = getCommandActor()
  if (given.kind === 'help') {
    say(MAINTENANCE_USAGE)
    return
  }
  const settings = readSettings(process.env)
  const held = settings.DATABASE_URL === undefined && readLock(settings.DATA_DIR) !== undefined
  if (given.kind === 'restore') {
    if (held)
      throw new StartError(
        `A server works in the data folder ${settings.DATA_DIR}: restore into an empty one.`,
      )
    const database = await openDatabase(toDatabaseSettings(settings))
    try {
      if (given.file === null) {
        const found = await discardUnfinishedRestore(database)
        say(
          found ? '已清除 · removed what the restore had left' : '无需清除 · there is no unfinished restore',
        )
      } else {
        const { rows, schemas, at } = await restoreBackup(database, given.file, actor)
        say(`已恢复 · restored: ${rows} rows in ${schemas.length} schemas, as of ${at}`)
      }
    } finally {
      await database.close()
    }
    return
  }
  const { command, note } = given
  const answer = held
    ? await sendMaintenanceCommand(settings.DATA_DIR, command, actor)
    : await runHere(toDatabaseSettings(settings), command, actor)
  report(answer, command, note)
}

async function runHere(
  where: Parameters<typeof openDatabase>[0],
  command: MaintenanceCommand,
  actor: string,
): Promise<MaintenanceResult> {
  const database = await openDatabase(where)
  try {
    // a backup also takes what an older version of the program has left
    if (command.do !== 'backup') await migrate(database)
    const { version } = JSON.parse(readFileSync(path.join(packageRoot, 'package.json'), 'utf8')) as {
      version: string
    }
    return await runMaintenanceCommand(database, command, { actor, program: version })
  } finally {
    await database.close()
  }
}

function report(answer: MaintenanceResult, command: MaintenanceCommand, note: string | null): void {
  switch (answer.did) {
    case 'backup':
      say(
        `已备份 · backed up: ${answer.rows} rows in ${answer.tables} tables, ${answer.cities.length} cities` +
          ('file' in command ? ` → ${command.file}` : ''),
      )
      break
    case 'admin':
    case 'reset-password':
      say(`初始密码(首次登录后须修改) · initial password, good for one sign-in: ${answer.initialPassword}`)
      break
    case 'verify': {
      for (const { log, rows, before, head, broken } of answer.logs) {
        say(
          broken === null
            ? `${log}: 完整 · holds, ${rows} rows${before > 0 ? ` (and ${before} older than the chain)` : ''}, head ${head.id} ${head.hash.slice(0, 16)}`
            : `${log}: 断裂 · broken at row ${broken.id} (${broken.reason}); ${rows} rows before it hold`,
        )
      }
      if (answer.logs.some(({ broken }) => broken !== null)) process.exitCode = 1
      else if (note !== null)
        writeFileSync(
          note,
          `${JSON.stringify(Object.fromEntries(answer.logs.map(({ log, head }) => [log, head])), null, 2)}\n`,
          { mode: 0o600 },
        )
      break
    }
    case 'prune':
      for (const { log, rows } of answer.logs) say(`${log}: ${rows} rows`)
      break
    case 'export':
      say(`已导出 · exported: ${answer.rows} rows${'file' in command ? ` → ${command.file}` : ''}`)
  }
}

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}

function formatError(error: unknown): string {
  if (error instanceof StartError || error instanceof AppError) return error.message
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

main().catch((error: unknown) => {
  process.stderr.write(`${describeFullDisk(error) ?? formatError(error)}\n`)
  process.exitCode = 1
})
