import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { StartError } from '../errors.ts'

/**
 * The key that signs sessions: from the settings, or made once and kept in the data folder for its owner
 * alone.
 */
export function loadSessionSecret({
  SESSION_SECRET,
  DATA_DIR,
}: {
  SESSION_SECRET?: string | undefined
  DATA_DIR: string
}): string {
  if (SESSION_SECRET !== undefined) return SESSION_SECRET
  const file = path.join(DATA_DIR, 'session-secret')
  try {
    mkdirSync(DATA_DIR, { recursive: true })
    try {
      writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' })
    } catch (error) {
      if (!isCode(error, 'EEXIST')) throw error
    }
    const secret = readFileSync(file, 'utf8').trim()
    if (secret.length >= 32) return secret
    throw new Error('it is shorter than 32 characters')
  } catch (error) {
    throw new StartError(
      `The session key cannot be kept in ${file} (${error instanceof Error ? error.message : String(error)}); set SESSION_SECRET, or make the folder writable.`,
      { cause: error },
    )
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
