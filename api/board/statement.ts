/**
 * What a probe says of the board: a C2SP signed note (README.md has the normative text). Pure.
 *
 * The hash of a content stands in it blinded, `SHA-256(salt ‖ SHA-256(content))`: the note is in the log for ever, the salt is
 * told only while the notice hangs, and without it nobody can try out what a short notice said.
 * @module
 */
import {
	concat,
	formatNote,
	fromHex,
	hex,
	parseNote,
	RefusalError,
	sha256,
	type Vkey,
	verifyNote,
} from '@letopis/format'

const HEADING = 'letopis-board-probe/v1'
/** Notices that one statement tells of. */
export const MOST_SEEN = 200
/** Seconds between two looks of a probe. */
export const EVERY = { least: 10, most: 86_400 } as const

/**
 * ok: the page names the notice, and the content has the hash that the board gives it; page: the page does not name it;
 * content: the content could not be had; differs: it has another hash; absent: the board does not list what it listed before;
 * silent: the board did not answer at all.
 */
export const SEEN = ['ok', 'page', 'content', 'differs', 'absent', 'silent'] as const
export type SeenStatus = (typeof SEEN)[number]

export interface Seen {
	/** CID of the posting's entry */
	readonly posting: string
	readonly status: SeenStatus
	/** blinded hash of what was fetched, 64 hex digits; null where nothing was */
	readonly mark: string | null
}

export interface Statement {
	/** where the probe looked */
	readonly url: string
	/** seconds since 1970, by the probe's clock */
	readonly time: number
	/** seconds until it looks again */
	readonly every: number
	readonly seen: readonly Seen[]
}

/** @param salt 16 B @param content SHA-256 of it, 32 B */
export function markOf(salt: Uint8Array, content: Uint8Array): string {
	return hex(sha256(concat(salt, content)))
}

/** @throws RangeError for what does not parse back to the same (a bug in the caller) */
export function statementText(statement: Statement): string {
	const { url, time, every, seen } = statement
	const lines = seen.map(({ posting, status, mark }) => `${posting} ${status} ${mark ?? '-'}`)
	const text = `${[HEADING, url, String(time), String(every), ...lines].join('\n')}\n`
	try {
		parseText(text)
	} catch (cause) {
		throw new RangeError('not a statement', { cause })
	}
	return text
}

/** @param sign the signature line of a note text */
export function signStatement(statement: Statement, sign: (text: string) => string): string {
	const text = statementText(statement)
	return formatNote(text, [sign(text)])
}

/**
 * The statement of a note that the key has signed.
 * @throws RefusalError 'malformed', 'not-canonical', 'too-large', 'bad-signature'
 */
export function readStatement(note: string, key: Vkey): Statement {
	const parsed = parseNote(note)
	const statement = parseText(parsed.text)
	if (verifyNote(parsed, [key]).length !== 1)
		throw new RefusalError('bad-signature', 'not signed by the probe')
	return statement
}

function parseText(text: string): Statement {
	const [heading, url = '', time = '', every = '', ...lines] = text.slice(0, -1).split('\n')
	if (heading !== HEADING || !text.endsWith('\n')) throw malformed('heading')
	if (!/^https?:\/\/\S{1,500}$/.test(url)) throw malformed('url')
	if (lines.length > MOST_SEEN)
		throw new RefusalError('too-large', `over ${MOST_SEEN} notices in a statement`)
	if (lines.length === 0) throw malformed('nothing seen')
	const seen = lines.map(parseSeen)
	if (new Set(seen.map(({ posting }) => posting)).size !== seen.length)
		throw new RefusalError('duplicate', 'seen twice')
	return {
		url,
		time: count(time, 'time', 1, 2 ** 40),
		every: count(every, 'every', EVERY.least, EVERY.most),
		seen,
	}
}

function parseSeen(line: string): Seen {
	const [posting = '', status, mark = '', ...rest] = line.split(' ')
	const known = SEEN.find((one) => one === status)
	if (!/^b[a-z2-7]{58}$/.test(posting) || known === undefined || rest.length > 0) throw malformed('seen')
	if (mark !== '-' && !/^[0-9a-f]{64}$/.test(mark)) throw malformed('mark')
	const isFetched = known === 'ok' || known === 'differs'
	if (isFetched !== (mark !== '-')) throw malformed('mark')
	return { posting, status: known, mark: mark === '-' ? null : hex(fromHex(mark)) }
}

function count(text: string, what: string, least: number, most: number): number {
	const value = Number(text)
	if (!/^[1-9]\d{0,15}$/.test(text) || value < least || value > most) throw malformed(what)
	return value
}

function malformed(what: string): RefusalError {
	return new RefusalError('malformed', `statement of a probe: ${what}`)
}
