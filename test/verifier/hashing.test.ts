import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseNote, sha256, useVerifiers, verifyNote } from '@letopis/format'
import { portableHasher } from '@letopis/verifier'
import { afterAll, describe, expect, test } from 'vitest'
import { hashFile, nativeHasher, useNativeHashing, useNativeVerifiers } from '../../verifier/cli/native.ts'
import { openLanes } from '../../verifier/cli/sha256-lanes.ts'
import { hashFile as hashInBrowser } from '../../verifier/page/hash-file.ts'
import { TestLog, treeHash } from '../support/test-log.ts'

const folder = mkdtempSync(join(tmpdir(), 'letopis-hashing-'))
afterAll(() => {
	rmSync(folder, { recursive: true })
	useVerifiers(null)
})

describe('native and portable hashers give the same bytes', () => {
	test('for parts of any length, one after the other', () => {
		const parts = [0, 1, 63, 64, 513, 65_536].map((length) => new Uint8Array(randomBytes(length)))
		const expected = Buffer.concat(parts.map((part) => createHash('sha256').update(part).digest()))
		for (const hasher of [portableHasher, nativeHasher]) {
			const out = new Uint8Array(32 * parts.length + 8)
			hasher.hashAll(parts, out)
			expect(Buffer.from(out).toString('hex')).toBe(`${expected.toString('hex')}${'00'.repeat(8)}`)
			hasher.hashAll([], out.subarray(0, 0))
		}
	})

	test('for the root of any part of a row that is a tree', () => {
		const row = new Uint8Array(randomBytes(32 * 256))
		const hashes = Array.from({ length: 256 }, (_, i) => row.subarray(32 * i, 32 * i + 32))
		const before = row.slice()
		for (const [first, count] of [
			[0, 2],
			[254, 2],
			[4, 4],
			[248, 8],
			[16, 16],
			[96, 32],
			[64, 64],
			[128, 128],
			[0, 256],
		] as const) {
			const expected = Buffer.from(treeHash(hashes.slice(first, first + count))).toString('hex')
			for (const hasher of [portableHasher, nativeHasher]) {
				expect(Buffer.from(hasher.rootOf(row, first, count)).toString('hex')).toBe(expected)
			}
		}
		expect(row).toEqual(before)
	})

	test('for nodes in the lanes of vectors, whatever their bits', () => {
		const root = openLanes()
		if (root === undefined) throw new Error('this engine has no vectors')
		const sameBits = [0x00, 0xff, 0x80, 0x7f].map((byte) => new Uint8Array(64).fill(byte))
		for (const pair of [...sameBits, ...Array.from({ length: 200 }, () => new Uint8Array(randomBytes(64)))]) {
			const expected = createHash('sha256').update(Uint8Array.of(1)).update(pair).digest('hex')
			expect(Buffer.from(root(pair, 0, 2)).toString('hex')).toBe(expected)
		}
	})
})

test('native hashing handed to format gives the same bytes', () => {
	const data = randomBytes(500)
	const before = sha256(data)
	useNativeHashing()
	expect(sha256(data)).toEqual(before)
})

describe('native and portable signature checks', () => {
	const log = new TestLog()
	const keys = [log.keys.ed25519, log.keys.mldsa, log.keys.witness]
	const vkeys = keys.map(({ vkey }) => vkey)
	const note = log.note(1, keys)
	const judge = (text: string) => {
		try {
			return verifyNote(parseNote(text), vkeys).length
		} catch {
			return 'refused'
		}
	}
	const lines = note.trimEnd().split('\n')
	const spoiled = lines.map((line, i) => [i, lines.with(i, flipLetter(line)).join('\n')] as const)

	for (const [name, text] of [
		['sound', note] as const,
		...spoiled.map(([i, t]) => [`line ${i} spoiled`, `${t}\n`] as const),
	]) {
		test(`agree on a note that is ${name}`, () => {
			useVerifiers(null)
			const portable = judge(text)
			useNativeVerifiers()
			expect(judge(text)).toBe(portable)
			expect(portable === 3).toBe(name === 'sound')
		})
	}
})

/** Changes a letter in the middle of a line, within base64 where there is some. */
function flipLetter(line: string): string {
	const at = Math.floor(line.length * 0.7)
	return `${line.slice(0, at)}${line[at] === 'A' ? 'B' : 'A'}${line.slice(at + 1)}`
}

test('a file is hashed as a whole or in pieces to the same', async () => {
	const bytes = randomBytes(9 * 1024 * 1024 + 17)
	const expected = createHash('sha256').update(bytes).digest('hex')
	writeFileSync(join(folder, 'file'), bytes)
	const seen: number[] = []
	expect(Buffer.from(await hashFile(join(folder, 'file'), (done) => seen.push(done))).toString('hex')).toBe(
		expected,
	)
	expect(seen.at(-1)).toBe(bytes.length)
	const blob = new Blob([bytes])
	const shares: number[] = []
	for (const whole of [bytes.length, 0]) {
		const digest = await hashInBrowser(
			blob,
			(share) => shares.push(share),
			() => false,
			whole,
		)
		expect(Buffer.from(digest ?? []).toString('hex')).toBe(expected)
	}
	expect(shares).toHaveLength(3)
	expect(shares.at(-1)).toBe(1)
})

test('an empty file is hashed, whole or in pieces', async () => {
	const empty = createHash('sha256').digest('hex')
	for (const whole of [0, -1]) {
		const digest = await hashInBrowser(
			new Blob([]),
			() => undefined,
			() => false,
			whole,
		)
		expect(Buffer.from(digest ?? []).toString('hex')).toBe(empty)
	}
})

test('a file that is no longer wanted gives nothing', async () => {
	const blob = new Blob([randomBytes(1000)])
	for (const whole of [0, 5000]) {
		expect(
			await hashInBrowser(
				blob,
				() => undefined,
				() => true,
				whole,
			),
		).toBeNull()
	}
})
