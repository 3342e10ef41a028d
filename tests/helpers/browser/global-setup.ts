import type { TestProject } from 'vitest/node'
import { buildWeb } from './build-web.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder of the built web app. */
    webFolder: string
  }
}

/** Builds the web app once for all browser tests of a run. */
export default async function setup(project: TestProject): Promise<void> {
  project.provide('webFolder', await buildWeb())
}
