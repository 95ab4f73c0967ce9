/**
 * The keys that sign a log: Ed25519 for every head (signed-note 0x01), ML-DSA-44 for published ones
 * (tlog-cosignature 0x06), and a second Ed25519 key for status statements, named `<origin>/status`.
 * One PKCS#8 PEM file each in `<keys>/log-<n>/`, mode 0600, written once and never again.
 * Signing runs on the thread pool, beside the disk.
 * @module
 */
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { link, open, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import {
	type Checkpoint,
	checkpointMessage,
	ed25519NoteMessage,
	formatNote,
	makeVkey,
	type SignatureType,
	signatureLine,
	timestampedSignature,
	type Vkey,
} from '@letopis/format'
import { makeFolder, syncFolder } from '../anchor/durable-file.ts'
import { LedgerError, storageError } from '../error.ts'

export interface Signer {
	readonly origin: string
	readonly vkeys: { readonly ed25519: Vkey; readonly mldsa44: Vkey; readonly status: Vkey }
	/** Note of the text with the Ed25519 signature. @param text ends with a newline */
	signNote(text: string): Promise<string>
	/** Signature line 0x06 over a checkpoint. @param seconds time of signing, since 1970 */
	cosignMlDsa(checkpoint: Checkpoint, seconds: number): Promise<string>
	/** Note of the text, signed with the status key. */
	signStatus(text: string): Promise<string>
}

const KINDS = { ed25519: 'ed25519', mldsa44: 'ml-dsa-44', status: 'ed25519' } as const
type KeyName = keyof typeof KINDS
const NAMES = Object.keys(KINDS) as KeyName[]

/** Folder of a log's keys. @throws RangeError unless the origin ends with `/log/<n>` */
export function signerFolder(keysDir: string, origin: string): string {
	const number = /\/log\/([1-9][0-9]{0,8})$/.exec(origin)?.[1]
	if (number === undefined) throw new RangeError(`expected an origin that ends with /log/<n>, got ${origin}`)
	return join(keysDir, `log-${number}`)
}

/**
 * Makes the keys of a new log. Keys that are there already, from an initialization that was interrupted, stay.
 * @throws LedgerError `disk-full`, `io`
 */
export async function createSigner(keysDir: string, origin: string): Promise<Signer> {
	const folder = signerFolder(keysDir, origin)
	try {
		await makeFolder(folder)
		for (const name of NAMES) await createKey(folder, name)
		await syncFolder(folder)
	} catch (error) {
		throw storageError(error, 'making the keys of the log')
	}
	return openSigner(keysDir, origin)
}

/** @throws LedgerError `not-found` if a key is missing, `corrupt` if it is not the right kind of key, `io` */
export async function openSigner(keysDir: string, origin: string): Promise<Signer> {
	const folder = signerFolder(keysDir, origin)
	const [ed25519, mldsa44, status] = await Promise.all(NAMES.map((name) => readKey(folder, name)))
	return new KeySigner(origin, {
		ed25519: ed25519 as KeyObject,
		mldsa44: mldsa44 as KeyObject,
		status: status as KeyObject,
	})
}

async function createKey(folder: string, name: KeyName): Promise<void> {
	const kind = KINDS[name]
	const { privateKey } = kind === 'ed25519' ? generateKeyPairSync(kind) : generateKeyPairSync(kind)
	const temporary = join(folder, `${name}.new`)
	// A leftover of an interrupted attempt: it never became a key.
	await rm(temporary, { force: true })
	const file = await open(temporary, 'wx', 0o600)
	try {
		await file.writeFile(privateKey.export({ type: 'pkcs8', format: 'pem' }))
		await file.sync()
	} finally {
		await file.close()
	}
	try {
		// Unlike a rename, a link fails if the name is taken: no key is ever overwritten.
		await link(temporary, join(folder, `${name}.pem`))
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
	}
	await rm(temporary)
}

async function readKey(folder: string, name: KeyName): Promise<KeyObject> {
	const path = join(folder, `${name}.pem`)
	let pem: Buffer
	try {
		pem = await readFile(path)
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw storageError(error, `reading ${path}`)
		throw new LedgerError('not-found', `the key ${path} is missing`, {
			cause: error,
			remedy: 'Restore the keys folder from its backup, or close the log with "letopis succeed".',
		})
	}
	try {
		const key = createPrivateKey(pem)
		if (key.asymmetricKeyType === KINDS[name]) return key
	} catch {
		// Told below: the reason would show parts of the file.
	}
	throw new LedgerError('corrupt', `${path} is not a private key of the kind ${KINDS[name]}`, {
		remedy: 'Restore the keys folder from its backup, or close the log with "letopis succeed".',
	})
}

const signAsync = promisify(sign) as (algorithm: null, data: Uint8Array, key: KeyObject) => Promise<Buffer>

class KeySigner implements Signer {
	readonly origin: string
	readonly vkeys: Signer['vkeys']
	readonly #keys: Record<KeyName, KeyObject>

	constructor(origin: string, keys: Record<KeyName, KeyObject>) {
		this.origin = origin
		this.#keys = keys
		this.vkeys = {
			ed25519: vkeyOf(keys.ed25519, origin, 0x01),
			mldsa44: vkeyOf(keys.mldsa44, origin, 0x06),
			status: vkeyOf(keys.status, `${origin}/status`, 0x01),
		}
	}

	signNote(text: string): Promise<string> {
		return this.#signText(text, 'ed25519')
	}

	signStatus(text: string): Promise<string> {
		return this.#signText(text, 'status')
	}

	async cosignMlDsa(checkpoint: Checkpoint, seconds: number): Promise<string> {
		const { name, id } = this.vkeys.mldsa44
		const message = checkpointMessage(name, seconds, checkpoint)
		const signature = await signAsync(null, message, this.#keys.mldsa44)
		return signatureLine(name, id, timestampedSignature(seconds, signature))
	}

	async #signText(text: string, key: 'ed25519' | 'status'): Promise<string> {
		const { name, id } = this.vkeys[key]
		const signature = await signAsync(null, ed25519NoteMessage(text), this.#keys[key])
		return formatNote(text, [signatureLine(name, id, signature)])
	}
}

function vkeyOf(key: KeyObject, name: string, type: SignatureType): Vkey {
	const jwk = createPublicKey(key).export({ format: 'jwk' }) as { x?: string; pub?: string }
	return makeVkey(name, type, new Uint8Array(Buffer.from(jwk.x ?? jwk.pub ?? '', 'base64url')))
}
