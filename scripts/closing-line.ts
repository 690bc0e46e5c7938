import type { SerializedError } from 'vitest'
import type { Reporter, TestModule } from 'vitest/node'

/** Ends the run with one line that people and build servers read: `12 passed, 0 failed, 1 skipped`. */
export class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    console.log(closingLine(modules, unhandled.length))
  }
}

/** Counts tests; a file or a group that could not run, or an error outside every test, counts as one failure. */
export function closingLine(modules: readonly TestModule[], unhandled: number): string {
  const count = { passed: 0, failed: unhandled, skipped: 0 }
  for (const module of modules) {
    count.failed += module.errors().length > 0 ? 1 : 0
    for (const suite of module.children.allSuites()) count.failed += suite.errors().length > 0 ? 1 : 0
    for (const test of module.children.allTests()) {
      const { state } = test.result()
      count[state === 'pending' ? 'skipped' : state] += 1
    }
  }
  return `${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`
}
