/**
 * age payloads: the one length that each size has, range reads against slices, and every way to change a payload.
 * Typage is the independent judge in both directions; Debian's `age` too where it is installed.
 */

import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { blobCid } from '@letopis/format'
import { Decrypter, Encrypter } from 'age-encryption'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseHeader } from '../../../ledger/vault/age-header.ts'
import { CHUNK_SIZE, payloadLayout, SEALED_CHUNK_SIZE } from '../../../ledger/vault/age-stream.ts'
import { formatIdentity, formatRecipient, makeIdentity } from '../../../ledger/vault/identity.ts'
import { readPlaintext } from '../../../ledger/vault/payload-reader.ts'
import { BLOCK_PLAIN, sealDocument, sealedLength } from '../../../ledger/vault/sealing.ts'
import type { Vault } from '../../../ledger/vault/vault.ts'
import { fc } from '../../support/properties.ts'
import { CrashDisk } from './crash-disk.ts'
import { codeOf, collect, KEYS, noise, openOn, store, VAULT } from './fixture.ts'

const identity = makeIdentity(noise('identity', 32))
const hasAge = spawnSync('age', ['--version']).status === 0

/** Around every border: of chunks, of blocks, of the whole. */
const SIZES = [
	0, 1, 15, 16, 17, 1000, 65_519, 65_535, 65_536, 65_537, 131_071, 131_072, 131_073, 200_000, 524_287,
	524_288, 524_289, 589_824, 589_825, 1_048_576, 1_200_001, 1_572_864, 2_621_441,
]

describe('lengths', () => {
	test('each size has its length, and no other length is a payload', () => {
		for (const size of SIZES) {
			expect(payloadLayout(16 + sealedLength(size))).toEqual({
				size,
				chunks: Math.max(1, Math.ceil(size / CHUNK_SIZE)),
			})
		}
		const illegal = [0, 15, 16, 31, 16 + SEALED_CHUNK_SIZE + 1, 16 + SEALED_CHUNK_SIZE + 15]
		for (const length of [...illegal, 16 + SEALED_CHUNK_SIZE + 16])
			expect(payloadLayout(length)).toBeUndefined()
	})
})

describe('a vault', () => {
	const disk = new CrashDisk()
	let vault: Vault
	let keyText: string
	beforeAll(async () => {
		const opened = await openOn(disk)
		vault = opened.vault
		keyText = disk.files(KEYS).get(`${KEYS}/epochs/1.key`)?.toString() ?? ''
	})
	afterAll(() => vault.close())

	test.each(SIZES)('%d bytes come back, whole and in ranges', async (size) => {
		const bytes = noise('document', size)
		const { header, cid, size: stored, sha256 } = await store(vault, bytes)
		expect(stored).toBe(size)
		expect(Buffer.from(sha256).toString('hex')).toBe(createHash('sha256').update(bytes).digest('hex'))
		expect(blobCid(disk.files().get(`${VAULT}/payload/${cid}`) as Buffer).toString()).toBe(cid.toString())
		expect((await collect(vault.read({ header }, cid))).equals(bytes)).toBe(true)
		for (const [start, end] of [
			[0, 1],
			[size - 1, size],
			[size >> 1, size + 10],
			[CHUNK_SIZE - 1, CHUNK_SIZE + 1],
			[CHUNK_SIZE, 2 * CHUNK_SIZE],
			[size, size + 1],
			[5, 5],
		] as const) {
			if (start < 0) continue
			const part = await collect(vault.read({ header }, cid, { start, end }))
			expect(part.equals(bytes.subarray(start, end)), `${start}..${end}`).toBe(true)
		}
	})

	test('any range is the slice', async () => {
		const bytes = noise('ranges', 300_000)
		const { header, cid } = await store(vault, bytes)
		await fc.assert(
			fc.asyncProperty(fc.nat(300_100), fc.nat(300_100), async (x, y) => {
				const [start, end] = [Math.min(x, y), Math.max(x, y)]
				const part = await collect(vault.read({ header }, cid, { start, end }))
				expect(part.equals(bytes.subarray(start, end))).toBe(true)
			}),
			{ numRuns: 60 },
		)
	})

	test('however a document is cut into writes, the same is stored', async () => {
		const bytes = noise('pieces', 700_000)
		await fc.assert(
			fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 300_000 }), { maxLength: 8 }), async (sizes) => {
				const writer = vault.receive()
				let at = 0
				for (const size of [...sizes, bytes.length]) {
					// The caller's buffer is used again, as a socket's is.
					const piece = Buffer.from(bytes.subarray(at, at + size))
					await writer.write(piece)
					piece.fill(0xee)
					at += size
				}
				const { header, cid } = await writer.finish()
				expect((await collect(vault.read({ header }, cid))).equals(bytes)).toBe(true)
				await vault.discard(cid)
			}),
			{ numRuns: 15 },
		)
	})

	test.each([
		[-1, 0],
		[2, 1],
		[0.5, 1],
		[0, Number.NaN],
	])('the range %d..%d is a mistake of the caller', async (start, end) => {
		const { header, cid } = await store(vault, noise('range', 10))
		await expect(collect(vault.read({ header }, cid, { start, end }))).rejects.toThrow(RangeError)
	})

	test('typage opens an export, with the epoch key and for a recipient', async () => {
		const bytes = noise('export', 200_000)
		const { header, cid } = await store(vault, bytes)
		for (const [recipient, key] of [
			[undefined, /AGE-SECRET-KEY-1\w+/.exec(keyText)?.[0]],
			[formatRecipient(identity.recipient), formatIdentity(identity)],
		] as const) {
			const file = await collect(vault.exportAge({ header }, cid, recipient))
			const decrypter = new Decrypter()
			decrypter.addIdentity(key as string)
			expect(Buffer.from(await decrypter.decrypt(new Uint8Array(file))).equals(bytes)).toBe(true)
		}
	})

	test('an export is refused for what is no recipient', async () => {
		const { header, cid } = await store(vault, noise('x', 1))
		expect(() => vault.exportAge({ header }, cid, 'age1nonsense')).toThrow(
			expect.objectContaining({ code: 'malformed' }),
		)
	})

	test.skipIf(!hasAge)("Debian's age opens exports, of small and large documents", async () => {
		const folder = mkdtempSync(join(tmpdir(), 'vault-age-'))
		try {
			writeFileSync(join(folder, 'key'), keyText)
			for (const size of [0, 1, 65_536, 65_537, BLOCK_PLAIN + 1]) {
				const bytes = noise('age', size)
				const { header, cid } = await store(vault, bytes)
				writeFileSync(join(folder, 'file.age'), await collect(vault.exportAge({ header }, cid)))
				const opened = execFileSync('age', ['-d', '-i', join(folder, 'key'), join(folder, 'file.age')])
				expect(opened.equals(bytes), `${size} bytes`).toBe(true)
			}
		} finally {
			rmSync(folder, { recursive: true })
		}
	})

	test.each([0, 65_536, 100_000])('a file of %d bytes by typage for our epoch is read', async (size) => {
		const encrypter = new Encrypter()
		encrypter.addRecipient(/age1\w+/.exec(keyText)?.[0] as string)
		const bytes = noise('theirs', size)
		const file = Buffer.from(await encrypter.encrypt(new Uint8Array(bytes)))
		const { length } = parseHeader(file)
		const payload = file.subarray(length)
		disk.put(`${VAULT}/payload/${blobCid(payload)}`, payload)
		const read = await collect(vault.read({ header: file.subarray(0, length) }, blobCid(payload)))
		expect(read.equals(bytes)).toBe(true)
	})

	test('what is not there, or not for us, is said', async () => {
		const { header, cid } = await store(vault, noise('gone', 10))
		const foreign = sealDocument(
			{ random: noise('foreign', 32), recipient: identity.recipient.point },
			new Uint8Array(3),
		)
		expect(() => vault.read(foreign, cid)).toThrow(expect.objectContaining({ code: 'corrupt' }))
		expect(() => vault.read({ header: new Uint8Array(5) }, cid)).toThrow(
			expect.objectContaining({ code: 'corrupt' }),
		)
		await vault.deletePayload(cid)
		expect(await codeOf(collect(vault.read({ header }, cid)))).toBe('not-found')
		expect(await codeOf(collect(vault.exportAge({ header }, cid)))).toBe('not-found')
		await vault.deletePayload(cid)
		expect(disk.handles).toBe(0)
	})
})

describe('a changed payload', () => {
	const keys = { random: noise('keys', 32), recipient: identity.recipient.point }
	const fileKey = keys.random.subarray(0, 16)
	const folder = 'p'
	const readBack = async (payload: Uint8Array, range?: { start: number; end: number }) => {
		const disk = new CrashDisk()
		await disk.makeFolder(folder)
		disk.put(`${folder}/file`, payload)
		const source = { name: 'file', open: () => disk.open(`${folder}/file`, 'read') }
		const outcome = await codeOf(collect(readPlaintext(source, fileKey, range)))
		expect(disk.handles).toBe(0)
		return outcome
	}

	test('every flipped byte of a small one is noticed', async () => {
		const { payload } = sealDocument(keys, noise('small', 100))
		expect(await readBack(payload)).toEqual({ resolved: noise('small', 100) })
		for (let i = 0; i < payload.length; i++) {
			const wrong = payload.slice()
			wrong[i] = (wrong[i] as number) ^ 0x40
			expect(await readBack(wrong), `byte ${i}`).toBe('corrupt')
			expect(await readBack(payload.subarray(0, i)), `${i} bytes`).toBe('corrupt')
		}
		expect(await readBack(Buffer.concat([payload, Buffer.alloc(1)]))).toBe('corrupt')
	})

	const { payload } = sealDocument(keys, noise('three', 2 * CHUNK_SIZE + 10))
	const chunk = (i: number) => payload.subarray(16 + i * SEALED_CHUNK_SIZE, 16 + (i + 1) * SEALED_CHUNK_SIZE)
	const nonce = payload.subarray(0, 16)
	const two = sealDocument(keys, noise('three', CHUNK_SIZE)).payload.subarray(16)
	test.each([
		['the last chunk is cut off', [nonce, chunk(0), chunk(1)]],
		['two chunks are cut off', [nonce, chunk(0)]],
		['chunks are swapped', [nonce, chunk(1), chunk(0), chunk(2)]],
		['a chunk is repeated', [nonce, chunk(0), chunk(0), chunk(1), chunk(2)]],
		['the last chunk is repeated', [nonce, chunk(0), chunk(1), chunk(2), chunk(2)]],
		['an empty chunk is added', [payload, Buffer.alloc(16)]],
		['a final chunk is in the middle', [nonce, two, chunk(1), chunk(2)]],
		['another nonce', [Buffer.alloc(16), payload.subarray(16)]],
	])('is refused when %s, even where only its beginning is asked for', async (_, parts) => {
		expect(await readBack(Buffer.concat(parts))).toBe('corrupt')
		// The first chunk may be as it was: that the end is wrong must still be noticed.
		expect(await readBack(Buffer.concat(parts), { start: 0, end: 1 })).toBe('corrupt')
	})

	test('a damaged chunk does not keep the others from being read', async () => {
		const wrong = payload.slice()
		wrong[16 + SEALED_CHUNK_SIZE + 5] = (wrong[16 + SEALED_CHUNK_SIZE + 5] as number) ^ 1
		expect(await readBack(wrong)).toBe('corrupt')
		expect(await readBack(wrong, { start: 0, end: CHUNK_SIZE })).toEqual({
			resolved: noise('three', 2 * CHUNK_SIZE + 10).subarray(0, CHUNK_SIZE),
		})
	})
})
