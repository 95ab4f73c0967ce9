import { defineConfig } from 'vitest/config'

/** `npm run test:crash`: the real server under kill -9 and failing system calls, and the town that had to succeed; takes minutes. */
export default defineConfig({
	test: {
		include: ['test/crash/**/*.test.ts'],
		globalSetup: ['test/support/global-setup.ts'],
		reporters: ['default', './test/support/verdict.ts'],
		testTimeout: 1_800_000,
		hookTimeout: 120_000,
		// One at a time: the rounds are about when the server is killed, not about a busy machine.
		maxWorkers: 1,
	},
})
