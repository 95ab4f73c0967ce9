/**
 * Epoch keys: `<keys>/epochs/<n>.key`, each an age identity as `age-keygen` writes it, so that `age -d -i` opens
 * what the vault exports. Normally there is one. Two mean that a rotation is under way (or was interrupted): the
 * newer one encrypts, both decrypt, and the older is destroyed when nothing needs it any more.
 *
 * A folder of epochs belongs to one vault: a second one would lose its records when the first is rotated.
 * A key exists for others only once its file and name are durable. Destruction is decided by one durable rename
 * to `<n>.destroyed`; overwriting and unlinking follow, and are taken up again at the next opening.
 * @module
 */
import { randomBytes } from 'node:crypto'
import { fromUtf8, RefusalError, utf8 } from '@letopis/format'
import { LedgerError, storageError } from '../error.ts'
import {
	isAbsent,
	nodeFs,
	readWhole,
	removeDurably,
	removeQuietly,
	type VaultFs,
	writeWhole,
} from './files.ts'
import { formatIdentity, formatRecipient, type Identity, makeIdentity, parseIdentity } from './identity.ts'

const KEY_NAME = /^([1-9]\d{0,8})\.key$/
const KEY_FILE_MAX = 4_096

export interface Epoch {
	/** 1, 2, … */
	readonly number: number
	readonly identity: Identity
	/** `age1…` of the identity */
	readonly recipient: string
}

export interface Epochs {
	/** The newest, which encrypts; undefined before the first `add`. */
	readonly current: Epoch | undefined
	/** All that can decrypt, oldest first. */
	readonly all: readonly Epoch[]
	get(number: number): Epoch | undefined
	/** Makes the next epoch durable and current. @throws LedgerError `disk-full`, `io` */
	add(): Promise<Epoch>
	/**
	 * Overwrites and removes a key that is not the current one; no error if it is gone already.
	 * @throws LedgerError `disk-full`, `io`; RangeError for the current epoch
	 */
	destroy(number: number): Promise<void>
}

export interface EpochsOptions {
	readonly fs?: VaultFs
	readonly random?: (size: number) => Uint8Array
}

/**
 * Reads the epoch keys, and ends destructions that were interrupted.
 * @param keysDir the keys folder; `epochs/` is made in it
 * @throws LedgerError `corrupt` for a file that is no key, `disk-full`, `io`
 */
export async function openEpochs(keysDir: string, options: EpochsOptions = {}): Promise<Epochs> {
	const fs = options.fs ?? nodeFs
	const folder = `${keysDir}/epochs`
	try {
		await fs.makeFolder(folder)
		await fs.syncFolder(keysDir)
		const epochs: Epoch[] = []
		for await (const name of fs.list(folder)) {
			const number = KEY_NAME.exec(name)?.[1]
			if (number !== undefined) epochs.push(await readKey(fs, folder, Number(number)))
			else if (/^\d+\.(destroyed|key\.new)$/.test(name)) await shred(fs, folder, name)
		}
		epochs.sort((a, b) => a.number - b.number)
		return new KeyFolder(fs, folder, options.random ?? randomBytes, epochs)
	} catch (error) {
		throw storageError(error, 'reading the epoch keys')
	}
}

class KeyFolder implements Epochs {
	readonly #fs: VaultFs
	readonly #folder: string
	readonly #random: (size: number) => Uint8Array
	#epochs: readonly Epoch[]

	constructor(fs: VaultFs, folder: string, random: (size: number) => Uint8Array, epochs: readonly Epoch[]) {
		this.#fs = fs
		this.#folder = folder
		this.#random = random
		this.#epochs = epochs
	}

	get current(): Epoch | undefined {
		return this.#epochs.at(-1)
	}

	get all(): readonly Epoch[] {
		return this.#epochs
	}

	get(number: number): Epoch | undefined {
		return this.#epochs.find((epoch) => epoch.number === number)
	}

	async add(): Promise<Epoch> {
		const number = (this.current?.number ?? 0) + 1
		const epoch = makeEpoch(number, makeIdentity(this.#random(32)))
		const path = `${this.#folder}/${number}.key`
		try {
			await writeWhole(this.#fs, `${path}.new`, keyFile(epoch))
			await this.#fs.rename(`${path}.new`, path)
			await this.#fs.syncFolder(this.#folder)
		} catch (error) {
			await removeQuietly(this.#fs, `${path}.new`).catch(() => {})
			throw storageError(error, 'writing a new epoch key')
		}
		this.#epochs = [...this.#epochs, epoch]
		return epoch
	}

	async destroy(number: number): Promise<void> {
		if (number === this.current?.number) throw new RangeError('the current epoch cannot be destroyed')
		const epoch = this.get(number)
		if (epoch === undefined) return
		const name = `${number}.destroyed`
		try {
			await this.#fs.rename(`${this.#folder}/${number}.key`, `${this.#folder}/${name}`).catch((error) => {
				// An earlier attempt may have got further than it could tell.
				if (!isAbsent(error)) throw error
			})
			await this.#fs.syncFolder(this.#folder)
			await shred(this.#fs, this.#folder, name)
		} catch (error) {
			throw storageError(error, 'destroying an epoch key')
		}
		this.#epochs = this.#epochs.filter((other) => other.number !== number)
		epoch.identity.secret.fill(0)
	}
}

function makeEpoch(number: number, identity: Identity): Epoch {
	return { number, identity, recipient: formatRecipient(identity.recipient) }
}

function keyFile(epoch: Epoch): Uint8Array {
	return utf8(
		`# Letopis, epoch ${epoch.number}. Whoever has this file can read the vault; age -d -i opens exports.\n` +
			`# public key: ${epoch.recipient}\n${formatIdentity(epoch.identity)}\n`,
	)
}

async function readKey(fs: VaultFs, folder: string, number: number): Promise<Epoch> {
	const path = `${folder}/${number}.key`
	const bytes = await readWhole(fs, path)
	try {
		if (bytes === undefined || bytes.length > KEY_FILE_MAX)
			throw new RefusalError('malformed', 'not a key file')
		const lines = fromUtf8(bytes).split('\n')
		const keys = lines.filter((line) => line !== '' && !line.startsWith('#'))
		if (keys.length !== 1) throw new RefusalError('malformed', 'a key file holds one identity')
		return makeEpoch(number, parseIdentity(keys[0] as string))
	} catch (cause) {
		throw new LedgerError('corrupt', `${path} is not an age identity`, {
			cause,
			remedy: 'Restore the file from a backup of the keys folder.',
		})
	}
}

/**
 * Overwrites, unlinks. On journalling or copying file systems and flash memory old bytes may survive under the
 * file system; what is promised is that no name leads to them.
 */
async function shred(fs: VaultFs, folder: string, name: string): Promise<void> {
	const file = await fs.open(`${folder}/${name}`, 'update').catch((error) => {
		if (isAbsent(error)) return undefined
		throw error
	})
	if (file === undefined) return fs.syncFolder(folder)
	try {
		await file.write([new Uint8Array(await file.size())], 0)
		await file.sync()
	} finally {
		await file.close()
	}
	await removeDurably(fs, folder, name)
}
