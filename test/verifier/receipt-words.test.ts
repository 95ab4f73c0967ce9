/**
 * What a receipt's report says in words where something is amiss: which trust file is the wrong one, what was required
 * and is not shown, and no English in Czech sentences.
 */
import { randomBytes } from 'node:crypto'
import { formatReceipt, type Receipt } from '@letopis/format'
import type { Language, Report, VerifyInput } from '@letopis/verifier'
import { describe, expect, test } from 'vitest'
import { Findings } from '../../verifier/receipt/finding.ts'
import { say } from '../../verifier/words/say.ts'
import { alpha, content, index, log, receipt, roots, story, verify } from '../support/receipt-story.ts'
import { createKey, createKeys, signLine, TestLog } from '../support/test-log.ts'

const window = { fromSize: 0, toSize: null, fromTime: null, toTime: null }

/** The trust file of a successor for which `log` ended at `size`. */
function successorTrust(size: number, root = log.root(size)): Uint8Array {
	const { ed25519, mldsa } = log.keys
	const predecessor = {
		origin: log.origin,
		size,
		root: new Uint8Array(root),
		keys: [ed25519, mldsa].map(({ vkey }) => ({ vkey, ...window })),
		policyText: log.policy(),
	}
	return new TestLog({ origin: 'ukazkov.example/log/2' }).trust({ roots, predecessors: [predecessor] })
}

const both = async (changes: Partial<VerifyInput>) => {
	const [cs, en] = await Promise.all(
		(['cs', 'en'] as Language[]).map((language) => verify({ language, ...changes })),
	)
	return { cs: cs as Report, en: en as Report }
}

describe('a head that the trust file does not stand for', () => {
	const other = new TestLog({ origin: 'jinde.example/log/1', town: 'Jinde' })

	test('of another town: both logs are named, and no quorum', async () => {
		const { cs, en } = await both({ trust: other.trust({ roots }) })
		for (const report of [cs, en]) {
			expect(report.exitCode).toBe(4)
			for (const name of [log.origin, other.origin, 'Jinde']) expect(report.sentence).toContain(name)
			expect(report.unmet).toEqual([])
			expect(JSON.stringify(report)).not.toContain('()')
		}
		expect(en.sentence).toContain('your trust file is for “jinde.example/log/1” of Jinde')
	})

	test('of the same name and other keys: forged, or the trust file is too old', async () => {
		const { en } = await both({ trust: new TestLog({ keys: createKeys(log.origin) }).trust({ roots }) })
		expect(en.sentence).toContain('no key that your trust file names for that log has signed it')
	})

	test('beyond the end of a closed log: the end is told', async () => {
		const stateless = formatReceipt(log.receipt(index))
		const { cs, en } = await both({ receipt: stateless, trust: successorTrust(2) })
		expect(en).toMatchObject({ exitCode: 4, sentence: expect.stringContaining('ended with 2 entries') })
		expect(en.sentence).toContain(`a head of ${log.size}`)
		expect(cs.sentence).toContain('skončila při velikosti 2')
	})

	test('at the end of a closed log under another root: two histories', async () => {
		const stateless = formatReceipt(log.receipt(index))
		const { en } = await both({ receipt: stateless, trust: successorTrust(log.size, randomBytes(32)) })
		expect(en).toMatchObject({ exitCode: 4, sentence: expect.stringContaining('a second history') })
	})

	test('with a signature that does not match', async () => {
		const forger = createKeys(log.origin)
		const [, lines = ''] = log.note().split('\n\n')
		const [own = ''] = lines.split('\n')
		const [, , stranger = ''] = signLine(forger.ed25519, log.checkpointText()).split(' ')
		const id = Buffer.from(own.split(' ')[2] ?? '', 'base64').subarray(0, 4)
		const forged = Buffer.concat([id, Buffer.from(stranger, 'base64').subarray(4)]).toString('base64')
		const checkpoint = `${log.checkpointText()}\n— ${log.origin} ${forged}\n`
		const text = formatReceipt({ ...receipt(), proof: { ...receipt().proof, checkpoint } })
		const { en } = await both({ receipt: text })
		expect(en).toMatchObject({ exitCode: 4, sentence: expect.stringContaining('does not match') })
	})
})

describe('what was required and is not shown', () => {
	const unstamped = formatReceipt({ ...receipt(), anchors: [] })
	test('is said in the headline: a time', async () => {
		const { cs, en } = await both({ receipt: unstamped, require: ['time'] })
		expect(en).toMatchObject({ exitCode: 2, unmet: ['time'], verdict: { content: { is: 'agrees' } } })
		expect(en.headline).toBe('The content agrees, but what was required is not shown')
		expect(cs.headline).toBe('Obsah se shoduje, ale co bylo požadováno, prokázáno není')
		expect(en.sentence).toContain('does not show')
	})

	test('is said in the headline: a witness', async () => {
		const { en } = await both({ require: ['witness'] })
		expect(en.headline).toContain('what was required is not shown')
	})

	test('does not hide that the document was annulled', async () => {
		const own = new TestLog()
		const at = own.appendDocument(content)
		const later = own.appendDocument(randomBytes(4), { links: { annuls: [own.cid(at)] } })
		const status = own.status(at, [['annuls', later]])
		const text = formatReceipt(own.receipt(at, { status }))
		const { en } = await both({ receipt: text, trust: own.trust(), require: ['time'] })
		expect(en).toMatchObject({ exitCode: 2, headline: 'Superseded or annulled' })
		expect(en.sentence).toContain('does not show')
	})

	test('a contradiction of the clock is not passed over either', async () => {
		const own = new TestLog()
		own.anchor('alpha', alpha)
		own.now -= 20 * 60_000
		const at = own.appendDocument(content)
		const text = formatReceipt(own.receipt(at))
		const { en } = await both({ receipt: text, trust: own.trust({ roots }) })
		expect(en).toMatchObject({ exitCode: 2, unmet: ['clock'] })
		expect(en.headline).toBe('The content agrees, but not all can be relied on')
	})
})

describe('Czech', () => {
	/** Words that no Czech sentence holds, but every explanation in English. */
	const english =
		/\b(the|is|are|was|not|does|has|holds|over|under|with|expected|exceeds|malformed|unknown)\b/i
	const changed = (changes: Partial<Receipt>) => formatReceipt({ ...receipt(), ...changes })
	const flip = (bytes: Uint8Array, at: number) => bytes.map((byte, i) => (i === at ? byte ^ 1 : byte))
	const anchors = receipt().anchors
	const cases: [string, Partial<VerifyInput>][] = [
		['no receipt', { receipt: 'x' }],
		['an entry that is none', { receipt: changed({ entry: flip(receipt().entry, 0) }) }],
		['a foreign field', { receipt: changed({ fields: log.receipt(3).fields }) }],
		['a proof that does not fit', { receipt: changed({ proof: { ...receipt().proof, index: 3 } }) }],
		['a proof of another length', { receipt: changed({ proof: { ...receipt().proof, proof: [] } }) }],
		['another town', { trust: new TestLog({ origin: 'jinde.example/log/1' }).trust({ roots }) }],
		['other keys', { trust: new TestLog({ keys: createKeys(log.origin) }).trust({ roots }) }],
		['no trust file', { trust: undefined }],
		['beyond the end', { trust: successorTrust(2) }],
		[
			'another statement key',
			{
				receipt: changed({
					status: log.status(index, [], { signer: createKey(`${log.origin}/status`, 0x01) }),
				}),
			},
		],
		...[40, 90, 200, 300, 600].map((at): [string, Partial<VerifyInput>] => [
			`a token changed at ${at}`,
			{ receipt: changed({ anchors: anchors.map((a) => ({ ...a, token: flip(a.token, at) })) }) },
		]),
		[
			'tokens exchanged',
			{
				receipt: changed({
					anchors: anchors.map((a, i) => ({ ...a, token: anchors[1 - i]?.token ?? a.token })),
				}),
			},
		],
	]
	for (const [name, changes] of cases) {
		test(`holds no English: ${name}`, async () => {
			const report = await verify({ language: 'cs', ...changes })
			const sentences = [report.headline, report.sentence, ...report.notes]
			sentences.push(...report.checks.map(({ sentence }) => sentence))
			sentences.push(...report.timeline.map(({ sentence }) => sentence))
			// The exact words of a refusal stand in a row of their own that says in which language they are.
			for (const { inputs } of report.checks) {
				sentences.push(...inputs.filter(({ id }) => id !== 'exactly').map(({ label }) => label))
			}
			expect(sentences.filter((sentence) => english.test(sentence))).toEqual([])
		})
	}

	test('names kinds, fields and the authority of genesis in words', async () => {
		const { log: stamped, index: at } = story({ genesis: true })
		const own = stamped.appendDocument(content, { anchors: [stamped.cid(0)] })
		const linked = [{ entry: stamped.entries[0] as Uint8Array, note: null, token: null }]
		const text = formatReceipt({ ...stamped.receipt(own), linked })
		const report = await verify({ receipt: text, trust: stamped.trust({ roots }), language: 'cs' })
		const said = JSON.stringify([report.notes, report.timeline, report.checks])
		expect(at).toBeGreaterThan(0)
		expect(said).toContain('autorita úvodního zápisu')
		expect(said).toContain('zapečetěný zápis')
		for (const word of ['„genesis“', 'genesis (', '„sealed“', '„content“', 'not-known'])
			expect(said).not.toContain(word)
	})

	test('an explanation can only be a phrase, which every language has', () => {
		const error = new Error('the proof has the wrong length')
		// @ts-expect-error text of an error is in one language only
		const asText = () => say('cs', 'proof-unusable', { detail: error.message })
		expect(asText()).toMatch(english)
		const findings = new Findings()
		// @ts-expect-error the same in a finding
		findings.no([2, 'inclusion'], 'proof-unusable', { detail: error.message }, [])
		expect(say('cs', 'proof-unusable', { detail: { key: 'refused-malformed' } })).not.toMatch(english)
	})
})
