import type { Reporter, TestModule } from 'vitest/node'

/** Ends every run with one plain line, `N passed, N failed, N skipped`, for people and for CI alike. */
export default class Verdict implements Reporter {
	onTestRunEnd(modules: ReadonlyArray<TestModule>, unhandled: ReadonlyArray<unknown>): void {
		const count = { passed: 0, failed: unhandled.length, skipped: 0 }
		for (const module of modules) {
			// Where a file did not load or a set-up failed, no test failed, yet it must not pass for a success.
			count.failed += module.errors().length
			for (const suite of module.children.allSuites()) count.failed += suite.errors().length
			for (const test of module.children.allTests()) {
				const state = test.result().state
				count[state === 'passed' ? 'passed' : state === 'failed' ? 'failed' : 'skipped']++
			}
		}
		console.log(`${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`)
	}
}
