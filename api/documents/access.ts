/**
 * No read without a trace: before anything private of a document leaves, an access entry is durable in the log.
 * Its tag is made under a key that belongs to the document, so that the person concerned can find it there. The entry
 * is always one of the present log; a document of a closed log has another key in each log (format README §9).
 * @module
 */
import { accessKeyIn, type Cid, cidText, type DagMap, type Fields } from '@letopis/format'
import { accessKey } from '@letopis/ledger'
import type { Principal } from '../http/env.ts'
import { Problem } from '../http/problems.ts'
import { actorOf } from '../people/actor.ts'
import type { ApiDeps } from '../services.ts'
import { findVersion } from './queries.ts'

/** What was read; kept in the private metadata of the access entry. A `look` is a page that shows all but the file. */
export type Action =
	| 'case'
	| 'clause'
	| 'content'
	| 'decision'
	| 'evidence'
	| 'export'
	| 'history'
	| 'look'
	| 'metadata'
	| 'receipt'
	| 'signature-check'
	| 'signatures'
	| 'status'
	| 'filing'
	| 'webhook'

export interface Access {
	/** position and CID of the document's first entry */
	readonly first: number
	readonly document: Cid
	/** the version read, if it is not the first */
	readonly version?: Cid
	readonly action: Action
	readonly principal: Principal
	/** of a clause sheet: the name under which its holder finds the receipt */
	readonly lookup?: Uint8Array
	/** whose titles it showed beside: of a case its documents, of a document its cases */
	readonly shown?: readonly Cid[]
	/** why, in the reader's words; null if not said */
	readonly purpose: string | null
}

/** `Letopis-Purpose`, percent-encoded UTF-8. */
const PURPOSE_MAX_ENCODED = 1536
const PURPOSE_MAX = 256

/**
 * Appends the access entry. Only when this resolves may anything be sent.
 * @returns CID of the access entry
 * @throws Problem 'erased' if the document's key is destroyed, or declared to be; what the log throws if it does not take the entry
 */
export async function recordAccess({ ledger, projection }: ApiDeps, access: Access): Promise<Cid> {
	const { chronicle } = projection
	const { first, document, version, action, principal, purpose, lookup, shown } = access
	// Declared is enough: its destruction may have been cut off.
	const gone = (await findVersion(projection.store, first, first))?.state === 'disposed'
	const record = gone ? 'erased' : await chronicle.record(first)
	if (record === 'erased' || record?.secret === undefined) {
		throw new Problem('erased', 'The document and the key of its accesses have been destroyed.')
	}
	const metadata: DagMap = {
		action,
		...(version === undefined ? {} : { version }),
		...(lookup === undefined ? {} : { lookup }),
		...(shown === undefined || shown.length === 0 ? {} : { shown: [...shown] }),
	}
	const fields: Fields = {
		actor: actorOf(principal),
		kind: 'access',
		metadata,
		object: document,
		...(purpose === null ? {} : { purpose }),
		...grantField(principal),
	}
	const own = accessKey(record.secret)
	const key = chronicle.isPresent(first) ? own : accessKeyIn(own, chronicle.origin)
	const appended = await ledger.log.append({ kind: 'sealed', body: {}, fields, access: { document, key } })
	return appended.cid
}

/** What allowed the act: the entry that granted the token, the job that it belongs to, or the administrator's token. */
export function grantField(principal: Principal): Pick<Fields, 'grant'> {
	return { grant: principal.grant ?? principal.job ?? 'administrator-token' }
}

/** @throws Problem 'purpose-malformed' */
export function parsePurpose(header: string | undefined): string | null {
	if (header === undefined || header.trim() === '') return null
	let text: string
	try {
		if (header.length > PURPOSE_MAX_ENCODED) throw new URIError('too long')
		text = decodeURIComponent(header.trim()).normalize('NFC')
	} catch (cause) {
		throw new Problem(
			'purpose-malformed',
			'Letopis-Purpose is percent-encoded UTF-8 of at most 1,536 bytes.',
			{
				cause,
			},
		)
	}
	// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
	if (text.length > PURPOSE_MAX || /[\u0000-\u001f\u007f\ufeff\u202a-\u202e\u2066-\u2069]/.test(text)) {
		throw new Problem('purpose-malformed', `Letopis-Purpose has at most ${PURPOSE_MAX} printable characters.`)
	}
	// A blank, or what looks like one, is no reason.
	if (!/[\p{L}\p{N}]/u.test(text))
		throw new Problem('purpose-malformed', 'Letopis-Purpose says why, in words.')
	return text
}

/** How long one download may go on under one access entry, ms. */
const SESSION = 15 * 60 * 1000
const MAX_SESSIONS = 4096
const MAX_PARTS = 1024

interface Session {
	readonly until: number
	/** resolves when the access entry is durable */
	readonly recorded: Promise<unknown>
	/** parts handed out, unordered and without overlap */
	readonly parts: { start: number; end: number }[]
}

/**
 * The ranges of one download make one access entry: same reader, document and version, within 15 minutes, each
 * byte handed out at most once. Whoever asks for a byte again reads again, and that is recorded again.
 */
export class Downloads {
	readonly #sessions = new Map<string, Session>()
	readonly #now: () => number

	/** @param now ms */
	constructor(now: () => number) {
		this.#now = now
	}

	/**
	 * Reserves `[start, end)`, recording an access unless the running download covers it.
	 * @param reader who, as a text that differs between tokens
	 * @throws what `record` throws; then nothing is reserved
	 */
	async begin(
		reader: string,
		version: Cid,
		start: number,
		end: number,
		record: () => Promise<unknown>,
	): Promise<void> {
		const key = `${reader} ${cidText(version)}`
		const now = this.#now()
		const running = this.#sessions.get(key)
		if (running !== undefined && running.until > now && isFresh(running, start, end)) {
			running.parts.push({ start, end })
			return void (await running.recorded)
		}
		const session: Session = { until: now + SESSION, recorded: record(), parts: [{ start, end }] }
		this.#remember(key, session, now)
		try {
			await session.recorded
		} catch (error) {
			// Without an entry there is no download that later ranges could belong to.
			if (this.#sessions.get(key) === session) this.#sessions.delete(key)
			throw error
		}
	}

	#remember(key: string, session: Session, now: number): void {
		this.#sessions.delete(key)
		this.#sessions.set(key, session)
		for (const [oldest, { until }] of this.#sessions) {
			// In order of beginning: behind the first that still runs, none has ended.
			if (until > now && this.#sessions.size <= MAX_SESSIONS) break
			this.#sessions.delete(oldest)
		}
	}
}

function isFresh({ parts }: Session, start: number, end: number): boolean {
	// Of an empty document there is no byte that was not handed out yet, but a name and a size that are told.
	return (
		end > start && parts.length < MAX_PARTS && parts.every((part) => end <= part.start || start >= part.end)
	)
}

/** Tells readers apart for {@link Downloads}. */
export function readerKey(principal: Principal): string {
	return principal.grant === null ? principal.name : cidText(principal.grant)
}
