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
/** Beginnings of words that are found, in characters; a word shorter than these is found as a whole. */
const SHORTEST = 3
const LONGEST = 8
/** Rows got at first for each state, twice as many each time after. */
const SOME = 32
/** Candidates looked at for one page; more where the last ones come together. */
const EXAMINED = 3072
/** Rows by which rare tags are told from common ones. */
const PROBED = 16
const PROBED_TAGS = 8
/** Candidates whose rows are got at once. */
const TOGETHER = 512

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
		const characters = [...word].slice(0, LONGEST)
		for (let length = Math.min(SHORTEST, characters.length); length <= characters.length; length++) {
			found.add(characters.slice(0, length).join(''))
		}
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
	/** candidates to be looked at for one page, about; as many as a reader can wait for unless given */
	readonly examine?: number
}

export interface Page {
	readonly positions: readonly number[]
	/** for `to`, or `from` where the oldest come first, of the next page; null at the end. A page may be short and have a next one. */
	readonly next: number | null
}

/** One page of the register. Looks at a bounded number of rows, whatever is asked. */
export async function search(store: Store, tags: Tags, query: Query): Promise<Page> {
	const { space, limit, states, oldestFirst = false, examine = EXAMINED } = query
	const wanted = asked(query.text ?? '').map((word) => tagOf(tags, space, 'word', word))
	if (query.owner !== undefined) wanted.push(tagOf(tags, space, 'owner', query.owner))
	if (query.department !== undefined) wanted.push(tagOf(tags, space, 'department', query.department))
	// The rarest filter gives the candidates, the others are asked about each.
	const sorted = wanted.length < 2 ? wanted : await byRarity(store, wanted, query)
	const [driving = tagOf(tags, space, 'all', ''), ...others] = sorted
	const lists = states.map((state) => new Postings(store, driving, state, query))
	const after = (position: number) => (oldestFirst ? position + 1 : position)
	const positions: number[] = []
	let examined = 0
	// Where nothing else is asked, each candidate is one of the page.
	for (let some = others.length === 0 ? limit + 1 : SOME; ; some *= 2) {
		await Promise.all(lists.map((list) => list.fill(some)))
		// Beyond the nearest of these, rows of a state are not known yet.
		const ends = lists.flatMap(({ end }) => (end === null ? [] : [end]))
		const edge = oldestFirst ? Math.min(...ends) : Math.max(...ends)
		const known = (position: number) => (oldestFirst ? position <= edge : position >= edge)
		const candidates = lists
			.flatMap((list) => list.take(known))
			.toSorted((a, b) => (oldestFirst ? a.position - b.position : b.position - a.position))
		for (let i = 0; i < candidates.length; i += TOGETHER) {
			const found = await having(store, others, candidates.slice(i, i + TOGETHER))
			positions.push(...found.map(({ position }) => position))
			if (positions.length < limit) continue
			const more = positions.length > limit || i + TOGETHER < candidates.length || ends.length > 0
			const page = positions.slice(0, limit)
			return { positions: page, next: more ? after(page.at(-1) ?? 0) : null }
		}
		examined += candidates.length
		if (ends.length === 0) return { positions, next: null }
		if (examined >= examine) return { positions, next: after(edge) }
	}
}

/**
 * Words to be looked for; one that begins another is found with it. A long one as far as its beginning is known, so that
 * whoever goes on typing loses nothing that was found, and an inflected word is found too.
 */
function asked(text: string): string[] {
	const known = words(text).map((word) => [...word].slice(0, LONGEST).join(''))
	const all = [...new Set(known)].slice(0, MAX_WORDS)
	return all.filter((word) => !all.some((other) => other !== word && other.startsWith(word)))
}

interface Candidate {
	readonly position: number
	readonly state: number
}

/** What has one tag, in one state, in the order asked for. */
class Postings {
	readonly #store: Store
	readonly #tag: Uint8Array
	readonly #state: number
	readonly #reverse: boolean
	/** where the rows that were not got yet are */
	#from: number
	#to: number
	#got: number[] = []
	#more = true

	constructor(store: Store, tag: Uint8Array, state: number, { from, to, oldestFirst = false }: Query) {
		this.#store = store
		this.#tag = tag
		this.#state = state
		this.#reverse = !oldestFirst
		this.#from = from
		this.#to = to
	}

	/** Last position that was got; null when there are no more than were got. */
	get end(): number | null {
		if (!this.#more) return null
		return this.#reverse ? this.#to : this.#from - 1
	}

	/** Gets so many more, unless some are left. */
	async fill(count: number): Promise<void> {
		if (!this.#more || this.#got.length > 0) return
		const range = {
			gte: rowKey(this.#tag, this.#state, this.#from),
			lt: rowKey(this.#tag, this.#state, this.#to),
		}
		for await (const [key] of this.#store.range({ ...range, reverse: this.#reverse, limit: count }))
			this.#got.push(positionIn(key))
		this.#more = this.#got.length === count
		const last = this.#got.at(-1) ?? 0
		if (this.#reverse) this.#to = last
		else this.#from = last + 1
	}

	/** Hands out those that were got up to where `known` ends. */
	take(known: (position: number) => boolean): Candidate[] {
		const end = this.#got.findIndex((position) => !known(position))
		const taken = this.#got.splice(0, end < 0 ? this.#got.length : end)
		return taken.map((position) => ({ position, state: this.#state }))
	}
}

/** Those of some candidates that have all tags. */
async function having(
	store: Store,
	tags: readonly Uint8Array[],
	candidates: readonly Candidate[],
): Promise<readonly Candidate[]> {
	let left = candidates
	for (const tag of tags) {
		if (left.length === 0) break
		// One question for many rows: asked one by one, each would wait for another thread.
		const rows = await store.getMany(left.map(({ position, state }) => rowKey(tag, state, position)))
		left = left.filter((_, i) => rows[i] !== undefined)
	}
	return left
}

/**
 * Several tags, the rarest first, as far as it shows where the page begins: by how far apart their first rows are there.
 * Of very many, the last ones are looked at, to which owner and department belong.
 */
async function byRarity(
	store: Store,
	tags: readonly Uint8Array[],
	{ states, from, to, oldestFirst = false }: Query,
): Promise<Uint8Array[]> {
	const probed = tags.slice(-PROBED_TAGS)
	// Most of what there is, is in force, which comes first.
	const state = states[0] ?? 0
	const shares = await Promise.all(
		probed.map(async (tag) => {
			const range = { gte: rowKey(tag, state, from), lt: rowKey(tag, state, to) }
			let [rows, last] = [0, 0]
			for await (const [key] of store.range({ ...range, reverse: !oldestFirst, limit: PROBED })) {
				rows++
				last = positionIn(key)
			}
			const span = rows < PROBED ? to - from : oldestFirst ? last - from + 1 : to - last
			return { tag, share: rows / Math.max(1, span) }
		}),
	)
	const sorted = shares.toSorted((a, b) => a.share - b.share).map(({ tag }) => tag)
	return [...sorted, ...tags.slice(0, -PROBED_TAGS)]
}

function positionIn(key: Uint8Array): number {
	return Number(new DataView(key.buffer, key.byteOffset + key.length - 8, 8).getBigUint64(0))
}
