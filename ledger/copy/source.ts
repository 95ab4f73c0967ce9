/**
 * Where a copy of a log comes from: its public form (C2SP tlog-tiles with our `blob/` beside it), over HTTP or
 * from a folder. Whatever comes back is untrusted: sizes are bounded here, meaning is judged by the caller.
 * @module
 */
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { bundlePath } from '@letopis/format'
import { LedgerError } from '../error.ts'

export interface LogSource {
	/** The newest published checkpoint note. */
	checkpoint(): Promise<string>
	/** An entry bundle of exactly `width` entries (1..256). */
	bundle(index: number, width: number): Promise<Uint8Array>
	/** A public blob (a note or a time-stamp token) by the text of its CID. */
	blob(cid: string): Promise<Uint8Array>
	/** Shows the log a head of its own that contradicts it, where that can be done. */
	show?(note: string): Promise<void>
}

export const NOTE_MAX = 65_536
const BUNDLE_MAX = 256 * 65_537
const BLOB_MAX = 1_048_576
const TIMEOUT_MS = 30_000

type Load = (path: string, limit: number) => Promise<Uint8Array>

/**
 * @param url address of the log, for example `https://town.example/log`
 */
export function httpSource(url: string): LogSource {
	const base = url.replace(/\/+$/, '')
	return {
		...sourceOf((path, limit) => fetchBounded(`${base}/${path}`, limit)),
		async show(note) {
			// All logs of a town have one such place, also those under a number.
			const response = await fetch(`${base.replace(/\/[1-9][0-9]*$/, '')}/seen`, {
				method: 'POST',
				body: note,
				headers: { 'content-type': 'text/plain; charset=utf-8' },
				redirect: 'error',
				signal: AbortSignal.timeout(TIMEOUT_MS),
			})
			await response.body?.cancel()
		},
	}
}

/** A log kept in a folder by {@link followLog} or in a backup. */
export function folderSource(folder: string): LogSource {
	return sourceOf(async (path, limit) => {
		const file = join(folder, path)
		const size = (await stat(file).catch(() => null))?.size
		if (size === undefined) throw new LedgerError('not-found', `${file}: no such file`)
		if (size > limit) throw new LedgerError('too-large', `${file}: larger than ${limit} bytes`)
		return new Uint8Array(await readFile(file))
	})
}

function sourceOf(load: Load): LogSource {
	return {
		checkpoint: async () => new TextDecoder().decode(await load('checkpoint', NOTE_MAX)),
		bundle: (index, width) => load(bundlePath({ index, width }), BUNDLE_MAX),
		blob: (cid) => load(`blob/${cid}`, BLOB_MAX),
	}
}

/**
 * The body of a successful answer, of at most `limit` bytes and within 30 s altogether.
 * @throws LedgerError 'not-found' for another status, 'too-large', 'io' where no whole answer comes
 */
export async function fetchBounded(url: string, limit: number): Promise<Uint8Array> {
	try {
		// A redirect could lead a copier inside a network to places that the log's owner cannot reach himself.
		const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) })
		if (response.ok) return await readBounded(response, limit, url)
		await response.body?.cancel()
		throw new LedgerError('not-found', `${url}: status ${response.status}`)
	} catch (error) {
		if (error instanceof LedgerError) throw error
		throw new LedgerError('io', `${url}: no answer`, {
			cause: error,
			remedy: 'check that the log is served at this address, then run the same command again',
		})
	}
}

async function readBounded(response: Response, limit: number, what: string): Promise<Uint8Array> {
	const parts: Uint8Array[] = []
	let length = 0
	for await (const part of response.body ?? []) {
		length += part.length
		// Leaving the loop cancels the rest of the answer.
		if (length > limit) throw new LedgerError('too-large', `${what}: more than ${limit} bytes`)
		parts.push(part)
	}
	return new Uint8Array(Buffer.concat(parts, length))
}
