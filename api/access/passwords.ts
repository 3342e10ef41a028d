import { Worker } from 'node:worker_threads'
import { AppError } from '../errors.ts'
import { workerFile } from '../worker-file.ts'
import type { PasswordReply, PasswordTask } from './password-worker.ts'

/** Passwords as argon2id, one at a time in a thread that lets everything else first: tiles must not wait for sign-ins. */
export interface Passwords {
  hash(password: string): Promise<string>
  /** `stored` null: there is nothing to compare with; takes as long, and is false. */
  verify(stored: string | null, password: string): Promise<boolean>
}

/** Sign-ins that wait for their turn; more than that would wait longer than a person does. */
const MOST_WAITING = 100

interface Waiting { resolve: (outcome: string | boolean) => void; reject: (error: Error) => void }

/** The process's one thread for passwords; it is started when it is first needed and keeps nothing from ending. */
export const passwords: Passwords = {
  hash: async (password) => String(await ask({ password: password.normalize('NFC') })),
  verify: async (stored, password) => await ask({ password: password.normalize('NFC'), stored }) === true,
}

const waiting = new Map<number, Waiting>()
let worker: Promise<Worker> | undefined
let next = 1

async function ask(task: Omit<PasswordTask, 'id'>): Promise<string | boolean> {
  if (waiting.size >= MOST_WAITING) throw new AppError('unavailable', 'too many people sign in at this moment', { retryAfterS: 5 })
  const id = next++
  const outcome = new Promise<string | boolean>((resolve, reject) => waiting.set(id, { resolve, reject }))
  void (worker ??= start()).then((running) => {
    // whoever waits keeps the process alive, an idle thread does not
    running.ref()
    running.postMessage({ id, ...task } satisfies PasswordTask)
  }, end)
  return outcome
}

async function start(): Promise<Worker> {
  const started = new Worker(await workerFile(new URL('./password-worker', import.meta.url)), { execArgv: [] })
  started.on('message', (reply: PasswordReply) => {
    const asked = waiting.get(reply.id)
    waiting.delete(reply.id)
    if (waiting.size === 0) started.unref()
    if ('error' in reply) asked?.reject(new Error(reply.error))
    else asked?.resolve(reply.outcome)
  })
  started.on('error', end)
  started.on('exit', () => end(new Error('the thread for passwords has ended')))
  return started
}

function end(error: Error): void {
  worker = undefined
  for (const { reject } of waiting.values()) reject(error)
  waiting.clear()
}
