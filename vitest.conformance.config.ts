import { defineConfig } from 'vitest/config'

/**
 * `npm run conformance`: foreign judges and foreign corpora. Unlike `npm test` it fails where one is missing, and names
 * it. The suites over foreign vectors run here once more for that reason: in `npm test` they may be skipped.
 */
export default defineConfig({
	test: {
		include: [
			'test/conformance/**/*.test.ts',
			'test/api/dispatch/foreign-zfo.test.ts',
			'test/format/foreign-notes.test.ts',
			'test/format/proof.test.ts',
			'test/format/tile.test.ts',
			'test/ledger/anchor/timestamp-check.test.ts',
			'test/scripts/signatures/checker.test.ts',
			'test/verifier/timestamp.test.ts',
			'test/verifier/evidence/foreign-records.test.ts',
			'test/verifier/package/foreign.test.ts',
			'test/verifier/signatures-corpus.test.ts',
		],
		globalSetup: ['test/support/global-setup.ts'],
		reporters: ['default', './test/support/verdict.ts'],
		testTimeout: 120_000,
		// The first build of the Go judges downloads and compiles their modules.
		hookTimeout: 600_000,
		maxWorkers: 2,
	},
})
