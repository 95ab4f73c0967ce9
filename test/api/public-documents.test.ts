/** Public documents by hash and by number; nothing else is found, and no trace is left. */
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Town } from '../support/town.ts'
import { rowsTwice } from './cases/case-office.ts'

let town: Town
beforeAll(async () => {
	town = await Town.open({ authority: false })
})
afterAll(() => town.close())

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex')
const find = async (query: string, token: string | null = null) => {
	const response = await town.fetch(`/api/v1/public-documents?${query}`, { token })
	expect(response.status).toBe(200)
	const { documents } = (await response.json()) as { documents: { id: string; public: unknown }[] }
	return documents.map(({ id }) => id)
}

describe('public documents', () => {
	test('are found by the hash of any public version', async () => {
		const { id } = await town.upload('první', { visibility: 'public' })
		await town.upload(
			'druhé',
			{ visibility: 'public', relation: 'supersedes' },
			{ path: `/api/v1/documents/${id}/versions` },
		)
		expect(await find(`sha256=${hashOf('první')}`)).toEqual([id])
		expect(await find(`sha256=${hashOf('druhé')}`)).toEqual([id])
		expect(await find(`sha256=${hashOf('třetí')}`)).toEqual([])
	})

	test('are found by their exact public number, whatever the spaces and case', async () => {
		const { id } = await town.upload('číslo', {
			visibility: 'public',
			metadata: '{"public":{"number":"MUUK 12/2026"}}',
		})
		expect(await find('number=MUUK%2012%2F2026')).toEqual([id])
		expect(await find('number=muuk12%2F2026')).toEqual([])
		expect(await find('number=muuk%2012%2F2026')).toEqual([id])
		expect(await find('number=MUUK%2012')).toEqual([])
	})

	test('are found by number and hash when they are disposed of, and say so; by nothing else', async () => {
		const metadata = JSON.stringify({
			...{ title: 'Vyhláška o ohništích', number: 'VN 7/2026' },
			public: { title: 'Vyhláška', number: 'V 7/2026' },
		})
		const { id } = await town.upload('skartovaná', { visibility: 'public', metadata })
		await town.upload('druhé znění', { metadata }, { path: `/api/v1/documents/${id}/versions` })
		await town.json(`/api/v1/documents/${id}/disposal`, {
			...{ method: 'POST', headers: { 'Content-Type': 'application/json' } },
			body: JSON.stringify({ reason: 'skartační návrh 1', confirm: id }),
		})
		for (const asked of ['number=V%207%2F2026', `sha256=${hashOf('skartovaná')}`]) {
			const answer = await town.json<{ documents: object[] }>(`/api/v1/public-documents?${asked}`)
			expect(answer.documents).toMatchObject([{ id, state: 'disposed' }])
		}
		expect(await find(`sha256=${hashOf('druhé znění')}`)).toEqual([])
		for (const text of ['vyhlaska', 'ohnistich', 'VN 7/2026', 'V 7/2026']) {
			const { documents } = await town.json<{ documents: object[] }>(
				`/api/v1/register?all=true&text=${encodeURIComponent(text)}`,
			)
			expect(documents, text).toEqual([])
		}
		const [grown, rebuilt] = await rowsTwice(town)
		expect(rebuilt).toEqual(grown)
	})

	test('are found by their number, however long their title is', async () => {
		const title = Array.from({ length: 60 }, (_, i) => `slovo${i}`).join(' ')
		const { id } = await town.upload('dlouhé', {
			visibility: 'public',
			metadata: JSON.stringify({ title, public: { title, number: 'MUUK 99/2026' } }),
		})
		expect(await find('number=MUUK%2099%2F2026')).toEqual([id])
	})

	test('what is private is not found, not even by the administrator, and nobody’s asking is recorded', async () => {
		await town.upload('tajné', { metadata: '{"number":"T 1/2026","public":{"number":"V 1/2026"}}' })
		const { size } = town.log
		for (const token of [null, town.admin]) {
			expect(await find(`sha256=${hashOf('tajné')}`, token)).toEqual([])
			expect(await find('number=T%201%2F2026', token)).toEqual([])
			expect(await find('number=V%201%2F2026', token)).toEqual([])
		}
		expect(town.log.size).toBe(size)
	})

	test.each(['', 'sha256=abc', `sha256=${'0'.repeat(64)}&number=1`, 'number=', `number=${'1'.repeat(101)}`])(
		'%j is a bad request',
		async (query) => {
			expect((await town.fetch(`/api/v1/public-documents?${query}`, { token: null })).status).toBe(400)
		},
	)
})
