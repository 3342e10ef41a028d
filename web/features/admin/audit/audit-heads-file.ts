import { z } from 'zod'
import type { AuditLogVerification } from '#shared/contract/access/audit.ts'

/** The file that `npm run audit -- verify --heads FILE` also reads and writes. */
const AuditHeadsFile = z.record(
  z.union([z.literal('shared'), z.string().regex(/^[0-9]{6}$/)]),
  z.object({ id: z.number().int().nonnegative(), hash: z.string().regex(/^[0-9a-f]{64}$/) }),
)

export function writeAuditHeads(logs: readonly AuditLogVerification[]): string {
  return `${JSON.stringify(Object.fromEntries(logs.map(({ log, head }) => [log, head])), null, 2)}\n`
}

/** Returns the heads as the query of a verification takes them; null when the text is no such file. */
export function readAuditHeads(text: string): string | null {
  try {
    return Object.entries(AuditHeadsFile.parse(JSON.parse(text)))
      .map(([log, { id, hash }]) => `${log}:${id}:${hash}`)
      .join()
  } catch {
    // not JSON, or JSON of something else: both are the same to the reader
    return null
  }
}
