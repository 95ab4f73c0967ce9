import { RefusalError, utf8 } from '@letopis/format'
import { type EvidenceReport, evidenceDigests, parseAlgorithms } from '@letopis/verifier'
import { describe, expect, test } from 'vitest'
import {
	alpha,
	beta,
	content,
	file,
	fresh,
	rehash,
	renewal,
	sound,
	stampOver,
	story,
	times,
	trustIn,
	verify,
	whole,
} from '../../support/evidence-story.ts'
import { encryptionInfo, evidenceRecord, hashBy, type StampParts } from '../../support/evidence-writer.ts'
import { createAuthority, revocationList } from '../../support/timestamp-authority.ts'

const reason = ({ exitCode, verdict }: EvidenceReport) => [exitCode, verdict.content.reason]
/** Where the first failure is, as the report says it. */
const failures = ({ checks }: EvidenceReport) =>
	checks.filter(({ ok }) => ok === 'no').map(({ sentence }) => sentence)
const d = hashBy('sha256', content)
const chain = (...stamps: StampParts[]) => evidenceRecord({ chains: [stamps] })

describe('a record that holds', () => {
	test('fresh: by when the file existed, and by whose word', async () => {
		const report = await verify(sound)
		expect(reason(report)).toEqual([0, null])
		expect(report.verdict.time.upper).toMatchObject({
			at: times.first + 1000,
			stamps: [{ signer: 'CN=Alpha TSA', root: 'CN=Alpha Root' }],
		})
		expect(report.sentence).toContain('CN=Alpha TSA (CN=Alpha Root)')
		expect(report.stamps).toMatchObject([{ record: 1, chain: 1, stamp: 1, digest: 'SHA-256' }])
	})

	test('renewed by stamp and by hash tree: the first stamp still bounds the time', async () => {
		const report = await verify(whole, { at: times.judged })
		expect(reason(report)).toEqual([0, null])
		expect(report.verdict.time.upper?.at).toBe(times.first + 1000)
		expect(report.stamps.map(({ chain: c, stamp, digest }) => [c, stamp, digest])).toEqual([
			[1, 1, 'SHA-256'],
			[1, 2, 'SHA-256'],
			[2, 1, 'SHA-512'],
		])
		expect(report.timeline.map(({ at }) => at)).toEqual([times.first + 1000, times.renewed, times.rehashed])
	})

	test('which digests of the file it needs', () => {
		expect(evidenceDigests([sound])).toEqual(['SHA-256'])
		expect(evidenceDigests([whole])).toEqual(['SHA-256', 'SHA-512'])
		expect(evidenceDigests([utf8('{}')])).toEqual([])
	})

	const shapes: [string, StampParts][] = [
		[
			'over the file alone, without a tree',
			{ digest: 'sha256', lists: [], token: alpha.stamp(d, { genTime: times.first }) },
		],
		['without a digest of its own', { ...fresh(), digest: null }],
		[
			'with other values in the first list',
			(() => {
				const lists = [[hashBy('sha256', utf8('other')), d]]
				return stampOver(d, alpha, { genTime: times.first }, 'sha256', lists.slice(1))
			})(),
		],
		[
			'with lists that are not sorted',
			(() => {
				const high = Buffer.alloc(32, 0xff)
				const part = stampOver(d, alpha, { genTime: times.first }, 'sha256', [[high, Buffer.alloc(32)]])
				return part
			})(),
		],
		[
			'with an attribute certificate in its token',
			fresh({ also: [Buffer.from('a10330000500', 'hex').subarray(0, 5)] }),
		],
	]
	for (const [comment, part] of shapes) {
		test(comment, async () => {
			expect(reason(await verify(evidenceRecord({ digests: ['sha256'], chains: [[part]] })))).toEqual([
				0,
				null,
			])
		})
	}

	test('in Czech too, with nothing left to fill in', async () => {
		const report = await verify(whole, { at: times.judged, language: 'cs' })
		expect(report.headline).toBe('Shoduje se s tím, co bylo orazítkováno')
		expect(JSON.stringify(report)).not.toMatch(/\{[a-z]+\}/)
	})
})

describe('another file', () => {
	const other = {
		digests: { 'SHA-256': hashBy('sha256', utf8('x')), 'SHA-512': hashBy('sha512', utf8('x')) },
	}
	for (const [comment, record] of [
		['fresh', sound],
		['renewed', whole],
	] as const) {
		test(`differs (${comment}), with or without trust`, async () => {
			for (const trust of [undefined, trustIn([alpha, beta])]) {
				const report = await verify(record, { file: other, trust, at: times.judged })
				expect(report.verdict.content).toEqual({ is: 'differs', reason: 'other-content' })
				expect(report.exitCode).toBe(1)
			}
		})
	}
})

describe('cannot be decided', () => {
	const early = createAuthority('Early', undefined, { notAfter: times.first + 1 })
	const cases: [string, string, () => ReturnType<typeof verify>][] = [
		['no trust file', 'no-trust', () => verify(sound, { trust: undefined })],
		['no file', 'no-file', () => verify(sound, { file: undefined })],
		[
			'an authority that is not trusted',
			'untrusted-authority',
			() => verify(sound, { trust: trustIn([beta]) }),
		],
		[
			'tokens of two authorities in one chain, one of them not trusted',
			'untrusted-authority',
			() => {
				const first = fresh()
				return verify(chain(first, renewal(first)), { trust: trustIn([alpha]), at: times.renewed })
			},
		],
		[
			'fewer authorities than asked for',
			'too-few',
			() => verify(sound, { trust: trustIn([alpha, beta], 2) }),
		],
		[
			'two records that share an authority',
			'too-few',
			() => {
				const [a, b] = [fresh(), fresh({}, beta)]
				const records = [chain(a, renewal(a)), chain(b)]
				return verify(records, { trust: trustIn([alpha, beta], 2), at: times.renewed })
			},
		],
		[
			'a certificate that has ended',
			'lapsed',
			() => verify(sound, { at: times.first + 10 * 365 * 86_400_000 }),
		],
		[
			'a renewal after the end',
			'lapsed',
			() => {
				const first = fresh({ genTime: times.first }, early)
				return verify(chain(first, renewal(first)), { trust: trustIn([early, beta]), at: times.renewed })
			},
		],
		['a stamp from the future', 'lapsed', () => verify(sound, { at: times.first - 86_400_000 })],
		[
			'a withdrawn certificate',
			'lapsed',
			() => verify(chain(fresh({ lists: [revocationList(alpha, times.first - 1, 1)] }))),
		],
		[
			'an encrypted form',
			'unsupported',
			() => verify(evidenceRecord({ chains: [[fresh()]], infos: [encryptionInfo()] })),
		],
	]
	for (const [comment, expected, run] of cases) {
		test(comment, async () => expect(reason(await run())).toEqual([2, expected]))
	}
})

test('two authorities count as two where their records share none', async () => {
	const records = [sound, chain(fresh({ genTime: times.first + 5000 }, beta))]
	const report = await verify(records, { trust: trustIn([alpha, beta], 2), at: times.first + 5000 })
	expect(reason(report)).toEqual([0, null])
	expect(report.verdict.time.upper).toMatchObject({ at: times.first + 6000, stamps: [{}, {}] })
})

describe('what several records agree on does not hang on which are taken first', () => {
	const [gamma, delta] = [createAuthority('Gamma'), createAuthority('Delta')]
	const trust = trustIn([alpha, beta, gamma, delta], 2)
	const late = times.first + 5000
	/** By one authority, and renewed by another. */
	const both = (first: StampParts, by: typeof beta) => chain(first, renewal(first, {}, by))
	const cases: [string, number, Uint8Array[], Uint8Array][] = [
		[
			'one more that rests on both',
			late + 1000,
			[chain(fresh({ genTime: late })), chain(fresh({}, beta))],
			both(fresh({ genTime: times.first - 5000 }), beta),
		],
		[
			'one more that shares one with each',
			late + 1000,
			[both(fresh(), gamma), both(fresh({ genTime: late }, beta), delta)],
			both(fresh({ genTime: times.first - 5000 }), beta),
		],
		[
			'one more that is earlier',
			times.first + 1000,
			[chain(fresh()), chain(fresh({ genTime: late }, beta))],
			chain(fresh({ genTime: times.first - 5000 }, gamma)),
		],
	]
	for (const [comment, at, records, more] of cases) {
		test(comment, async () => {
			const judgedAt = { trust, at: times.renewed }
			const before = await verify(records, judgedAt)
			expect(before.verdict.time.upper?.at).toBe(late + 1000)
			for (const all of [
				[more, ...records],
				[...records, more],
			]) {
				const report = await verify(all, judgedAt)
				expect(reason(report)).toEqual([0, null])
				expect(report.verdict.time.upper).toMatchObject({ at, stamps: [{}, {}] })
			}
		})
	}

	test('32 of which each shares one with the next ones are judged in no time', async () => {
		const four = [alpha, beta, gamma, delta]
		const records = Array.from({ length: 32 }, (_, i) =>
			both(fresh({ genTime: times.first + i }, four[i % 3]), four[3] ?? delta),
		)
		const report = await verify(records, { trust, at: times.renewed })
		expect(reason(report)).toEqual([2, 'too-few'])
	})
})

describe('a file without the digest that a chain is made with', () => {
	const cases: [string, Uint8Array, 'SHA-256' | 'SHA-512', string][] = [
		['the first', sound, 'SHA-512', 'Time-stamp 1 of chain 1'],
		['a later one', whole, 'SHA-256', 'Time-stamp 1 of chain 2'],
	]
	for (const [comment, record, given, place] of cases) {
		test(`leaves it open: ${comment}`, async () => {
			const digests = { [given]: file.digests[given] }
			const report = await verify(record, { file: { digests }, at: times.judged })
			expect(report.exitCode).toBe(2)
			expect(report.verdict.time.upper).toBeNull()
			const open = report.checks.filter(({ id, ok }) => id === 'evidence-link' && ok === 'unknown')
			expect(open.map(({ sentence }) => sentence)).toEqual([expect.stringContaining(place)])
		})
	}

	test('so a later chain that does not cover the file is not proven by leaving its digest out', async () => {
		const first = fresh()
		const renewed = renewal(first)
		const alone = stampOver(hashBy('sha512', content), beta, { genTime: times.rehashed }, 'sha512')
		const record = evidenceRecord({ chains: [[first, renewed], [alone]] })
		const digests = { 'SHA-256': file.digests['SHA-256'] }
		const report = await verify(record, { file: { digests }, at: times.judged })
		expect(reason(report)).toEqual([2, 'no-file'])
	})
})

test('a record that does not count takes nothing away from one that does', async () => {
	const records = [sound, chain(fresh({}, createAuthority('Stranger')))]
	const report = await verify(records)
	expect(reason(report)).toEqual([0, null])
	expect(report.notes.join()).toContain('do not count for you, beside those that do: 2.')
	expect(reason(await verify([sound, chain(fresh({ flaw: 'bad-signature' }))]))).toEqual([1, 'invalid'])
})

describe('contradicts itself, and says where', () => {
	const [first] = story()[0] as [StampParts, StampParts]
	const second = renewal(first)
	const cases: [string, RegExp, () => Uint8Array][] = [
		[
			'a value of the tree changed',
			/^Time-stamp 1 of chain 1 .*does not hold/,
			() => chain({ ...first, lists: [[d], [Buffer.alloc(32)]] }),
		],
		['a list left out', /^Time-stamp 1 of chain 1 .*does not hold/, () => chain({ ...first, lists: [[d]] })],
		[
			'the token of another document',
			/^Time-stamp 1 of chain 1 .*does not hold/,
			() => chain({ ...first, token: second.token }),
		],
		[
			'a renewal that leaves out the stamp before',
			/^Time-stamp 2 of chain 1 .*does not cover the time-stamp/,
			() => chain(first, renewal(second)),
		],
		[
			'a renewal whose hash is not in the first list',
			/^Time-stamp 2 of chain 1 .*does not cover the time-stamp/,
			() => chain(first, { ...second, lists: [...second.lists].reverse() }),
		],
		[
			'a renewal before its time',
			/^Time-stamp 2 of chain 1 .*is older/,
			() => chain(first, renewal(first, { genTime: times.first - 1 })),
		],
		[
			'another digest within a chain',
			/^Time-stamp 2 of chain 1 .*another digest/,
			() => {
				const part = stampOver(hashBy('sha512', first.token), beta, { genTime: times.renewed }, 'sha512')
				return evidenceRecord({ digests: ['sha256', 'sha512'], chains: [[first, part]] })
			},
		],
		[
			'a digest that the record does not name',
			/^Time-stamp 1 of chain 2 .*does not name/,
			() => evidenceRecord({ digests: ['sha256'], chains: story() }),
		],
		[
			'a new chain that leaves out the old ones',
			/^Time-stamp 1 of chain 2 .*all earlier chains/,
			() => {
				const alone = stampOver(hashBy('sha512', content), beta, { genTime: times.rehashed }, 'sha512')
				return evidenceRecord({ chains: [[first, second], [alone]] })
			},
		],
		[
			'a new chain over the old ones as they were before',
			/^Time-stamp 1 of chain 2 .*all earlier chains/,
			() => evidenceRecord({ chains: [[first, second], [rehash([[first]])]] }),
		],
		[
			'a hash of another length',
			/^Time-stamp 1 of chain 1 .*cannot give/,
			() => chain({ ...first, lists: [[d], [Buffer.alloc(20)]] }),
		],
		[
			'a tree of another digest than its token',
			/^Time-stamp 1 of chain 1 .*does not hold/,
			() => {
				const target = hashBy('sha512', content)
				return chain({ digest: 'sha512', lists: [[target]], token: alpha.stamp(d, { genTime: times.first }) })
			},
		],
		...(
			[
				'two-signers',
				'other-certificate-identifier',
				'no-certificate-identifier',
				'bad-signature',
				'other-message-digest',
				'no-signed-attributes',
				'other-content-type',
			] as const
		).map((flaw): [string, RegExp, () => Uint8Array] => [
			`a token with ${flaw}`,
			/^Time-stamp 2 of chain 1 .*does not hold/,
			() => chain(first, renewal(first, { flaw })),
		]),
	]
	for (const [comment, where, make] of cases) {
		test(comment, async () => {
			const report = await verify(make(), { at: times.judged })
			expect(reason(report)).toEqual([1, 'invalid'])
			expect(failures(report)[0]).toMatch(where)
		})
	}
})

describe('algorithms', () => {
	const table = (until: string) =>
		parseAlgorithms(
			utf8(
				JSON.stringify({
					type: 'letopis-algorithms/v1',
					issued: '2040-01-01',
					source: 'a test',
					algorithms: [
						{ algorithm: 'SHA-256', bits: 0, until },
						{ algorithm: 'SHA-512', bits: 0, until: null },
						{ algorithm: 'ECDSA', bits: 256, until: null },
					],
				}),
			),
		)

	test('a digest that has ended lets the record lapse, unless it was renewed before', async () => {
		const ended = await verify(sound, { algorithms: table('2026-12-31') })
		expect(reason(ended)).toEqual([2, 'lapsed'])
		expect(failures(ended)[0]).toContain('SHA-256')
		// The token of the renewal is signed by SHA-256, so that only what it renews is safe in a year without it.
		expect(reason(await verify(sound, { algorithms: table('2030-01-01') }))).toEqual([0, null])
	})

	test('one that the table does not list never counts', async () => {
		const algorithms = { issued: '2040-01-01', source: 'a test', algorithms: [] }
		expect(reason(await verify(sound, { algorithms }))).toEqual([2, 'lapsed'])
	})

	const row = { algorithm: 'SHA-256', bits: 0, until: null }
	const type = 'letopis-algorithms/v1'
	const bad: [string, unknown][] = [
		['another type', { type: 'letopis-algorithms/v2', issued: '2026-01-01', source: '', algorithms: [row] }],
		['no rows', { type, issued: '2026-01-01', source: '', algorithms: [] }],
		['a day that does not exist', { type, issued: '2026-02-30', source: '', algorithms: [row] }],
		[
			'an unknown algorithm',
			{ type, issued: '2026-01-01', source: '', algorithms: [{ ...row, algorithm: 'MD5' }] },
		],
		['a member too many', { type, issued: '2026-01-01', source: '', algorithms: [{ ...row, note: '' }] }],
		['a list', []],
	]
	for (const [comment, value] of bad) {
		test(`a table with ${comment} is refused`, () => {
			expect(() => parseAlgorithms(utf8(JSON.stringify(value)))).toThrow(RefusalError)
		})
	}
})

test('no records are the caller’s mistake', async () => {
	await expect(verify([])).rejects.toThrow(RangeError)
	expect(file.digests['SHA-256'].length).toBe(32)
})
