/**
 * Status statement: what the log, at one size, says about later acts on one entry. It is the text of a note that
 * the status key signs (0x01, key name `<origin>/status`); anyone with the log can falsify it from public links.
 *
 * The state is not free: it MUST be what the strongest listed act makes of the entry, so a statement cannot name
 * an annulment and say “in force”.
 * @module
 */
import { base64 } from './bytes.ts'
import { parseCheckpoint } from './checkpoint.ts'
import { cidText, ENTRY_CODEC, parseCid } from './cid.ts'
import { formatDecimal, parseDecimal } from './decimal.ts'
import type { Hash } from './hash.ts'
import { RefusalError } from './refusal.ts'

const STATUS_VERSION = 'letopis-status/v1'
export const STATUS_MAX_ACTS = 64
const TEXT_MAX_CHARS = 16_384

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
	/** of the later entry: above the entry's index, below the size */
	readonly index: number
	/** CID text of the later entry */
	readonly cid: string
}

export interface Status {
	readonly origin: string
	/** the head to which the statement refers */
	readonly size: number
	readonly root: Hash
	/** the entry spoken about, below `size` */
	readonly index: number
	/** its CID text */
	readonly cid: string
	/** seconds since 1970 by the town's clock */
	readonly time: number
	readonly state: State
	/** by index, then strongest relation first; unique; at most 64 */
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
	if (lines[0] !== STATUS_VERSION) {
		const other = /^letopis-status\/v[0-9]+$/.test(lines[0] ?? '')
		throw new RefusalError(other ? 'unsupported-version' : 'malformed', 'text is not a status of version 1')
	}
	if (lines.pop() !== '' || lines.length < 7) throw new RefusalError('malformed', 'status lacks lines')
	if (lines.length > 7 + STATUS_MAX_ACTS) throw new RefusalError('too-large', 'status lists over 64 acts')
	const [, origin = '', size = '', root = '', entry = '', time = '', state = '', ...acts] = lines
	const head = parseCheckpoint(`${origin}\n${size}\n${root}\n`)
	const status = {
		origin: head.origin,
		size: head.size,
		root: head.root,
		...readEntry(entry),
		time: parseDecimal(time, 'status time'),
		acts: acts.map(readAct),
	}
	checkActs(status)
	if (state !== strongestState(status.acts)) {
		throw new RefusalError('malformed', 'state is not what the listed acts amount to')
	}
	return { ...status, state: strongestState(status.acts) }
}

function readEntry(text: string): { index: number; cid: string } {
	const [index = '', cid = '', ...rest] = text.split(' ')
	if (rest.length > 0) throw new RefusalError('malformed', 'status line has too many words')
	const parsed = parseCid(cid)
	if (parsed.code !== ENTRY_CODEC)
		throw new RefusalError('malformed', 'status names a CID that is not an entry')
	return { index: parseDecimal(index, 'entry index'), cid: cidText(parsed) }
}

function readAct(line: string): Act {
	const relation = RELATIONS.find((candidate) => line.startsWith(`${candidate} `))
	if (relation === undefined) throw new RefusalError('malformed', 'status lists an unknown relation')
	return { relation, ...readEntry(line.slice(relation.length + 1)) }
}

function checkActs({ size, index, acts }: Pick<Status, 'size' | 'index' | 'acts'>): void {
	if (index >= size) throw new RefusalError('out-of-range', 'status speaks of an entry beyond its head')
	for (const [i, act] of acts.entries()) {
		if (act.index <= index || act.index >= size) {
			throw new RefusalError('out-of-range', 'an act is not between the entry and the head')
		}
		const before = acts[i - 1]
		if (before === undefined) continue
		const order = compareActs(before, act)
		if (order === 0) throw new RefusalError('duplicate', 'an act is listed twice')
		if (order > 0) throw new RefusalError('not-canonical', 'acts are out of order')
		if (before.index === act.index && before.cid !== act.cid) {
			throw new RefusalError('malformed', 'one index has two CIDs')
		}
	}
}

function compareActs(a: Act, b: Act): number {
	return a.index - b.index || RELATIONS.indexOf(a.relation) - RELATIONS.indexOf(b.relation)
}

/**
 * Sorts the acts and derives the state.
 * @throws RangeError if the result would not parse or a given state differs (a bug in the caller)
 */
export function formatStatus(status: Omit<Status, 'state'> & { readonly state?: State }): string {
	const acts = status.acts.toSorted(compareActs)
	const lines = [
		STATUS_VERSION,
		status.origin,
		formatDecimal(status.size, 'tree size'),
		base64(status.root),
		`${formatDecimal(status.index, 'entry index')} ${status.cid}`,
		formatDecimal(status.time, 'status time'),
		status.state ?? strongestState(acts),
		...acts.map(({ relation, index, cid }) => `${relation} ${formatDecimal(index, 'act index')} ${cid}`),
	]
	const text = lines.map((line) => `${line}\n`).join('')
	try {
		parseStatus(text)
	} catch (cause) {
		throw new RangeError('not a status', { cause })
	}
	return text
}
