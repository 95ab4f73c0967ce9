import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseNote, sha256, useVerifiers, verifyNote } from '@letopis/format'
import { portableHasher } from '@letopis/verifier'
import { afterAll, describe, expect, test } from 'vitest'
import { hashFile, nativeHasher, useNativeHashing, useNativeVerifiers } from '../../verifier/cli/native.ts'
import { hashFile as hashInBrowser } from '../../verifier/page/hash-file.ts'
import { TestLog } from '../support/test-log.ts'

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

	test('for pairs of a row, also in place', () => {
		const row = new Uint8Array(randomBytes(32 * 8))
		const pairs = [2, 4].map((i) => Buffer.concat([Buffer.of(1), row.subarray(32 * i, 32 * i + 64)]))
		const expected = Buffer.concat(pairs.map((pair) => createHash('sha256').update(pair).digest()))
		for (const hasher of [portableHasher, nativeHasher]) {
			const out = new Uint8Array(64)
			hasher.hashPairs(row, 2, 2, out)
			expect(Buffer.from(out).toString('hex')).toBe(expected.toString('hex'))
			const own = row.slice()
			hasher.hashPairs(own, 2, 2, own)
			expect(Buffer.from(own.subarray(0, 64)).toString('hex')).toBe(expected.toString('hex'))
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
