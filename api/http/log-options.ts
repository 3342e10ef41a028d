import type { LoggerOptions } from 'pino'
import { STRUCK_OUT, strikeSecrets } from '../runtime/strike-secrets.ts'

/**
 * What a log line may hold. Errors are written with a few named fields: a database's error also carries the
 * row that was refused. Fields named like secrets and texts shaped like keys are struck out everywhere.
 */
export const logOptions: LoggerOptions = {
  serializers: { err: (error: unknown) => errorFields(error) },
  redact: {
    censor: STRUCK_OUT,
    paths: ['password', 'next', 'current', 'token', 'secret', 'cookie', 'authorization', 'key', 'hash']
      .flatMap((name) => [name, `*.${name}`, `*.*.${name}`])
      .concat('headers', '*.headers', 'body', '*.body'),
  },
  hooks: { streamWrite: strikeSecrets },
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
