import { setTimeout as wait } from 'node:timers/promises'
import { isTransient } from '../database-errors.ts'

/** Runs `attempt` again while the database says that another try may do (40001, 40P01, 55P03). */
export async function retryTransientErrors<T>(attempt: () => Promise<T>, attempts = 4): Promise<T> {
  for (let left = attempts - 1; ; left--) {
    try {
      return await attempt()
    } catch (error) {
      if (left === 0 || !isTransient(error)) throw error
      // two writers that met once would meet again if they waited alike
      await wait((attempts - left) * (20 + Math.random() * 60))
    }
  }
}
