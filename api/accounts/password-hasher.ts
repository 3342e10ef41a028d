import { AppError } from '../errors.ts'
import { createWorkerClient } from '../threads/worker-client.ts'
import type { PasswordTask } from './password-worker.ts'

/** Passwords as argon2id, one at a time in a thread that lets everything else first: tiles must not wait for sign-ins. */
export interface PasswordHasher {
  hash(password: string): Promise<string>
  /** `stored` null: there is nothing to compare with; takes as long, and is false. */
  verify(stored: string | null, password: string): Promise<boolean>
}

/** Sign-ins that wait for their turn; more than that would wait longer than a person does. */
const MOST_WAITING = 100

const thread = createWorkerClient<PasswordTask, string | boolean>(
  new URL('./password-worker', import.meta.url),
)

/** The process's one thread for passwords. */
export const passwordHasher: PasswordHasher = {
  hash: async (password) => String(await ask({ password: password.normalize('NFC') })),
  verify: async (stored, password) => (await ask({ password: password.normalize('NFC'), stored })) === true,
}

async function ask(task: PasswordTask): Promise<string | boolean> {
  if (thread.waiting() >= MOST_WAITING)
    throw new AppError('unavailable', 'too many people sign in at this moment', { retryAfterS: 5 })
  return thread.ask(task)
}
