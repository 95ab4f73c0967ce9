/**
 * `upload-1g`: one GiB through the vault, hashed twice, encrypted and stored durably, beside the three things that no
 * implementation could leave out, each alone and by native code.
 * @module
 */
import { createCipheriv, createHash, randomBytes } from 'node:crypto'
import { mkdir, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { openEpochs, openVault, type Vault } from '@letopis/ledger'
import { release } from '../../ledger/release.ts'
import { median, peakMemory, seconds } from './measure.ts'
import { atLeast, atMost, type BenchCase, type BenchContext, type Row, told } from './row.ts'

const MiB = 1 << 20
/** As an HTTP server hands a body on. */
const CHUNK = 65_536
/** Rounds are added until this is used up: the case must end within a minute on a slow disk too. */
const ENOUGH_SECONDS = 35
const ROUNDS = 3

export const upload1g: BenchCase = {
	name: 'upload-1g',
	describe:
		'1 GiB into the vault beside SHA-256, ChaCha20-Poly1305 and a plain write with fsync of the same size',
	run: (context) => measureUpload(context, 1024 * MiB),
}

/** @param size bytes, a multiple of 1 MiB */
export async function measureUpload({ folder, say }: BenchContext, size: number): Promise<Row[]> {
	const keys = join(folder, 'keys')
	await mkdir(keys)
	const vault = await openVault({ dir: join(folder, 'vault'), epochs: await openEpochs(keys) })
	const block = randomBytes(MiB)
	const blocks = size / MiB
	const took = {
		sha256: [] as number[],
		chacha: [] as number[],
		write: [] as number[],
		vault: [] as number[],
	}
	try {
		await hashAll(block, Math.min(blocks, 64))
		await encryptAll(block, Math.min(blocks, 64))
		let used = 0
		let last = 0
		for (let round = 0; round < ROUNDS && (round === 0 || used + last < ENOUGH_SECONDS); round++) {
			last = await seconds(async () => {
				took.write.push(await writeAll(join(folder, 'plain'), block, blocks))
				took.vault.push(await receiveAll(vault, block, blocks))
				took.sha256.push(await seconds(() => hashAll(block, blocks)))
				took.chacha.push(await seconds(() => encryptAll(block, blocks)))
			})
			used += last
			say(`round ${round + 1} took ${last.toFixed(1)} s`)
		}
	} finally {
		await vault.close()
	}
	const slowest = Math.max(median(took.sha256), median(took.chacha), median(took.write))
	const rate = (values: number[]) => size / MiB / median(values)
	return [
		atLeast('upload-1g', slowest / median(took.vault), '× slowest', 0.5),
		atMost('upload-1g.memory', peakMemory() / 1e6, 'MB', 300),
		told('upload-1g.rate', rate(took.vault), 'MiB/s'),
		told('upload-1g.sha256', rate(took.sha256), 'MiB/s'),
		told('upload-1g.chacha20', rate(took.chacha), 'MiB/s'),
		told('upload-1g.write', rate(took.write), 'MiB/s'),
	]
}

async function receiveAll(vault: Vault, block: Uint8Array, blocks: number): Promise<number> {
	let stored: Awaited<ReturnType<ReturnType<Vault['receive']>['finish']>> | undefined
	const took = await seconds(async () => {
		const writer = vault.receive()
		for (let i = 0; i < blocks; i++) {
			for (let at = 0; at < block.length; at += CHUNK) await writer.write(block.subarray(at, at + CHUNK))
		}
		stored = await writer.finish()
	})
	if (stored?.size !== blocks * block.length) throw new Error('the vault did not take all of it')
	await vault.discard(stored.cid)
	return took
}

/** Time of a plain write with fsync; removing the file is not counted. */
async function writeAll(path: string, block: Uint8Array, blocks: number): Promise<number> {
	const took = await seconds(async () => {
		const file = await open(path, 'wx')
		for (let i = 0; i < blocks; i++) await file.write(block)
		await file.sync()
		await file.close()
	})
	await rm(path)
	return took
}

async function hashAll(block: Uint8Array, blocks: number): Promise<void> {
	const hash = createHash('sha256')
	for (let i = 0; i < blocks; i++) hash.update(block)
	hash.digest()
}

/**
 * As age lays it out: chunks of 64 KiB, each with a nonce and a tag of its own. What the cipher returns is freed at
 * once: piled up, it would be most of the memory that this process is seen to take.
 */
async function encryptAll(block: Uint8Array, blocks: number): Promise<void> {
	const key = randomBytes(32)
	const nonce = Buffer.alloc(12)
	for (let i = 0; i < blocks; i++) {
		for (let at = 0; at < block.length; at += CHUNK) {
			nonce.writeUInt32BE(i, 4)
			nonce.writeUInt32BE(at, 8)
			const cipher = createCipheriv('chacha20-poly1305', key, nonce, { authTagLength: 16 })
			release(cipher.update(block.subarray(at, at + CHUNK)))
			cipher.final()
			cipher.getAuthTag()
		}
	}
}
