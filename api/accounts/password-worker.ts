import { hashSync, verifySync } from '@node-rs/argon2'
import { serveWorkerRequests } from '../threads/serve-worker-requests.ts'

/**
 * `stored` undefined: hash the password; null: there is no account, verify against a dummy hash and return
 * false.
 */
export interface PasswordTask {
  password: string
  stored?: string | null
}

/** The second configuration OWASP recommends: 19 MiB, two passes, one lane; 45 ms on a busy core. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const
const dummyHash = hashSync('nobody has this password', COST)

serveWorkerRequests(({ password, stored }: PasswordTask) =>
  stored === undefined
    ? hashSync(password, COST)
    : verifySync(stored ?? dummyHash, password) && stored !== null,
)
