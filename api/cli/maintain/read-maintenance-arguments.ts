import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { StartError } from '../../errors.ts'
import { MaintenanceCommand } from '../../maintenance/run-maintenance-command.ts'

export const MAINTENANCE_USAGE = `备份 · back up       npm run backup -- [FILE]
恢复 · restore       npm run restore -- FILE            (into an empty database or data folder; repeat one that was broken off)
                     npm run restore -- --discard       (removes what a restore that was broken off has left)
管理员 · first admin  npm run admin -- NAME [--display-name 张三] [--city 320900]
密码 · password      npm run reset-password -- NAME [--second-factor]   (also removes the second factor)
审计 · audit log     npm run audit -- verify [--heads FILE]
                     npm run audit -- export FILE [--format csv|syslog] [--from 2026-01-01] [--to 2026-07-01]
                     npm run audit -- prune --days 180
DATA_DIR and DATABASE_URL say where, as for the server. Everything but a restore also works while the server runs.`

export type MaintenanceArguments =
  | { kind: 'help' }
  /** `file` null: what a restore that was broken off has left is removed. */
  | { kind: 'restore'; file: string | null }
  /** `note`: file into which the heads of the logs go, once all of them were found sound. */
  | { kind: 'command'; command: MaintenanceCommand; note: string | null }

const Heads = z.record(z.string(), z.object({ id: z.number().int(), hash: z.string() }))

/** @throws StartError with the usage, when the words make no sense */
export function readMaintenanceArguments(words: readonly string[], now: Date): MaintenanceArguments {
  const refuse = (what: string): never => {
    throw new StartError(`${what}\n${MAINTENANCE_USAGE}`)
  }
  const {
    values,
    positionals: [verb, ...rest],
  } = parse(words, refuse)
  if (verb === undefined || values.help === true) return { kind: 'help' }
  const command = (
    wanted: z.input<typeof MaintenanceCommand>,
    note: string | null = null,
  ): MaintenanceArguments => {
    const parsed = MaintenanceCommand.safeParse(wanted)
    return parsed.success
      ? { kind: 'command', command: parsed.data, note }
      : refuse(
          `${parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ')}.`,
        )
  }
  const file = (name: string | undefined) => path.resolve(name ?? refuse('A file is missing.'))
  switch (verb) {
    case 'backup':
      return command({
        do: 'backup',
        file: file(
          rest[0] ??
            `grid-map-${now.toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-')}.backup`,
        ),
      })
    case 'restore':
      return { kind: 'restore', file: values.discard === true ? null : file(rest[0]) }
    case 'admin':
      return command({
        do: 'admin',
        name: rest[0] ?? refuse('A name is missing.'),
        displayName: values['display-name'] ?? rest[0] ?? '',
        city: values.city ?? '*',
      })
    case 'reset-password':
      return command({
        do: 'reset-password',
        name: rest[0] ?? refuse('A name is missing.'),
        secondFactor: values['second-factor'] ?? false,
      })
    case 'audit': {
      const [what, target] = rest
      if (what === 'verify')
        return command(
          { do: 'verify', heads: values.heads === undefined ? {} : readHeads(file(values.heads)) },
          values.heads === undefined ? null : file(values.heads),
        )
      if (what === 'prune')
        return command({ do: 'prune', days: Number(values.days ?? refuse('--days is missing.')) })
      if (what !== 'export') return refuse('audit verify, audit export or audit prune.')
      const format = values.format ?? 'csv'
      if (format !== 'csv' && format !== 'syslog') return refuse('--format is csv or syslog.')
      return command({
        do: 'export',
        file: file(target),
        format,
        filters: { ...moment('from', values.from), ...moment('to', values.to) },
      })
    }
    default:
      return refuse(`There is no command ${verb}.`)
  }
}

function parse(words: readonly string[], refuse: (what: string) => never) {
  const text = { type: 'string' } as const
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        help: { type: 'boolean' },
        discard: { type: 'boolean' },
        'second-factor': { type: 'boolean' },
        'display-name': text,
        city: text,
        heads: text,
        format: text,
        from: text,
        to: text,
        days: text,
      },
    })
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error))
  }
}

function readHeads(file: string): z.infer<typeof Heads> {
  if (!existsSync(file)) return {}
  try {
    return Heads.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    throw new StartError(
      `The noted heads in ${file} cannot be read; what was noted must not be guessed at.`,
      { cause: error },
    )
  }
}

/** A day means its beginning in UTC. */
function moment(name: 'from' | 'to', text: string | undefined): { from?: string; to?: string } {
  if (text === undefined) return {}
  const at = new Date(text)
  if (Number.isNaN(at.getTime())) throw new StartError(`--${name} is not a day: ${text}.`)
  return { [name]: at.toISOString() }
}
