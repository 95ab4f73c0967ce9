import { randomBytes } from 'node:crypto'
import { formatReceipt, formatReceiptAsTlogProof, type Receipt, trustFingerprint } from '@letopis/format'
import { verifyReceipt } from '@letopis/verifier'
import { describe, expect, test } from 'vitest'
import {
	alpha,
	content,
	failed,
	file,
	index,
	log,
	receipt,
	roots,
	sha256,
	trust,
	verify,
} from '../support/receipt-story.ts'
import { auditPath, createKeys, MINUTE, START, TestLog } from '../support/test-log.ts'

describe('a sound receipt', () => {
	test('agrees, bounded from both sides, in force', async () => {
		const report = await verify({ require: ['time'] })
		expect(failed(report)).toEqual([])
		expect(report).toMatchObject({
			exitCode: 0,
			headline: 'Agrees with the town’s record',
			verdict: {
				content: { is: 'agrees', reason: null },
				time: { kind: 'bounded', required: 1, untrusted: [] },
				state: { is: 'in-force', size: log.size },
			},
			claim: { index, kind: 'sealed', origin: log.origin, content: Buffer.from(file.sha256).toString('hex') },
			trust: { town: 'Ukázkov', demo: false, fingerprint: trustFingerprint(trust) },
		})
		const { lower, upper, declared } = report.verdict.time
		expect(lower?.at).toBe(START + 10 * MINUTE - 1000)
		expect(upper?.at).toBe(START + 30 * MINUTE + 1234 + 1000)
		expect(declared).toEqual({ minute: START + 20 * MINUTE, exact: START + 20 * MINUTE + 1234 })
	})

	test('has a timeline in order, each event with whose word it is', async () => {
		const { timeline } = await verify({})
		expect(timeline.map(({ kind, whose }) => [kind, whose])).toEqual([
			['not-before', 'trusted'],
			['declared', 'town'],
			['not-after', 'trusted'],
			['cosigned', 'town'],
			['status', 'town'],
			['not-after', 'trusted'],
		])
		expect(timeline.map(({ at }) => at)).toEqual(timeline.map(({ at }) => at).sort((a, b) => a - b))
	})

	test('answers every question with inputs, in the order of the questions', async () => {
		const { checks } = await verify({})
		const questions = checks.map(({ question }) => question)
		expect([...new Set(questions)]).toEqual([1, 2, 3, 4, 6])
		expect(questions).toEqual([...questions].sort())
		expect(checks.every(({ inputs }) => inputs.length > 0)).toBe(true)
	})

	test('says the same in Czech', async () => {
		const report = await verify({ language: 'cs' })
		expect(report).toMatchObject({ exitCode: 0, language: 'cs', headline: 'Shoduje se se záznamem úřadu' })
		expect(report.sentence).toContain('Ukázkov')
	})

	test('says the same in the tlog-proof form', async () => {
		const report = await verify({ receipt: formatReceiptAsTlogProof(receipt()) })
		expect(report).toMatchObject({ exitCode: 0, verdict: { time: { kind: 'bounded' } } })
	})

	test('of a public document, without any disclosed field, agrees', async () => {
		const open = new TestLog()
		const at = open.appendPublicDocument(content)
		const text = formatReceipt(open.receipt(at, { disclosed: [] }))
		const report = await verifyReceipt({ receipt: text, file, trust: open.trust() })
		expect(report).toMatchObject({ exitCode: 0, verdict: { time: { kind: 'self-declared' } } })
		expect(report.verdict.time.declared).toEqual({ minute: START, exact: null })
	})

	test('of an empty file agrees', async () => {
		const open = new TestLog()
		const at = open.appendDocument(Buffer.alloc(0))
		const empty = { sha256: sha256(Buffer.alloc(0)) }
		const report = await verifyReceipt({
			receipt: formatReceipt(open.receipt(at)),
			file: empty,
			trust: open.trust(),
		})
		expect(report.exitCode).toBe(0)
	})
})

describe('content', () => {
	test('a flipped bit differs, without any trust, and both hashes are shown', async () => {
		const changed = Buffer.from(content)
		changed[5] = (changed[5] ?? 0) ^ 1
		for (const whom of [trust, undefined]) {
			const report = await verify({ file: { sha256: sha256(changed) }, trust: whom })
			expect(report).toMatchObject({
				exitCode: 1,
				verdict: { content: { is: 'differs', reason: 'other-content' } },
			})
			const check = report.checks.find(({ id }) => id === 'content')
			expect(check?.inputs.map(({ value }) => value)).toEqual(
				[file.sha256, sha256(changed)].map((hash) => Buffer.from(hash).toString('hex')),
			)
		}
	})

	test('without a file cannot be decided', async () => {
		const report = await verify({ file: undefined })
		expect(report).toMatchObject({
			exitCode: 2,
			unmet: ['file'],
			verdict: { content: { is: 'cannot-be-decided', reason: 'no-file' } },
		})
	})

	test('not disclosed cannot be decided', async () => {
		const text = formatReceipt(log.receipt(index, { disclosed: ['time'] }))
		expect(await verify({ receipt: text })).toMatchObject({
			exitCode: 2,
			verdict: { content: { is: 'cannot-be-decided', reason: 'undisclosed' } },
		})
	})

	test('of an entry that records an act: no record', async () => {
		for (const at of [0, 1]) {
			const text = formatReceipt(log.receipt(at, { disclosed: [] }))
			expect(await verify({ receipt: text })).toMatchObject({
				exitCode: 1,
				verdict: { content: { is: 'no-record' } },
			})
			expect(await verify({ receipt: text, file: undefined })).toMatchObject({
				exitCode: 2,
				verdict: { content: { is: 'no-record' } },
			})
		}
	})

	test('of an access, disclosed as such: no record', async () => {
		const own = new TestLog()
		const document = own.appendDocument(content)
		const access = own.appendAccess(document, randomBytes(32), 1)
		const text = formatReceipt(own.receipt(access, { disclosed: ['kind'] }))
		const report = await verifyReceipt({ receipt: text, file, trust: own.trust() })
		expect(report.verdict.content.is).toBe('no-record')
	})

	for (const [comment, kind, secret, is] of [
		['a public kind that is not known here', 'draft', 'draft', 'cannot-be-decided'],
		['a private kind that is not known here', 'sealed', 'draft', 'cannot-be-decided'],
		['an act', 'sealed', 'access', 'no-record'],
	] as const) {
		test(`in ${comment} is no record of a document`, async () => {
			const own = new TestLog()
			const at = own.append({ kind, fields: { kind: secret, content: sha256(content) } })
			const text = formatReceipt(own.receipt(at, { disclosed: ['kind', 'content', 'time'] }))
			const report = await verifyReceipt({ receipt: text, file, trust: own.trust() })
			expect(report.verdict.content.is).toBe(is)
			expect(report.exitCode).not.toBe(0)
		})
	}

	test('with two hashes contradicts itself', async () => {
		const own = new TestLog()
		const at = own.append({
			kind: 'document',
			body: { content: own.putBlob(content), sha256: sha256(content) },
			fields: { kind: 'document', content: new Uint8Array(randomBytes(32)) },
		})
		const report = await verifyReceipt({ receipt: formatReceipt(own.receipt(at)), file, trust: own.trust() })
		expect(report).toMatchObject({ exitCode: 1, verdict: { content: { reason: 'invalid' } } })
	})

	test('whose exact time lies outside the public minute contradicts itself', async () => {
		for (const off of [-1, 60_000]) {
			const own = new TestLog()
			const at = own.appendDocument(content, { timeless: true, fields: { time: START + off } })
			const report = await verifyReceipt({
				receipt: formatReceipt(own.receipt(at)),
				file,
				trust: own.trust(),
			})
			expect(report).toMatchObject({ exitCode: 1, verdict: { content: { reason: 'invalid' } } })
			expect(failed(report)).toEqual(['exact-time'])
		}
	})
})

describe('parts of another receipt', () => {
	const other = () => log.receipt(index + 1)
	const [ownAnchor, otherAnchor] = [log.receipt(index).anchors[0], other().anchors[0]]
	const swapped: [string, () => Partial<Receipt>][] = [
		['entry', () => ({ entry: other().entry })],
		['fields', () => ({ fields: other().fields })],
		['inclusion proof', () => ({ proof: { ...receipt().proof, proof: other().proof.proof } })],
		['index', () => ({ proof: { ...receipt().proof, index: index + 1 } })],
		[
			'checkpoint of another log',
			() => {
				const foreign = new TestLog()
				while (foreign.size < log.size) foreign.appendDocument(randomBytes(4))
				return { proof: { ...receipt().proof, checkpoint: foreign.note() } }
			},
		],
		['older checkpoint', () => ({ proof: { ...receipt().proof, checkpoint: log.note(log.size - 1) } })],
		[
			'anchor’s inclusion proof',
			() => ({ anchors: ownAnchor && otherAnchor ? [{ ...ownAnchor, proof: otherAnchor.proof }] : [] }),
		],
		[
			'anchor’s token',
			() => ({
				anchors: receipt().anchors.map((a, i, all) => ({ ...a, token: all[1 - i]?.token ?? a.token })),
			}),
		],
		[
			'anchor’s documents',
			() => ({ anchors: receipt().anchors.map((a) => ({ ...a, documents: randomBytes(32) })) }),
		],
		[
			'linked anchor that the entry does not name',
			() => ({ linked: [{ entry: log.entries[0] as Uint8Array, note: null, token: null }] }),
		],
		[
			'linked token',
			() => ({
				linked: receipt().linked.map((l) => ({ ...l, token: receipt().anchors[0]?.token ?? l.token })),
			}),
		],
	]
	for (const [name, change] of swapped) {
		test(`${name}: invalid, with and without trust`, async () => {
			const text = formatReceipt({ ...receipt(), status: null, ...change() })
			for (const whom of [trust, undefined]) {
				const report = await verify({ receipt: text, trust: whom })
				expect(report).toMatchObject({ exitCode: 1 })
				expect(report.verdict.content.is).not.toBe('agrees')
			}
		})
	}

	test('anchor over a head of ours that nobody signed does not bound', async () => {
		const own = new TestLog()
		const at = own.appendDocument(content)
		const sound = own.receipt(at)
		const impostor = new TestLog({ keys: createKeys(own.origin) })
		impostor.entries.splice(0, 1, ...own.entries)
		impostor.leaves.splice(0, 1, ...own.leaves)
		const anchor = impostor.anchor('alpha', alpha)
		const anchors = [{ ...impostor.receiptAnchor(at, anchor), proof: auditPath(at, own.leaves) }]
		const report = await verifyReceipt({
			receipt: formatReceipt({ ...sound, anchors }),
			file,
			trust: own.trust({ roots }),
		})
		expect(report.verdict.time.kind).toBe('self-declared')
		expect(failed(report)).toContain('anchor-signature')
	})
})
