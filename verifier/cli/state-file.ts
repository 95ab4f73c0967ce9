/**
 * The auditor's memory on disk: a small JSON, replaced atomically, and beside it the records of an interrupted run.
 * Records are durable before the JSON counts them, so a crash at any moment leaves a state that can be used.
 * @module
 */
import { constants } from 'node:fs'
import { type FileHandle, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { RefusalError } from '@letopis/format'
import { type AuditState, type AuditStore, formatState, parseState, RECORD_BYTES } from '../audit/progress.ts'
import { UsageError } from './usage-error.ts'

async function readIfThere(path: string): Promise<Buffer | null> {
	try {
		return await readFile(path)
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
		throw UsageError.file('cli-unreadable', path, error)
	}
}

async function using(file: FileHandle | null, work: (file: FileHandle) => Promise<unknown>): Promise<void> {
	if (file === null) return
	try {
		await work(file)
	} finally {
		await file.close()
	}
}

function absent(error: NodeJS.ErrnoException): null {
	if (error.code === 'ENOENT') return null
	throw error
}

async function replace(path: string, text: string): Promise<void> {
	const temporary = `${path}.new`
	await using(await open(temporary, 'w', 0o600), async (file) => {
		await file.writeFile(text)
		await file.sync()
	})
	await rename(temporary, path)
	await using(await open(dirname(path), 'r'), (folder) => folder.sync())
}

export class StateFile implements AuditStore {
	private readonly path: string
	private readonly recordsPath: string
	/** bytes of records that the JSON counts */
	private counted = 0

	constructor(path: string) {
		this.path = path
		this.recordsPath = `${path}.records`
	}

	/** @throws UsageError if the file is not a state file: it must not be overwritten by mistake */
	async load(): Promise<{ state: AuditState; records: Uint8Array } | null> {
		const text = await readIfThere(this.path)
		if (text === null) return null
		let state: AuditState
		try {
			state = parseState(text.toString('utf8'))
		} catch (error) {
			if (!(error instanceof RefusalError)) throw error
			throw UsageError.file('cli-no-state-file', this.path, error)
		}
		const records = (await readIfThere(this.recordsPath)) ?? Buffer.alloc(0)
		const needed = (state.interrupted?.bundles ?? 0) * RECORD_BYTES
		// Without its records an interrupted run cannot go on; the audit then starts anew.
		if (records.length < needed) return { state: { ...state, interrupted: null }, records: new Uint8Array() }
		this.counted = needed
		return { state, records: records.subarray(0, needed) }
	}

	/**
	 * Tries what saving will do, and leaves nothing behind: an audit of hours must not end with nowhere to write.
	 * @throws UsageError if the state cannot be written
	 */
	async prepare(): Promise<void> {
		const temporary = `${this.path}.new`
		await this.#writing(async () => {
			// A folder under the state's name would only be noticed by the renaming at the end.
			await using(await open(this.path, constants.O_WRONLY).catch(absent), async () => {})
			await using(await open(temporary, 'w', 0o600), async (file) => file.sync())
			await rm(temporary)
		})
	}

	/** @throws UsageError if the state cannot be written */
	async save(state: AuditState, records: readonly Uint8Array[]): Promise<void> {
		await this.#writing(() => this.#write(state, records))
	}

	async #writing(work: () => Promise<void>): Promise<void> {
		try {
			await work()
		} catch (cause) {
			throw UsageError.file('cli-state-unwritable', this.path, cause)
		}
	}

	async #write(state: AuditState, records: readonly Uint8Array[]): Promise<void> {
		if (state.interrupted === null) {
			await replace(this.path, formatState(state))
			await rm(this.recordsPath, { force: true })
			this.counted = 0
			return
		}
		const flags = constants.O_RDWR | constants.O_CREAT
		await using(await open(this.recordsPath, flags, 0o600), async (file) => {
			await file.truncate(this.counted)
			const bytes = Buffer.concat(records)
			await file.write(bytes, 0, bytes.length, this.counted)
			await file.sync()
			this.counted += bytes.length
		})
		await replace(this.path, formatState(state))
	}
}
