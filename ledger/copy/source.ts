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
}

const NOTE_MAX = 65_536
const BUNDLE_MAX = 256 * 65_537
const BLOB_MAX = 1_048_576
const TIMEOUT_MS = 30_000

/**
 * @param url address of the log, for example `https://town.example/log`
 */
export function httpSource(url: string): LogSource {
	const base = url.replace(/\/+$/, '')
	const load = async (path: string, limit: number) => {
		let response: Response
		try {
			// A redirect could lead a copier inside a network to places that the log's owner cannot reach himself.
			response = await fetch(`${base}/${path}`, {
				redirect: 'error',
				signal: AbortSignal.timeout(TIMEOUT_MS),
			})
		} catch (error) {
			throw new LedgerError('io', `${base}/${path}: no answer`, {
				cause: error,
				remedy: 'check that the log is served at this address, then run the same command again',
			})
		}
		if (!response.ok) {
			await response.body?.cancel()
			throw new LedgerError('not-found', `${base}/${path}: status ${response.status}`)
		}
		return readBounded(response, limit, `${base}/${path}`)
	}
	return {
		checkpoint: async () => new TextDecoder().decode(await load('checkpoint', NOTE_MAX)),
		bundle: (index, width) => load(bundlePath({ index, width }), BUNDLE_MAX),
		blob: (cid) => load(`blob/${cid}`, BLOB_MAX),
	}
}

/** A log kept in a folder by {@link followLog} or in a backup. */
export function folderSource(folder: string): LogSource {
	const load = async (path: string, limit: number) => {
		const file = join(folder, path)
		const size = (await stat(file).catch(() => null))?.size
		if (size === undefined) throw new LedgerError('not-found', `${file}: no such file`)
		if (size > limit) throw new LedgerError('too-large', `${file}: larger than ${limit} bytes`)
		return new Uint8Array(await readFile(file))
	}
	return {
		checkpoint: async () => new TextDecoder().decode(await load('checkpoint', NOTE_MAX)),
		bundle: (index, width) => load(bundlePath({ index, width }), BUNDLE_MAX),
		blob: (cid) => load(`blob/${cid}`, BLOB_MAX),
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
