import { createHash, randomBytes } from 'node:crypto'
import { formatReceipt, formatReceiptAsTlogProof, type Receipt, trustFingerprint } from '@letopis/format'
import { readTrust, type VerifyInput, verifyReceipt } from '@letopis/verifier'
import { describe, expect, test } from 'vitest'
import { auditPath, createKey, createKeys, MINUTE, START, TestLog } from '../support/test-log.ts'
import { createAuthority, type Flaw, wrongSigners } from '../support/timestamp-authority.ts'

const sha256 = (bytes: Uint8Array) => new Uint8Array(createHash('sha256').update(bytes).digest())
const content = Buffer.from('%PDF-1.7 Rozhodnutí č. j. 1/2026')
const file = { sha256: sha256(content), name: 'rozhodnuti.pdf' }
const alpha = createAuthority('Alpha')
const beta = createAuthority('Beta')
const roots = [alpha.root, beta.root]

/** genesis, anchor alpha, document, another, anchor alpha, anchor beta. */
function story(options: { genesis?: boolean; demo?: boolean } = {}) {
	const log = new TestLog({
		...(options.genesis ? { genesisAuthority: alpha } : {}),
		demo: options.demo ?? false,
	})
	log.now += 10 * MINUTE
	log.anchor('alpha', alpha)
	log.now += 10 * MINUTE + 1234
	const index = log.appendDocument(content)
	log.appendDocument(randomBytes(8))
	log.now += 10 * MINUTE
	log.anchor('alpha', alpha)
	log.now += MINUTE
	log.anchor('beta', beta, { documents: randomBytes(32) })
	return { log, index }
}
const { log, index } = story()
const trust = log.trust({ roots, required: 1 })
const receipt = () => log.receipt(index, { status: log.status(index) })
const verify = (changes: Partial<VerifyInput> & { receipt?: string | Uint8Array }) =>
	verifyReceipt({ receipt: formatReceipt(receipt()), file, trust, ...changes })
const failed = (report: Awaited<ReturnType<typeof verify>>) =>
	report.checks.filter(({ ok }) => ok === 'no').map(({ id }) => id)

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

describe('trust', () => {
	test('none: cannot be decided, however well the proof hangs together', async () => {
		const report = await verify({ trust: undefined })
		expect(report).toMatchObject({
			exitCode: 2,
			trust: null,
			verdict: { content: { is: 'cannot-be-decided', reason: 'no-trust' }, time: { kind: 'self-declared' } },
		})
		expect(failed(report)).toEqual([])
	})

	test('in another log: not of a trusted log', async () => {
		const other = new TestLog({ origin: 'jinde.example/log/1' })
		const report = await verify({ trust: other.trust({ roots }) })
		expect(report).toMatchObject({ exitCode: 4, verdict: { content: { reason: 'untrusted-log' } } })
	})

	test('in the same origin with other keys: not of a trusted log', async () => {
		const impostor = new TestLog({ keys: createKeys(log.origin) })
		const report = await verify({ trust: impostor.trust({ roots }) })
		expect(report).toMatchObject({ exitCode: 4, verdict: { content: { reason: 'untrusted-log' } } })
	})

	test('log-signed only: the quorum’s ML-DSA cosignature is missing and named', async () => {
		const fresh = log.receipt(index, { note: log.note(log.size, [log.keys.ed25519]) })
		const report = await verify({ receipt: formatReceipt(fresh) })
		expect(report).toMatchObject({
			exitCode: 2,
			unmet: ['quorum'],
			verdict: { content: { is: 'cannot-be-decided', reason: 'quorum-unmet' } },
		})
		expect(report.sentence).toContain('log-mldsa')
	})

	test('a forged line in the name of a known key refuses the head', async () => {
		const forger = createKeys(log.origin)
		const text = log.checkpointText()
		const lines = log.note().split('\n\n')[1]?.trimEnd().split('\n') ?? []
		const forged = `${text}\n${lines[0]}\n${(lines[1] ?? '').slice(0, -8)}AAAAAAA=\n`
		expect(forger).toBeDefined()
		const report = await verify({
			receipt: formatReceipt({ ...receipt(), proof: { ...receipt().proof, checkpoint: forged } }),
		})
		expect(report).toMatchObject({ exitCode: 4, verdict: { content: { reason: 'untrusted-log' } } })
	})

	test('a witness that is asked for must be another than the log itself', async () => {
		const { ed25519, mldsa, witness } = log.keys
		const demanding = log.trust({ roots, policyText: log.policy(true) })
		const cosigned = formatReceipt(
			log.receipt(index, { note: log.note(log.size, [ed25519, mldsa, witness]) }),
		)
		expect(await verify({ receipt: cosigned, trust: demanding, require: ['witness'] })).toMatchObject({
			exitCode: 0,
		})
		expect(await verify({ trust: demanding })).toMatchObject({ exitCode: 2, unmet: ['quorum'] })
		expect(await verify({ require: ['witness'] })).toMatchObject({ exitCode: 2, unmet: ['witness'] })
		expect(await verify({ receipt: cosigned, require: ['witness'] })).toMatchObject({
			exitCode: 2,
			unmet: ['witness'],
		})
	})

	test('in a successor: the closed log is trusted up to its last head', async () => {
		const next = new TestLog({ origin: 'ukazkov.example/log/2' })
		const window = { fromSize: 0, toSize: null, fromTime: null, toTime: null }
		const predecessor = (size: number, root: Uint8Array) => ({
			origin: log.origin,
			size,
			root: new Uint8Array(root),
			keys: [log.keys.ed25519, log.keys.mldsa].map(({ vkey }) => ({ vkey, ...window })),
			policyText: log.policy(),
		})
		const trusting = (size: number, root = log.root(size)) =>
			next.trust({ roots, predecessors: [predecessor(size, root)] })
		const stateless = formatReceipt(log.receipt(index))
		expect(await verify({ receipt: stateless, trust: trusting(log.size) })).toMatchObject({ exitCode: 0 })
		expect(await verify({ receipt: stateless, trust: trusting(log.size - 1) })).toMatchObject({ exitCode: 4 })
		expect(await verify({ receipt: stateless, trust: trusting(log.size, randomBytes(32)) })).toMatchObject({
			exitCode: 4,
		})
	})

	test('in a key outside its window of sizes does not count', async () => {
		const window = { fromSize: 0, toSize: null, fromTime: null, toTime: null }
		const keys = [
			{ vkey: log.keys.ed25519.vkey, ...window, toSize: log.size },
			{ vkey: log.keys.mldsa.vkey, ...window },
		]
		expect(await verify({ trust: log.trust({ roots, keys }) })).toMatchObject({ exitCode: 4 })
	})

	test('a DEMO trust file is named as such', async () => {
		const demo = story({ demo: true })
		const report = await verifyReceipt({
			receipt: formatReceipt(demo.log.receipt(demo.index)),
			file,
			trust: demo.log.trust({ roots }),
		})
		expect(report.notes[0]).toContain('DEMO')
	})

	test('a trust file that is none is the caller’s fault', async () => {
		const bytes = Buffer.from('{"type":"letopis-trust/v1"}')
		await expect(verify({ trust: bytes })).rejects.toMatchObject({ name: 'RefusalError' })
		expect(() => readTrust(bytes)).toThrow(expect.objectContaining({ code: 'malformed' }))
		const badRoot = log.trust({ roots: [randomBytes(40)] })
		expect(() => readTrust(badRoot)).toThrow(expect.objectContaining({ code: 'malformed' }))
	})
})

describe('time', () => {
	const timeOf = async (changes: Partial<Receipt>, whom = trust) => {
		const report = await verify({ receipt: formatReceipt({ ...receipt(), ...changes }), trust: whom })
		return { report, time: report.verdict.time }
	}

	test('anchors only: upper-only; linked only: lower-only; neither: self-declared', async () => {
		expect((await timeOf({ linked: [] })).time.kind).toBe('upper-only')
		expect((await timeOf({ anchors: [] })).time.kind).toBe('lower-only')
		const { report, time } = await timeOf({ anchors: [], linked: [] })
		expect(time).toMatchObject({ kind: 'self-declared', lower: null, upper: null })
		expect(report.exitCode).toBe(0)
	})

	test('--require time needs a trusted upper bound', async () => {
		for (const [changes, unmet] of [
			[{}, []],
			[{ linked: [] }, []],
			[{ anchors: [] }, ['time']],
		] as const) {
			const text = formatReceipt({ ...receipt(), ...changes })
			expect((await verify({ receipt: text, require: ['time'] })).unmet).toEqual(unmet)
		}
	})

	test('a stamped genesis bounds from below', async () => {
		const stamped = new TestLog({ genesisAuthority: alpha })
		stamped.now += MINUTE
		const at = stamped.appendDocument(content)
		const text = formatReceipt(stamped.receipt(at))
		const report = await verifyReceipt({ receipt: text, file, trust: stamped.trust({ roots }) })
		expect(report.verdict.time).toMatchObject({ kind: 'lower-only', lower: { at: START - 500 } })
	})

	test('an authority that the reader does not trust bounds nothing and is named', async () => {
		const { time, report } = await timeOf({}, log.trust())
		expect(time).toMatchObject({ kind: 'self-declared', untrusted: ['alpha', 'beta'] })
		expect(report.exitCode).toBe(0)
		expect(report.notes.join(' ')).toContain('alpha, beta')
	})

	test('two required: both must agree, the later upper bound counts', async () => {
		const both = log.trust({ roots, required: 2 })
		const { time } = await timeOf({}, both)
		expect(time).toMatchObject({ kind: 'upper-only', required: 2, lower: null })
		expect(time.upper?.at).toBe(START + 31 * MINUTE + 1234 + 1000)
		expect(time.upper?.stamps.map(({ root }) => root)).toEqual(['CN=Alpha Root', 'CN=Beta Root'])
	})

	test('one authority under two names is one authority', async () => {
		const own = new TestLog()
		const at = own.appendDocument(content)
		own.anchor('one', alpha)
		own.anchor('two', alpha)
		const both = own.trust({ roots, required: 2 })
		const report = await verifyReceipt({ receipt: formatReceipt(own.receipt(at)), file, trust: both })
		expect(report.verdict.time.kind).toBe('self-declared')
	})

	test('of a town whose clock contradicts the stamps is named and not passed over', async () => {
		const own = new TestLog()
		own.anchor('alpha', alpha)
		own.now -= 20 * MINUTE
		const at = own.appendDocument(content)
		own.now += 40 * MINUTE
		own.anchor('alpha', alpha)
		const whom = own.trust({ roots })
		const report = await verifyReceipt({ receipt: formatReceipt(own.receipt(at)), file, trust: whom })
		expect(report).toMatchObject({ exitCode: 2, unmet: ['clock'], verdict: { content: { is: 'agrees' } } })
	})

	test('of stamps that contradict each other is named', async () => {
		const own = new TestLog()
		own.anchor('alpha', alpha)
		const at = own.appendDocument(content)
		own.anchor('beta', beta, { genTime: START - MINUTE })
		const whom = own.trust({ roots })
		const report = await verifyReceipt({ receipt: formatReceipt(own.receipt(at)), file, trust: whom })
		expect(report).toMatchObject({ exitCode: 2, unmet: ['clock'] })
	})
})

describe('a stamp with the right imprint and', () => {
	const anchored = (authority: ReturnType<typeof createAuthority>, flaw?: Flaw) => {
		const own = new TestLog()
		const at = own.appendDocument(content)
		const flawed = {
			...authority,
			stamp: (imprint: Uint8Array, options: Parameters<typeof authority.stamp>[1]) =>
				authority.stamp(imprint, flaw === undefined ? options : { ...options, flaw }),
		}
		own.anchor('alpha', flawed)
		return verifyReceipt({
			receipt: formatReceipt(own.receipt(at)),
			file,
			trust: own.trust({ roots: [authority.root] }),
			require: ['time'],
		})
	}
	for (const [name, extensions] of Object.entries(wrongSigners)) {
		test(`a signer with ${name} invalidates the receipt`, async () => {
			expect(await anchored(createAuthority('Alpha', extensions))).toMatchObject({ exitCode: 1 })
		})
	}
	for (const flaw of ['bad-signature', 'other-certificate-identifier', 'two-signers'] as const) {
		test(`the flaw ${flaw} invalidates the receipt`, async () => {
			const report = await anchored(alpha, flaw)
			expect(report).toMatchObject({ exitCode: 1, verdict: { content: { reason: 'invalid' } } })
			expect(failed(report)).toEqual(['stamp'])
		})
	}
})

describe('state', () => {
	const stateOf = async (relation: 'supersedes' | 'annuls' | 'disposes' | 'corrects') => {
		const own = new TestLog()
		const at = own.appendDocument(content)
		const later = own.appendDocument(randomBytes(4), { links: { [relation]: [own.cid(at)] } })
		const status = own.status(at, [[relation, later]])
		return verifyReceipt({ receipt: formatReceipt(own.receipt(at, { status })), file, trust: own.trust() })
	}
	for (const [relation, state, exitCode] of [
		['supersedes', 'superseded', 3],
		['annuls', 'annulled', 3],
		['disposes', 'disposed', 3],
		['corrects', 'corrected', 0],
	] as const) {
		test(`${state}: exit code ${exitCode}`, async () => {
			const report = await stateOf(relation)
			expect(report).toMatchObject({ exitCode, verdict: { content: { is: 'agrees' }, state: { is: state } } })
			expect(report.verdict.state.acts).toHaveLength(1)
		})
	}

	test('without a statement later acts are unknown', async () => {
		const report = await verify({ receipt: formatReceipt(log.receipt(index)) })
		expect(report).toMatchObject({ exitCode: 0, verdict: { state: { is: 'unknown', size: log.size } } })
	})

	test('stated by another key is not believed', async () => {
		const signer = createKey(`${log.origin}/status`, 0x01)
		const status = log.status(index, [], { signer })
		const report = await verify({ receipt: formatReceipt(log.receipt(index, { status })) })
		expect(report).toMatchObject({ exitCode: 2, unmet: ['status'], verdict: { state: { is: 'unknown' } } })
	})

	for (const [name, status] of [
		['about another entry', () => log.status(0)],
		['with another root at the same size', () => log.status(index, [], { root: randomBytes(32) })],
		['of another log', () => log.status(index, [], { origin: 'jinde.example/log/1' })],
	] as const) {
		test(`stated ${name} invalidates the receipt`, async () => {
			const report = await verify({ receipt: formatReceipt(log.receipt(index, { status: status() })) })
			expect(report).toMatchObject({ exitCode: 1, verdict: { content: { reason: 'invalid' } } })
		})
	}
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
