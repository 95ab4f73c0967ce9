/**
 * The few file operations on which the vault's crash safety rests, behind one small interface, so that a test
 * can make any of them fail, or half happen, or be lost with the power.
 * What the vault assumes of a file system: a rename within one file system is atomic; after `sync` of a file its
 * bytes survive a power cut, after `syncFolder` the names in that folder do. Nothing else: not the order of
 * unsynced writes, not that a failed write left nothing behind.
 * @module
 */
import {
	closeSync,
	constants,
	fdatasync,
	fstat,
	fsync,
	ftruncate,
	open,
	read,
	type Stats,
	writev,
} from 'node:fs'
import { mkdir, opendir, rename, stat, unlink } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { promisify } from 'node:util'

export interface VaultFile {
	/** Fills `into` from `position` on; fewer bytes only where the file ends. */
	read(into: Uint8Array, position: number): Promise<number>
	/**
	 * Writes all parts one after the other from `position` on. After a failure any part of it may be there. Durable as
	 * after `sync` if the file was opened for that.
	 */
	write(parts: readonly Uint8Array[], position: number): Promise<void>
	truncate(size: number): Promise<void>
	size(): Promise<number>
	/** Makes bytes and length durable, not times of access and change. */
	sync(): Promise<void>
	close(): Promise<void>
}

/**
 * - `read`: the file must exist
 * - `update`: for reading and writing, the file must exist
 * - `create`: for reading and writing, empty, whether or not it existed; mode 0600
 * - `update-through`, `create-through`: the same, and what is written is durable when the write resolves. That is one
 *   call of the system, and one way to another thread and back, where writing and syncing are two.
 */
export type OpenMode = 'read' | 'update' | 'create' | 'update-through' | 'create-through'

export interface VaultFs {
	open(path: string, mode: OpenMode): Promise<VaultFile>
	rename(from: string, to: string): Promise<void>
	unlink(path: string): Promise<void>
	/** Names in a folder, in no order; what is added or removed meanwhile may be among them or not. */
	list(path: string): AsyncIterable<string>
	exists(path: string): Promise<boolean>
	/** Makes a folder (mode 0700) and those above it, durably; no error if it exists. */
	makeFolder(path: string): Promise<void>
	/** Makes the names in a folder durable. */
	syncFolder(path: string): Promise<void>
}

const FLAGS = {
	read: constants.O_RDONLY,
	update: constants.O_RDWR,
	create: constants.O_RDWR | constants.O_CREAT | constants.O_TRUNC,
	'update-through': constants.O_RDWR | constants.O_DSYNC,
	'create-through': constants.O_RDWR | constants.O_CREAT | constants.O_TRUNC | constants.O_DSYNC,
} as const

const openNumber = promisify(open)
const syncNumber = promisify(fsync)

/** Parts handed to one writev(2); the system's limit is 1,024. */
const PARTS_AT_ONCE = 512

/**
 * A file by its number: `FileHandle` costs half as much again for each call, and a whole way to another thread and back
 * for closing, which has nothing to wait for.
 */
class NodeFile implements VaultFile {
	readonly #fd: number
	/** Calls under way: while there is one the number must stay this file's. */
	#users = 0
	#closed = false
	#unused: (() => void) | undefined

	constructor(fd: number) {
		this.#fd = fd
	}

	async read(into: Uint8Array, position: number): Promise<number> {
		let done = 0
		while (done < into.length) {
			const from = done
			const bytes = await this.#call<number>((callback) =>
				read(this.#fd, into, from, into.length - from, position + from, callback),
			)
			if (bytes === 0) break
			done += bytes
		}
		return done
	}

	async write(parts: readonly Uint8Array[], position: number): Promise<void> {
		let at = position
		for (let i = 0; i < parts.length; i += PARTS_AT_ONCE) {
			at = await this.#writeSome(parts.slice(i, i + PARTS_AT_ONCE), at)
		}
	}

	/** writev may write less than all, typically just before it reports a full disk: go on from there. */
	async #writeSome(parts: Uint8Array[], position: number): Promise<number> {
		let rest = parts.filter((part) => part.length > 0)
		let at = position
		while (rest.length > 0) {
			const left = rest
			let written = await this.#call<number>((callback) => writev(this.#fd, left, at, callback))
			at += written
			while (rest[0] !== undefined && written >= rest[0].length) {
				written -= rest[0].length
				rest = rest.slice(1)
			}
			if (rest[0] !== undefined && written > 0) rest = [rest[0].subarray(written), ...rest.slice(1)]
		}
		return at
	}

	truncate(size: number): Promise<void> {
		return this.#call((callback) => ftruncate(this.#fd, size, callback))
	}

	async size(): Promise<number> {
		return (await this.#call<Stats>((callback) => fstat(this.#fd, callback))).size
	}

	sync(): Promise<void> {
		return this.#call((callback) => fdatasync(this.#fd, callback))
	}

	async close(): Promise<void> {
		if (this.#closed) return
		this.#closed = true
		if (this.#users > 0) {
			await new Promise<void>((resolve) => {
				this.#unused = resolve
			})
		}
		closeSync(this.#fd)
	}

	#call<T>(start: (callback: (error: Error | null, result?: T) => void) => void): Promise<T> {
		if (this.#closed) return Promise.reject(new Error('the file is closed'))
		this.#users++
		return new Promise((resolve, reject) => {
			start((error, result) => {
				this.#users--
				if (this.#users === 0) this.#unused?.()
				if (error) reject(error)
				else resolve(result as T)
			})
		})
	}
}

/** The real file system. */
export const nodeFs: VaultFs = {
	async open(path, mode) {
		return new NodeFile(await openNumber(path, FLAGS[mode], 0o600))
	},
	rename,
	unlink,
	async *list(path) {
		// A folder may hold millions of names.
		for await (const { name } of await opendir(path, { bufferSize: 512 })) yield name
	},
	async exists(path) {
		try {
			await stat(path)
			return true
		} catch (error) {
			if (isAbsent(error)) return false
			throw error
		}
	},
	async makeFolder(path) {
		const highest = await mkdir(path, { recursive: true, mode: 0o700 })
		if (highest === undefined) return
		const above = dirname(resolve(highest))
		for (let at = resolve(path); at !== above; at = dirname(at)) await nodeFs.syncFolder(dirname(at))
	},
	async syncFolder(path) {
		const fd = await openNumber(path, constants.O_RDONLY | constants.O_DIRECTORY)
		try {
			await syncNumber(fd)
		} finally {
			closeSync(fd)
		}
	},
}

/** Whether an error says that the file or folder is not there. */
export function isAbsent(error: unknown): boolean {
	return error instanceof Error && (error as NodeJS.ErrnoException).code === 'ENOENT'
}

/** The whole file, or undefined if there is none. */
export async function readWhole(fs: VaultFs, path: string): Promise<Uint8Array | undefined> {
	let file: VaultFile
	try {
		file = await fs.open(path, 'read')
	} catch (error) {
		if (isAbsent(error)) return undefined
		throw error
	}
	try {
		const bytes = Buffer.allocUnsafeSlow(await file.size())
		return bytes.subarray(0, await file.read(bytes, 0))
	} finally {
		await file.close()
	}
}

/** Writes a new file (or over an old one) and makes its bytes durable; its name is the caller's concern. */
export async function writeWhole(fs: VaultFs, path: string, bytes: Uint8Array): Promise<void> {
	const file = await fs.open(path, 'create')
	try {
		await file.write([bytes], 0)
		await file.sync()
	} finally {
		await file.close()
	}
}

/** Removes a file and makes that durable; no error if it is not there. */
export async function removeDurably(fs: VaultFs, folder: string, name: string): Promise<void> {
	await removeQuietly(fs, `${folder}/${name}`)
	await fs.syncFolder(folder)
}

/** Removes a file; no error if it is not there. */
export async function removeQuietly(fs: VaultFs, path: string): Promise<void> {
	try {
		await fs.unlink(path)
	} catch (error) {
		if (!isAbsent(error)) throw error
	}
}

/**
 * Makes the names of a folder durable for many callers at once: those who ask while a sync is under way share
 * the next one. A sync that began before the caller's rename would prove nothing about it.
 */
export class FolderSync {
	readonly #fs: VaultFs
	readonly #folder: string
	#running: Promise<void> | undefined
	#next: Promise<void> | undefined

	constructor(fs: VaultFs, folder: string) {
		this.#fs = fs
		this.#folder = folder
	}

	sync(): Promise<void> {
		if (this.#running === undefined) return this.#start()
		this.#next ??= this.#running
			.catch(() => {})
			.then(() => {
				this.#next = undefined
				return this.#start()
			})
		return this.#next
	}

	#start(): Promise<void> {
		const run = this.#fs.syncFolder(this.#folder).finally(() => {
			if (this.#running === run) this.#running = undefined
		})
		this.#running = run
		return run
	}
}
