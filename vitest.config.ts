import { defineConfig } from 'vitest/config'

export default defineConfig({
	test: {
		include: ['test/**/*.test.ts'],
		exclude: ['test/conformance/**', 'test/crash/**', '**/node_modules/**'],
		globalSetup: ['test/support/global-setup.ts'],
		reporters: ['default', './test/support/verdict.ts'],
		testTimeout: 30_000,
		hookTimeout: 60_000,
		maxWorkers: 2,
	},
})
