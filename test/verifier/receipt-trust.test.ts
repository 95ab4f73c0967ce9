import { randomBytes } from 'node:crypto'
import { cidText, formatNote, formatReceipt, formatStatus, type StatusContent } from '@letopis/format'
import { readTrust, verifyReceipt } from '@letopis/verifier'
import { describe, expect, test } from 'vitest'
import { content, failed, file, index, log, receipt, roots, story, verify } from '../support/receipt-story.ts'
import { createKey, createKeys, signLine, TestLog } from '../support/test-log.ts'

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

	test('in a successor: its statement tells what became of an entry of the closed log', async () => {
		const next = new TestLog({ origin: 'ukazkov.example/log/2' })
		const later = next.appendDocument(randomBytes(4), { links: { annuls: [log.cid(index)] } })
		const window = { fromSize: 0, toSize: null, fromTime: null, toTime: null }
		const closed = {
			...{ origin: log.origin, size: log.size, root: new Uint8Array(log.root()), policyText: log.policy() },
			keys: [log.keys.ed25519, log.keys.mldsa].map(({ vkey }) => ({ vkey, ...window })),
		}
		const trust = next.trust({ roots, predecessors: [closed] })
		const stating = (changes: Partial<StatusContent> = {}, signer = next.keys.status) => {
			const text = formatStatus({
				...{ origin: next.origin, size: next.size, root: next.root(), time: Math.floor(next.now / 1000) },
				...{ log: log.origin, index, cid: cidText(log.cid(index)) },
				acts: [{ relation: 'annuls', index: later, cid: cidText(next.cid(later)) }],
				...changes,
			})
			return formatReceipt(log.receipt(index, { status: formatNote(text, [signLine(signer, text)]) }))
		}
		const annulled = await verify({ receipt: stating(), trust })
		expect(annulled).toMatchObject({
			exitCode: 3,
			verdict: {
				state: { is: 'annulled', size: 2, log: next.origin, acts: [{ log: next.origin, index: 1 }] },
			},
		})
		expect(annulled.notes.join(' ')).toContain('log size 2, ukazkov.example/log/2')
		expect(await verify({ receipt: stating({ acts: [] }), trust })).toMatchObject({
			exitCode: 0,
			verdict: { state: { is: 'in-force', size: 2, log: next.origin } },
		})
		// At the size of the receipt's own head, but of another log: no second history.
		const equal = { size: log.size, root: new Uint8Array(32), acts: [] }
		expect(await verify({ receipt: stating(equal), trust })).toMatchObject({ exitCode: 0 })
		for (const [changes, exitCode] of [
			[{ index: index - 1 }, 1],
			[{ cid: cidText(log.cid(0)) }, 1],
			[{ log: 'ukazkov.example/log/0' }, 1],
		] as const)
			expect(await verify({ receipt: stating(changes), trust })).toMatchObject({ exitCode })
		// By the closed log's own status key: nobody trusts that any more.
		expect(await verify({ receipt: stating({}, log.keys.status), trust })).toMatchObject({
			exitCode: 2,
			unmet: ['status'],
		})
		// With the trust file of before the succession, what the successor says counts for nothing, and harms nothing.
		expect(await verify({ receipt: stating() })).toMatchObject({
			exitCode: 0,
			verdict: { state: { is: 'unknown' } },
		})
		// Closed before the entry: it is not even of the trusted log.
		const earlier = { ...closed, size: index, root: new Uint8Array(log.root(index)) }
		const short = next.trust({ roots, predecessors: [earlier] })
		expect(await verify({ receipt: stating(), trust: short })).toMatchObject({ exitCode: 4 })
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
