import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import LongestFirst from './test/support/longest-first.ts'

export default defineConfig({
	test: {
		include: ['test/**/*.test.ts'],
		exclude: ['test/conformance/**', 'test/crash/**', '**/node_modules/**'],
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
