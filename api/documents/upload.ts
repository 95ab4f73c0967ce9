/**
 * Receiving one multipart form (RFC 7578) in constant memory: the file goes chunk by chunk into the vault, which
 * slows the client down when the disk is slower; the small parts are bounded. The order of the parts is free.
 *
 * Whatever goes wrong (client gone, form cut short, too large, too slow, a bad part), nothing stays behind: an
 * unfinished payload is aborted, a finished one discarded. If the process dies here, the vault removes unfinished
 * payloads when it opens and sweeps those that no entry names.
 * @module
 */
import type { Readable } from 'node:stream'
import { Busboy, type BusboyFileStream, type BusboyInstance } from '@fastify/busboy'
import type { StoredContent, Vault } from '../deps.ts'
import { Problem } from '../http/problems.ts'
import { SignatureFinder } from '../signatures/finder.ts'

/** Bytes by which a form may exceed its file: boundaries, headers and the small parts. */
const FORM_OVERHEAD = 128 * 1024
const MAX_PARTS = 8
/** A stalling client must send more than this to be given the full patience again. */
const PROGRESS = 4096

export interface UploadLimits {
	/** bytes of the file */
	readonly maxUpload: number
	/** ms without progress until the client is given up */
	readonly idle: number
	/** names of the small parts and how many bytes each may have */
	readonly parts: Readonly<Record<string, number>>
}

export interface Upload {
	readonly content: StoredContent
	/** whether electronic signatures were found in it; nothing is said of what they are worth */
	readonly signed: boolean
	/** as the client gave them */
	readonly name: string | undefined
	readonly type: string | undefined
	readonly parts: ReadonlyMap<string, Uint8Array>
}

/**
 * @param source the body, unread
 * @param contentType value of Content-Type
 * @param contentLength value of Content-Length, if there is one
 * @throws Problem
 */
export async function receiveUpload(
	source: Readable,
	contentType: string | undefined,
	contentLength: string | undefined,
	vault: Pick<Vault, 'receive' | 'discard'>,
	limits: UploadLimits,
): Promise<Upload> {
	if (Number(contentLength ?? 0) > limits.maxUpload + FORM_OVERHEAD) throw tooLarge(limits)
	const reception = new Reception(vault, limits)
	try {
		await reception.read(source, newParser(contentType, limits))
	} catch (error) {
		await reception.dismiss()
		throw error
	}
	return reception.result()
}

function newParser(contentType: string | undefined, { maxUpload }: UploadLimits): BusboyInstance {
	if (contentType === undefined || !/^multipart\/form-data\s*;/i.test(contentType)) {
		throw new Problem('unsupported-media-type', 'The body is a form, multipart/form-data.')
	}
	try {
		return new Busboy({
			headers: { 'content-type': contentType },
			// Every part comes as raw bytes: decoding is ours, and strict.
			isPartAFile: () => true,
			limits: { parts: MAX_PARTS, files: MAX_PARTS, headerPairs: 16, headerSize: 8192, fileSize: maxUpload },
		})
	} catch (cause) {
		throw new Problem('malformed-multipart', 'Content-Type names no boundary.', { cause })
	}
}

/** One form being received. */
class Reception {
	readonly #vault: Pick<Vault, 'receive' | 'discard'>
	readonly #limits: UploadLimits
	readonly #open = new Set<BusboyFileStream>()
	readonly #consumers: Promise<void>[] = []
	readonly #names = new Set<string>()
	readonly #parts = new Map<string, Uint8Array>()
	#file: Omit<Upload, 'parts'> | null = null
	/** Set while the vault, not the client, is what we wait for. */
	#storing = false

	constructor(vault: Pick<Vault, 'receive' | 'discard'>, limits: UploadLimits) {
		this.#vault = vault
		this.#limits = limits
	}

	/** Reads to the end of the body. Settles only after every part's reader has. */
	async read(source: Readable, parser: BusboyInstance): Promise<void> {
		const { promise, resolve, reject } = Promise.withResolvers<void>()
		const watch = this.#watch(source, reject)
		let failed = false
		const fail = (error: unknown) => {
			failed = true
			reject(error)
		}
		let awaited = 2
		const ended = () => {
			awaited--
			if (awaited === 0) resolve()
		}
		parser.on('file', (name, stream, filename, _encoding, type) => {
			// Whoever reads the stream hears of its end; a stream that nobody reads any more has nobody to tell.
			stream.on('error', () => {})
			// The rest of a chunk is still parsed after the failure that its beginning caused.
			if (failed) return void stream.destroy()
			this.#open.add(stream)
			stream.once('close', () => this.#open.delete(stream))
			stream.once('limit', () => fail(tooLarge(this.#limits)))
			const consumer = this.#consume(unescapeName(name), stream, unescapeName(filename), type)
			this.#consumers.push(consumer)
			consumer.catch(fail)
		})
		parser.on('partsLimit', () => fail(new Problem('part-unknown', `At most ${MAX_PARTS} parts are taken.`)))
		parser.on('error', (cause: unknown) => fail(cutShort(cause)))
		parser.once('finish', () => {
			// A form without parts is over before its body is: what follows is read and thrown away, for the end comes after it.
			source.unpipe(parser)
			source.resume()
			ended()
		})
		source.once('error', (cause) => fail(cutShort(cause)))
		// A body shorter than its Content-Length, or a client that went away: closed without an end.
		source.once('close', () => {
			if (!source.readableEnded) fail(cutShort(undefined))
		})
		source.once('end', ended)
		source.pipe(parser)
		try {
			await promise
			await Promise.all(this.#consumers)
		} catch (error) {
			source.unpipe(parser)
			source.pause()
			const reason = error instanceof Error ? error : new Error('upload failed')
			for (const stream of this.#open) stream.destroy(reason)
			await Promise.allSettled(this.#consumers)
			throw error
		} finally {
			watch.stop()
		}
	}

	/** Leaves nothing behind of what was received. */
	async dismiss(): Promise<void> {
		const file = this.#file
		this.#file = null
		if (file !== null) await this.#vault.discard(file.content.cid)
	}

	result(): Upload {
		if (this.#file === null) throw new Problem('part-missing', 'The form has no part "file".')
		return { ...this.#file, parts: this.#parts }
	}

	async #consume(
		name: string | undefined,
		stream: BusboyFileStream,
		filename: string | undefined,
		type: string | undefined,
	): Promise<void> {
		const known = name === 'file' || (name !== undefined && Object.hasOwn(this.#limits.parts, name))
		if (name === undefined || !known) {
			const parts = ['file', ...Object.keys(this.#limits.parts)].join(', ')
			throw new Problem('part-unknown', `The parts of this form are: ${parts}.`)
		}
		if (this.#names.has(name)) throw new Problem('part-duplicate', `The part "${name}" comes twice.`)
		this.#names.add(name)
		if (name === 'file') this.#file = { ...(await this.#store(stream)), name: filename, type }
		else this.#parts.set(name, await collect(name, stream, this.#limits.parts[name] ?? 0))
	}

	async #store(stream: BusboyFileStream): Promise<Pick<Upload, 'content' | 'signed'>> {
		const writer = this.#vault.receive()
		const finder = new SignatureFinder()
		try {
			for await (const chunk of stream as AsyncIterable<Uint8Array>) {
				this.#storing = true
				finder.take(chunk)
				await writer.write(chunk)
				this.#storing = false
			}
			this.#storing = true
			const content = await writer.finish()
			this.#storing = false
			return { content, signed: finder.found }
		} catch (error) {
			await writer.abort()
			throw error
		}
	}

	/** Gives up a client that sends nothing, or next to nothing, for too long, or more than a form can hold. */
	#watch(source: Readable, reject: (error: unknown) => void): { stop: () => void } {
		const { idle, maxUpload } = this.#limits
		let seen = 0
		let unseen = 0
		const timer = setTimeout(() => {
			if (this.#storing) timer.refresh()
			else reject(new Problem('upload-stalled', `Nothing came for ${Math.round(idle / 1000)} seconds.`))
		}, idle)
		const onData = (chunk: Uint8Array) => {
			// Also of what belongs to no part: before the first boundary and after the last one.
			seen += chunk.length
			if (seen > maxUpload + FORM_OVERHEAD) reject(tooLarge(this.#limits))
			unseen += chunk.length
			if (unseen < PROGRESS) return
			unseen = 0
			timer.refresh()
		}
		source.on('data', onData)
		return {
			stop: () => {
				clearTimeout(timer)
				source.off('data', onData)
			},
		}
	}
}

/** What browsers escape in names of fields and files: these three, and nothing else (WHATWG HTML, RFC 7578 §2). */
const ESCAPES: Readonly<Record<string, string>> = { '%22': '"', '%0D': '\r', '%0A': '\n' }

function unescapeName(name: string | undefined): string | undefined {
	return name?.replace(/%22|%0D|%0A/g, (escaped) => ESCAPES[escaped] ?? escaped)
}

async function collect(name: string, stream: BusboyFileStream, max: number): Promise<Uint8Array> {
	const chunks: Uint8Array[] = []
	let size = 0
	for await (const chunk of stream as AsyncIterable<Uint8Array>) {
		size += chunk.length
		if (size > max) {
			const code = name === 'metadata' ? 'metadata-too-large' : 'part-malformed'
			throw new Problem(code, `The part "${name}" has at most ${max} bytes.`)
		}
		chunks.push(chunk)
	}
	return new Uint8Array(Buffer.concat(chunks))
}

function tooLarge({ maxUpload }: UploadLimits): Problem {
	return new Problem('upload-too-large', `A file has at most ${maxUpload} bytes here.`, {
		extra: { maxUpload },
	})
}

function cutShort(cause: unknown): Problem {
	return new Problem(
		'malformed-multipart',
		'The form ends before its last boundary or its announced length.',
		{
			cause,
		},
	)
}
