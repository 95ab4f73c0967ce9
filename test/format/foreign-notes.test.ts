/** Notes, checkpoints and proofs that other programs wrote. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
	checkInclusion,
	decodeBundle,
	evaluatePolicy,
	formatNote,
	formatTlogProof,
	formatVkey,
	hex,
	leafHash,
	parseCheckpoint,
	parseNote,
	parsePolicy,
	parseTlogProof,
	parseVkey,
	rootFromInclusion,
	utf8,
	verifyNote,
} from '@letopis/format'
import { describe, expect, test } from 'vitest'
import { oracleRoot } from '../support/tree-oracle.ts'
import { foreignVectors } from '../support/vectors.ts'

const { folder, absent } = foreignVectors('tlog')
const text = (name: string) => readFileSync(join(folder, name), 'utf8')
const bytes = (name: string) => new Uint8Array(readFileSync(join(folder, name)))
const vkeyOf = (name: string) => parseVkey(text(name).trimEnd())

describe.skipIf(absent)('foreign notes (../shared/vectors/tlog)', () => {
	test.each(Array.from({ length: 16 }, (_, size) => size))('tessera log of size %i', (size) => {
		const vkey = vkeyOf('tessera-log.vkey')
		const note = parseNote(text(`tessera-log/checkpoint.${size}`))
		expect(verifyNote(note, [vkey])).toEqual([{ vkey }])
		const checkpoint = parseCheckpoint(note.text)
		expect(checkpoint).toMatchObject({ origin: vkey.name, size, extensions: [] })
		const entries = size === 0 ? [] : decodeBundle(bytes(`tessera-log/tile/entries/000.p/${size}`), size)
		expect(hex(checkpoint.root)).toBe(hex(oracleRoot(entries.map(leafHash))))
	})

	test('vkeys read back', () => {
		for (const name of ['tessera-log.vkey', 'mldsa-44.vkey', 'witness-cosigned.vkey']) {
			expect(formatVkey(vkeyOf(name))).toBe(text(name).trimEnd())
		}
	})

	test('tessera proof of index 12 in a tree of 15', () => {
		const proof = parseTlogProof(text('tessera-15-index12.tlog-proof'))
		expect(formatTlogProof(proof)).toBe(text('tessera-15-index12.tlog-proof'))
		const entry = decodeBundle(bytes('tessera-log/tile/entries/000.p/15'), 15)[12] ?? new Uint8Array(0)
		expect(entry).toEqual(utf8('threeten'))
		const note = parseNote(proof.checkpoint)
		expect(verifyNote(note, [vkeyOf('tessera-log.vkey')])).toHaveLength(1)
		const { size, root } = parseCheckpoint(note.text)
		const claim = { index: proof.index, size, leaf: leafHash(entry), proof: proof.proof }
		expect(() => checkInclusion({ ...claim, root })).not.toThrow()
		const wrong = rootFromInclusion(proof.index, size, leafHash(utf8('threeeleven')), proof.proof)
		expect(hex(wrong)).not.toBe(hex(root))
	})

	test('ML-DSA-44 checkpoint: no time, size 1', () => {
		const vkey = vkeyOf('mldsa-44.vkey')
		expect(vkey.id).toBe(0xb5df45c5)
		const note = parseNote(text('mldsa-44.checkpoint'))
		expect(verifyNote(note, [vkey])).toEqual([{ vkey }])
		expect(parseCheckpoint(note.text).size).toBe(1)
		const verdict = evaluatePolicy(parsePolicy(`log ${formatVkey(vkey)}\nquorum none\n`), note)
		expect(verdict).toMatchObject({ log: vkey, met: true })
	})

	test('checkpoint cosigned by a witness; the line of the log is of a type that we do not know', () => {
		const vkey = vkeyOf('witness-cosigned.vkey')
		const note = parseNote(text('witness-cosigned.checkpoint'))
		expect(note.signatures).toHaveLength(2)
		expect(verifyNote(note, [vkey])).toEqual([{ vkey, timestamp: 1767139200 }])
		const verdict = evaluatePolicy(parsePolicy(`witness w ${formatVkey(vkey)}\nquorum w\n`), note)
		expect(verdict).toEqual({ log: null, witnesses: ['w'], met: false, missing: [] })
	})

	test.each(['mldsa-44', 'witness-cosigned'])('%s: another size is not what was signed', (name) => {
		const { text: body, signatures } = parseNote(text(`${name}.checkpoint`))
		const changed = body.replace(/\n[0-9]+\n/, '\n77\n')
		const note = formatNote(
			changed,
			signatures.map(({ line }) => line),
		)
		const verify = () => verifyNote(parseNote(note), [vkeyOf(`${name}.vkey`)])
		expect(verify).toThrow(expect.objectContaining({ code: 'bad-signature' }))
	})
})
