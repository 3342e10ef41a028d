import { AppError } from '../errors.ts'
import { createWorkerClient } from '../threads/worker-client.ts'
import type { PasswordTask } from './password-worker.ts'

/** Argon2id on one low-priority worker thread, one password at a time, so that sign-ins never delay tiles. */
export interface PasswordHasher {
  hash(password: string): Promise<string>
  /** With `stored` null (no such account) it takes as long as usual and returns false. */
  verify(stored: string | null, password: string): Promise<boolean>
}

/** Pending calls; with more of them a person would wait longer than people do. */
const MAX_PENDING = 100

const worker = createWorkerClient<PasswordTask, string | boolean>(
  new URL('./password-worker', import.meta.url),
  'below-normal',
)

/** The one hasher of this process. */
export const passwordHasher: PasswordHasher = {
  hash: async (password) => String(await callWorker({ password: password.normalize('NFC') })),
  verify: async (stored, password) =>
    (await callWorker({ password: password.normalize('NFC'), stored })) === true,
}

async function callWorker(task: PasswordTask): Promise<string | boolean> {
  if (worker.pendingCount() >= MAX_PENDING)
    throw new AppError('unavailable', 'too many people sign in at this moment', { retryAfterS: 5 })
  return worker.call(task)
}
