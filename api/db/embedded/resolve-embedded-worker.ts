import { resolveWorkerEntry } from '../../threads/resolve-worker-entry.ts'

export function resolveEmbeddedWorker(): Promise<URL> {
  return resolveWorkerEntry(new URL('./embedded-worker', import.meta.url))
}
