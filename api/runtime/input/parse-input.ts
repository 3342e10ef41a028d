import type { z } from 'zod'
import { AppError } from '../../errors.ts'

/** Findings about a request that its refusal lists; the rest is a number. Names in it come from the caller. */
const MAX_ISSUES = 20
const MAX_NAME_LENGTH = 60
const MAX_MESSAGE_LENGTH = 300

/**
 * Returns what the schema makes of a part of a request.
 *
 * @throws AppError invalid_request with the first findings
 */
export function parseInput<T extends z.ZodType>(
  schema: T,
  value: unknown,
  place: 'path' | 'query' | 'body',
): z.output<T> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const { issues } = parsed.error
  throw new AppError('invalid_request', `the ${place} cannot be read`, {
    place,
    issues: issues.slice(0, MAX_ISSUES).map((issue) => ({
      path: issue.path.slice(0, MAX_ISSUES).map((name) => String(name).slice(0, MAX_NAME_LENGTH)),
      code: issue.code,
      message: issue.message.slice(0, MAX_MESSAGE_LENGTH),
    })),
    ...(issues.length > MAX_ISSUES ? { more: issues.length - MAX_ISSUES } : {}),
  })
}
