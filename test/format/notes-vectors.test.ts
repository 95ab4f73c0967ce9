/**
 * The named cases of test/vectors/notes-*.json, which scripts/vectors-notes.py writes from the specifications
 * without a line of this code.
 */
import {
	type Checkpoint,
	checkpointMessage,
	cosignatureV1Message,
	evaluatePolicy,
	formatCheckpoint,
	formatNote,
	formatPolicy,
	formatTlogProof,
	formatVkey,
	fromHex,
	hex,
	makeVkey,
	parseCheckpoint,
	parseNote,
	parsePolicy,
	parseTlogProof,
	parseVkey,
	type SignatureType,
	subtreeMessage,
	verifyNote,
} from '@letopis/format'
import { describe, expect, test } from 'vitest'
import { ownVectors } from '../support/vectors.ts'

interface Case {
	comment: string
	source: string
	wantError?: string
}

function cases<T>(name: string): (Case & T)[] {
	return ownVectors(`notes-${name}`)
}

/** Runs `read`; a case with `wantError` must be refused with that code. */
function refusedOr<T>(vector: Case, read: () => T): T | null {
	if (vector.wantError === undefined) return read()
	expect(read).toThrow(expect.objectContaining({ name: 'RefusalError', code: vector.wantError }))
	return null
}

describe('verifier keys', () => {
	type Vector = { vkey: string; want?: { name: string; type: SignatureType; key: string } }
	test.each(cases<Vector>('vkey'))('$comment', (vector) => {
		const vkey = refusedOr(vector, () => parseVkey(vector.vkey))
		if (vkey === null) return
		expect(formatVkey(vkey)).toBe(vector.vkey)
		if (vector.want === undefined) return
		const { name, type, key } = vector.want
		expect({ name: vkey.name, type: vkey.type, key: hex(vkey.key) }).toEqual(vector.want)
		expect(formatVkey(makeVkey(name, type, fromHex(key)))).toBe(vector.vkey)
	})
})

describe('signed notes', () => {
	type Want = { text: string; verified: { name: string; timestamp: number | null }[] }
	test.each(cases<{ note: string; vkeys: string[]; want?: Want }>('note'))('$comment', (vector) => {
		const found = refusedOr(vector, () => {
			const note = parseNote(vector.note)
			return { note, verified: verifyNote(note, vector.vkeys.map(parseVkey)) }
		})
		if (found === null) return
		const verified = found.verified.map((v) => ({ name: v.vkey.name, timestamp: v.timestamp ?? null }))
		expect({ text: found.note.text, verified }).toEqual(vector.want)
		const lines = found.note.signatures.map(({ line }) => line)
		expect(formatNote(found.note.text, lines)).toBe(vector.note)
	})
})

describe('checkpoints', () => {
	type Want = { origin: string; size: number; root: string; extensions: string[] }
	test.each(cases<{ text: string; want?: Want }>('checkpoint'))('$comment', (vector) => {
		const checkpoint = refusedOr(vector, () => parseCheckpoint(vector.text))
		if (checkpoint === null) return
		expect({ ...checkpoint, root: hex(checkpoint.root) }).toEqual(vector.want)
		expect(formatCheckpoint(checkpoint)).toBe(vector.text)
	})
})

describe('cosigned messages', () => {
	type Subtree = { kind: 'subtree'; name: string; timestamp: number; origin: string; hash: string } & {
		start: number
		end: number
	}
	type Vector = { message: string } & (Subtree | { kind: 'v1'; text: string; timestamp: number })
	test.each(cases<Vector>('message'))('$comment', (vector) => {
		if (vector.kind === 'v1') {
			expect(hex(cosignatureV1Message(vector.text, vector.timestamp))).toBe(vector.message)
			return
		}
		const root = fromHex(vector.hash)
		expect(hex(subtreeMessage({ ...vector, hash: root }))).toBe(vector.message)
		if (vector.start !== 0) return
		const { name, timestamp, origin, end: size } = vector
		const checkpoint: Checkpoint = { origin, size, root, extensions: [] }
		expect(hex(checkpointMessage(name, timestamp, checkpoint))).toBe(vector.message)
	})

	const statement = { name: 'n', timestamp: 0, origin: 'o', start: 0, end: 1, hash: new Uint8Array(32) }
	test.each([
		['a timestamp on a subtree that does not start at 0', { start: 1, end: 2, timestamp: 5 }],
		['start beyond end', { start: 3, end: 2 }],
		['a hash of 31 bytes', { hash: new Uint8Array(31) }],
		['an empty name', { name: '' }],
		['an origin of 256 bytes', { origin: 'o'.repeat(256) }],
		['a negative timestamp', { timestamp: -1 }],
		['an end above 2^53 − 1', { end: 2 ** 53 }],
	])('no message for %s', (_, wrong) => {
		expect(() => subtreeMessage({ ...statement, ...wrong })).toThrow(RangeError)
	})
})

describe('tlog-proofs', () => {
	type Want = { index: number; proof: string[]; checkpoint: string; extra?: string }
	test.each(cases<{ text: string; want?: Want }>('tlog-proof'))('$comment', (vector) => {
		const proof = refusedOr(vector, () => parseTlogProof(vector.text))
		if (proof === null) return
		const { extra, ...rest } = proof
		const found = { ...rest, proof: proof.proof.map(hex) }
		expect(extra === undefined ? found : { ...found, extra: hex(extra) }).toEqual(vector.want)
		expect(formatTlogProof(proof)).toBe(vector.text)
	})
})

describe('policies', () => {
	type Want = { log: string | null; witnesses: string[]; met: boolean; missing: string[] }
	test.each(cases<{ policy: string; note?: string; want?: Want }>('policy'))('$comment', (vector) => {
		const found = refusedOr(vector, () => {
			const policy = parsePolicy(vector.policy)
			return vector.note === undefined
				? null
				: { policy, verdict: evaluatePolicy(policy, parseNote(vector.note)) }
		})
		if (found === null) return
		const { policy, verdict } = found
		const log = verdict.log === null ? null : formatVkey(verdict.log)
		expect({ ...verdict, log }).toEqual(vector.want)
		const canonical = formatPolicy(policy)
		expect(parsePolicy(canonical)).toEqual(policy)
		expect(formatPolicy(parsePolicy(canonical))).toBe(canonical)
	})
})
