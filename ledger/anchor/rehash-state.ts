/**
 * How far a pass over the documents has come, so that a crash costs little of it: what it is about, and what every document
 * came to. Of contents nothing is kept but hashes that are blinded by what is erased with the document.
 *
 * `<dir>/rehash/pass.json`, and `<dir>/rehash/values`: for each document and authority u48 index of its entry, u8 place of the
 * authority in the list, 64 bytes; a document that is left out has one record with 255 or 254 in place of the authority (erased,
 * unreadable) and zeros. When a pass has ended, `<dir>/rehashed.json` says what came of it.
 * @module
 */
import { type FileHandle, mkdir, open, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fromHex, hex, isJsonObject, parseCid, parseJson, type RenewedHeads, utf8 } from '@letopis/format'
import { LedgerError } from '../error.ts'
import { readUint48, writeUint48 } from '../log/keys.ts'
import { syncFolder, writeDurably } from './durable-file.ts'

const VALUE = 64
/** In place of an authority. */
const LEFT_OUT = { erased: 255, unreadable: 254 } as const
/** Documents that a result names. */
const MAX_NAMED = 100
const RECORD = 6 + 1 + VALUE
/** Records between two syncs. */
const SYNC_EVERY = 256

/** What one pass is about. */
export interface Pass {
	/** Entries that it hashes anew: those that there were when it began. */
	readonly size: number
	/** Place that ends what it covers: the same as `size`, but for a closed log. */
	readonly to: number
	/** Anchors that it is about, from ≤ index < to. */
	readonly lines: readonly { readonly of: string; readonly from: number }[]
	/** Both heads, once they are known. */
	readonly heads: RenewedHeads | null
}

/** What a document comes to in the new tree of one authority. */
export interface Rehashed {
	readonly index: number
	readonly line: number
	readonly value: Uint8Array
}

/** Why a document is in no new tree: nothing is left of it, or what is left cannot be read. */
export type LeftOut = keyof typeof LEFT_OUT

/** What came of a pass. */
export interface RehashResult {
	/** Entries that it was about. */
	readonly size: number
	/** Documents in the new trees, and those left out because nothing is left of them. */
	readonly hashed: number
	readonly erased: number
	/** Documents that could not be read, and the indexes of the first hundred of their entries. */
	readonly unreadable: number
	readonly unreadableAt: readonly number[]
}

/** Where the second tree is kept as far as it is computed. */
export function secondTreeFile(dir: string): string {
	return join(folder(dir), 'second-tree')
}

/** Durable when it resolves. */
export async function writeRehashResult(dir: string, result: RehashResult): Promise<void> {
	await writeDurably(resultFile(dir), utf8(`${JSON.stringify(result)}\n`))
}

/** What came of the last pass that has ended; null without one, or where the file cannot be read: it only informs. */
export async function readRehashResult(dir: string): Promise<RehashResult | null> {
	try {
		const json = parseJson(await readFile(resultFile(dir), 'utf8'), { maxBytes: 65_536, maxDepth: 3 })
		if (!isJsonObject(json)) return null
		const { size, hashed, erased, unreadable, unreadableAt } = json
		const counts = [size, hashed, erased, unreadable]
		if (!counts.every(isCount) || !Array.isArray(unreadableAt) || !unreadableAt.every(isCount)) return null
		return json as unknown as RehashResult
	} catch {
		return null
	}
}

function isCount(value: unknown): boolean {
	return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}

function resultFile(dir: string): string {
	return join(dir, 'rehashed.json')
}

/** The pass that was begun and not ended; null without one. @throws LedgerError `corrupt` */
export async function readPass(dir: string): Promise<Pass | null> {
	let text: string
	try {
		text = await readFile(passFile(dir), 'utf8')
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
		throw error
	}
	try {
		return parsePass(text)
	} catch (cause) {
		throw new LedgerError('corrupt', `${passFile(dir)} is damaged`, {
			cause,
			remedy: 'remove the folder that it is in: the pass then begins anew',
		})
	}
}

/** Durable when it resolves. */
export async function writePass(dir: string, { size, to, lines, heads }: Pass): Promise<void> {
	await mkdir(folder(dir), { recursive: true, mode: 0o700 })
	const known =
		heads === null
			? null
			: {
					...{ size: heads.size, root: hex(heads.root) },
					...{ renewed: hex(heads.renewed), fields: heads.fields.toString() },
				}
	await writeDurably(passFile(dir), utf8(`${JSON.stringify({ size, to, lines, heads: known })}\n`))
	await syncFolder(dir)
}

/** After its end, or when it is given up. */
export async function removePass(dir: string): Promise<void> {
	await rm(folder(dir), { recursive: true, force: true })
}

/** The values of a pass, from those that were kept on. */
export class RehashedValues implements AsyncDisposable {
	readonly #file: FileHandle
	#records: number
	#unsynced = 0
	/** Documents below this index are done. */
	readonly next: number

	private constructor(file: FileHandle, records: number, next: number) {
		this.#file = file
		this.#records = records
		this.next = next
	}

	/**
	 * What was written last may be torn, or lack another authority's: that document is done again.
	 * @param complete all documents are done
	 */
	static async open(dir: string, complete: boolean): Promise<RehashedValues> {
		const path = join(folder(dir), 'values')
		const file = await open(path, 'a+', 0o600)
		try {
			const { size } = await file.stat()
			let records = Math.floor(size / RECORD)
			const indexAt = async (at: number): Promise<number> => {
				const bytes = new Uint8Array(6)
				await file.read(bytes, 0, 6, at * RECORD)
				return readUint48(bytes, 0)
			}
			const last = records === 0 ? 0 : await indexAt(records - 1)
			while (!complete && records > 0 && (await indexAt(records - 1)) === last) records--
			await file.truncate(records * RECORD)
			return new RehashedValues(file, records, last)
		} catch (error) {
			await file.close()
			throw error
		}
	}

	async add({ index, line, value }: Rehashed): Promise<void> {
		const bytes = new Uint8Array(RECORD)
		writeUint48(bytes, 0, index)
		bytes[6] = line
		bytes.set(value, 7)
		await this.#file.appendFile(bytes)
		this.#records++
		if (++this.#unsynced >= SYNC_EVERY) await this.sync()
	}

	/** Notes that a document is in no tree. */
	leaveOut(index: number, why: LeftOut): Promise<void> {
		return this.add({ index, line: LEFT_OUT[why], value: new Uint8Array(VALUE) })
	}

	/** Counts what is kept. @param size entries that the pass is about */
	async result(size: number): Promise<RehashResult> {
		let [hashed, erased, unreadable, last] = [0, 0, 0, -1]
		const unreadableAt: number[] = []
		for await (const { index, line } of this.#all()) {
			if (line === LEFT_OUT.erased) erased++
			else if (line === LEFT_OUT.unreadable) {
				if (unreadable++ < MAX_NAMED) unreadableAt.push(index)
			} else if (index !== last) hashed++
			last = index
		}
		return { size, hashed, erased, unreadable, unreadableAt }
	}

	async sync(): Promise<void> {
		await this.#file.datasync()
		this.#unsynced = 0
	}

	/** Those of one authority, by ascending index. */
	async of(line: number): Promise<{ indexes: number[]; values: Uint8Array[] }> {
		const [indexes, values]: [number[], Uint8Array[]] = [[], []]
		for await (const record of this.#all()) {
			if (record.line !== line) continue
			indexes.push(record.index)
			values.push(record.value.slice())
		}
		return { indexes, values }
	}

	/** In the order of their entries; values are good until the next is asked for. */
	async *#all(): AsyncGenerator<Rehashed> {
		const block = new Uint8Array(1024 * RECORD)
		for (let at = 0; at < this.#records; at += 1024) {
			const count = Math.min(1024, this.#records - at)
			await this.#file.read(block, 0, count * RECORD, at * RECORD)
			for (let i = 0; i < count; i++) {
				const from = i * RECORD
				const value = block.subarray(from + 7, from + RECORD)
				yield { index: readUint48(block, from), line: block[from + 6] as number, value }
			}
		}
	}

	async [Symbol.asyncDispose](): Promise<void> {
		await this.#file.close()
	}
}

function folder(dir: string): string {
	return join(dir, 'rehash')
}

function passFile(dir: string): string {
	return join(folder(dir), 'pass.json')
}

function parsePass(text: string): Pass {
	const json = parseJson(text, { maxBytes: 1_048_576, maxDepth: 6 })
	if (!isJsonObject(json) || typeof json.size !== 'number' || !Array.isArray(json.lines))
		throw new TypeError()
	const lines = json.lines.map((line) => {
		if (!isJsonObject(line) || typeof line.of !== 'string' || typeof line.from !== 'number')
			throw new TypeError()
		return { of: line.of, from: line.from }
	})
	const { size, heads } = json
	// Earlier versions knew no closed logs.
	const to = typeof json.to === 'number' ? json.to : size
	if (heads === null) return { size, to, lines, heads }
	if (!isJsonObject(heads) || typeof heads.size !== 'number') throw new TypeError()
	const [root, renewed] = [fromHex(String(heads.root)), fromHex(String(heads.renewed))]
	if (root.length !== 32 || renewed.length !== VALUE) throw new TypeError()
	const known = { size: heads.size, root, renewed, fields: parseCid(String(heads.fields)) }
	return { size, to, lines, heads: known }
}
