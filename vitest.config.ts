import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import LongestFirst from './test/support/longest-first.ts'

/** Files that replace a module for themselves, which others must not see. */
const MOCKING = ['test/ledger/copy/mirror.test.ts']
const NEVER = ['test/conformance/**', 'test/crash/**', '**/node_modules/**']

export default defineConfig({
	test: {
		projects: [
			{
				// Loading service and ledger anew for each of their files took as long as the tests themselves.
				extends: true,
				test: {
					name: 'service',
					include: ['test/{api,ledger}/**/*.test.ts'],
					exclude: [...NEVER, ...MOCKING],
					isolate: false,
				},
			},
			{
				extends: true,
				test: {
					name: 'alone',
					include: ['test/**/*.test.ts'],
					exclude: [...NEVER, 'test/{api,ledger}/**'],
				},
			},
			{ extends: true, test: { name: 'mocking', include: MOCKING } },
		],
		globalSetup: ['test/support/global-setup.ts', 'test/support/folders-in-memory.ts'],
		reporters: ['default', './test/support/verdict.ts'],
		// What ends a test that hangs, on a machine several times slower than usual and busy besides; a hook may build the portal.
		testTimeout: 300_000,
		hookTimeout: 600_000,
		expect: { poll: { timeout: 60_000 } },
		// Two more than processors: half the time of a worker is waiting, for browsers, servers and the disk.
		maxWorkers: Math.min(availableParallelism() + 2, 4),
		sequence: { sequencer: LongestFirst },
	},
})
