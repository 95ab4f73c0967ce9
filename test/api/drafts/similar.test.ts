/** What is here already of a document that is being recorded: found by whoever may see it, told of to others. */
import { expect, test } from 'vitest'
import { clerk, confirm, draftTown, neighbour, other, pdf, read, send, town } from './draft-town.ts'

draftTown()

interface Similar {
	number: { documents: { document: string; time: string }[]; elsewhere: boolean }
	title: { document: string }[]
}
const NOTHING = { number: { documents: [], elsewhere: false }, title: [] }

const similar = async (answers: object, by = clerk): Promise<Similar> => {
	const { id } = await by.post<{ id: string }>('/api/v1/drafts', { answers }, 201)
	const found = (await read(id, by)) as unknown as { similar: Similar }
	expect((await by.call(`/api/v1/drafts/${id}`, { method: 'DELETE' })).status).toBe(204)
	return found.similar
}
const record = async (answers: object) =>
	((await (await confirm(await send(pdf(), answers))).json()) as { document: string }).document
const numbered = (number: string, more: object = {}) => ({ metadata: { title: 'Jiný', number }, ...more })
const ids = (found: { document: string }[]) => found.map(({ document }) => document)

test('the same number: named in the department, told of elsewhere, and no entry is made', async () => {
	const id = await record(numbered('SÚ 1/2026'))
	const { size } = town.log
	for (const number of ['SÚ 1/2026', '  sú  1/2026 ']) {
		const { number: found } = await similar(numbered(number))
		expect([ids(found.documents), found.elsewhere], number).toEqual([[id], false])
		expect(Number.isNaN(Date.parse(found.documents[0]?.time ?? ''))).toBe(false)
	}
	expect((await similar(numbered('SÚ 1/2026'), neighbour)).number.elsewhere).toBe(false)
	expect(await similar(numbered('SÚ 1/2026'), other)).toEqual({
		...{ number: { documents: [], elsewhere: true }, title: [] },
	})
	for (const number of ['SÚ 1/202', 'SÚ 11/2026', '1/2026', '']) {
		expect(await similar(numbered(number)), number).toEqual(NOTHING)
	}
	expect(await similar({})).toEqual(NOTHING)
	expect(town.log.size).toBe(size)
})

test('a public document is named to everyone, by its public number too', async () => {
	const metadata = { title: 'Vyhláška', number: 'V-spis 2/2026', public: { number: 'V 2/2026' } }
	const id = await record({ metadata, visibility: 'public' })
	for (const number of ['V 2/2026', 'V-spis 2/2026'])
		for (const by of [clerk, other]) {
			const { number: found } = await similar(numbered(number), by)
			expect([ids(found.documents), found.elsewhere]).toEqual([[id], false])
		}
})

test('a version is not similar to its own document, and is found by what it is called itself', async () => {
	const id = await record(numbered('SÚ 3/2026'))
	const change = { document: id, relation: 'corrects', reason: 'překlep v čísle' }
	expect(await similar(numbered('SÚ 3/2026', change))).toEqual(NOTHING)
	expect(await record(numbered('SÚ 33/2026', change))).toBe(id)
	for (const number of ['SÚ 3/2026', 'SÚ 33/2026'])
		expect(ids((await similar(numbered(number))).number.documents), number).toEqual([id])
})

test('the same title in the same case, as far as one may look into the case', async () => {
	const { id: case_ } = await clerk.post<{ id: string }>('/api/v1/cases', { title: 'Garáž' }, 201)
	const { id: apart } = await clerk.post<{ id: string }>('/api/v1/cases', { title: 'Plot' }, 201)
	const metadata = { title: 'Rozhodnutí o umístění stavby' }
	const id = await record({ metadata, case: case_ })
	const titled = (title: string, of: string | undefined) =>
		similar({ metadata: { title }, ...(of === undefined ? {} : { case: of }) })
	for (const title of ['Rozhodnutí o umístění stavby', 'ROZHODNUTI  o umisteni stavby.'])
		expect(ids((await titled(title, case_)).title), title).toEqual([id])
	expect((await titled('Rozhodnutí o umístění', case_)).title).toEqual([])
	expect((await titled(metadata.title, apart)).title).toEqual([])
	expect((await titled(metadata.title, undefined)).title).toEqual([])
	expect((await titled(metadata.title, 'nesmysl')).title).toEqual([])
	expect((await similar({ metadata, case: case_ }, other)).title).toEqual([])
})

test('what was disposed of is not named by what it was called', async () => {
	const id = await record(numbered('SÚ 4/2026'))
	await town.json(`/api/v1/documents/${id}/disposal`, {
		...{ method: 'POST', headers: { 'Content-Type': 'application/json' } },
		body: JSON.stringify({ reason: 'skartační návrh 4', confirm: id }),
	})
	for (const by of [clerk, other]) expect(await similar(numbered('SÚ 4/2026'), by)).toEqual(NOTHING)
})
