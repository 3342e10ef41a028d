import { errorCodes, type ErrorCode } from '#shared/contract/error-codes.ts'

/**
 * A refusal that reaches the caller as problem+json. `message` is for the log; people read a text looked up
 * by `code`.
 */
export class AppError extends Error {
  override readonly name = 'AppError'
  readonly status: number

  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details: Readonly<Record<string, unknown>> = {},
    options?: ErrorOptions,
  ) {
    super(message, options)
    this.status = errorCodes[code]
  }
}

/**
 * The program cannot start, for a reason that the person at the keyboard can mend: `message` is one whole
 * sentence.
 */
export class StartError extends Error {
  override readonly name = 'StartError'
}
