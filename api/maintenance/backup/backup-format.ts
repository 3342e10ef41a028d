import { z } from 'zod'

/**
 * A backup is gzip of lines of JSON: a header; then for each table its head, its rows as arrays of texts
 * (what the database prints for each value, null for null), and its end with a count and a hash; each
 * sequence; and a last line, without which the file is not whole. It depends on no database's own format, so
 * a city moves from the embedded database to a server and back, and from an older version of the program to
 * this one.
 */

const MigrationName = z.object({ number: z.number().int(), name: z.string(), sha256: z.string() })

export const BackupHeader = z.object({
  format: z.literal('grid-map backup'),
  version: z.literal(1),
  program: z.string(),
  at: z.string(),
  /** In the order of the file; the shared schema comes last. */
  schemas: z
    .array(
      z.object({
        schema: z.string().regex(/^(grid_shared|city_[0-9]{6})$/),
        migrations: z.array(MigrationName),
      }),
    )
    .min(1),
})
export type BackupHeader = z.infer<typeof BackupHeader>

const Name = z.string().regex(/^[a-z_][a-z0-9_]{0,62}$/)

export const BackupTableStart = z.object({
  table: Name,
  schema: z.string(),
  /** Types as the database prints them: `bigint`, `geometry(MultiPolygon,4326)`. */
  columns: z
    .array(
      z.object({
        name: Name,
        type: z
          .string()
          .regex(/^[a-z][a-z0-9_ ]{0,40}(\([A-Za-z0-9, ]{1,40}\))?( with(out)? time zone)?(\[\])?$/),
      }),
    )
    .min(1),
})
export type BackupTableStart = z.infer<typeof BackupTableStart>

export const BackupTableEnd = z.object({ end: Name, rows: z.number().int(), hash: z.string() })
export const BackupSequence = z.object({
  sequence: Name,
  schema: z.string(),
  last: z.union([z.number(), z.string()]).nullable(),
})
export const BackupEnd = z.object({
  complete: z.literal(true),
  tables: z.number().int(),
  rows: z.number().int(),
})

export type BackupLine =
  | { kind: 'header'; header: BackupHeader }
  | { kind: 'table'; head: BackupTableStart }
  | { kind: 'row'; text: string }
  | { kind: 'end'; rows: number; hash: string }
  | { kind: 'sequence'; schema: string; name: string; last: string | null }
  | { kind: 'complete'; tables: number; rows: number }

/** @throws ZodError, SyntaxError */
export function parseBackupLine(text: string): BackupLine {
  // rows are by far the most, and go on as they are
  if (text.startsWith('[')) return { kind: 'row', text }
  const value: unknown = JSON.parse(text)
  const parsed = z
    .union([BackupHeader, BackupTableStart, BackupTableEnd, BackupSequence, BackupEnd])
    .parse(value)
  if ('format' in parsed) return { kind: 'header', header: parsed }
  if ('table' in parsed) return { kind: 'table', head: parsed }
  if ('end' in parsed) return { kind: 'end', rows: parsed.rows, hash: parsed.hash }
  if ('sequence' in parsed)
    return {
      kind: 'sequence',
      schema: parsed.schema,
      name: parsed.sequence,
      last: parsed.last === null ? null : String(parsed.last),
    }
  return { kind: 'complete', tables: parsed.tables, rows: parsed.rows }
}
