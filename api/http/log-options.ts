import type { LoggerOptions } from 'pino'

/**
 * What a log line may hold. Errors are written with a few named fields: a database's error also carries the
 * row that was refused. What looks like a secret is struck out even where nobody should have put it.
 */
export const logOptions: LoggerOptions = {
  serializers: { err: (error: unknown) => errorFields(error) },
  redact: {
    censor: '[struck out]',
    paths: ['password', 'next', 'current', 'token', 'secret', 'cookie', 'authorization', 'key', 'hash']
      .flatMap((name) => [name, `*.${name}`, `*.*.${name}`])
      .concat('headers', '*.headers', 'body', '*.body'),
  },
}

function errorFields(error: unknown, depth = 0): object {
  if (!(error instanceof Error)) return { type: typeof error }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined
  return {
    type: error.name,
    message: error.message,
    ...(code === undefined ? {} : { code }),
    stack: error.stack,
    ...(error.cause === undefined || depth > 3 ? {} : { cause: errorFields(error.cause, depth + 1) }),
  }
}
