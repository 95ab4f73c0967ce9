/**
 * A disk in memory for the vault's tests: it can make any operation fail in any way, and lose power.
 * What survives a power cut is chosen by the test: of each file's unsynced bytes nothing, all or a part; of each
 * folder's unsynced changes a prefix. What was synced always survives.
 */
import type { OpenMode, VaultFile, VaultFs } from '../../../ledger/vault/files.ts'

interface Inode {
	data: Buffer
	durable: Buffer
}

interface Folder {
	names: Map<string, Inode>
	durable: Map<string, Inode>
	/** changes since the last sync, in order */
	changes: ((names: Map<string, Inode>) => void)[]
}

export type Failure =
	/** the operation does not happen */
	| 'refused'
	/** it happens, and is reported as failed */
	| 'applied'
	/** of a write half is there; else as `refused` */
	| 'torn'
	/** as `torn`, and the machine is off from then on */
	| 'crash'

export interface Fault {
	/** which changing operation, counted from 0 */
	at: number
	failure: Failure
	code?: string
	/** only this kind of operation counts */
	kind?: string
	/** every operation from `at` on fails */
	lasting?: boolean
}

export class CrashDisk implements VaultFs {
	readonly #folders: Map<string, Folder>
	/** Changing operations since the last `arm`. */
	operations: string[] = []
	#fault: Fault | undefined
	#off = false
	handles = 0
	/** Makes changing operations wait, so that others come in between. */
	delay: () => Promise<void> = async () => {}

	constructor(folders: Map<string, Folder> = new Map()) {
		this.#folders = folders
	}

	/** Counts from 0 again, and lets one operation fail. */
	arm(fault?: Fault): void {
		this.operations = []
		this.#fault = fault
	}

	/** The disk after a power cut. @param keep of 0 (only what was synced) to 1 (everything), asked for each part */
	afterPowerCut(keep: () => number): CrashDisk {
		const inodes = new Map<Inode, Inode>()
		const survive = (inode: Inode): Inode => {
			let copy = inodes.get(inode)
			if (copy === undefined) {
				const data = tornBetween(inode.durable, inode.data, keep())
				copy = { data, durable: Buffer.from(data) }
				inodes.set(inode, copy)
			}
			return copy
		}
		const folders = new Map<string, Folder>()
		for (const [path, folder] of this.#folders) {
			const names = new Map(folder.durable)
			for (const change of folder.changes.slice(0, Math.round(keep() * folder.changes.length))) change(names)
			const survived = new Map([...names].map(([name, inode]) => [name, survive(inode)]))
			folders.set(path, { names: survived, durable: new Map(survived), changes: [] })
		}
		return new CrashDisk(folders)
	}

	/** A copy that shares nothing with this one. */
	clone(): CrashDisk {
		return this.afterPowerCut(() => 1)
	}

	/** All files with their bytes; a file can be changed in place. */
	files(under = ''): Map<string, Buffer> {
		const found = new Map<string, Buffer>()
		for (const [path, folder] of this.#folders) {
			if (!path.startsWith(under)) continue
			for (const [name, inode] of folder.names) found.set(`${path}/${name}`, inode.data)
		}
		return found
	}

	/** Puts a file there, durably. */
	put(path: string, bytes: Uint8Array): void {
		const [folder, name] = this.#split(path)
		const inode = { data: Buffer.from(bytes), durable: Buffer.from(bytes) }
		folder.names.set(name, inode)
		folder.durable.set(name, inode)
	}

	delete(path: string): void {
		const [folder, name] = this.#split(path)
		folder.names.delete(name)
		folder.durable.delete(name)
	}

	async open(path: string, mode: OpenMode): Promise<VaultFile> {
		const [folder, name] = this.#split(path)
		if (mode.startsWith('create')) {
			await this.#change(`create ${name}`, () => {
				const known = folder.names.get(name)
				if (known !== undefined) {
					known.data = Buffer.alloc(0)
					return
				}
				const inode = { data: Buffer.alloc(0), durable: Buffer.alloc(0) }
				this.#rename(folder, (names) => names.set(name, inode))
			})
		}
		if (this.#off) throw failure('EIO')
		const inode = folder.names.get(name)
		if (inode === undefined) throw failure('ENOENT', path)
		this.handles++
		const file = this.#file(inode, name)
		if (!mode.endsWith('-through')) return file
		// Nothing says that the system does it at once: any part may be there without being durable.
		const write = async (parts: readonly Uint8Array[], position: number) => {
			await file.write(parts, position)
			await file.sync()
		}
		return { ...file, write }
	}

	async rename(from: string, to: string): Promise<void> {
		const [source, oldName] = this.#split(from)
		const [target, newName] = this.#split(to)
		const inode = source.names.get(oldName)
		await this.#change(`rename ${newName}`, () => {
			if (inode === undefined) throw failure('ENOENT', from)
			if (source === target) {
				this.#rename(source, (names) => {
					names.delete(oldName)
					names.set(newName, inode)
				})
				return
			}
			this.#rename(source, (names) => names.delete(oldName))
			this.#rename(target, (names) => names.set(newName, inode))
		})
	}

	async unlink(path: string): Promise<void> {
		const [folder, name] = this.#split(path)
		await this.#change(`unlink ${name}`, () => {
			if (!folder.names.has(name)) throw failure('ENOENT', path)
			this.#rename(folder, (names) => names.delete(name))
		})
	}

	async *list(path: string): AsyncIterable<string> {
		yield* [...this.#folder(path).names.keys()]
	}

	async exists(path: string): Promise<boolean> {
		const [folder, name] = this.#split(path)
		return folder.names.has(name)
	}

	async makeFolder(path: string): Promise<void> {
		const parts = path.split('/')
		for (let i = 1; i <= parts.length; i++) {
			const part = parts.slice(0, i).join('/')
			if (!this.#folders.has(part)) {
				this.#folders.set(part, { names: new Map(), durable: new Map(), changes: [] })
			}
		}
	}

	async syncFolder(path: string): Promise<void> {
		const folder = this.#folder(path)
		await this.#change(`sync folder ${path.slice(path.lastIndexOf('/') + 1)}`, () => {
			folder.durable = new Map(folder.names)
			folder.changes = []
		})
	}

	#file(inode: Inode, name: string): VaultFile {
		return {
			read: async (into, position) => {
				if (this.#off) throw failure('EIO')
				const piece = inode.data.subarray(position, position + into.length)
				into.set(piece)
				return piece.length
			},
			write: (parts, position) => {
				const bytes = Buffer.concat(parts)
				const put = (size: number) => {
					const data = Buffer.alloc(Math.max(inode.data.length, position + size))
					data.set(inode.data)
					data.set(bytes.subarray(0, size), position)
					inode.data = data
				}
				return this.#change(
					`write ${name}`,
					() => put(bytes.length),
					() => put(bytes.length >> 1),
				)
			},
			truncate: (size) =>
				this.#change(`truncate ${name}`, () => {
					inode.data = Buffer.concat([inode.data.subarray(0, size)])
				}),
			size: async () => inode.data.length,
			sync: () =>
				this.#change(`sync ${name}`, () => {
					inode.durable = Buffer.from(inode.data)
				}),
			close: async () => {
				this.handles--
			},
		}
	}

	#rename(folder: Folder, change: (names: Map<string, Inode>) => void): void {
		change(folder.names)
		folder.changes.push(change)
	}

	/** Every change goes through here, a turn of the event loop later, as with a real disk. */
	async #change(name: string, apply: () => void, applyHalf: () => void = () => {}): Promise<void> {
		await this.delay()
		if (this.#off) throw failure('EIO')
		const fault = this.#fault
		const counts = fault?.kind === undefined || name.startsWith(fault.kind)
		const at =
			counts && fault?.kind
				? this.operations.filter((o) => o.startsWith(fault.kind as string)).length
				: this.operations.length
		this.operations.push(name)
		const hit =
			fault !== undefined && counts && (at === fault.at || (fault.lasting === true && at > fault.at))
		if (!hit) return apply()
		if (fault.failure === 'applied') apply()
		if (fault.failure === 'torn' || fault.failure === 'crash') applyHalf()
		if (fault.failure === 'crash') this.#off = true
		throw failure(fault.code ?? 'EIO', name)
	}

	#split(path: string): [Folder, string] {
		const at = path.lastIndexOf('/')
		return [this.#folder(path.slice(0, at)), path.slice(at + 1)]
	}

	#folder(path: string): Folder {
		const folder = this.#folders.get(path)
		if (folder === undefined) throw failure('ENOENT', path)
		return folder
	}
}

function failure(code: string, path = ''): Error {
	return Object.assign(new Error(`${code}: simulated, ${path}`), { code })
}

/** Part of the way from the synced bytes to the unsynced ones. */
function tornBetween(durable: Buffer, data: Buffer, part: number): Buffer {
	if (part >= 1) return Buffer.from(data)
	if (part <= 0) return Buffer.from(durable)
	let same = 0
	while (same < durable.length && same < data.length && durable[same] === data[same]) same++
	const end = same + Math.floor((data.length - same) * part)
	const torn = Buffer.alloc(Math.max(end, Math.min(durable.length, data.length)))
	torn.set(durable.subarray(0, torn.length))
	torn.set(data.subarray(0, end))
	return torn
}
