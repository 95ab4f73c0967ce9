/**
 * A records system that is reached by files in one folder, on a disk that both sides see.
 *
 * | Path | Written by | Holds |
 * | --- | --- | --- |
 * | `in/NAME.json`, and files beside it | records system | a request; under another ending until it is whole, its file first |
 * | `done/NAME.json` | us | what became of it; its file is moved here |
 * | `refused/NAME.json`, `refused/NAME.request.json` | us | why not, and the request |
 * | `out/ID.STATE/` | us | a document: `about.json`, `receipt.json` and `content/FILE`; whole when it is there |
 * | `.letopis/given/ID` | us | (empty) a document that came from the records system itself |
 *
 * Each step leaves the request where it is until what became of it is on the disk: an interruption repeats steps, and loses
 * none. What the records system takes out of `out/` is remembered in `.letopis/had/ID.STATE`.
 * @module
 */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { lstat, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { syncFolder, writeDurably } from '@letopis/ledger'
import { CommandError } from '../failure.ts'
import {
	type Accepted,
	type Incoming,
	type Outgoing,
	type RecordsSystem,
	type Request,
	requestSchema,
} from './records-system.ts'

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}\.json$/
/** Bytes of a request: an inventory of 100,000 numbers and as many ids. */
const REQUEST_MAX = 32 * 1024 * 1024
/** Requests taken in by one run; the next one goes on. */
const MOST = 10_000

export class FileDrop implements RecordsSystem {
	readonly #folder: string

	private constructor(folder: string) {
		this.#folder = folder
	}

	/** @throws CommandError if there is no such folder */
	static async open(folder: string): Promise<FileDrop> {
		if (!(await stat(folder).catch(() => null))?.isDirectory())
			throw new CommandError(`${folder}: no such folder`)
		const drop = new FileDrop(folder)
		for (const name of ['in', 'done', 'refused', 'out', '.letopis/given', '.letopis/had'])
			await mkdir(drop.#path(name), { recursive: true })
		return drop
	}

	async *incoming(): AsyncIterable<Incoming> {
		const names = (await readdir(this.#path('in'))).filter((name) => NAME.test(name)).toSorted()
		for (const name of names.slice(0, MOST)) {
			const found = await this.#read(name)
			if (found !== null) yield found
		}
	}

	async accept({ name, file, digest }: Incoming, accepted: Accepted): Promise<void> {
		if (accepted.type === 'document') await this.#mark('given', accepted.document)
		await this.#write(join('done', name), `${JSON.stringify({ ...accepted, request: digest }, null, 2)}\n`)
		if (file !== null) await this.#move(file, join('done', basename(file)))
		await rm(this.#path('in', name), { force: true })
		await syncFolder(this.#path('in'))
	}

	async refuse({ name }: Incoming, problem: { code: string; detail: string }): Promise<void> {
		await this.#write(join('refused', name), `${JSON.stringify(problem, null, 2)}\n`)
		await this.#move(this.#path('in', name), join('refused', name.replace(/\.json$/, '.request.json')))
		await syncFolder(this.#path('in'))
	}

	async has(document: string, state: string): Promise<boolean> {
		if (state === FIRST && (await this.#exists('.letopis', 'given', document))) return true
		return this.#exists('.letopis', 'had', `${document}.${state}`)
	}

	async deliver({ document, state, about, receipt, fileName, content }: Outgoing): Promise<void> {
		const name = `${document}.${state}`
		const target = this.#path('out', name)
		if (!(await this.#exists('out', name))) {
			const part = this.#path('out', `.${name}.part`)
			await rm(part, { recursive: true, force: true })
			await mkdir(join(part, 'content'), { recursive: true })
			await writeDurably(join(part, 'about.json'), Buffer.from(`${JSON.stringify(about, null, 2)}\n`))
			await writeDurably(join(part, 'receipt.json'), Buffer.from(receipt))
			if (content !== null) await keep(await content(), join(part, 'content', safeName(fileName)))
			await syncFolder(part)
			await rename(part, target)
			await syncFolder(this.#path('out'))
		}
		await this.#mark('had', name)
	}

	async forget(document: string): Promise<void> {
		await rm(this.#path('.letopis', 'given', document), { force: true })
		const had = this.#path('.letopis', 'had')
		for (const name of await readdir(had))
			if (name.startsWith(`${document}.`)) await rm(join(had, name), { force: true })
	}

	/** @returns null for what is gone again, or is still being written */
	async #read(name: string): Promise<Incoming | null> {
		const path = this.#path('in', name)
		const found = await lstat(path).catch(() => null)
		if (found === null) return null
		const bad = (problem: string): Incoming => ({ name, request: null, problem, file: null, digest: '' })
		if (!found.isFile()) return bad('not a file')
		if (found.size > REQUEST_MAX) return bad(`larger than ${REQUEST_MAX} bytes`)
		const text = await readFile(path, 'utf8')
		const parsed = parse(text)
		if (typeof parsed === 'string') return bad(parsed)
		const digest = createHash('sha256').update(name).update('\0').update(text)
		if (parsed.type !== 'document')
			return { name, request: parsed, problem: null, file: null, digest: digest.digest('hex') }
		// An interrupted `accept` may have moved it already; that of an earlier request is another one.
		for (const folder of ['in', 'done']) {
			const file = this.#path(folder, parsed.file)
			if (!(await lstat(file).catch(() => null))?.isFile()) continue
			const whole = digest.copy()
			for await (const piece of createReadStream(file)) whole.update(piece)
			const found = { name, request: parsed, problem: null, file, digest: whole.digest('hex') }
			if (folder === 'in' || (await this.#isDone(found))) return found
		}
		return bad(`no file ${JSON.stringify(parsed.file)} beside it`)
	}

	async #isDone({ name, digest }: Incoming): Promise<boolean> {
		const text = await readFile(this.#path('done', name), 'utf8').catch(() => '{}')
		return (JSON.parse(text) as { request?: string }).request === digest
	}

	async #move(from: string, to: string): Promise<void> {
		const target = this.#path(to)
		if (from === target) return
		await rename(from, target).catch((error: NodeJS.ErrnoException) => {
			// Another run has.
			if (error.code !== 'ENOENT') throw error
		})
		await syncFolder(join(target, '..'))
	}

	#write(name: string, text: string): Promise<void> {
		return writeDurably(this.#path(name), Buffer.from(text))
	}

	#mark(what: 'given' | 'had', name: string): Promise<void> {
		return writeDurably(this.#path('.letopis', what, name), new Uint8Array())
	}

	async #exists(...steps: string[]): Promise<boolean> {
		return (await lstat(this.#path(...steps)).catch(() => null)) !== null
	}

	#path(...steps: string[]): string {
		return join(this.#folder, ...steps)
	}
}

/** State of a document as it came in, see `synchronise.ts`. */
const FIRST = 'v1'

/** @returns the request, or what is wrong with it */
function parse(text: string): Request | string {
	let value: unknown
	try {
		value = JSON.parse(text)
	} catch (error) {
		return `not JSON: ${error instanceof Error ? error.message : error}`
	}
	const { success, data, error } = requestSchema.safeParse(value)
	if (success) return data
	return error.issues.map(({ path, message }) => `${path.join('.') || 'request'}: ${message}`).join('; ')
}

/** A name as a file of any system may have it. */
function safeName(name: string): string {
	const plain = name.replace(/[/\\:*?"<>|\p{Cc}]/gu, '_').replace(/^\.+/, '_')
	return Buffer.byteLength(plain) > 200 ? 'obsah' : plain || 'obsah'
}

async function keep(stream: ReadableStream<Uint8Array>, path: string): Promise<void> {
	const handle = await open(path, 'w', 0o640)
	try {
		await pipeline(stream, async (pieces: AsyncIterable<Uint8Array>) => {
			for await (const piece of pieces) await handle.writeFile(piece)
		})
		await handle.sync()
	} finally {
		await handle.close()
	}
}
