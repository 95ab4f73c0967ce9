/** One look of a person is one access entry, however often the page is loaded; what changed is looked at anew. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CHROME, firstAdministrator, Person } from '../../support/staff.ts'
import { Town } from '../../support/town.ts'

const WINDOW = 10 * 60_000
const why = { 'Letopis-Purpose': 'kontrola' }
let town: Town
let clerk: Person
let other: Person
let auditor: Person
let id: string

beforeAll(async () => {
	town = await Town.open({ authority: false })
	const administrator = await firstAdministrator(town)
	for (const code of ['stavebni', 'doprava']) {
		await administrator.post('/api/v1/departments', { code, name: code }, 201)
	}
	clerk = await administrator.invite('Úřednice', 'clerk', 'stavebni')
	other = await administrator.invite('Jiný', 'clerk', 'doprava')
	auditor = await administrator.invite('Kontrolor', 'auditor', null)
	id = await record(clerk)
})
afterAll(() => town.close())

async function record(by: Person, to = '/api/v1/documents', visibility = 'private'): Promise<string> {
	const form = new FormData()
	form.set('visibility', visibility)
	form.set('metadata', JSON.stringify({ title: 'Povolení', kind: 'decision' }))
	form.set('file', new Blob(['obsah']), 'a.txt')
	const response = await by.call(to, { method: 'POST', body: form })
	expect(response.status).toBe(201)
	return response.headers.get('Location')?.split('/').at(-1) ?? ''
}

const open = (by: Person) => record(by, '/api/v1/documents', 'public')

interface Look {
	document: { id: string; private: { metadata: object } | null; lost: boolean }
	versions: object[]
	decisions: { ruling: string }[]
	cases: { id: string; title: string }[]
	withheld: boolean
	history: { events: { type: string; action: string | null }[]; next: string | null }
}
const look = (by: Person, headers: Record<string, string> = {}, of = id) =>
	by.json<Look>(`/api/v1/documents/${of}/look`, { headers })
/** Entries that something left in the log. */
const left = async (act: () => Promise<unknown>) => {
	const { size } = town.log
	await act()
	return town.log.size - size
}

describe('a look at a document', () => {
	test('shows facts, versions, decisions, cases and history, and leaves one entry', async () => {
		const opened = await clerk.post<{ id: string }>('/api/v1/cases', { title: 'Garáž' }, 201)
		await clerk.call(`/api/v1/cases/${opened.id}/documents/${id}`, { method: 'PUT' })
		const ruling = { ruling: 'Povoluje se.', reasoning: '', instruction: '' }
		await clerk.post(`/api/v1/documents/${id}/decisions`, { ...ruling, case: opened.id }, 201)
		const { size } = town.log
		const shown = await look(clerk)
		expect(shown).toMatchObject({
			document: { id, lost: false, private: { metadata: { title: 'Povolení' } } },
			versions: [{ number: 1 }],
			decisions: [{ ruling: 'Povoluje se.', by: 'Úřednice' }],
			cases: [{ id: opened.id, title: 'Garáž' }],
		})
		expect(shown.history.events.map(({ type }) => type)).toEqual(['version', 'case', 'decision', 'access'])
		expect(await town.accesses(size)).toMatchObject([{ action: 'look', object: id }])
		const { shown: named } = (await town.field(size, 'metadata')) as { shown: unknown[] }
		expect(named.map(String)).toEqual([opened.id])
		expect(town.log.size).toBe(size + 1)
	})

	test('is the same look when the page is loaded again, or twice at once', async () => {
		expect(await left(() => Promise.all([look(clerk), look(clerk), look(clerk)]))).toBe(0)
		town.time.offset += WINDOW + 1
		expect(await left(() => Promise.all([look(clerk), look(clerk), look(clerk)]))).toBe(1)
	})

	test('is another one in another session, for another reason, after a new version', async () => {
		const second = new Person(town, clerk.key, CHROME)
		await second.signIn()
		expect(await left(() => look(second))).toBe(1)
		expect(await left(() => look(clerk, why))).toBe(1)
		expect(await left(() => look(clerk, why))).toBe(0)
		const versioned = await record(clerk)
		expect(await left(() => look(clerk, {}, versioned))).toBe(1)
		await record(clerk, `/api/v1/documents/${versioned}/versions`)
		expect(await left(() => look(clerk, {}, versioned))).toBe(1)
		expect(await left(() => look(clerk, {}, versioned))).toBe(0)
	})

	test('is another one after a decision, and after somebody else read it', async () => {
		const of = await record(clerk)
		expect(await left(() => look(clerk, {}, of))).toBe(1)
		const ruling = { ruling: 'Zamítá se.', reasoning: '', instruction: '' }
		await clerk.post(`/api/v1/documents/${of}/decisions`, ruling, 201)
		const { size } = town.log
		const shown = await look(clerk, {}, of)
		expect(shown.decisions).toMatchObject([{ ruling: 'Zamítá se.' }])
		expect(await town.accesses(size)).toMatchObject([{ action: 'look', object: of }])
		expect(await left(() => look(clerk, {}, of))).toBe(0)
		await look(other, why, of)
		expect(await left(() => look(clerk, {}, of)), 'whose reading is told').toBe(1)
		expect(await left(() => look(clerk, {}, of))).toBe(0)
	})

	test('tells nothing that came behind its entry', async () => {
		const of = await record(clerk)
		const real = town.log.append.bind(town.log)
		town.log.append = async (draft) => {
			town.log.append = real
			const appended = await real(draft)
			// Somebody else reads between the entry and the answer.
			await look(other, why, of)
			return appended
		}
		expect((await look(clerk, {}, of)).history.events.map(({ type }) => type)).toEqual(['version', 'access'])
		expect(await left(() => look(clerk, {}, of))).toBe(1)
	})

	test('needs a reason elsewhere, also when somebody else looked', async () => {
		const refused = await other.call(`/api/v1/documents/${id}/look`)
		expect([refused.status, await refused.json()]).toMatchObject([403, { code: 'reason-needed' }])
		expect(await left(() => look(other, why))).toBe(1)
	})

	test('of a public document keeps decisions and cases back from elsewhere, until it is said why', async () => {
		const [bare, decided] = [await open(clerk), await open(clerk)]
		const { id: in_ } = await clerk.post<{ id: string }>('/api/v1/cases', { title: 'Veřejná věc' }, 201)
		await clerk.call(`/api/v1/cases/${in_}/documents/${decided}`, { method: 'PUT' })
		const ruling = { ruling: 'Vyhovuje se.', reasoning: '', instruction: '' }
		await clerk.post(`/api/v1/documents/${decided}/decisions`, { ...ruling, case: in_ }, 201)
		for (const outsider of [other, auditor]) {
			const kept = await look(outsider, {}, decided)
			expect(kept).toMatchObject({ withheld: true, decisions: [], cases: [] })
			// What is told of a document with decisions is what is told of one without.
			const plain = await look(outsider, {}, bare)
			const types = (one: Look) => one.history.events.map(({ type }) => type)
			expect([types(kept), plain.withheld]).toEqual([types(plain), true])
			const history = await outsider.json<Look['history']>(`/api/v1/documents/${decided}/history`)
			expect(history.events.map(({ type }) => type)).not.toContain('decision')
			expect(history.events.map(({ type }) => type)).not.toContain('case')

			const { size } = town.log
			const shown = await look(outsider, why, decided)
			expect(shown).toMatchObject({ withheld: false, decisions: [ruling], cases: [{ title: 'Veřejná věc' }] })
			expect(types(shown).slice(0, 3)).toEqual(['version', 'case', 'decision'])
			expect(await town.accesses(size)).toMatchObject([{ action: 'look', object: decided }])
			const { shown: named } = (await town.field(size, 'metadata')) as { shown: unknown[] }
			expect([named.map(String), await town.field(size, 'purpose')]).toEqual([[in_], 'kontrola'])
			// Another one of the same document, so that the next outsider is told as much.
			await look(outsider, why, bare)
			await outsider.json(`/api/v1/documents/${bare}/history`)
		}
		expect((await look(clerk, {}, decided)).withheld).toBe(false)
	})

	test('whose entry the log did not take shows nothing, and is tried again', async () => {
		const fresh = await record(clerk)
		const real = town.log.append.bind(town.log)
		town.log.append = () => Promise.reject(new Error('the disk is gone'))
		expect((await clerk.call(`/api/v1/documents/${fresh}/look`)).status).toBe(500)
		town.log.append = real
		expect(await left(() => look(clerk, {}, fresh))).toBe(1)
	})
})

test('a list and a case loaded again are the same look', async () => {
	const { id: opened } = await clerk.post<{ id: string }>('/api/v1/cases', { title: 'Plot' }, 201)
	for (const path of ['/api/v1/register', '/api/v1/cases', `/api/v1/cases/${opened}`]) {
		const again = () => clerk.json(path)
		expect(await left(() => Promise.all([again(), again()])), path).toBe(1)
		town.time.offset += WINDOW + 1
		expect(await left(again), path).toBe(1)
	}
	await clerk.call(`/api/v1/cases/${opened}/documents/${id}`, { method: 'PUT' })
	expect(await left(() => clerk.json(`/api/v1/cases/${opened}`)), 'another document is in it').toBe(1)
	expect(await left(() => clerk.json(`/api/v1/cases/${opened}`))).toBe(0)
	await record(clerk, `/api/v1/documents/${id}/versions`)
	expect(await left(() => clerk.json(`/api/v1/cases/${opened}`)), 'it has a newer title').toBe(1)
})
