/**
 * The register: documents and cases found by who recorded them, department, state, words of title and number, and
 * date, newest or oldest first. What each is found by are tags, whose positions `postings.ts` keeps.
 *
 * | Key | Value |
 * | --- | --- |
 * | `w` position | its tags, one after the other, without that of its state |
 * | `N` position | the tag of its public number |
 *
 * A tag is a keyed hash of 16 B: of an owner, a department, a state, a public number, a number or title as a whole, a word or the
 * beginning of one. So rows tell nobody what a title says who does not have the town's secret, and they go when the document is
 * disposed of; but for its public number, which stands in the log for ever: whoever looks for it is told of the disposal.
 * @module
 */
import { concat, equalBytes, uint64be, utf8 } from '@letopis/format'
import type { Store } from '@letopis/ledger'
import type { Tags } from '../people/fold.ts'
import { type Found, intersect, mark, type Rows, unmark } from './postings.ts'

const W = utf8('w')
const N = utf8('N')
const TAG = 16

/** Different words of title and numbers that are found. */
const MAX_WORDS = 64
/** Words of one search; more would only narrow it. */
const MAX_ASKED = 16
/** Beginnings of words that are found, in characters; a word shorter than these is found as a whole. */
const SHORTEST = 3
const LONGEST = 8
/** Of what has a digit: numbers of one office begin alike, and nobody inflects them. */
const LONGEST_NUMBER = 24
/** Rows looked at for one page, about; as many as a reader can wait for. */
const EXAMINED = 2048

export type { Rows } from './postings.ts'

export type Space = 'document' | 'case'

/** What something is found by. */
export interface Described {
	/** principal who recorded it */
	readonly owner: string | null
	/** department code */
	readonly department: string | null
	/** title, numbers */
	readonly texts: readonly string[]
	/** by which anybody finds it; null if it has none */
	readonly publicNumber: string | null
	/** by which others are found to have the same; none unless given */
	readonly names?: Names
}

/** What two documents should not have in common. */
export interface Names {
	readonly numbers: readonly string[]
	readonly titles: readonly string[]
}

/** Enters something into the register. @param state 0..255 */
export async function enlist(
	rows: Rows,
	tags: Tags,
	space: Space,
	position: number,
	state: number,
	described: Described,
): Promise<void> {
	const all = [tagOf(tags, space, 'all', '')]
	if (described.owner !== null) all.push(tagOf(tags, space, 'owner', described.owner))
	if (described.department !== null) all.push(tagOf(tags, space, 'department', described.department))
	if (described.publicNumber !== null) {
		const open = numberTag(tags, space, described.publicNumber)
		all.push(open)
		rows.put(concat(N, uint64be(position)), open)
	}
	for (const beginning of beginnings(described.texts)) all.push(tagOf(tags, space, 'word', beginning))
	if (described.names !== undefined) all.push(...nameTags(tags, space, described.names))
	await enter(rows, position, all, stateTag(tags, space, state))
}

/** Adds what something is called since: that of before stays with it. */
export async function rename(
	rows: Rows,
	tags: Tags,
	space: Space,
	position: number,
	names: Names,
): Promise<void> {
	await addTags(rows, position, nameTags(tags, space, names))
}

/** Has something found by more words: those of before stay with it. */
export async function findAlso(
	rows: Rows,
	tags: Tags,
	space: Space,
	position: number,
	texts: readonly string[],
): Promise<void> {
	const all = [...beginnings(texts)].map((beginning) => tagOf(tags, space, 'word', beginning))
	await addTags(rows, position, all)
}

async function addTags(rows: Rows, position: number, all: readonly Uint8Array[]): Promise<void> {
	const known = await tagsOf(rows, position)
	const fresh = all.filter((tag) => !known.some((other) => equalBytes(other, tag)))
	if (fresh.length === 0) return
	await mark(rows, fresh, position)
	rows.put(concat(W, uint64be(position)), concat(...known, ...fresh))
}

async function enter(
	rows: Rows,
	position: number,
	all: readonly Uint8Array[],
	state: Uint8Array,
): Promise<void> {
	await mark(rows, [...all, state], position)
	rows.put(concat(W, uint64be(position)), concat(...all))
}

/** Moves something to another state. */
export async function move(
	rows: Rows,
	tags: Tags,
	space: Space,
	position: number,
	from: number,
	to: number,
): Promise<void> {
	if (from === to) return
	await unmark(rows, [stateTag(tags, space, from)], position)
	await mark(rows, [stateTag(tags, space, to)], position)
}

/** Moves something to another department. @param from, to codes */
export async function rehome(
	rows: Rows,
	tags: Tags,
	space: Space,
	position: number,
	from: string,
	to: string,
): Promise<void> {
	const known = await tagsOf(rows, position)
	const before = tagOf(tags, space, 'department', from)
	if (!known.some((tag) => equalBytes(tag, before))) return
	const after = tagOf(tags, space, 'department', to)
	await unmark(rows, [before], position)
	await mark(rows, [after], position)
	const all = known.map((tag) => (equalBytes(tag, before) ? after : tag))
	rows.put(concat(W, uint64be(position)), concat(...all))
}

/** Leaves of something only that it is there, its state and public number: whatever else it could be found by is forgotten. */
export async function forget(
	rows: Rows,
	tags: Tags,
	space: Space,
	position: number,
	state: number,
): Promise<void> {
	await unmark(rows, await tagsOf(rows, position), position)
	const open = await rows.get(concat(N, uint64be(position)))
	const left = [tagOf(tags, space, 'all', ''), ...(open === undefined ? [] : [open])]
	await enter(rows, position, left, stateTag(tags, space, state))
}

async function tagsOf(rows: Rows, position: number): Promise<Uint8Array[]> {
	return split(await rows.get(concat(W, uint64be(position))))
}

function split(bytes: Uint8Array = new Uint8Array(0)): Uint8Array[] {
	const count = bytes.length / TAG
	return Array.from({ length: count }, (_, i) => bytes.slice(i * TAG, (i + 1) * TAG))
}

function tagOf(tags: Tags, space: Space, kind: string, value: string): Uint8Array {
	return tags.tag(`register/${space}/${kind}`, value)
}

function stateTag(tags: Tags, space: Space, state: number): Uint8Array {
	return tagOf(tags, space, 'state', String(state))
}

function numberTag(tags: Tags, space: Space, number: string): Uint8Array {
	return tagOf(tags, space, 'number', plainNumber(number))
}

function nameTags(tags: Tags, space: Space, { numbers, titles }: Names): Uint8Array[] {
	return [...new Set(numbers.map(plainNumber).filter((number) => number !== ''))]
		.map((number) => tagOf(tags, space, 'numbered', number))
		.concat(
			[...new Set(titles.map(plainTitle).filter((title) => title !== ''))].map((title) =>
				titleTag(tags, space, title),
			),
		)
}

function titleTag(tags: Tags, space: Space, plain: string): Uint8Array {
	return tagOf(tags, space, 'titled', plain)
}

/** Which of some positions are called so. */
export async function titled(
	store: Store,
	tags: Tags,
	space: Space,
	title: string,
	positions: readonly number[],
): Promise<number[]> {
	const wanted = titleTag(tags, space, plainTitle(title))
	const rows = await store.getMany(positions.map((position) => concat(W, uint64be(position))))
	return positions.filter((_, i) => split(rows[i]).some((tag) => equalBytes(tag, wanted)))
}

/** A title as two that are the same have it: its words, without case and diacritics. */
function plainTitle(title: string): string {
	return words(title).join(' ')
}

/** A number as two that are the same have it: case and the width of spaces say nothing. */
export function plainNumber(number: string): string {
	return number.normalize('NFC').trim().replace(/\s+/g, ' ').toLowerCase()
}

/** Words without case and diacritics. */
function words(text: string): string[] {
	const plain = text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
	return plain.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '')
}

function beginnings(texts: readonly string[]): Set<string> {
	const found = new Set<string>()
	for (const word of [...new Set(texts.flatMap(words))].slice(0, MAX_WORDS)) {
		const characters = known(word)
		for (let length = Math.min(SHORTEST, characters.length); length <= characters.length; length++) {
			found.add(characters.slice(0, length).join(''))
		}
	}
	return found
}

/** The characters of a word by which it is found. */
function known(word: string): string[] {
	return [...word].slice(0, /\p{N}/u.test(word) ? LONGEST_NUMBER : LONGEST)
}

export interface Query {
	readonly space: Space
	readonly owner?: string | undefined
	readonly department?: string | undefined
	/** each word must begin a word of the title or number */
	readonly text?: string | undefined
	/** the whole public number */
	readonly publicNumber?: string | undefined
	/** a whole number, public or not */
	readonly number?: string | undefined
	/** 0..255; any unless given */
	readonly state?: number | undefined
	/** positions: at or after, below */
	readonly from: number
	readonly to: number
	/** 1..200 */
	readonly limit: number
	/** newest first unless given */
	readonly oldestFirst?: boolean | undefined
	/** rows to be looked at for one page, about */
	readonly examine?: number
}

/** One page of the register. Looks at a bounded number of rows, whatever is asked. */
export function search(store: Store, tags: Tags, query: Query): Promise<Found> {
	const { space, from, to, limit, oldestFirst = false, examine = EXAMINED } = query
	const wanted = asked(query.text ?? '').map((word) => tagOf(tags, space, 'word', word))
	if (query.owner !== undefined) wanted.push(tagOf(tags, space, 'owner', query.owner))
	if (query.department !== undefined) wanted.push(tagOf(tags, space, 'department', query.department))
	if (query.state !== undefined) wanted.push(stateTag(tags, space, query.state))
	if (query.publicNumber !== undefined) wanted.push(numberTag(tags, space, query.publicNumber))
	if (query.number !== undefined) wanted.push(tagOf(tags, space, 'numbered', plainNumber(query.number)))
	if (wanted.length === 0) wanted.push(tagOf(tags, space, 'all', ''))
	return intersect(store, { tags: wanted, from, to, limit, oldestFirst, examine })
}

/**
 * Words to be looked for; one that begins another is found with it. A long one as far as its beginning is known, so that
 * whoever goes on typing loses nothing that was found, and an inflected word is found too.
 */
function asked(text: string): string[] {
	const beginnings = words(text).map((word) => known(word).join(''))
	const all = [...new Set(beginnings)].slice(0, MAX_ASKED)
	return all.filter((word) => !all.some((other) => other !== word && other.startsWith(word)))
}
