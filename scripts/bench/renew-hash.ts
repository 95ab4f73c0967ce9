/**
 * `renew-hash`: hash-tree renewal as the service runs it, over stored documents: read, decrypted, hashed under SHA-512, with the
 * second tree and the stamp. Told as a share of what the slower of ChaCha20-Poly1305 and SHA-512 does alone in the same run.
 * @module
 */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createAnchorer, openDevelopmentAuthority } from '@letopis/ledger'
import { seconds } from './measure.ts'
import { makeLog } from './real-log.ts'
import { atLeast, type BenchCase, type BenchContext, type Row, told } from './row.ts'

const DOCUMENTS = 24
const DOCUMENT_BYTES = 16 * 1024 * 1024
const CHUNK = 65_536
const TAG = { authTagLength: 16 } as const

export const renewHash: BenchCase = {
	name: 'renew-hash',
	describe: 'the contents of a town hashed anew under SHA-512, against its slower part alone',
	run: (context) => measureRenewHash(context, DOCUMENTS, DOCUMENT_BYTES),
}

/** @param size bytes of each document */
export async function measureRenewHash(
	{ folder, say }: BenchContext,
	count: number,
	size: number,
): Promise<Row[]> {
	const { log, vault, close } = await makeLog(folder)
	const clock = { now: () => Date.now() }
	const authority = await openDevelopmentAuthority(join(folder, 'authority'), clock)
	const dir = join(folder, 'anchors')
	await mkdir(dir)
	const anchorer = await createAnchorer({
		...{ log, vault, dir, clock, renewal: { bytesPerSecond: Number.MAX_SAFE_INTEGER } },
		authorities: [{ authority, periodMs: 600_000, heartbeatMs: 3_600_000 }],
	})
	try {
		for (let i = 0; i < count; i++) await store(log, vault, size)
		await anchorer.anchorNow()
		const took = await seconds(async () => {
			const outcomes = await anchorer.renewer.renewNow({ trees: true })
			if (outcomes.length !== 1 || outcomes.some(({ error }) => error !== undefined)) {
				throw new Error('a renewal of the bench failed')
			}
		})
		const total = count * size
		const alone = { chacha20: decrypting(total), sha512: hashing(total) }
		const slower = Math.min(alone.chacha20, alone.sha512)
		const rate = total / took
		say(
			`${(rate / 1e6).toFixed(0)} MB/s; alone ChaCha20 ${(alone.chacha20 / 1e6).toFixed(0)}, SHA-512 ${(alone.sha512 / 1e6).toFixed(0)}`,
		)
		return [
			atLeast('renew-hash', rate / slower, '× the slower part', 0.5),
			told('renew-hash.rate', rate / 1e6, 'MB/s'),
		]
	} finally {
		await anchorer.stop()
		await close()
	}
}

async function store(
	log: Awaited<ReturnType<typeof makeLog>>['log'],
	vault: Awaited<ReturnType<typeof makeLog>>['vault'],
	size: number,
): Promise<void> {
	const upload = vault.receive()
	const piece = new Uint8Array(randomBytes(Math.min(size, 1 << 20)))
	for (let at = 0; at < size; at += piece.length) await upload.write(piece.subarray(0, size - at))
	const { cid, sha256, header } = await upload.finish()
	const fields = { kind: 'document', content: sha256 }
	await log.append({
		kind: 'sealed',
		body: { content: cid },
		fields,
		header,
		secret: new Uint8Array(randomBytes(32)),
	})
}

/** Bytes a second. */
function decrypting(total: number): number {
	const [key, nonce] = [randomBytes(32), randomBytes(12)]
	const cipher = createCipheriv('chacha20-poly1305', key, nonce, TAG)
	const sealed = Buffer.concat([cipher.update(randomBytes(CHUNK)), cipher.final()])
	const tag = cipher.getAuthTag()
	return timed(total, () => {
		const open = createDecipheriv('chacha20-poly1305', key, nonce, TAG)
		open.setAuthTag(tag)
		open.update(sealed)
		open.final()
	})
}

function hashing(total: number): number {
	const bytes = randomBytes(CHUNK)
	const hash = createHash('sha512')
	return timed(total, () => {
		hash.update(bytes)
	})
}

function timed(total: number, work: () => void): number {
	const start = performance.now()
	const rounds = Math.ceil(total / CHUNK)
	for (let i = 0; i < rounds; i++) work()
	return (1000 * rounds * CHUNK) / (performance.now() - start)
}
