/**
 * Status statement: what the log, at one size, says about later acts on one entry. It is the text of a note that
 * the status key signs (0x01, key name `<origin>/status`); anyone with the log can falsify it from public links.
 * Version 1 is about an entry of that log, version 2 about one of a closed log that it continues.
 *
 * The state is not free: it MUST be what the strongest listed act makes of the entry, so a statement cannot name
 * an annulment and say “in force”.
 * @module
 */
import { base64 } from './bytes.ts'
import { parseCheckpoint } from './checkpoint.ts'
import { cidText, ENTRY_CODEC, parseCid } from './cid.ts'
import { formatDecimal, parseDecimal } from './decimal.ts'
import { EMPTY_ROOT, type Hash } from './hash.ts'
import { RefusalError } from './refusal.ts'

const SAME_LOG = 'letopis-status/v1'
const EARLIER_LOG = 'letopis-status/v2'
export const STATUS_MAX_ACTS = 64
const TEXT_MAX_CHARS = 16_384
/** Begins the line that names the log of the acts below it. */
const LOG_LINE = 'log '

export type Relation = 'disposes' | 'annuls' | 'supersedes' | 'corrects'
export type State = 'disposed' | 'annulled' | 'superseded' | 'corrected' | 'in-force'

/** Strongest first. */
const RELATIONS: readonly Relation[] = ['disposes', 'annuls', 'supersedes', 'corrects']
const STATE_OF: Readonly<Record<Relation, State>> = {
	disposes: 'disposed',
	annuls: 'annulled',
	supersedes: 'superseded',
	corrects: 'corrected',
}

export interface Act {
	readonly relation: Relation
	/** origin of the log that holds the later entry */
	readonly log: string
	/** of the later entry, in its log: above the entry's index if it is the same log, below the size if the head's */
	readonly index: number
	/** CID text of the later entry */
	readonly cid: string
}

export interface Status {
	readonly origin: string
	/** the head to which the statement refers */
	readonly size: number
	readonly root: Hash
	/** origin of the log that holds the entry; the head's, or that of a log closed before */
	readonly log: string
	/** the entry spoken about; below `size` if it is in the head's log */
	readonly index: number
	/** its CID text */
	readonly cid: string
	/** seconds since 1970 by the town's clock */
	readonly time: number
	readonly state: State
	/** by log, oldest first, then by index, then strongest relation first; unique; at most 64 */
	readonly acts: readonly Act[]
}

/** The state that acts amount to: disposed > annulled > superseded > corrected > in-force. */
export function strongestState(acts: readonly Pick<Act, 'relation'>[]): State {
	const relation = RELATIONS.find((candidate) => acts.some((act) => act.relation === candidate))
	return relation === undefined ? 'in-force' : STATE_OF[relation]
}

/**
 * @param text the text of the status note, without signatures
 * @throws RefusalError 'malformed', 'not-canonical', 'out-of-range', 'too-large' (64 acts), 'duplicate',
 *   'unsupported-version'
 */
export function parseStatus(text: string): Status {
	if (text.length > TEXT_MAX_CHARS) throw new RefusalError('too-large', 'status exceeds 16 KiB')
	const lines = text.split('\n')
	const [version = ''] = lines
	if (version !== SAME_LOG && version !== EARLIER_LOG) {
		const other = /^letopis-status\/v[0-9]+$/.test(version)
		throw new RefusalError(
			other ? 'unsupported-version' : 'malformed',
			'text is not a status of version 1 or 2',
		)
	}
	// The lines of version 1 are those of version 2 but the one that names the entry's log.
	const earlier = version === EARLIER_LOG
	if (!earlier) lines.splice(4, 0, lines[1] ?? '')
	if (lines.pop() !== '' || lines.length < 8) throw new RefusalError('malformed', 'status lacks lines')
	const [, origin = '', size = '', root = '', log = '', entry = '', time = '', state = '', ...rest] = lines
	const head = parseCheckpoint(`${origin}\n${size}\n${root}\n`)
	if (earlier && checkOrigin(log) === head.origin)
		throw new RefusalError('not-canonical', 'a status of version 2 is about an entry of the same log')
	const status = {
		origin: head.origin,
		size: head.size,
		root: head.root,
		log,
		...readEntry(entry),
		time: parseDecimal(time, 'status time'),
		acts: readActs(rest, log, head.origin),
	}
	checkActs(status)
	if (state !== strongestState(status.acts)) {
		throw new RefusalError('malformed', 'state is not what the listed acts amount to')
	}
	return { ...status, state: strongestState(status.acts) }
}

function checkOrigin(text: string): string {
	return parseCheckpoint(`${text}\n1\n${base64(EMPTY_ROOT)}\n`).origin
}

function readEntry(text: string): { index: number; cid: string } {
	const [index = '', cid = '', ...rest] = text.split(' ')
	if (rest.length > 0) throw new RefusalError('malformed', 'status line has too many words')
	const parsed = parseCid(cid)
	if (parsed.code !== ENTRY_CODEC)
		throw new RefusalError('malformed', 'status names a CID that is not an entry')
	return { index: parseDecimal(index, 'entry index'), cid: cidText(parsed) }
}

/** Acts of the entry's own log; then, each under the line that names it, of the logs after it. */
function readActs(lines: readonly string[], own: string, last: string): Act[] {
	if (lines.filter((line) => !line.startsWith(LOG_LINE)).length > STATUS_MAX_ACTS)
		throw new RefusalError('too-large', 'status lists over 64 acts')
	const acts: Act[] = []
	const seen = new Set([own])
	let log = own
	for (const [i, line] of lines.entries()) {
		if (!line.startsWith(LOG_LINE)) {
			acts.push(readAct(line, log))
			continue
		}
		if (log === last) throw new RefusalError('not-canonical', "no log comes after the head's")
		log = checkOrigin(line.slice(LOG_LINE.length))
		if (seen.has(log)) throw new RefusalError('duplicate', 'a log is named twice')
		seen.add(log)
		const next = lines[i + 1]
		if (next === undefined || next.startsWith(LOG_LINE))
			throw new RefusalError('not-canonical', 'a log is named without an act')
	}
	return acts
}

function readAct(line: string, log: string): Act {
	const relation = RELATIONS.find((candidate) => line.startsWith(`${candidate} `))
	if (relation === undefined) throw new RefusalError('malformed', 'status lists an unknown relation')
	return { relation, log, ...readEntry(line.slice(relation.length + 1)) }
}

function checkActs({
	origin,
	size,
	log,
	index,
	acts,
}: Pick<Status, 'origin' | 'size' | 'log' | 'index' | 'acts'>): void {
	if (log === origin && index >= size)
		throw new RefusalError('out-of-range', 'status speaks of an entry beyond its head')
	for (const [i, act] of acts.entries()) {
		if ((act.log === log && act.index <= index) || (act.log === origin && act.index >= size)) {
			throw new RefusalError('out-of-range', 'an act is not between the entry and the head')
		}
		const before = acts[i - 1]
		if (before === undefined || before.log !== act.log) continue
		const order = compareActs(before, act)
		if (order === 0) throw new RefusalError('duplicate', 'an act is listed twice')
		if (order > 0) throw new RefusalError('not-canonical', 'acts are out of order')
		if (before.index === act.index && before.cid !== act.cid) {
			throw new RefusalError('malformed', 'one index has two CIDs')
		}
	}
}

/** Of one log. */
function compareActs(a: Act, b: Act): number {
	return a.index - b.index || RELATIONS.indexOf(a.relation) - RELATIONS.indexOf(b.relation)
}

/** What a statement is written of; what names no log is of the head's. */
export type StatusContent = Omit<Status, 'state' | 'log' | 'acts'> & {
	readonly state?: State
	readonly log?: string
	/** those of logs between the entry's and the head's come in the order of these logs */
	readonly acts: readonly (Omit<Act, 'log'> & { readonly log?: string })[]
}

/**
 * Sorts the acts and derives the state.
 * @throws RangeError if the result would not parse or a given state differs (a bug in the caller)
 */
export function formatStatus(status: StatusContent): string {
	const { origin, log = origin } = status
	const acts = status.acts.map((act): Act => ({ ...act, log: act.log ?? origin }))
	const between = acts.map((act) => act.log).filter((name) => name !== log && name !== origin)
	const logs = [...new Set([log, ...between, origin])]
	const lines = [
		log === origin ? SAME_LOG : EARLIER_LOG,
		origin,
		formatDecimal(status.size, 'tree size'),
		base64(status.root),
		...(log === origin ? [] : [log]),
		`${formatDecimal(status.index, 'entry index')} ${status.cid}`,
		formatDecimal(status.time, 'status time'),
		status.state ?? strongestState(acts),
		...logs.flatMap((name) => actLines(acts, name, name === log)),
	]
	const text = lines.map((line) => `${line}\n`).join('')
	try {
		parseStatus(text)
	} catch (cause) {
		throw new RangeError('not a status', { cause })
	}
	return text
}

function actLines(acts: readonly Act[], log: string, isOwn: boolean): string[] {
	const lines = acts
		.filter((act) => act.log === log)
		.toSorted(compareActs)
		.map(({ relation, index, cid }) => `${relation} ${formatDecimal(index, 'act index')} ${cid}`)
	return isOwn || lines.length === 0 ? lines : [`${LOG_LINE}${log}`, ...lines]
}
