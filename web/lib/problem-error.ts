import type { ErrorCode } from '#shared/contract/error-codes.ts'

/** Failures that never reached the server's own judgement. */
export const clientErrorCodes = ['unreachable', 'no_answer', 'unreadable'] as const
export type ClientErrorCode = (typeof clientErrorCodes)[number]

/** A request that did not bring what was asked for. The text for people is looked up by `code`. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError'

  constructor(
    readonly code: ErrorCode | ClientErrorCode,
    message: string,
    readonly facts: { status?: number; requestId?: string; details?: Record<string, unknown> } = {},
  ) {
    super(message)
  }
}

/** The same question may find an answer a little later. */
export function isTransientError({ code }: ProblemError): boolean {
  return (
    code === 'unreachable' ||
    code === 'no_answer' ||
    code === 'unavailable' ||
    code === 'timeout' ||
    code === 'too_many_requests'
  )
}

export function toProblemError(thrown: unknown): ProblemError {
  return thrown instanceof ProblemError
    ? thrown
    : new ProblemError('unreadable', thrown instanceof Error ? thrown.message : String(thrown))
}
