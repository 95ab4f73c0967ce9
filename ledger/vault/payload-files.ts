/**
 * The folder of payloads: immutable files, each named after the CID of its bytes, in 32 folders after the CID's
 * last but one character (the last holds three bits only).
 * @module
 */
import { type Cid, cidOfDigest, cidText, parseCid } from '@letopis/format'
import { storageError } from '../error.ts'
import { FolderSync, removeQuietly, type VaultFs } from './files.ts'
import { hashFile } from './hash-file.ts'

const SHELVES = 'abcdefghijklmnopqrstuvwxyz234567'

export class PayloadFiles {
	readonly fs: VaultFs
	readonly #folder: string
	readonly #incoming: string
	readonly #syncs = new Map<string, FolderSync>()
	#uploads = 0

	constructor(fs: VaultFs, dir: string) {
		this.fs = fs
		this.#folder = `${dir}/payload`
		this.#incoming = `${dir}/incoming`
	}

	/** Makes the folders, and removes uploads that a crash interrupted. */
	async prepare(): Promise<void> {
		await this.fs.makeFolder(this.#incoming)
		for (const name of await this.fs.list(this.#incoming))
			await removeQuietly(this.fs, `${this.#incoming}/${name}`)
		await this.fs.makeFolder(this.#folder)
		const there = new Set(await this.fs.list(this.#folder))
		for (const shelf of SHELVES) if (!there.has(shelf)) await this.fs.makeFolder(`${this.#folder}/${shelf}`)
		await this.fs.syncFolder(this.#folder)
	}

	path(cid: Cid): string {
		const text = cidText(cid)
		return `${this.#folder}/${shelfOf(text)}/${text}`
	}

	/** A name for an upload under way. */
	incomingPath(): string {
		return `${this.#incoming}/${this.#uploads++}.part`
	}

	/** Makes the name of a payload durable, or its absence. */
	syncName(cid: Cid): Promise<void> {
		const shelf = shelfOf(cidText(cid))
		let sync = this.#syncs.get(shelf)
		if (sync === undefined) {
			sync = new FolderSync(this.fs, `${this.#folder}/${shelf}`)
			this.#syncs.set(shelf, sync)
		}
		return sync.sync()
	}

	/** Removes a payload durably; no error if it is not there. @throws LedgerError `io` */
	async remove(cid: Cid): Promise<void> {
		try {
			await removeQuietly(this.fs, this.path(cid))
			await this.syncName(cid)
		} catch (error) {
			throw storageError(error, 'removing a payload')
		}
	}

	/** All payloads, a shelf at a time. Names that are no CID are none of ours. */
	async *list(): AsyncIterable<Cid> {
		for (const shelf of SHELVES) {
			for (const name of await this.fs.list(`${this.#folder}/${shelf}`)) {
				if (/^b[a-z2-7]{58}$/.test(name) && shelfOf(name) === shelf) yield parseCid(name)
			}
		}
	}

	async exists(cid: Cid): Promise<boolean> {
		const text = cidText(cid)
		return (await this.fs.list(`${this.#folder}/${shelfOf(text)}`)).includes(text)
	}

	/** Whether the stored bytes are the ones that the CID names. @throws if they cannot be read */
	async isWhole(cid: Cid): Promise<boolean> {
		const digest = await hashFile(this.fs, this.path(cid))
		return cidText(cidOfDigest('blob', digest)) === cidText(cid)
	}
}

function shelfOf(text: string): string {
	return text.slice(-2, -1)
}
