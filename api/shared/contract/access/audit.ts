import { z } from 'zod'
import { Role } from '../permissions.ts'
import { CityCode } from '../city/codes.ts'
import { defineEndpoint } from '../endpoint.ts'

export const AuditResult = z.enum(['done', 'refused', 'failed'])
export type AuditResult = z.infer<typeof AuditResult>

/** One row of the audit log: actor, action, object and outcome. */
export interface AuditEntry {
  at: Date
  actor: string
  address: string | null
  /** Dotted name, e.g. 'session.sign_in'. */
  action: string
  object: string
  result: AuditResult
  /** JSON object without secrets. `city` is the code of the city that the row concerns, if any. */
  detail: Readonly<Record<string, unknown>>
}

/** The audited actions by topic. A test searches the code for actions that this list lacks. */
export const auditedActions = {
  session: ['sign_in', 'sign_out', 'revoke', 'locked_out'],
  /** `flood` is the name of `rate_limit.exceeded` in rows that older versions wrote. */
  access: ['refused', 'flood'],
  rate_limit: ['exceeded'],
  account: [
    'create',
    'change',
    'password',
    'second_factor',
    'remove_second_factor',
    'reset_password',
    'end_sessions',
    'unlock',
  ],
  key: ['create', 'revoke'],
  display: ['create', 'claim', 'renew', 'revoke'],
  webhook: ['create', 'pause', 'resume', 'remove'],
  security: ['change'],
  settings: ['change'],
  city: ['load', 'import', 'import.undo', 'export'],
  draft: ['create', 'rename', 'rebase', 'submit', 'withdraw', 'consent', 'return', 'approve', 'discard'],
  grid: ['publish'],
  gap: ['change', 'cover'],
  siting: ['save', 'remove'],
  screen: ['change', 'tell', 'remove'],
  audit: ['verify', 'export', 'prune', 'send_heads'],
  system: ['backup', 'restore'],
} as const
export const auditSubjects = Object.keys(auditedActions) as (keyof typeof auditedActions)[]

export const AuditRow = z.object({
  /** `shared`: the log of the server; six digits: the log of a city. */
  log: z.string(),
  id: z.number().int(),
  at: z.string(),
  actor: z.string(),
  address: z.string().nullable(),
  action: z.string(),
  object: z.string(),
  result: AuditResult,
  detail: z.record(z.string(), z.unknown()),
  /** Hexadecimal; null in rows that are older than the hash chain. */
  hash: z.string().nullable(),
})
export type AuditRow = z.infer<typeof AuditRow>

/** Search conditions; texts match any part and ignore case. */
const filters = {
  log: z.union([z.literal('shared'), CityCode]).optional(),
  from: z.iso.datetime({ offset: true }).optional(),
  /** End of the period, exclusive. */
  to: z.iso.datetime({ offset: true }).optional(),
  actor: z.string().max(100).optional(),
  /** Prefix of the action: `session` or `session.sign_in`. */
  action: z
    .string()
    .regex(/^[a-z_.]{1,60}$/)
    .optional(),
  result: AuditResult.optional(),
  object: z.string().max(100).optional(),
  address: z.string().max(60).optional(),
  /** Role of the account that the row is about. */
  role: Role.optional(),
}
export const AuditFilters = z.object(filters)
export type AuditFilters = z.infer<typeof AuditFilters>

export const searchAudit = defineEndpoint({
  id: 'searchAudit',
  method: 'get',
  path: '/audit',
  summary: 'Lists rows of the server log and of the city logs that the auditor may read, newest first',
  permission: 'audit.read',
  query: z.object({
    ...filters,
    limit: z.coerce.number().int().min(1).max(500).default(100),
    /** `next` of the previous answer. */
    after: z.string().max(200).optional(),
  }),
  answer: z.object({ rows: z.array(AuditRow), next: z.string().nullable() }),
})

export const exportAudit = defineEndpoint({
  id: 'exportAudit',
  method: 'get',
  path: '/audit/export',
  summary: 'Exports the rows as a file, oldest first: CSV, or syslog lines (RFC 5424) for a log collector',
  permission: 'audit.read',
  audit: 'audit.export',
  query: z.object({ ...filters, format: z.enum(['csv', 'syslog']) }),
  mediaType: 'application/octet-stream',
})

export const AuditLogVerification = z.object({
  log: z.string(),
  rows: z.number().int(),
  head: z.object({ id: z.number().int(), hash: z.string() }),
  before: z.number().int(),
  broken: z
    .object({ id: z.number().int(), reason: z.enum(['altered', 'missing', 'cut_off', 'rewritten']) })
    .nullable(),
})
export type AuditLogVerification = z.infer<typeof AuditLogVerification>

export const verifyAudit = defineEndpoint({
  id: 'verifyAudit',
  method: 'get',
  path: '/audit/verification',
  summary:
    'Verifies the hash chain of every log. Store the returned heads elsewhere to detect a later rewrite',
  permission: 'audit.read',
  audit: 'audit.verify',
  query: z.object({
    /** Heads that were noted earlier, `log:number:hash` separated by commas: rows cut off since then are found. */
    heads: z
      .string()
      .max(12_000)
      .regex(/^((shared|[0-9]{6}):[0-9]{1,15}:[0-9a-f]{64}(,|$))*$/)
      .optional(),
  }),
  answer: z.object({ logs: z.array(AuditLogVerification) }),
})
