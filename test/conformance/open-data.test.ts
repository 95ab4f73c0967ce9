/** The notice board as open data, held against the schema of the standard as its publisher has it. */
import { expect, test } from 'vitest'
import { addDays } from '../../api/calendar/day.ts'
import { openBoardOffice, post, record, today } from '../api/board/board-office.ts'
import { judgeByOfn } from './ofn-schemas.ts'

const SCHEMA = 'úřední-desky/2021-07-20/schémata/úřední-deska.json'

test('is valid, empty and full; what lacks something is not', { timeout: 120_000 }, async () => {
	await using office = await openBoardOffice()
	const { town, clerk } = office
	const data = () => town.json<Record<string, unknown>>('/api/v1/board/ofn.jsonld', { token: null })
	const empty = await data()
	const document = await record(clerk, 'a')
	await post(clerk, document, { title: 'Bez konce' })
	await post(clerk, document, { number: 'UKAZ 1/2026', until: addDays(today(town), 15), category: 'intent' })
	const full = (await data()) as { informace: Record<string, unknown>[] }
	expect(full.informace).toHaveLength(2)
	const [first, ...rest] = full.informace
	const lacking = [
		{ ...full, provozovatel: { typ: 'Osoba', ičo: '123' } },
		{ ...full, informace: [{ ...first, vyvěšení: undefined }, ...rest] },
		{ ...full, informace: [{ ...first, relevantní_do: { typ: 'Časový okamžik' } }, ...rest] },
	]
	const [ofEmpty, ofFull, ...ofLacking] = await judgeByOfn(SCHEMA, [empty, full, ...lacking])
	expect([ofEmpty, ofFull]).toEqual([[], []])
	for (const one of ofLacking) expect(one).not.toEqual([])
})
