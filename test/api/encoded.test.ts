/** Bodies with a content coding: refused with 415 wherever a body is taken, for nothing here decodes one. */
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Town } from '../support/town.ts'

let town: Town
beforeAll(async () => {
	town = await Town.open({ authority: false })
})
afterAll(() => town.close())

const form = () => {
	const data = new FormData()
	data.append('file', new File(['content'], 'a.pdf'))
	return data
}
const post = (path: string, body: RequestInit['body'], headers: Record<string, string>) =>
	town.fetch(path, { method: 'POST', body: body ?? null, headers })

describe('Content-Encoding', () => {
	for (const coding of ['gzip', 'GZIP', 'br', 'deflate', 'identity, gzip', 'unheard-of']) {
		test(`${coding} on a form records nothing`, async () => {
			const { size } = town.log
			const response = await post('/api/v1/documents', form(), { 'Content-Encoding': coding })
			expect(response.status).toBe(415)
			expect(response.headers.get('Accept-Encoding')).toBe('identity')
			expect(await response.json()).toMatchObject({ code: 'unsupported-media-type' })
			expect(town.log.size).toBe(size)
		})
	}

	test('of a JSON body is refused too, rather than called malformed', async () => {
		const headers = { 'Content-Encoding': 'gzip', 'Content-Type': 'application/json' }
		expect((await post('/api/v1/tokens', gzipSync('{}'), headers)).status).toBe(415)
		expect((await post('/log/seen', gzipSync('note'), headers)).status).toBe(415)
	})

	test('identity says nothing new', async () => {
		for (const coding of ['identity', ' Identity ']) {
			const response = await post('/api/v1/documents', form(), { 'Content-Encoding': coding })
			expect(response.status).toBe(201)
		}
	})
})
