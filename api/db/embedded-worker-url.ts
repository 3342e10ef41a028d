import { workerFile } from '../worker-file.ts'

export function embeddedWorkerUrl(): Promise<URL> {
  return workerFile(new URL('./embedded-worker', import.meta.url))
}
