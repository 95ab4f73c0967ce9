/**
 * Heads of our log that others hold, as proof that nothing is missing here: a follower's folder, a configured witness,
 * asked for a fresh cosignature, or a witness by its monitoring address (C2SP tlog-witness, `GET <prefix>/<hex
 * sha256(origin)>/checkpoint`).
 *
 * What was made from the restored data itself proves nothing: copies inside the town's folders, backups, and followers
 * that came to their head only after the restoration are refused. A folder is believed to be what it says; only the
 * fresh cosignature of a witness proves more than that nobody made a mistake.
 * @module
 */
import { readFile, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import {
	formatNote,
	hex,
	parseCheckpoint,
	parseNote,
	parseVkey,
	RefusalError,
	sha256,
	utf8,
	verifyNote,
} from '@letopis/format'
import { readMark } from '../copy/follower-mark.ts'
import { fetchBounded, NOTE_MAX } from '../copy/source.ts'
import { LedgerError } from '../error.ts'
import { isInside, realPath } from '../folder/real-path.ts'
import { readRestored } from '../log/freeze.ts'
import { addCheckpoint } from '../witness/add-checkpoint.ts'
import { consistencyFrom, type DataHead } from './data-head.ts'
import { type NumberedIdentity, presentLog } from './identity.ts'
import type { TownSettings, TownWitness } from './settings.ts'

const TIMEOUT_MS = 30_000
/** How far the witness's clock and ours may be apart for its cosignature to be a fresh one. */
const FRESH_MS = 300_000

export interface OutsideSource {
	/** Folder of a second copy kept by `letopis follow`. */
	readonly follower?: string | undefined
	/** Name or address of a configured witness, or the monitoring prefix of one. */
	readonly witness?: string | undefined
}

export interface OutsideHeads {
	readonly notes: string[]
	/** Largest size among them. */
	readonly size: number
	/** Names of configured witnesses that cosigned the head of our data just now. */
	readonly cosignedNow: string[]
	readonly reason: string
}

/**
 * @param data what the data folder says; null if there is none
 * @throws LedgerError 'not-found', 'witness', 'conflict'
 */
export async function newestOutsideHeads(
	settings: TownSettings,
	{ follower, witness }: OutsideSource,
	data: DataHead | null,
): Promise<OutsideHeads> {
	const present = await presentLog(settings)
	const notes: string[] = []
	const names: string[] = []
	const cosignedNow: string[] = []
	if (follower !== undefined) {
		notes.push(await followerHead(settings, follower, present.origin, data))
		names.push(`the follower in ${follower}`)
	}
	const known = settings.witnesses.find(
		({ name, url }) => name === witness || bare(url) === bare(witness ?? ''),
	)
	if (witness !== undefined && known !== undefined && data !== null) {
		notes.push(await freshlyCosigned(settings, present, known, data))
		names.push(`the witness "${known.name}", cosigned just now,`)
		cosignedNow.push(known.name)
	} else if (witness !== undefined) {
		notes.push(await witnessHead(settings, witness, present.origin))
		names.push(`the witness at ${witness}`)
	}
	const sizes = notes.map((note) => sizeOf(note, present.origin))
	const size = Math.max(0, ...sizes)
	const reason = `the head of ${names.join(' and ')} (size ${size}) is in the history`
	return { notes, size, cosignedNow, reason }
}

async function followerHead(
	settings: TownSettings,
	folder: string,
	origin: string,
	data: DataHead | null,
): Promise<string> {
	const path = join(folder, 'checkpoint')
	const bytes = (await stat(path).catch(() => null))?.size
	if (bytes === undefined || bytes > NOTE_MAX)
		throw new LedgerError('not-found', `${path} is no checkpoint`, {
			remedy: 'give the folder that "letopis follow" keeps',
		})
	const note = await readFile(path, 'utf8')
	const reason = await whyNoProof(settings, folder, sizeOf(note, origin), data)
	if (reason === null) return note
	throw new LedgerError('conflict', `${folder} proves nothing: ${reason}`, {
		remedy: 'give the folder of a follower from before the loss, or ask a witness (--witness)',
	})
}

async function whyNoProof(
	settings: TownSettings,
	folder: string,
	size: number,
	data: DataHead | null,
): Promise<string | null> {
	if ([settings.data, settings.keys].some((own) => isInside(folder, own)))
		return "it is inside the town's own folders"
	if (await isBackup(folder)) return "it is part of a backup, which was made from the town's own data"
	const mark = await readMark(folder)
	if (mark === null || mark.size !== size) return 'it does not say since when it has this head'
	if (mark.by === 'backup') return "it was made by a backup, from the town's own data"
	const restored = readRestored(data?.frozen ?? null)
	if (restored === null) return null
	if (Date.parse(mark.reached) >= restored.time)
		return `it has this head since ${mark.reached} only, and the data were restored before`
	// Two memories that agree, the follower's and the keys', are as good as with a backup of the same size.
	if (restored.follower === realPath(folder) && data?.remembered !== size)
		return 'the log was restored from it, and the keys do not remember just that size'
	return null
}

/** A backup keeps each log in `log/<n>`. */
async function isBackup(folder: string): Promise<boolean> {
	const real = realPath(folder)
	for (const at of [real, dirname(real), dirname(dirname(real))])
		if ((await stat(join(at, 'backup.json')).catch(() => null)) !== null) return true
	return false
}

/**
 * Lets the witness cosign the head of our data anew: it does so only if it has seen nothing beyond. No key of ours is
 * used, for that head was signed when it was made.
 */
async function freshlyCosigned(
	settings: TownSettings,
	present: NumberedIdentity,
	{ name, url, vkey }: TownWitness,
	{ note, size }: DataHead,
): Promise<string> {
	// At most two: what it holds is learnt from its first refusal.
	for (let oldSize = size, tries = 0; tries < 3; tries++) {
		const proof = oldSize === 0 || oldSize === size ? [] : await consistencyFrom(settings, present, oldSize)
		const signal = AbortSignal.timeout(TIMEOUT_MS)
		const answer = await addCheckpoint({
			url: bare(url),
			vkey: parseVkey(vkey),
			oldSize,
			proof,
			note,
			signal,
			fetch,
		})
		if (answer.kind === 'cosigned') {
			if (Math.abs(answer.timestamp * 1000 - settings.clock.now()) > FRESH_MS)
				throw new LedgerError('witness', `the cosignature of "${name}" is not of now`, {
					remedy: 'set the clock right (timedatectl), or ask another witness',
				})
			const { text, signatures } = parseNote(note)
			return formatNote(text, [...signatures.map(({ line }) => line), answer.line])
		}
		if (answer.size > size)
			throw new LedgerError(
				'conflict',
				`the witness "${name}" has cosigned ${answer.size} entries, the data have ${size}`,
				{
					remedy: 'Restore a newer backup; if nothing newer exists, close the log with "letopis succeed".',
				},
			)
		oldSize = answer.size
	}
	throw new LedgerError('witness', `the witness "${name}" keeps reporting conflicts`, {
		remedy: 'ask another witness or a follower',
	})
}

/** A monitoring address. Where witnesses are configured, one of them must have cosigned what it shows. */
async function witnessHead({ witnesses }: TownSettings, prefix: string, origin: string): Promise<string> {
	const url = `${bare(prefix)}/${hex(sha256(utf8(origin)))}/checkpoint`
	let note: string
	try {
		note = new TextDecoder().decode(await fetchBounded(url, NOTE_MAX))
	} catch (error) {
		throw new LedgerError('witness', error instanceof Error ? error.message : String(error), {
			cause: error,
			remedy: 'check the monitoring address, or ask another witness or follower',
		})
	}
	sizeOf(note, origin)
	if (witnesses.length === 0 || isCosigned(note, witnesses)) return note
	throw new LedgerError('conflict', `none of the configured witnesses has cosigned the head at ${url}`, {
		remedy: `ask one of them by its name: ${witnesses.map(({ name }) => name).join(', ')}`,
	})
}

function isCosigned(note: string, witnesses: readonly TownWitness[]): boolean {
	try {
		const vkeys = witnesses.map(({ vkey }) => parseVkey(vkey))
		return verifyNote(parseNote(note), vkeys).length > 0
	} catch (error) {
		if (error instanceof RefusalError) return false
		throw error
	}
}

function bare(url: string): string {
	return url.replace(/\/+$/, '')
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
