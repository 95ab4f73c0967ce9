/**
 * Drafts on the disk, under `<data>/drafts/<id>/`:
 *
 * | File | Content |
 * | --- | --- |
 * | `key` | age header that wraps the draft's key for the vault's epoch; rewrapped when the epoch is rotated |
 * | `state` | sealed: whose it is, when, answers, what the file is to be, which parts are there |
 * | `part-<n>` | sealed: a part of the file |
 *
 * A new draft is made as `<id>.new` and renamed, one that goes is renamed to `<id>.gone` and then removed; both names
 * are swept at the start. A part counts once the state names it, so a crash between leaves nothing that is told of.
 * What this resolves is on the disk, with its name.
 * @module
 */
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { makeFolder, storageError, syncFolder } from '@letopis/ledger'

export const ID = /^[A-Za-z0-9_-]{22}$/

export class DraftFiles {
	readonly #folder: string

	constructor(folder: string) {
		this.#folder = folder
	}

	/** Ids of all drafts; leftovers of a crash are removed. */
	async list(): Promise<string[]> {
		return attempt(async () => {
			await makeFolder(this.#folder)
			const names = await readdir(this.#folder)
			for (const name of names) {
				if (/\.(new|gone)$/.test(name)) await rm(join(this.#folder, name), { recursive: true, force: true })
			}
			return names.filter((name) => ID.test(name))
		})
	}

	async create(id: string, key: Uint8Array, state: Uint8Array): Promise<void> {
		const beside = join(this.#folder, `${id}.new`)
		await attempt(async () => {
			await mkdir(beside, { mode: 0o700 })
			await write(join(beside, 'key'), key)
			await write(join(beside, 'state'), state)
			await syncFolder(beside)
			await rename(beside, join(this.#folder, id))
			await syncFolder(this.#folder)
		}).catch(async (error) => {
			await rm(beside, { recursive: true, force: true }).catch(() => {})
			throw error
		})
	}

	/** Writes `name` in place of what it was. */
	async replace(id: string, name: string, bytes: Uint8Array): Promise<void> {
		const path = join(this.#folder, id, name)
		await attempt(async () => {
			await write(`${path}.new`, bytes)
			await rename(`${path}.new`, path)
			await syncFolder(join(this.#folder, id))
		})
	}

	read(id: string, name: string): Promise<Uint8Array> {
		return attempt(() => readFile(join(this.#folder, id, name)))
	}

	/** Removes what a crash left in a draft. @param parts how many parts the state speaks of */
	async tidy(id: string, parts: number): Promise<void> {
		const path = join(this.#folder, id)
		await attempt(async () => {
			for (const name of await readdir(path))
				if (name.endsWith('.new')) await rm(join(path, name), { force: true })
		})
		await this.dropParts(id, parts)
	}

	/** Removes parts from number `from` on: of a file that was replaced by another. */
	async dropParts(id: string, from: number): Promise<void> {
		await attempt(async () => {
			// A draft that was deleted meanwhile has none.
			const names = await readdir(join(this.#folder, id)).catch((error: NodeJS.ErrnoException) => {
				if (error.code === 'ENOENT') return []
				throw error
			})
			for (const name of names) {
				const number = /^part-(\d+)(\.new)?$/.exec(name)?.[1]
				if (number !== undefined && Number(number) >= from)
					await rm(join(this.#folder, id, name), { force: true })
			}
		})
	}

	async remove(id: string): Promise<void> {
		const path = join(this.#folder, id)
		await attempt(async () => {
			await rename(path, `${path}.gone`)
			await syncFolder(this.#folder)
			await rm(`${path}.gone`, { recursive: true, force: true })
		})
	}
}

async function attempt<T>(work: () => Promise<T>): Promise<T> {
	try {
		return await work()
	} catch (error) {
		throw storageError(error, 'keeping a draft')
	}
}

async function write(path: string, bytes: Uint8Array): Promise<void> {
	const file = await open(path, 'w', 0o600)
	try {
		await file.writeFile(bytes)
		await file.sync()
	} finally {
		await file.close()
	}
}
