/**
 * Whatever is done to a record's bytes, it is judged without a crash, and where it still agrees it says nothing else than
 * before.
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sound, times, verify, whole } from '../../support/evidence-story.ts'
import { cases, DER_WORDS, mutated, mutations, timeFor } from '../../support/mutations.ts'

const SETTINGS = cases(300, 1 / 10)

test.each([
	['fresh', sound, times.first],
	['renewed', whole, times.judged],
])(
	'a changed record (%s) never says more than the record did',
	{ timeout: timeFor(SETTINGS) },
	async (_, record, at) => {
		const before = await verify(record, { at })
		expect(before.exitCode).toBe(0)
		await fc.assert(
			fc.asyncProperty(mutations(DER_WORDS), async (all) => {
				const report = await verify(mutated(record, all), { at })
				if (report.exitCode === 0) expect(report.verdict).toEqual(before.verdict)
			}),
			SETTINGS,
		)
	},
)
