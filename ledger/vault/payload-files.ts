/**
 * The folder of payloads: immutable files, each named after the CID of its bytes. One folder for all, since
 * uploads that end at the same time then share one sync of its names; file systems of today index large folders.
 * @module
 */
import { type Cid, cidOfDigest, cidText, parseCid } from '@letopis/format'
import { storageError } from '../error.ts'
import { FolderSync, removeQuietly, type VaultFs } from './files.ts'
import { hashFile } from './hash-file.ts'
import type { PayloadSource } from './payload-reader.ts'

export class PayloadFiles {
	readonly fs: VaultFs
	readonly #folder: string
	readonly #incoming: string
	readonly #names: FolderSync
	#uploads = 0

	constructor(fs: VaultFs, dir: string) {
		this.fs = fs
		this.#folder = `${dir}/payload`
		this.#incoming = `${dir}/incoming`
		this.#names = new FolderSync(fs, this.#folder)
	}

	/** Makes the folders, and removes uploads that a crash interrupted. */
	async prepare(): Promise<void> {
		await this.fs.makeFolder(this.#folder)
		await this.fs.makeFolder(this.#incoming)
		for await (const name of this.fs.list(this.#incoming))
			await removeQuietly(this.fs, `${this.#incoming}/${name}`)
	}

	path(cid: Cid): string {
		return `${this.#folder}/${cidText(cid)}`
	}

	/** For reading it. */
	source(cid: Cid): PayloadSource {
		const path = this.path(cid)
		return { name: cidText(cid), open: () => this.fs.open(path, 'read') }
	}

	/** A name for an upload under way. */
	incomingPath(): string {
		return `${this.#incoming}/${this.#uploads++}.part`
	}

	/** Makes the names of payloads durable, and the absence of removed ones. */
	syncNames(): Promise<void> {
		return this.#names.sync()
	}

	/** Removes a payload durably; no error if it is not there. @throws LedgerError `io` */
	async remove(cid: Cid): Promise<void> {
		try {
			await removeQuietly(this.fs, this.path(cid))
			await this.syncNames()
		} catch (error) {
			throw storageError(error, 'removing a payload')
		}
	}

	/** All payloads. Names that are no CID are none of ours. */
	async *list(): AsyncIterable<Cid> {
		for await (const name of this.fs.list(this.#folder)) {
			const cid = cidOfName(name)
			if (cid !== undefined) yield cid
		}
	}

	exists(cid: Cid): Promise<boolean> {
		return this.fs.exists(this.path(cid))
	}

	/** Whether the stored bytes are the ones that the CID names. @throws if they cannot be read */
	async isWhole(cid: Cid): Promise<boolean> {
		const digest = await hashFile(this.fs, this.path(cid))
		return cidText(cidOfDigest('blob', digest)) === cidText(cid)
	}
}

function cidOfName(name: string): Cid | undefined {
	try {
		const cid = parseCid(name)
		// The beginning says: raw bytes, SHA-256.
		return name.startsWith('bafkrei') ? cid : undefined
	} catch {
		return undefined
	}
}
