import type { AuditRow } from '#shared/contract/access/audit.ts'

/** How rows become text for other programs. */
export interface AuditFormat {
  extension: string
  head: string
  line(row: AuditRow): string
}

export const auditFormats: Record<'csv' | 'syslog', AuditFormat> = {
  // Excel takes UTF-8 for what it is only with the mark in front
  csv: {
    extension: 'csv',
    head: '\ufefflog,id,at,actor,address,action,object,result,detail,hash\r\n',
    line: csvLine,
  },
  syslog: { extension: 'log', head: '', line: syslogLine },
}

function csvLine({ log, id, at, actor, address, action, object, result, detail, hash }: AuditRow): string {
  return `${[log, String(id), at, actor, address ?? '', action, object, result, JSON.stringify(detail), hash ?? ''].map(cell).join()}\r\n`
}

/** A cell that begins like a formula is one to a spreadsheet: an apostrophe in front makes it text again. */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** Facility 13 (log audit). Severities: 6 informational, 4 warning, 3 error. */
const SEVERITY = { done: 6, refused: 4, failed: 3 } as const
/** RFC 5612: the number for examples and documentation. */
const ENTERPRISE = 32473

/** RFC 5424. */
function syslogLine({ log, id, at, actor, address, action, object, result, detail, hash }: AuditRow): string {
  const data = Object.entries({ log, id: String(id), actor, address, object, result, hash }).flatMap(
    ([name, value]) => (value === null ? [] : [`${name}="${value.replace(/["\\\]]/g, '\\$&')}"`]),
  )
  return `<${13 * 8 + SEVERITY[result]}>1 ${at} - grid-map - ${action.slice(0, 32)} [audit@${ENTERPRISE} ${data.join(' ')}] \ufeff${JSON.stringify(detail)}\n`
}

/** One line of RFC 5424 with the newest row of a log. */
export function formatSyslogHead(at: string, head: { log: string; id: number; hash: string }): string {
  return `<${13 * 8 + SEVERITY.done}>1 ${at} - grid-map - audit.head [auditHead@${ENTERPRISE} log="${head.log}" id="${head.id}" hash="${head.hash}"]`
}
