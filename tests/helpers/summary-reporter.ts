import type { Reporter, TestModule } from 'vitest/node'
import type { LeftOutTests } from './optional-tests.ts'

/**
 * Ends every run with what it left out and why, and with one plain line, `N passed, N failed`, for people and machines.
 */
export class SummaryReporter implements Reporter {
  constructor(private readonly leftOut: readonly LeftOutTests[]) {}

  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    let passed = 0
    let failed = unhandledErrors.length
    for (const module of modules) {
      if (module.errors().length > 0) failed++
      for (const test of module.children.allTests()) {
        const { state } = test.result()
        if (state === 'passed') passed++
        // a test that did not run is not a passed one
        else failed++
      }
    }
    const notTested = this.leftOut.map(({ reason }) => `Left out: ${reason}\n`).join('')
    process.on('exit', () => process.stdout.write(`${notTested}${passed} passed, ${failed} failed\n`))
  }
}
