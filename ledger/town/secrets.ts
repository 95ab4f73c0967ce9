/**
 * Two secrets of the service, made once, kept in files of mode 0600 among the keys, never in the data: the
 * administrator's first token, and a key for fingerprints that must not be guessable from outside.
 * @module
 */
import { createHash, randomBytes } from 'node:crypto'
import { link, open, readFile, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { syncFolder } from '../anchor/durable-file.ts'
import { LedgerError, storageError } from '../error.ts'
import { adminTokenPath, type TownSettings } from './settings.ts'

export interface AdminToken {
	/** `letopis_` and 32 random bytes in base64url. */
	readonly text: string
	/** True if this call made it. */
	readonly fresh: boolean
}

export async function ensureAdminToken(settings: Pick<TownSettings, 'keys'>): Promise<AdminToken> {
	return ensureSecretFile(adminTokenPath(settings), () => `letopis_${randomBytes(32).toString('base64url')}`)
}

/**
 * 32 bytes that stay the same for the town. If they are lost, a repeated request with an idempotency key of
 * before is refused as different, and the projections, whose owner tags are keyed with them, are built anew.
 */
export async function ensureServiceSecret(settings: Pick<TownSettings, 'keys'>): Promise<Uint8Array> {
	const path = join(settings.keys, 'service-secret')
	const { text } = await ensureSecretFile(path, () => randomBytes(32).toString('base64'))
	return new Uint8Array(createHash('sha256').update(text).digest())
}

async function ensureSecretFile(path: string, make: () => string): Promise<AdminToken> {
	try {
		const existing = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
			if (error.code === 'ENOENT') return null
			throw error
		})
		if (existing !== null) return { text: sound(path, existing.trim()), fresh: false }
		const text = make()
		await rm(`${path}.new`, { force: true })
		const file = await open(`${path}.new`, 'wx', 0o600)
		try {
			await file.writeFile(`${text}\n`)
			await file.sync()
		} finally {
			await file.close()
		}
		// A link never replaces a secret that somebody may already use.
		await link(`${path}.new`, path)
		await rm(`${path}.new`)
		await syncFolder(dirname(path))
		return { text, fresh: true }
	} catch (error) {
		throw storageError(error, `making ${path}`)
	}
}

/** A file that was emptied, or holds something guessable, must not open the service. */
function sound(path: string, text: string): string {
	if (/^\S{32,256}$/.test(text)) return text
	throw new LedgerError('corrupt', `${path} holds no secret of 32 to 256 characters`, {
		remedy:
			'bring the file back from the copy of the keys folder, or remove it: the next start makes a new one',
	})
}

/** SHA-256 of a token's text, which is what the service compares with. */
export function tokenHash(text: string): Uint8Array {
	return new Uint8Array(createHash('sha256').update(text).digest())
}
