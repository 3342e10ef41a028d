import { hashSync, verifySync } from '@node-rs/argon2'
import { parentPort } from 'node:worker_threads'
import { letOthersFirst } from '../let-others-first.ts'

/** `stored` undefined: hash the password; null: there is nothing to compare with. */
export interface PasswordTask { id: number; password: string; stored?: string | null }
export type PasswordReply = { id: number; outcome: string | boolean } | { id: number; error: string }

/** OWASP's second choice: 19 MiB, two passes, one lane; 45 ms on a busy core. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const
const nobody = hashSync('nobody has this password', COST)

letOthersFirst('briefly')
parentPort?.on('message', ({ id, password, stored }: PasswordTask) => {
  let reply: PasswordReply
  try {
    reply = { id, outcome: stored === undefined ? hashSync(password, COST) : verifySync(stored ?? nobody, password) && stored !== null }
  } catch (error) {
    reply = { id, error: error instanceof Error ? error.message : String(error) }
  }
  parentPort?.postMessage(reply)
})
