import { hashSync, verifySync } from '@node-rs/argon2'
import { serveWorkerRequests } from '../threads/serve-worker-requests.ts'
import { lowerThreadPriority } from '../threads/lower-thread-priority.ts'

/** `stored` undefined: hash the password; null: there is nothing to compare with. */
export interface PasswordTask {
  password: string
  stored?: string | null
}

/** OWASP's second choice: 19 MiB, two passes, one lane; 45 ms on a busy core. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const
const nobody = hashSync('nobody has this password', COST)

lowerThreadPriority('briefly')
serveWorkerRequests(({ password, stored }: PasswordTask) =>
  stored === undefined ? hashSync(password, COST) : verifySync(stored ?? nobody, password) && stored !== null,
)
