/** Who gets at the administrator's pages and acts, and what their forms make of what was typed. */
import { describe, expect, test } from 'vitest'
import { accountIn } from '../../portal/src/lib/server/accounts.ts'
import { codeFor, departmentIn } from '../../portal/src/lib/server/department-forms.ts'
import { tokenIn } from '../../portal/src/lib/server/tokens.ts'

/** Of the portal, whose types of requests the tests do not know. */
interface Guards {
	administrator(event: unknown, options: { proven: boolean }): unknown
	hindrance(event: unknown): unknown
	entriesIn(url: URL): number[]
}
const place = new URL('../../portal/src/lib/server/administrator.ts', import.meta.url)
const { administrator, entriesIn, hindrance } = (await import(place.href)) as Guards

const ALL = ['people:admin', 'operation:read']
function asking(method: string, scopes: readonly string[] | null, fresh = true) {
	const session =
		scopes === null ? null : { name: 'A', role: 'administrator', department: null, scopes, fresh }
	const url = new URL('http://localhost/sprava/lide/pozvat')
	return {
		locals: { locale: 'cs', session, ended: session === null },
		url,
		request: new Request(url, { method }),
	}
}
/** Where it leads, or the status that it ends with. */
function outcome(task: () => unknown): unknown {
	try {
		const answer = task()
		return answer !== null && typeof answer === 'object' ? 'in' : answer
	} catch (thrown) {
		const { location, status } = thrown as { location?: string; status: number }
		return location ?? status
	}
}

const STEP_UP = '/prihlaseni/potvrzeni?zpet=%2Fsprava%2Flide%2Fpozvat'
describe('a page', () => {
	test.each([
		['nobody', asking('GET', null), '/prihlaseni?zpet=%2Fsprava%2Flide%2Fpozvat&konec=1'],
		['a clerk', asking('GET', ['documents:read', 'people:read']), 403],
		['an auditor, who may see the same figures', asking('GET', ['operation:read', 'people:read']), 403],
		['an administrator who showed the passkey long ago', asking('GET', ALL, false), STEP_UP],
		['an administrator', asking('GET', ALL), 'in'],
		['an administrator whose session ended while they typed', asking('POST', null), null],
		['an administrator whose form came back', asking('POST', ALL, false), 'in'],
		['a clerk who posts', asking('POST', ['documents:read']), 403],
	])('for %s', (_, event, expected) => {
		expect(outcome(() => administrator(event, { proven: true }))).toBe(expected)
	})
})

test.each([
	['ended', asking('POST', null)],
	['unproven', asking('POST', ALL, false)],
	[null, asking('POST', ALL)],
	[403, asking('POST', ['people:read'])],
])('an act is hindered: %s', (expected, event) => {
	expect(outcome(() => hindrance(event))).toBe(expected)
})

test.each([
	['', []],
	['12', [12]],
	['12,13', [12, 13]],
	['12,<b>', []],
	['-1', []],
	['1,2,3,4,5', []],
])('numbers of entries in an address: %j', (text, expected) => {
	expect(entriesIn(new URL(`http://localhost/?zapis=${encodeURIComponent(text)}`))).toEqual(expected)
})

const form = (values: Record<string, string | string[]>) => {
	const made = new FormData()
	for (const [name, all] of Object.entries(values)) for (const value of [all].flat()) made.append(name, value)
	return made
}
const fields = (problems: readonly { field: string }[]) => problems.map(({ field }) => field)

test.each([
	['nothing', {}, ['jmeno', 'role']],
	['spaces', { jmeno: '   ', role: 'clerk' }, ['jmeno']],
	['a name that turns direction', { jmeno: 'a\u202eb', role: 'clerk' }, ['jmeno']],
	['two lines', { jmeno: 'a\nb', role: 'clerk' }, ['jmeno']],
	['129 characters', { jmeno: 'a'.repeat(129), role: 'clerk' }, ['jmeno']],
	['a role that is none', { jmeno: 'A', role: 'king' }, ['role']],
	['what is right', { jmeno: ' Úřednice první ', role: 'head', odbor: 'stavebni' }, []],
])('an account: %s', (_, values, expected) => {
	expect(fields(accountIn(form(values), 'cs').problems)).toEqual(expected)
})

test.each([
	['Stavební odbor', 'stavebni-odbor'],
	['  Životní prostředí & voda', 'zivotni-prostredi-voda'],
	['Odbor školství, kultury a cestovního ruchu', 'odbor-skolstvi-kultury-a-cestovn'],
	['環境', ''],
])('the code of %j is %j', (name, code) => {
	expect(codeFor(name)).toBe(code)
})

test.each([
	['no name', {}, ['nazev']],
	['a name that gives no code', { nazev: '環境' }, ['zkratka']],
	['a wrong code', { nazev: 'A', zkratka: 'Čé' }, ['zkratka']],
	['a name alone', { nazev: 'Doprava' }, []],
])('a department: %s', (_, values, expected) => {
	expect(fields(departmentIn(form(values), 'en').problems)).toEqual(expected)
})

test.each([
	['nothing', {}, ['jmeno', 'smi']],
	['markup', { jmeno: '<b>x</b>', smi: 'metrics:read' }, ['jmeno']],
	['a right that an administrator cannot give', { jmeno: 'x', smi: 'documents:read' }, ['smi']],
	['what is right', { jmeno: 'Spisová  služba', smi: ['documents:write', 'metrics:read'] }, []],
])('a token: %s', (_, values, expected) => {
	expect(fields(tokenIn(form(values), 'cs').problems)).toEqual(expected)
})
