import type { Reporter, TestModule } from 'vitest/node'

/** Ends every run with one plain line, `N passed, N failed, N skipped`, for people and for CI alike. */
export default class Verdict implements Reporter {
	onTestRunEnd(modules: ReadonlyArray<TestModule>): void {
		const count = { passed: 0, failed: 0, skipped: 0 }
		for (const module of modules) {
			// A file that did not even load has no tests to count, yet must not pass for a success.
			if (module.state() === 'failed' && module.children.size === 0) count.failed++
			for (const test of module.children.allTests()) {
				const state = test.result().state
				count[state === 'passed' ? 'passed' : state === 'failed' ? 'failed' : 'skipped']++
			}
		}
		console.log(`${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`)
	}
}
