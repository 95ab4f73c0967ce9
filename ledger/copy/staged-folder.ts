/**
 * A folder that only ever gets whole, judged files: they are staged in `incoming/` under their final paths, and
 * moved once the caller has found all of them sound. Whatever a crash leaves in `incoming/` may be used again,
 * because everything there is judged again.
 * @module
 */
import { mkdir, open, readdir, readFile, rename, rm, rmdir } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { makeFolder, syncFolder } from '../anchor/durable-file.ts'
import { LedgerError } from '../error.ts'
import { type KeysLock, lockKeys } from '../log/keys-lock.ts'

export class StagedFolder {
	readonly #folder: string
	readonly #staging: string
	readonly #staged = new Set<string>()

	constructor(folder: string) {
		this.#folder = resolve(folder)
		this.#staging = join(this.#folder, 'incoming')
	}

	/** A file as committed; undefined if there is none. */
	async committed(path: string): Promise<Uint8Array | undefined> {
		return readIfThere(join(this.#folder, path))
	}

	/** What an earlier, interrupted run has staged. */
	async staged(path: string): Promise<Uint8Array | undefined> {
		return readIfThere(join(this.#staging, path))
	}

	/** @param path relative, made by our own code, never by a peer */
	async stage(path: string, bytes: Uint8Array): Promise<void> {
		await writeSynced(join(this.#staging, path), bytes)
		this.#staged.add(path)
	}

	/** Moves everything staged by this run into place and makes it durable. */
	async commit(): Promise<void> {
		const folders = new Set([this.#folder])
		for (const path of this.#staged) {
			const target = join(this.#folder, path)
			await mkdir(dirname(target), { recursive: true })
			await rename(join(this.#staging, path), target)
			for (let at = dirname(target); !folders.has(at); at = dirname(at)) folders.add(at)
		}
		for (const folder of folders) await syncFolder(folder)
		await this.discard()
	}

	/** Throws everything staged away. */
	async discard(): Promise<void> {
		this.#staged.clear()
		await rm(this.#staging, { recursive: true, force: true })
	}

	/** Replaces one small file at once, atomically and durably. */
	async replace(path: string, bytes: Uint8Array): Promise<void> {
		const target = join(this.#folder, path)
		await writeSynced(`${target}.new`, bytes)
		await rename(`${target}.new`, target)
		await syncFolder(dirname(target))
	}

	/** Removes committed partial files beside `path` other than it: a wider or the full one has replaced them. */
	async prunePartials(path: string): Promise<void> {
		const [full = path] = path.split('.p/')
		const folder = join(this.#folder, `${full}.p`)
		const keep = path.includes('.p/') ? path.slice(path.lastIndexOf('/') + 1) : null
		for (const name of await readdir(folder).catch(() => []))
			if (name !== keep) await rm(join(folder, name), { force: true })
	}
}

async function readIfThere(path: string): Promise<Uint8Array | undefined> {
	try {
		return new Uint8Array(await readFile(path))
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
		throw error
	}
}

export async function writeSynced(path: string, bytes: Uint8Array): Promise<void> {
	await mkdir(dirname(path), { recursive: true })
	const file = await open(path, 'w', 0o600)
	try {
		await file.writeFile(bytes)
		await file.sync()
	} finally {
		await file.close()
	}
}

/** What file systems without hard links answer; on them two runs at once are the administrator's care. */
const NO_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'])

/**
 * Makes the folder, and keeps other runs out of it: two at once would take each other's half-written files for
 * their own. A folder that was made and stayed empty is removed again at the end.
 * @throws LedgerError 'in-use', 'io'
 */
export async function lockCopy(folder: string): Promise<KeysLock> {
	const made = await makeFolder(folder)
	try {
		const lock = await lockKeys(folder, { kernel: false })
		return {
			async release() {
				await lock.release()
				if (made !== undefined) await removeEmpty(resolve(folder), resolve(made))
			},
		}
	} catch (error) {
		if (!(error instanceof LedgerError)) throw error
		const { code } = (error.cause ?? {}) as NodeJS.ErrnoException
		if (code !== undefined && NO_LINKS.has(code)) return { release: async () => {} }
		if (error.code !== 'in-use') throw error
		throw new LedgerError('in-use', `another run is copying into ${folder}`, {
			remedy: 'wait for it to end, or end it',
		})
	}
}

/** Removes a folder and those above it up to `top`, as far as they are empty. */
async function removeEmpty(folder: string, top: string): Promise<void> {
	for (let at = folder; `${at}/`.startsWith(`${top}/`); at = dirname(at)) {
		const removed = await rmdir(at).then(
			() => true,
			() => false,
		)
		if (!removed) return
	}
}
