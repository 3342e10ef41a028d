import { hash, verify } from '@node-rs/argon2'
import { availableParallelism } from 'node:os'
import { AppError } from '../errors.ts'

/** Passwords as argon2id; the work is done in Node's thread pool, a few at a time. */
export interface Passwords {
  hash(password: string): Promise<string>
  /** `stored` null: there is nothing to compare with; takes as long, and is false. */
  verify(stored: string | null, password: string): Promise<boolean>
}

/** OWASP's second choice: 19 MiB, two passes, one lane; 45 ms on a busy core. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const
/** Sign-ins that wait for their turn; more than that would wait longer than a person does. */
const MOST_WAITING = 100

export async function openPasswords(): Promise<Passwords> {
  // tiles must not wait for sign-ins: one core at most is theirs, and never all
  const inTurn = limited(Math.max(1, Math.floor(availableParallelism() / 4)))
  const nobody = await hash('nobody has this password', COST)
  return {
    hash: (password) => inTurn(() => hash(password.normalize('NFC'), COST)),
    verify: (stored, password) => inTurn(async () => await verify(stored ?? nobody, password.normalize('NFC')) && stored !== null),
  }
}

function limited(most: number) {
  let running = 0
  const waiting: (() => void)[] = []
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (waiting.length >= MOST_WAITING) throw new AppError('unavailable', 'too many people sign in at this moment', { retryAfterS: 5 })
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve))
    else running++
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      // the place is handed on, not given back
      if (next !== undefined) next()
      else running--
    }
  }
}
