/**
 * Heads of our log that others hold: a follower's folder, or a witness by its monitoring address
 * (C2SP tlog-witness, `GET <prefix>/<hex sha256(origin)>/checkpoint`).
 * @module
 */
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { hex, parseCheckpoint, parseNote, RefusalError, sha256, utf8 } from '@letopis/format'
import { fetchBounded, NOTE_MAX } from '../copy/source.ts'
import { LedgerError } from '../error.ts'
import { presentLog } from './identity.ts'
import type { TownSettings } from './settings.ts'

export interface OutsideSource {
	/** Folder of a second copy kept by `letopis follow`. */
	readonly follower?: string | undefined
	/** Monitoring prefix of a witness. */
	readonly witness?: string | undefined
}

export interface OutsideHeads {
	readonly notes: string[]
	/** Largest size among them. */
	readonly size: number
	readonly reason: string
}

/** @throws LedgerError 'not-found', 'witness', 'conflict' */
export async function newestOutsideHeads(
	settings: TownSettings,
	{ follower, witness }: OutsideSource,
): Promise<OutsideHeads> {
	const { origin } = await presentLog(settings)
	const notes: string[] = []
	const names: string[] = []
	if (follower !== undefined) {
		notes.push(await followerHead(follower))
		names.push(`the follower in ${follower}`)
	}
	if (witness !== undefined) {
		notes.push(await witnessHead(witness, origin))
		names.push(`the witness at ${witness}`)
	}
	const sizes = notes.map((note) => sizeOf(note, origin))
	const size = Math.max(0, ...sizes)
	return { notes, size, reason: `the head of ${names.join(' and ')} (size ${size}) is in the history` }
}

async function followerHead(folder: string): Promise<string> {
	const path = join(folder, 'checkpoint')
	const size = (await stat(path).catch(() => null))?.size
	if (size === undefined || size > NOTE_MAX)
		throw new LedgerError('not-found', `${path} is no checkpoint`, {
			remedy: 'give the folder that "letopis follow" keeps',
		})
	return readFile(path, 'utf8')
}

async function witnessHead(prefix: string, origin: string): Promise<string> {
	const url = `${prefix.replace(/\/+$/, '')}/${hex(sha256(utf8(origin)))}/checkpoint`
	try {
		return new TextDecoder().decode(await fetchBounded(url, NOTE_MAX))
	} catch (error) {
		throw new LedgerError('witness', error instanceof Error ? error.message : String(error), {
			cause: error,
			remedy: 'check the monitoring address, or ask another witness or follower',
		})
	}
}

function sizeOf(note: string, origin: string): number {
	try {
		const checkpoint = parseCheckpoint(parseNote(note).text)
		if (checkpoint.origin === origin) return checkpoint.size
		throw new LedgerError('conflict', `the head from outside is of another log, ${checkpoint.origin}`)
	} catch (error) {
		if (!(error instanceof RefusalError)) throw error
		throw new LedgerError('conflict', `the head from outside cannot be read: ${error.message}`)
	}
}
