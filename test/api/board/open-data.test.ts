/**
 * The board for machines: Atom and OFN Úřední desky. The rules of the standard that concern what is written here are stated
 * again; `npm run conformance` holds it against the schema itself.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addDays } from '../../../api/calendar/day.ts'
import { Town } from '../../support/town.ts'
import { type BoardOffice, openBoardOffice, post, record, today } from './board-office.ts'

let office: BoardOffice
let town: Town
let ids: string[]

beforeAll(async () => {
	office = await openBoardOffice()
	town = office.town
	const document = await record(office.clerk, 'a')
	const until = addDays(today(town), 15)
	ids = [
		await post(office.clerk, document, { title: 'Záměr <prodat> & pronajmout', category: 'intent', until }),
		await post(office.clerk, document, {
			title: 'Rozpočet',
			number: 'UKAZ 1/2026',
			category: 'budget',
			withdraw: false,
		}),
		await post(office.clerk, document, { title: 'Později', from: addDays(today(town), 2) }),
		await post(office.clerk, document, { title: 'Sejmuto' }),
	]
	await office.clerk.post(`/api/v1/board/${ids[3]}/take-down`, {})
})
afterAll(() => office?.[Symbol.asyncDispose]())

interface Ofn {
	readonly '@context': string
	readonly typ: string
	readonly provozovatel: { readonly typ: string; readonly ičo: string }
	readonly informace: readonly Record<string, unknown>[]
}

const ofn = () => town.json<Ofn>('/api/v1/board/ofn.jsonld', { token: null })

describe('OFN', () => {
	test('has what the standard demands, of what hangs and nothing else', async () => {
		const data = await ofn()
		expect(data).toMatchObject({
			'@context': 'https://ofn.gov.cz/úřední-desky/2021-07-20/kontexty/úřední-deska.jsonld',
			typ: 'Úřední deska',
			stránka: 'http://town.test/deska',
			provozovatel: { typ: 'Osoba', ičo: '00000001' },
		})
		expect(data.informace.map(({ url }) => url)).toEqual(
			[ids[1], ids[0]].map((id) => `http://town.test/deska/${id}`),
		)
		expect(data.informace[0]).toEqual({
			typ: ['Digitální objekt', 'Informace na úřední desce'],
			iri: `http://town.test/deska/${ids[1]}`,
			url: `http://town.test/deska/${ids[1]}`,
			název: { cs: 'Rozpočet' },
			vyvěšení: { typ: 'Časový okamžik', datum: today(town) },
			relevantní_do: { typ: 'Časový okamžik', nespecifikovaný: true },
			číslo_jednací: 'UKAZ 1/2026',
			dokument: [
				{ typ: 'Digitální objekt', název: { cs: 'Rozpočet' }, url: `http://town.test/deska/${ids[1]}/obsah` },
			],
		})
		expect(data.informace[1]?.relevantní_do).toEqual({
			typ: 'Časový okamžik',
			datum: addDays(today(town), 15),
		})
	})
	test('is read by any page', async () => {
		const answer = await town.fetch('/api/v1/board/ofn.jsonld', { token: null })
		expect(answer.headers.get('Access-Control-Allow-Origin')).toBe('*')
		expect(answer.headers.get('Content-Type')).toBe('application/ld+json; charset=utf-8')
	})
	test('is not there without the number of the town, which it would need', async () => {
		const nameless = await Town.open({ authority: false })
		expect((await nameless.fetch('/api/v1/board/ofn.jsonld', { token: null })).status).toBe(404)
		await nameless.close()
	})
})

test('the feed tells of what hangs, newest first, and escapes its words', async () => {
	const answer = await town.fetch('/api/v1/board/feed.atom', { token: null })
	expect(answer.headers.get('Content-Type')).toBe('application/atom+xml; charset=utf-8')
	const xml = await answer.text()
	expect([...xml.matchAll(/<id>http:\/\/town\.test\/deska\/(\S+)<\/id>/g)].map(([, id]) => id)).toEqual([
		ids[1],
		ids[0],
	])
	expect(xml).toContain('Záměr &lt;prodat&gt; &amp; pronajmout')
	expect(xml).not.toMatch(/Později|Sejmuto/)
})
