/** The register's search against one that looks at everything: same answer, whatever is asked, page by page. */
import { hash } from 'node:crypto'
import { openMemoryStore, type Store } from '@letopis/ledger'
import { beforeAll, describe, expect, test } from 'vitest'
import { enlist, forget, move, type Query, search } from '../../../api/cases/register.ts'
import { Draft } from '../../../api/documents/fold.ts'

const tags = {
	tag: (space: string, value: string | Uint8Array) =>
		new Uint8Array(hash('sha256', `${space}\0${value}`, 'buffer').subarray(0, 16)),
}

/** Numbers that look random and are the same in every run. */
function numbers(seed: number): (below: number) => number {
	let state = seed
	return (below) => {
		state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
		return Math.floor((state / 2 ** 32) * below)
	}
}

interface Listed {
	readonly position: number
	readonly state: number
	readonly owner: string
	readonly department: string
	readonly words: readonly string[]
}

/** Common words and rare ones, and some that begin others. */
const WORDS = ['stavba', 'stavební', 'stav', 'úřad', 'žádost', 'les', 'lesní', 'kácení', 'mlýn', 'rozhledna']
const DOCUMENTS = 1000

/** So many lie close together, in blocks that are full; the others far apart, over some thirty blocks. */
const DENSE = 500

const listed: Listed[] = []
let store: Store

beforeAll(async () => {
	const next = numbers(7)
	store = openMemoryStore()
	let rows = new Draft(store)
	for (let position = 3; listed.length < DOCUMENTS; position += 1 + next(listed.length < DENSE ? 3 : 60)) {
		// The first word stands in half of all titles, each later one in a third as many.
		const words = WORDS.filter((_, i) => next(2 * 3 ** (i / 2)) === 0)
		const state = next(8) === 0 ? 1 + next(4) : 0
		const [owner, department] = [`úředník ${next(9)}`, `odbor ${next(4)}`]
		listed.push({ position, state, owner, department, words })
		// Each is entered in the state that all begin with; what some batches write, later ones change.
		const described = { owner, department, texts: [words.join(' ')], publicNumber: null }
		await enlist(rows, tags, 'document', position, 0, described)
		if (listed.length % 97 === 0) rows = await written(rows)
		await move(rows, tags, 'document', position, 0, state)
	}
	await written(rows)
})

async function written(rows: Draft): Promise<Draft> {
	await store.write(rows.ops(), { sync: false })
	return new Draft(store)
}

const plain = (word: string) => word.normalize('NFD').replace(/\p{M}/gu, '')

function expected({ text, owner, department, state, from, to, oldestFirst }: Query): number[] {
	const asked = (text ?? '').split(' ').filter((word) => word !== '')
	const found = listed.filter(
		(one) =>
			(state === undefined || one.state === state) &&
			(owner === undefined || one.owner === owner) &&
			(department === undefined || one.department === department) &&
			one.position >= from &&
			one.position < to &&
			// Of a long word its beginning counts.
			asked.every((word) => one.words.some((own) => plain(own).startsWith(plain(word).slice(0, 8)))),
	)
	const positions = found.map(({ position }) => position)
	return oldestFirst === true ? positions : positions.toReversed()
}

/** All pages, one after the other. */
async function all(query: Query): Promise<{ found: number[]; pages: number[] }> {
	const found: number[] = []
	const pages: number[] = []
	for (let at = query; ; ) {
		const { positions, next } = await search(store, tags, at)
		expect(positions.length).toBeLessThanOrEqual(query.limit)
		found.push(...positions)
		pages.push(positions.length)
		if (next === null) return { found, pages }
		// Every page must come nearer to the end.
		if (query.oldestFirst === true) {
			expect(next).toBeGreaterThan(at.from)
			at = { ...at, from: next }
		} else {
			expect(next).toBeLessThan(at.to)
			at = { ...at, to: next }
		}
	}
}

const every = {
	space: 'document',
	from: 0,
	to: 1_000_000,
	limit: 40,
	examine: 12,
} as const

describe.each([
	['the newest first', false],
	['the oldest first', true],
])('a search of documents, %s', (_, oldestFirst) => {
	const cases: [what: string, query: Partial<Query>][] = [
		['for nothing', {}],
		['for a common word', { text: 'stavba' }],
		['for a rare word', { text: 'rozhledna' }],
		['for the beginning of several words', { text: 'sta' }],
		['for a common and a rare word', { text: 'stavba rozhledna' }],
		['for more of a long word than its beginning', { text: 'rozhled rozhledn rozhlednou' }],
		['for words that begin one another', { text: 'sta stav stavb stavba' }],
		['without diacritics', { text: 'zadost urad' }],
		['for words that no title has together', { text: 'rozhledna mlýn kácení lesní' }],
		['for a word that no title has', { text: 'stavba nikde' }],
		['of somebody', { owner: 'úředník 3' }],
		[
			'of somebody, for a word, in a department',
			{ owner: 'úředník 3', department: 'odbor 1', text: 'stavba' },
		],
		['of one state', { state: 2 }],
		['of one state, for a word', { state: 0, text: 'úřad' }],
		['of a time', { from: 400, to: 600 }],
		['of a time, for words', { from: 200, to: 1600, text: 'stav les' }],
		['of a time without documents', { from: 100_000, to: 200_000, text: 'stavba' }],
	]
	test.each(cases)('%s finds what there is, each once and in order', async (_, asked) => {
		const query: Query = { ...every, oldestFirst, ...asked }
		expect((await all(query)).found).toEqual(expected(query))
	})

	test('asked at random', async () => {
		const next = numbers(oldestFirst ? 11 : 13)
		for (let round = 0; round < 15; round++) {
			const text = WORDS.filter(() => next(4) === 0).map((word) => word.slice(0, 3 + next(7)))
			const from = next(4) === 0 ? next(15_000) : 0
			const query: Query = {
				...{ ...every, oldestFirst, from, text: text.join(' '), limit: 1 + next(60) },
				...(next(3) === 0 ? { owner: `úředník ${next(10)}` } : {}),
				...(next(3) === 0 ? { state: next(5) } : {}),
			}
			expect({ query, found: (await all(query)).found }).toEqual({ query, found: expected(query) })
		}
	})

	test('fills its pages, and has no empty one at the end', async () => {
		const { found, pages } = await all({ ...every, oldestFirst, text: 'stavba úřad', examine: DOCUMENTS })
		expect(pages.slice(0, -1).every((length) => length === every.limit)).toBe(true)
		expect(pages.length).toBe(Math.ceil(found.length / every.limit))
	})
})

test('what is forgotten is found by nothing but its state, and its neighbours as before', async () => {
	const [gone, other] = [listed[100], listed[101]]
	if (gone === undefined || other === undefined) throw new Error('too few')
	const rows = new Draft(store)
	await move(rows, tags, 'document', gone.position, gone.state, 4)
	await forget(rows, tags, 'document', gone.position, 4)
	await store.write(rows.ops(), { sync: false })
	const near = { ...every, from: gone.position, to: other.position + 1 }
	expect((await all(near)).found).toEqual([other.position, gone.position])
	expect((await all({ ...near, state: 4 })).found).toContain(gone.position)
	expect((await all({ ...near, owner: gone.owner })).found).not.toContain(gone.position)
	expect((await all({ ...near, department: gone.department })).found).not.toContain(gone.position)
	for (const word of gone.words)
		expect((await all({ ...near, text: word })).found).not.toContain(gone.position)
})

test('a long number is told from all that begin like it, a public one also from its own beginnings', async () => {
	const office = openMemoryStore()
	const rows = new Draft(office)
	const nameOf = (position: number) => `MUUK2026${String(position).padStart(6, '0')}`
	for (let position = 0; position < 500; position++) {
		const number = position === 499 ? 'MUUK2026' : nameOf(position)
		const described = { owner: null, department: null, texts: [number], publicNumber: number }
		await enlist(rows, tags, 'document', position, 0, described)
	}
	await office.write(rows.ops(), { sync: false })
	const find = async (asked: Partial<Query>) =>
		(await search(office, tags, { ...every, limit: 1000, examine: 1000, ...asked })).positions
	expect(await find({ text: nameOf(3) })).toEqual([3])
	expect(await find({ text: 'muuk20260004' })).toHaveLength(99)
	expect(await find({ text: 'MUUK2026' })).toHaveLength(500)
	expect(await find({ publicNumber: ` ${nameOf(3).toLowerCase()} ` })).toEqual([3])
	expect(await find({ publicNumber: 'MUUK2026' })).toEqual([499])
	expect(await find({ publicNumber: 'MUUK' })).toEqual([])
})
