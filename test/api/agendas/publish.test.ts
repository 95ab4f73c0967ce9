/** Publishing agendas: who may, on which version, and what stays when the file is wrong. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Person } from '../../support/staff.ts'
import type { Town } from '../../support/town.ts'
import { type CaseOffice, codeOf, openCaseOffice, rowsTwice } from '../cases/case-office.ts'
import { agendaFile, lineOf } from './agenda-file.ts'

let office: CaseOffice
let town: Town
let administrator: Person
let head: Person

beforeAll(async () => {
	office = await openCaseOffice()
	;({ town, administrator } = office)
	head = await administrator.invite('Vedoucí', 'head', 'stavebni')
})
afterAll(() => office?.[Symbol.asyncDispose]())

const path = (code: string, more = '') => `/api/v1/agendas/${code}${more}`
const TOML = { 'Content-Type': 'application/toml' }
const bytes = (text: string) => new TextEncoder().encode(text)
const put = (by: Person, code: string, text: string, headers: Record<string, string> = {}) =>
	by.call(path(code), { method: 'PUT', body: bytes(text), headers: { ...TOML, ...headers } })

interface Detail {
	entry: string
	department: { code: string; name: string }
	agenda: { title: { cs: string } }
}
const published = async (by: Person, code: string, text: string, headers = {}) => {
	const response = await put(by, code, text, headers)
	expect([response.status, await response.clone().text()]).toMatchObject([200, expect.anything()])
	return ((await response.json()) as { entry: string }).entry
}
const read = (code: string) => town.json<Detail>(path(code), { token: null })
const onto = (entry: string) => ({ 'If-Match': `"${entry}"` })

test('a published agenda is in force for everyone, and its entry holds the file', async () => {
	const { size } = town.log
	const entry = await published(head, 'kaceni', agendaFile())
	expect(town.log.size).toBe(size + 1)
	expect(await town.field(size, 'kind')).toBe('agenda')
	expect(await town.field(size, 'metadata')).toEqual({
		data: { code: 'kaceni', text: agendaFile(), active: true },
	})
	expect(await read('kaceni')).toMatchObject({
		entry,
		department: { code: 'stavebni', name: 'stavebni' },
		agenda: { title: { cs: 'Povolení ke kácení' } },
	})
	const { agendas } = await town.json<{ agendas: { code: string }[] }>('/api/v1/agendas', { token: null })
	expect(agendas.map(({ code }) => code)).toContain('kaceni')
})

test('of two editors the second is told, and nothing of theirs is lost or mixed', async () => {
	const first = await published(head, 'dva', agendaFile({ code: 'dva' }))
	const both = await Promise.all([
		put(head, 'dva', agendaFile({ code: 'dva', title: 'První' }), onto(first)),
		put(administrator, 'dva', agendaFile({ code: 'dva', title: 'Druhý' }), onto(first)),
	])
	expect(both.map(({ status }) => status).toSorted()).toEqual([200, 412])
	const refused = (await both.find(({ status }) => status === 412)?.json()) as { code: string; entry: string }
	const { entry } = await read('dva')
	expect(refused).toMatchObject({ code: 'agenda-changed', entry })
	// Nobody publishes over a version that they did not name.
	expect(await codeOf(await put(head, 'dva', agendaFile({ code: 'dva' })))).toEqual([412, 'agenda-changed'])
	const { versions } = await head.json<{ versions: { text: string; by: string }[] }>(path('dva', '/versions'))
	expect(versions).toHaveLength(2)
	expect(versions.at(-1)).toMatchObject({ text: agendaFile({ code: 'dva' }), by: 'Vedoucí' })
})

test('the same request is recorded once; the same file again is no new version', async () => {
	const headers = { 'Idempotency-Key': 'agenda-jednou-0001' }
	const text = agendaFile({ code: 'jednou' })
	const one = await published(head, 'jednou', text, headers)
	const { size } = town.log
	const again = await put(head, 'jednou', text, headers)
	expect(again.headers.get('Idempotency-Replayed')).toBe('true')
	expect(await again.json()).toMatchObject({ entry: one })
	expect(await published(head, 'jednou', text.replaceAll('\n', '\r\n'), onto(one))).toBe(one)
	expect(town.log.size).toBe(size)
	const other = await put(head, 'jednou', agendaFile({ code: 'jednou', title: 'Jiný' }), headers)
	expect(await codeOf(other)).toEqual([409, 'idempotency-conflict'])
})

describe('a file that is wrong changes nothing, and is told with its lines', () => {
	const good = agendaFile({ code: 'chybny' })
	let entry = ''
	beforeAll(async () => {
		entry = await published(head, 'chybny', good)
	})
	const wrong: [comment: string, text: string, code: string, line: number][] = [
		[
			'a misspelt member',
			good.replace('procedure', 'procedura'),
			'unknown-member',
			lineOf(good, 'procedure'),
		],
		['no TOML', `${good}\nx = `, 'syntax', lineOf(`${good}\nx = `, 'x = ')],
		['another agenda', agendaFile(), 'other-code', 1],
		[
			'a department that there is not',
			good.replace('"stavebni"', '"zadny"'),
			'department-unknown',
			lineOf(good, 'department ='),
		],
		[
			'a clock that has run out',
			good.replace('from = 2006-01-01', 'from = 2006-01-01\nto = 2020-12-31'),
			'clock-ended',
			lineOf(good, '[[clock]]'),
		],
	]
	for (const [comment, text, code, line] of wrong) {
		test(comment, async () => {
			const { size } = town.log
			const response = await put(administrator, 'chybny', text, onto(entry))
			expect(response.status).toBe(422)
			const { code: problem, problems } = (await response.json()) as {
				code: string
				problems: { code: string; line: number }[]
			}
			expect(problem).toBe('agenda-invalid')
			expect(problems.map((one) => [one.code, one.line])).toContainEqual([code, line])
			expect(town.log.size).toBe(size)
			expect(await read('chybny')).toMatchObject({ entry })
			// Trying it without publishing finds the same.
			const tried = await administrator.call(`${path('check')}?code=chybny`, {
				method: 'POST',
				body: bytes(text),
				headers: TOML,
			})
			expect(await tried.json()).toEqual({ agenda: null, problems })
		})
	}
	test('what is no text, of another type, or far too long', async () => {
		const { size } = town.log
		const noText = head.call(path('chybny'), {
			...{ method: 'PUT', headers: { ...TOML, ...onto(entry) } },
			body: Uint8Array.of(0x78, 0xff),
		})
		expect(await codeOf(await noText)).toEqual([422, 'agenda-invalid'])
		const json = head.call(path('chybny'), { method: 'PUT', body: {}, headers: onto(entry) })
		expect(await codeOf(await json)).toEqual([415, 'unsupported-media-type'])
		const long = await put(head, 'chybny', `#${'x'.repeat(200_000)}`, onto(entry))
		expect(await codeOf(long)).toEqual([413, 'body-too-large'])
		expect(town.log.size).toBe(size)
	})
})

describe('who may publish', () => {
	test('a head what the own department settles, an administrator everything, others nothing', async () => {
		const text = agendaFile({ code: 'cizi' }).replace('"stavebni"', '"doprava"')
		expect(await codeOf(await put(head, 'cizi', text))).toEqual([403, 'agenda-elsewhere'])
		const entry = await published(administrator, 'cizi', text)
		// Nor can it be taken over.
		const mine = agendaFile({ code: 'cizi' })
		expect(await codeOf(await put(head, 'cizi', mine, onto(entry)))).toEqual([403, 'agenda-elsewhere'])
		for (const by of [office.clerk, office.auditor]) {
			expect(await codeOf(await put(by, 'cizi', text, onto(entry)))).toEqual([403, 'scope-missing'])
		}
		const stranger = town.fetch(path('cizi'), { method: 'DELETE', token: null })
		expect(await codeOf(await stranger)).toEqual([401, 'token-missing'])
	})
	test('files and authors are told to those who publish only', async () => {
		await published(head, 'kdo', agendaFile({ code: 'kdo' }))
		const { versions } = await town.json<{ versions: object[] }>(path('kdo', '/versions'), { token: null })
		expect(Object.keys(versions[0] ?? {}).toSorted()).toEqual(['active', 'entry', 'published'])
	})
})

test('a withdrawn agenda is offered no more, and can be published again', async () => {
	const first = await published(head, 'konec', agendaFile({ code: 'konec' }))
	const gone = await head.call(path('konec'), { method: 'DELETE', headers: onto(first) })
	const { entry } = (await gone.json()) as { entry: string }
	expect(await codeOf(await town.fetch(path('konec'), { token: null }))).toEqual([404, 'agenda-not-found'])
	const list = async (query = '') =>
		(
			await town.json<{ agendas: { code: string; active: boolean }[] }>(`/api/v1/agendas${query}`)
		).agendas.filter(({ code }) => code === 'konec')
	expect(await list()).toEqual([])
	expect(await list('?withdrawn=true')).toMatchObject([{ active: false }])
	await published(head, 'konec', agendaFile({ code: 'konec' }), onto(entry))
	expect(await list()).toMatchObject([{ active: true }])
})

test('a rebuilt projection has the same rows', async () => {
	await published(head, 'znovu', agendaFile({ code: 'znovu' }))
	const [grown, rebuilt] = await rowsTwice(town)
	expect(rebuilt).toEqual(grown)
	expect((await read('znovu')).agenda.title.cs).toBe('Povolení ke kácení')
})
