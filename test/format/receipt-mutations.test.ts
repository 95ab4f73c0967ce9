/**
 * A flipped bit never passes: not in a signed note, not in what a receipt proves. Checked with native signatures
 * (verifiers.test.ts shows that they say the same as the pure ones).
 */
import {
	checkDisclosure,
	checkInclusion,
	commitFields,
	decodeEntry,
	disclose,
	encodeEntry,
	entryCid,
	formatCheckpoint,
	formatNote,
	formatPolicy,
	formatReceipt,
	formatReceiptAsTlogProof,
	formatStatus,
	formatTrust,
	fromUtf8,
	type Hash,
	judgeCheckpoint,
	judgeStatus,
	leafHash,
	parseCheckpoint,
	parseNote,
	parseReceipt,
	parseTrust,
	type Receipt,
	RefusalError,
	useVerifiers,
	utf8,
} from '@letopis/format'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { thorough } from '../support/mutations.ts'
import { nativeVerifiers } from '../support/native-verifiers.ts'
import { noteSigner } from '../support/note-signer.ts'
import { fc } from '../support/properties.ts'
import { oracleInclusion, oracleRoot } from '../support/tree-oracle.ts'

beforeAll(() => useVerifiers(nativeVerifiers))
afterAll(() => useVerifiers(null))

/** Octets from one flipped bit to the next: odd, so that every bit has its turn. */
const STEP = thorough ? 1 : 3

const origin = 'ukazkov.example/log/1'
const log = noteSigner(origin, 0x01)
const second = noteSigner(origin, 0x06)
const witness = noteSigner('witness.example', 0x04)
const statusSigner = noteSigner(`${origin}/status`, 0x01)
const TIME = 1_767_139_200

const policyText = formatPolicy({
	logs: [{ vkey: log.vkey }],
	witnesses: [
		{ name: 'log-mldsa', vkey: second.vkey },
		{ name: 'w', vkey: witness.vkey },
	],
	groups: [{ name: 'g', threshold: 2, members: ['log-mldsa', 'w'] }],
	quorum: 'g',
})
const always = { fromSize: 0, toSize: null, fromTime: null, toTime: null }
const trust = parseTrust(
	formatTrust({
		town: 'Ukázkov',
		demo: true,
		origin,
		keys: [
			{ vkey: log.vkey, ...always },
			{ vkey: second.vkey, ...always },
		],
		statusKey: statusSigner.vkey,
		policyText,
		timestamps: { roots: [], required: 0 },
		predecessors: [],
	}),
)

const { commitment, opening } = commitFields(
	{ time: TIME * 1000, kind: 'document', content: new Uint8Array(32).fill(9) },
	(n) => new Uint8Array(n).fill(5),
)
const entry = encodeEntry({
	v: 1,
	kind: 'sealed',
	time: Math.floor(TIME / 60),
	anchors: [entryCid(utf8('genesis'))],
	links: {},
	body: {},
	commitment,
	tag: new Uint8Array(32).fill(6),
})
const leaves: Hash[] = Array.from({ length: 13 }, (_, i) => leafHash(i === 7 ? entry : utf8(`entry ${i}`)))
const root = oracleRoot(leaves)
const head = formatCheckpoint({ origin, size: leaves.length, root, extensions: [] })
const note = formatNote(head, [log.line(head), second.line(head, TIME), witness.line(head, TIME)])
const statusText = formatStatus({
	origin,
	size: leaves.length,
	root,
	index: 7,
	cid: entryCid(entry).toString(),
	time: TIME,
	acts: [{ relation: 'annuls', index: 9, cid: entryCid(utf8('entry 9')).toString() }],
})
const receipt: Receipt = {
	entry,
	fields: disclose(opening, ['time', 'content']),
	proof: { index: 7, proof: oracleInclusion(leaves, 7), checkpoint: note },
	anchors: [],
	linked: [],
	status: formatNote(statusText, [statusSigner.line(statusText)]),
}

/** What a receipt proves to someone with the trust file, as text; null if it proves nothing. */
function claimOf(source: Uint8Array): string | null {
	try {
		const { entry: bytes, proof, fields, status } = parseReceipt(source)
		const { ok } = judgeCheckpoint(trust, proof.checkpoint)
		if (!ok || status === null || !judgeStatus(trust, status).ok) return null
		const { size, root: proven } = parseCheckpoint(parseNote(proof.checkpoint).text)
		checkInclusion({ index: proof.index, size, leaf: leafHash(bytes), proof: proof.proof, root: proven })
		const decoded = decodeEntry(bytes)
		const disclosed = fields.map((field) => checkDisclosure(decoded.commitment, field))
		return JSON.stringify([proof.index, size, [...bytes], disclosed, status])
	} catch (error) {
		if (error instanceof RefusalError) return null
		throw error
	}
}

function flipped(bytes: Uint8Array, bit: number): Uint8Array {
	const copy = bytes.slice()
	copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7))
	return copy
}

function judgedBytes(bytes: Uint8Array): boolean {
	let text: string
	try {
		text = fromUtf8(bytes)
	} catch {
		return false
	}
	return judgeCheckpoint(trust, text).ok
}

describe('a signed note', () => {
	const bytes = utf8(note)

	test('stands as it is', () => {
		expect(judgeCheckpoint(trust, note)).toMatchObject({
			ok: true,
			witnesses: ['log-mldsa', 'w'],
			missing: [],
			time: { ms: TIME * 1000, basis: 'witness' },
			reason: null,
		})
	})

	test('falls with any bit of its bytes', () => {
		const survivors: number[] = []
		for (let i = 0; i < bytes.length; i++) {
			// Every bit where the note is thin; of the long ML-DSA line one bit in each character.
			const thin = i > bytes.length - 300 || i < 300
			if (!thin && i % STEP !== 0) continue
			const inPayload = thin && thorough ? [0, 1, 2, 3, 4, 5, 6, 7] : [i % 8]
			for (const bit of inPayload) if (judgedBytes(flipped(bytes, 8 * i + bit))) survivors.push(8 * i + bit)
		}
		expect(survivors).toEqual([])
	})

	test('falls when cut anywhere', () => {
		for (let length = 0; length < bytes.length; length += length > 300 ? 7 : 1) {
			expect(judgedBytes(bytes.slice(0, length))).toBe(false)
		}
	})

	test.each([
		['the Ed25519 line', [1, 2], 'not-trusted-log'],
		['the ML-DSA line', [0, 2], 'quorum-unmet'],
		['the witness', [0, 1], 'quorum-unmet'],
	] as const)('falls without %s', (_, kept, reason) => {
		const { signatures } = parseNote(note)
		const lines = kept.map((i) => signatures[i]?.line ?? '')
		expect(judgeCheckpoint(trust, formatNote(head, lines))).toMatchObject({ ok: false, reason })
	})

	test('stands with its lines in any order and a stranger among them', () => {
		const { signatures } = parseNote(note)
		const stranger = noteSigner('stranger.example', 0x01).line(head)
		const lines = [...signatures.map(({ line }) => line), stranger].toReversed()
		expect(judgeCheckpoint(trust, formatNote(head, lines)).ok).toBe(true)
	})

	test('any junk is judged without an exception', () => {
		fc.assert(
			fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' })), (junk) => {
				expect(judgeCheckpoint(trust, junk)).toMatchObject({ ok: false, reason: 'malformed' })
				expect(judgeCheckpoint(trust, `${head}\n${junk}`).ok).toBe(false)
				expect(judgeStatus(trust, junk).ok).toBe(false)
			}),
		)
	})
})

describe.each([
	['JSON', formatReceipt(receipt)],
	['tlog-proof', formatReceiptAsTlogProof(receipt)],
])('a receipt as %s', (_, text) => {
	const bytes = utf8(text)
	const claim = claimOf(bytes)

	test('proves something, the same in both forms', () => {
		expect(claim).not.toBeNull()
		expect(claim).toBe(claimOf(utf8(formatReceipt(receipt))))
	})

	test('with any one bit flipped it proves nothing', () => {
		const survivors: number[] = []
		for (let i = 0; i < bytes.length; i += STEP) {
			if (claimOf(flipped(bytes, 8 * i + (i % 8))) !== null) survivors.push(i)
		}
		expect(survivors).toEqual([])
	})

	test('with any one character replaced it proves nothing, or the same in other white space', () => {
		const characters = [...'AZaz09+/= \n\t"{}[],:\\_-']
		fc.assert(
			fc.property(fc.nat(text.length - 1), fc.constantFrom(...characters), (at, character) => {
				const mutant = text.slice(0, at) + character + text.slice(at + 1)
				const proven = claimOf(utf8(mutant))
				expect(proven === null || proven === claim).toBe(true)
				if (proven !== null) expect(mutant.replace(/\s+/g, '')).toBe(text.replace(/\s+/g, ''))
			}),
			{ numRuns: thorough ? 10_000 : 500 },
		)
	})

	test('cut anywhere it proves nothing', () => {
		for (let length = 0; length < bytes.length - 1; length += 11) {
			expect(claimOf(bytes.slice(0, length))).toBeNull()
		}
	})
})
