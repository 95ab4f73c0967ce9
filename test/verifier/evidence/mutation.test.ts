/**
 * Whatever is done to a record's bytes, it is judged without a crash, and where it still agrees it says nothing else than
 * before. `LETOPIS_FUZZ=100000 npx vitest run test/verifier/evidence/mutation.test.ts` does it for long.
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sound, times, verify, whole } from '../../support/evidence-story.ts'

const RUNS = Number(process.env.LETOPIS_FUZZ ?? 300)
const at = times.judged

type Change = (bytes: Buffer) => Buffer

const position = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
const place = (bytes: Buffer, share: number) => Math.floor(share * bytes.length)

const flip = fc.tuple(position, fc.nat(7)).map(
	([share, bit]): Change =>
		(bytes) => {
			const changed = Buffer.from(bytes)
			const i = place(bytes, share)
			changed[i] = (changed[i] ?? 0) ^ (1 << bit)
			return changed
		},
)
const overwrite = fc.tuple(position, fc.constantFrom(0, 0x30, 0x80, 0x84, 0xa0, 0xa2, 0xff)).map(
	([share, value]): Change =>
		(bytes) => {
			const changed = Buffer.from(bytes)
			changed[place(bytes, share)] = value
			return changed
		},
)
const cut = fc.tuple(position, fc.nat(64)).map(
	([share, length]): Change =>
		(bytes) => {
			const i = place(bytes, share)
			return Buffer.concat([bytes.subarray(0, i), bytes.subarray(i + length)])
		},
)
const repeat = fc.tuple(position, fc.nat(64)).map(
	([share, length]): Change =>
		(bytes) => {
			const i = place(bytes, share)
			return Buffer.concat([bytes.subarray(0, i + length), bytes.subarray(i)])
		},
)
const insert = fc.tuple(position, fc.uint8Array({ minLength: 1, maxLength: 16 })).map(
	([share, more]): Change =>
		(bytes) => {
			const i = place(bytes, share)
			return Buffer.concat([bytes.subarray(0, i), more, bytes.subarray(i)])
		},
)

for (const [comment, record] of [
	['fresh', sound],
	['renewed', whole],
] as const) {
	test(`a changed record (${comment}) never says more than the record did`, {
		timeout: 20_000 + RUNS * 100,
	}, async () => {
		const before = await verify(record, { at: comment === 'fresh' ? times.first : at })
		expect(before.exitCode).toBe(0)
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.oneof(flip, overwrite, cut, repeat, insert), { minLength: 1, maxLength: 3 }),
				async (changes) => {
					const changed = changes.reduce<Buffer>((bytes, change) => change(bytes), Buffer.from(record))
					const report = await verify(changed, { at: before.at })
					if (report.exitCode !== 0) return
					expect(report.verdict).toEqual(before.verdict)
				},
			),
			{ numRuns: RUNS, seed: 20261122 },
		)
	})
}
