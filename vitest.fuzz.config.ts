import { defineConfig } from 'vitest/config'

/**
 * `npm run test:fuzz`: the readers of hostile files on 100,000 changed ones in all (LETOPIS_MUTATIONS sets another number),
 * others in each run; takes five minutes on an idle core, and took 36 on two busy ones. `npm test` does some hundreds on each,
 * always the same.
 */
export default defineConfig({
	test: {
		include: ['test/**/*mutation{,s}.test.ts'],
		globalSetup: ['test/support/global-setup.ts'],
		reporters: ['default', './test/support/verdict.ts'],
		env: { LETOPIS_MUTATIONS: process.env.LETOPIS_MUTATIONS ?? '100000' },
		testTimeout: 300_000,
		maxWorkers: 2,
	},
})
