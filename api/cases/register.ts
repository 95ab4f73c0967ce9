/**
 * The register: documents and cases found by who recorded them, department, state, words of title and number, and
 * date, newest or oldest first. Each filter is a key range, so that a page costs what it shows and not what there is.
 *
 * | Key | Value |
 * | --- | --- |
 * | `l` tag state position | (empty) what has this tag, in this state |
 * | `w` position | its tags, one after the other |
 *
 * A tag is a keyed hash of 16 B: of an owner, a department, a word or the beginning of one. So rows tell nobody what
 * a title says who does not have the town's secret, and they go when the document is disposed of.
 * @module
 */
import { concat, uint64be, utf8 } from '@letopis/format'
import type { Store } from '@letopis/ledger'
import type { Tags } from '../people/fold.ts'

const L = utf8('l')
const W = utf8('w')
const TAG = 16

/** Words of one title that are found. */
const MAX_WORDS = 16
/** Beginnings of words that are found, in characters; a longer word is found as a whole. */
const SHORTEST = 3
const LONGEST = 8
const WORD_MAX = 32
/** Rows looked at for one page and state. */
const EXAMINED = 512
/** Rows by which rare tags are told from common ones, for each state. */
const PROBED = 64
const PROBED_TAGS = 6
/** Candidates whose rows are got at once. */
const TOGETHER = 128

export type Space = 'document' | 'case'

/** What something is found by. */
export interface Described {
	/** principal who recorded it */
	readonly owner: string | null
	/** department code */
	readonly department: string | null
	/** title, numbers */
	readonly texts: readonly string[]
}

export interface Rows {
	get(key: Uint8Array): Promise<Uint8Array | undefined>
	put(key: Uint8Array, value?: Uint8Array): void
	delete(key: Uint8Array): void
}

const rowKey = (tag: Uint8Array, state: number, position: number) =>
	concat(L, tag, Uint8Array.of(state), uint64be(position))

/** Enters something into the register. @param state 0..255 */
export function enlist(
	rows: Rows,
	tags: Tags,
	space: Space,
	position: number,
	state: number,
	described: Described,
): void {
	const all = [tagOf(tags, space, 'all', '')]
	if (described.owner !== null) all.push(tagOf(tags, space, 'owner', described.owner))
	if (described.department !== null) all.push(tagOf(tags, space, 'department', described.department))
	for (const beginning of beginnings(described.texts)) all.push(tagOf(tags, space, 'word', beginning))
	for (const tag of all) rows.put(rowKey(tag, state, position))
	rows.put(concat(W, uint64be(position)), concat(...all))
}

/** Moves something to another state. */
export async function move(rows: Rows, position: number, from: number, to: number): Promise<void> {
	if (from === to) return
	for (const tag of await tagsOf(rows, position)) {
		rows.delete(rowKey(tag, from, position))
		rows.put(rowKey(tag, to, position))
	}
}

/** Leaves of something only that it is there: whatever it could be found by is forgotten. */
export async function forget(
	rows: Rows,
	tags: Tags,
	space: Space,
	position: number,
	state: number,
): Promise<void> {
	for (const tag of await tagsOf(rows, position)) rows.delete(rowKey(tag, state, position))
	enlist(rows, tags, space, position, state, { owner: null, department: null, texts: [] })
}

async function tagsOf(rows: Rows, position: number): Promise<Uint8Array[]> {
	const bytes = (await rows.get(concat(W, uint64be(position)))) ?? new Uint8Array(0)
	const count = bytes.length / TAG
	return Array.from({ length: count }, (_, i) => bytes.slice(i * TAG, (i + 1) * TAG))
}

function tagOf(tags: Tags, space: Space, kind: string, value: string): Uint8Array {
	return tags.tag(`register/${space}/${kind}`, value)
}

/** Words without case and diacritics. */
function words(text: string): string[] {
	const plain = text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
	return plain.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '')
}

function beginnings(texts: readonly string[]): Set<string> {
	const found = new Set<string>()
	for (const word of texts.flatMap(words).slice(0, MAX_WORDS)) {
		const characters = [...word].slice(0, WORD_MAX)
		for (let length = SHORTEST; length <= Math.min(LONGEST, characters.length); length++) {
			found.add(characters.slice(0, length).join(''))
		}
		found.add(characters.join(''))
	}
	return found
}

export interface Query {
	readonly space: Space
	readonly owner?: string | undefined
	readonly department?: string | undefined
	/** each word must begin a word of the title or number */
	readonly text?: string | undefined
	/** states, 0..255; at least one */
	readonly states: readonly number[]
	/** positions: at or after, below */
	readonly from: number
	readonly to: number
	/** 1..200 */
	readonly limit: number
	/** newest first unless given */
	readonly oldestFirst?: boolean | undefined
}

export interface Page {
	readonly positions: readonly number[]
	/** for `to`, or `from` where the oldest come first, of the next page; null at the end. A page may be short and have a next one. */
	readonly next: number | null
}

/** One page of the register. Looks at a bounded number of rows, whatever is asked. */
export async function search(store: Store, tags: Tags, query: Query): Promise<Page> {
	const { space, limit, from, to, oldestFirst = false } = query
	const wanted = [...new Set(words(query.text ?? ''))]
		.slice(0, MAX_WORDS)
		.map((word) => tagOf(tags, space, 'word', [...word].slice(0, WORD_MAX).join('')))
	if (query.owner !== undefined) wanted.push(tagOf(tags, space, 'owner', query.owner))
	if (query.department !== undefined) wanted.push(tagOf(tags, space, 'department', query.department))
	// The rarest filter gives the candidates, the others are asked about each.
	const driving = (await rarest(store, wanted, query)) ?? tagOf(tags, space, 'all', '')
	const others = wanted.filter((tag) => tag !== driving)
	// Where nothing else is asked, each candidate is one of the page.
	const examined = others.length === 0 ? limit + 1 : EXAMINED
	const found = await Promise.all(
		query.states.map(async (state) => {
			const at: number[] = []
			const range = { gte: rowKey(driving, state, from), lt: rowKey(driving, state, to) }
			for await (const [key] of store.range({ ...range, reverse: !oldestFirst, limit: examined }))
				at.push(Number(new DataView(key.buffer, key.byteOffset + key.length - 8, 8).getBigUint64(0)))
			return at.map((position) => ({ position, state }))
		}),
	)
	// Beyond these, rows of a state may have been left out.
	const cuts = found.flatMap((rows) => (rows.length === examined ? [rows.at(-1)?.position ?? 0] : []))
	const [low, high] = oldestFirst ? [from, Math.min(to - 1, ...cuts)] : [Math.max(from, ...cuts), to - 1]
	const after = (position: number) => (oldestFirst ? position + 1 : position)
	const candidates = found
		.flat()
		.filter(({ position }) => position >= low && position <= high)
		.toSorted((a, b) => (oldestFirst ? a.position - b.position : b.position - a.position))
	const positions: number[] = []
	for (let i = 0; i < candidates.length; i += TOGETHER) {
		const some = candidates.slice(i, i + TOGETHER)
		// One question for many rows: asked one by one, each would wait for the disk.
		const keys = some.flatMap(({ position, state }) => others.map((tag) => rowKey(tag, state, position)))
		const rows = keys.length === 0 ? [] : await store.getMany(keys)
		for (const [j, { position }] of some.entries()) {
			if (positions.length === limit) return { positions, next: after(positions.at(-1) ?? 0) }
			const own = rows.slice(j * others.length, (j + 1) * others.length)
			if (own.every((row) => row !== undefined)) positions.push(position)
		}
	}
	const more = oldestFirst ? high < to - 1 : low > from
	return { positions, next: more ? after(oldestFirst ? high : low) : null }
}

/** Of several tags the one with the fewest rows, where one is rare; else the first: words are rarer than all else. */
async function rarest(
	store: Store,
	tags: readonly Uint8Array[],
	{ states, from, to }: Query,
): Promise<Uint8Array | undefined> {
	let [least, found] = [Number.POSITIVE_INFINITY, tags[0]]
	if (tags.length < 2) return found
	for (const tag of tags.slice(-PROBED_TAGS)) {
		let rows = 0
		for (const state of states) {
			const range = { gte: rowKey(tag, state, from), lt: rowKey(tag, state, to) }
			let here = 0
			for await (const _ of store.range({ ...range, limit: PROBED })) here++
			rows += here < PROBED ? here : Number.POSITIVE_INFINITY
		}
		if (rows < least) [least, found] = [rows, tag]
	}
	return found
}
