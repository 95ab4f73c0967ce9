/** The notice board: posted, shown to everyone, taken down, withdrawn while the proof stays. */
import { decodeEntry } from '@letopis/format'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Board } from '../../../api/board/board.ts'
import { BoardKeeper } from '../../../api/board/keeper.ts'
import { openPostings } from '../../../api/board/rows.ts'
import { addDays } from '../../../api/calendar/day.ts'
import type { Person } from '../../support/staff.ts'
import type { Town } from '../../support/town.ts'
import { codeOf, rowsTwice } from '../cases/case-office.ts'
import {
	archived,
	type BoardOffice,
	content,
	listed,
	openBoardOffice,
	post,
	record,
	sleep,
	today,
	told,
} from './board-office.ts'

let office: BoardOffice
let town: Town
let clerk: Person
let other: Person

beforeAll(async () => {
	office = await openBoardOffice()
	;({ town, clerk, other } = office)
})
afterAll(() => office?.[Symbol.asyncDispose]())

const keeper = () => new BoardKeeper(town.deps, new Board(town.deps))
const takeDown = (by: Person, id: string, body: object = {}) =>
	by.call(`/api/v1/board/${id}/take-down`, { method: 'POST', body })
const withdraw = (by: Person, id: string) => by.call(`/api/v1/board/${id}/withdraw`, { method: 'POST' })

/** All public bytes of the log as one text. */
async function publicLog(): Promise<string> {
	let all = ''
	for await (const { entry } of town.log.entries(0, town.log.size))
		all += Buffer.from(entry).toString('latin1')
	return all
}

describe('posting', () => {
	test('shows a private document to everyone, without a trace of who looked', async () => {
		const document = await record(clerk, 'obsah vyhlášky')
		const id = await post(clerk, document, { number: 'UKAZ 7/2026', until: addDays(today(town), 15) })
		const { size } = town.log
		const detail = await told(town, id)
		expect(detail).toMatchObject({
			title: 'Oznámení o řízení',
			number: 'UKAZ 7/2026',
			state: 'posted',
			document,
		})
		const answer = await content(town, id)
		expect(await answer.text()).toBe('obsah vyhlášky')
		expect(answer.headers.get('Cache-Control')).toBe('no-store')
		// The name of the file is the office's own.
		expect(answer.headers.get('Content-Disposition')).not.toContain('nov')
		expect((await listed(town)).postings.map((one) => one.id)).toContain(id)
		expect(town.log.size).toBe(size)
		expect((await town.fetch(`/api/v1/documents/${document}/content`, { token: null })).status).toBe(401)
	})

	test('puts neither title nor number into the public log', async () => {
		const title = 'Doručení Karlu Vopěnkovi'
		await post(clerk, await record(clerk, 'a'), { title, number: 'VOP 1/2026' })
		const log = await publicLog()
		expect(log).not.toContain(Buffer.from('Vopěnkovi').toString('latin1'))
		expect(log).not.toContain('VOP 1/2026')
	})

	test('is recorded once under one key', async () => {
		const body = { document: await record(clerk, 'b'), title: 'Dvakrát', category: 'other', withdraw: true }
		const headers = { 'Idempotency-Key': 'vyvesit-1' }
		const send = (more: object = {}) =>
			clerk.call('/api/v1/board', { method: 'POST', body: { ...body, ...more }, headers })
		const { size } = town.log
		const [one, two] = await Promise.all([send(), send()])
		expect(await one.json()).toEqual(await two.json())
		expect(town.log.size).toBe(size + 1)
		expect(await codeOf(await send({ title: 'Jinak' }))).toEqual([409, 'idempotency-conflict'])
	})

	const day = (days: number) => () => addDays(today(town), days)
	const refused: [comment: string, members: Record<string, unknown>, status: number, code: string][] = [
		['an unknown document', { document: `bafyreia${'a'.repeat(51)}` }, 404, 'document-not-found'],
		['no title', { title: ' ' }, 400, 'bad-request'],
		['an unknown category', { category: 'spam' }, 400, 'bad-request'],
		['a day that is none', { from: '2027-02-29' }, 400, 'bad-request'],
		['a day that is over', { from: day(-1) }, 422, 'posting-days'],
		['a day too far ahead', { from: day(400) }, 422, 'posting-days'],
		['an end before the beginning', { from: day(5), until: day(4) }, 422, 'posting-days'],
		['an unknown member', { state: 'posted' }, 400, 'bad-request'],
	]
	for (const [comment, members, status, code] of refused) {
		test(`refused: ${comment}`, async () => {
			const document = await record(clerk, 'c')
			const { size } = town.log
			const given = Object.entries(members).map(([name, value]) => [
				name,
				typeof value === 'function' ? value() : value,
			])
			const body = { document, title: 'a', category: 'other', withdraw: true, ...Object.fromEntries(given) }
			expect(await codeOf(await clerk.call('/api/v1/board', { method: 'POST', body }))).toEqual([
				status,
				code,
			])
			expect(town.log.size).toBe(size)
		})
	}

	test('is for the department, and for others who say why', async () => {
		const document = await record(clerk, 'd')
		const body = { document, title: 'a', category: 'other', withdraw: true }
		const send = (headers = {}) => other.call('/api/v1/board', { method: 'POST', body, headers })
		expect(await codeOf(await send())).toEqual([403, 'reason-needed'])
		const why = { 'Letopis-Purpose': encodeURIComponent('zástup') }
		expect((await send(why)).status).toBe(201)
		const stranger = await town.fetch('/api/v1/board', {
			method: 'POST',
			token: null,
			body: JSON.stringify(body),
			headers: { 'Content-Type': 'application/json' },
		})
		expect(stranger.status).toBe(401)
	})

	test('of what is to hang later is shown on its day, and before only inside, with a trace', async () => {
		const id = await post(clerk, await record(clerk, 'e'), {
			title: 'Později',
			from: addDays(today(town), 3),
		})
		expect((await town.fetch(`/api/v1/board/${id}`, { token: null })).status).toBe(404)
		expect((await content(town, id)).status).toBe(404)
		expect((await listed(town)).postings.map((one) => one.id)).not.toContain(id)
		const { size } = town.log
		const inside = await clerk.json<{ postings: { id: string; title: string }[] }>(
			'/api/v1/board?planned=true',
		)
		expect(inside.postings.find((one) => one.id === id)?.title).toBe('Později')
		expect(await town.field(size, 'kind')).toBe('listing')
		sleep(town, 3)
		await keeper().look()
		expect((await told(town, id)).title).toBe('Později')
	})
})

describe('taking down', () => {
	test('withdraws words and content, and keeps the proof', async () => {
		const document = await record(clerk, 'osobní údaje')
		const id = await post(clerk, document, { title: 'Jan Novák' })
		const before = await told(town, id)
		expect(before.content?.sha256).toMatch(/^[0-9a-f]{64}$/)
		expect((await takeDown(clerk, id)).status).toBe(200)
		const after = await told(town, id)
		expect(after).toMatchObject({
			state: 'taken-down',
			title: null,
			number: null,
			content: null,
			withdrawn: true,
		})
		expect(after.takenDown).toBe(today(town))
		expect(JSON.stringify(after)).not.toContain('Novák')
		expect(await codeOf(await content(town, id))).toEqual([410, 'posting-ended'])
		expect((await listed(town)).postings.map((one) => one.id)).not.toContain(id)
		expect(JSON.stringify(await archived(town))).not.toContain('Novák')
		expect((await archived(town)).postings[0]?.id).toBe(id)
		// Nor does it count among those that hang, of which there is a bound.
		const open = await openPostings(town.projection.store, 1000)
		expect(open.filter(({ row }) => row.taken !== null)).toEqual([])
		// What proves it: two entries of the log, which name each other.
		const down = await town.log.entry(after.takeDown?.index ?? -1)
		expect(String(decodeEntry(down as Uint8Array).body.posting)).toBe(id)
		expect(after.availability.to).toBe(after.takeDown?.time)
		// The office still has it.
		expect((await clerk.call(`/api/v1/documents/${document}/content`)).status).toBe(200)
	})

	test('makes a public document private, wherever it could be found', async () => {
		const document = await record(clerk, 'veřejný obsah', 'public')
		const read = (path: string) => town.fetch(`/api/v1/documents/${document}${path}`, { token: null })
		const id = await post(clerk, document)
		const { sha256 } = (await told(town, id)).content ?? {}
		const find = () =>
			town.json<{ documents: unknown[] }>(`/api/v1/public-documents?sha256=${sha256}`, { token: null })
		expect((await find()).documents).toHaveLength(1)
		expect((await read('/content')).status).toBe(200)
		await takeDown(clerk, id)
		expect((await find()).documents).toHaveLength(0)
		for (const path of ['', '/content', '/versions', '/history', '/receipt']) {
			expect((await read(path)).status, path).toBe(401)
		}
		const all = await town.json<{ documents: { id: string }[] }>('/api/v1/documents', { token: null })
		expect(all.documents.map((one) => one.id)).not.toContain(document)
		// Reading leaves a trace now.
		const { size } = town.log
		expect((await clerk.call(`/api/v1/documents/${document}/content`)).status).toBe(200)
		expect(await town.field(size, 'kind')).toBe('access')
	})

	test('leaves in view what is to stay', async () => {
		const id = await post(clerk, await record(clerk, 'rozpočet'), {
			title: 'Rozpočet',
			category: 'budget',
			withdraw: false,
		})
		await takeDown(clerk, id)
		expect(await told(town, id)).toMatchObject({ title: 'Rozpočet', state: 'taken-down', withdrawn: false })
		expect(await (await content(town, id)).text()).toBe('rozpočet')
	})

	test('withdraws later what was left in view, and all that withdrawing takes goes then', async () => {
		const document = await record(clerk, 'veřejný rozpočet', 'public')
		const left = { title: 'Rozpočet Jana Nováka', number: 'ROZ 5/2026', category: 'budget', withdraw: false }
		const id = await post(clerk, document, left)
		expect(await codeOf(await withdraw(clerk, id))).toEqual([409, 'posting-hangs'])
		await takeDown(clerk, id)
		const { content: shown, takeDown: down, withdrawal } = await told(town, id)
		expect([shown?.size, withdrawal]).toEqual([19, null])
		const find = async () => {
			const path = `/api/v1/public-documents?sha256=${shown?.sha256}`
			return (await town.json<{ documents: unknown[] }>(path, { token: null })).documents.length
		}
		expect([await find(), JSON.stringify(await archived(town)).includes('Nováka')]).toEqual([1, true])

		expect(await codeOf(await withdraw(other, id))).toEqual([403, 'reason-needed'])
		const { entry } = (await (await withdraw(clerk, id)).json()) as { entry: string }
		const after = await told(town, id)
		expect(after).toMatchObject({
			state: 'taken-down',
			withdrawn: true,
			title: null,
			number: null,
			content: null,
		})
		expect([after.takeDown, after.withdrawal?.entry]).toEqual([down, entry])
		const outside = ['', '/archive', '/feed.atom', '/ofn.jsonld', `/${id}`].map(async (path) =>
			(await town.fetch(`/api/v1/board${path}`, { token: null })).text(),
		)
		expect((await Promise.all(outside)).join()).not.toMatch(/Nováka|ROZ 5/)
		expect(await codeOf(await content(town, id))).toEqual([410, 'posting-ended'])
		expect(await find()).toBe(0)
		for (const path of ['', '/content', '/versions', '/history', '/receipt']) {
			const { status } = await town.fetch(`/api/v1/documents/${document}${path}`, { token: null })
			expect(status, path).toBe(401)
		}
		// The proof stays: an entry that names the posting, in the history of the document.
		const withdrawn = await town.log.entry(after.withdrawal?.index ?? -1)
		expect(String(decodeEntry(withdrawn as Uint8Array).body.posting)).toBe(id)
		const { events } = await clerk.json<{ events: { type: string }[] }>(
			`/api/v1/documents/${document}/history`,
		)
		expect(events.map(({ type }) => type)).toEqual(
			expect.arrayContaining(['posting', 'take-down', 'board-withdrawal']),
		)
		const { size } = town.log
		expect(await (await withdraw(clerk, id)).json()).toEqual({ entry })
		expect(town.log.size).toBe(size)
	})

	test('again changes nothing', async () => {
		const id = await post(clerk, await record(clerk, 'f'))
		const first = await (await takeDown(clerk, id)).json()
		const { size } = town.log
		expect(await (await takeDown(clerk, id, { withdraw: false })).json()).toEqual(first)
		expect(town.log.size).toBe(size)
		expect((await told(town, id)).withdrawn).toBe(true)
		// What was withdrawn at once cannot be withdrawn again.
		expect(await (await withdraw(clerk, id)).json()).toEqual(first)
		expect((await told(town, id)).withdrawal).toBeNull()
		expect(town.log.size).toBe(size)
	})

	test('is done by the board itself after the last day', async () => {
		const id = await post(clerk, await record(clerk, 'g'), { until: addDays(today(town), 1) })
		sleep(town, 1)
		await keeper().look()
		expect((await told(town, id)).state).toBe('posted')
		sleep(town, 1)
		await keeper().look()
		expect(await told(town, id)).toMatchObject({
			state: 'taken-down',
			takenDown: today(town),
			withdrawn: true,
		})
		const { size } = town.log
		await keeper().look()
		expect(town.log.size).toBe(size)
	})

	test('names a day in the building between posting and today', async () => {
		const id = await post(clerk, await record(clerk, 'h'), { paper: today(town) })
		const wrong = await takeDown(clerk, id, { paper: addDays(today(town), 1) })
		expect(await codeOf(wrong)).toEqual([422, 'posting-days'])
		expect((await takeDown(clerk, id, { paper: today(town) })).status).toBe(200)
		expect((await told(town, id)).paperTakenDown).toBe(today(town))
	})
})

describe('the list', () => {
	test('is searched by beginnings of words, filtered and paged', async () => {
		const document = await record(clerk, 'i')
		const ids: string[] = []
		for (const number of ['A 1', 'A 2', 'A 3']) {
			ids.push(await post(clerk, document, { title: 'Dražba židlí', number, category: 'auction' }))
		}
		expect((await listed(town, '?q=zidl')).found).toBe(3)
		expect(
			(await listed(town, `?q=${encodeURIComponent('dražba a 2')}`)).postings.map((one) => one.id),
		).toEqual([ids[1]])
		expect((await listed(town, '?q=nikde')).found).toBe(0)
		const first = await listed(town, '?category=auction&limit=2')
		const second = await listed(town, `?category=auction&limit=2&cursor=${first.next}`)
		expect([...first.postings, ...second.postings].map((one) => one.id)).toEqual(ids.toReversed())
		expect(second.next).toBeNull()
	})
})

test('rows are the same when they are built anew', async () => {
	const [grown, rebuilt] = await rowsTwice(town)
	expect(rebuilt).toEqual(grown)
})

test('the history of a document tells of the board', async () => {
	const document = await record(clerk, 'j')
	await takeDown(clerk, await post(clerk, document))
	const { events } = await clerk.json<{ events: { type: string }[] }>(`/api/v1/documents/${document}/history`)
	expect(events.map(({ type }) => type)).toEqual(expect.arrayContaining(['posting', 'take-down']))
})
