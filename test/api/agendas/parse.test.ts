/** An agenda's file: what is read of it, and the line of whatever is wrong. */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { AGENDA_MAX_BYTES } from '../../../api/agendas/agenda.ts'
import { parseAgenda } from '../../../api/agendas/parse.ts'
import type { FileProblemCode } from '../../../api/agendas/reader.ts'
import { agendaFile, lineOf } from './agenda-file.ts'

const problemsOf = (file: string) => {
	const parsed = parseAgenda(file)
	return 'problems' in parsed ? parsed.problems : []
}

test('the smallest file is an agenda', () => {
	const parsed = parseAgenda(agendaFile())
	expect(parsed).toMatchObject({
		agenda: {
			code: 'kaceni',
			title: { cs: 'Povolení ke kácení', en: null },
			fee: { amount: 0, text: null, law: null, example: false },
			guide: { who: { cs: 'Vlastník pozemku.', en: 'The owner of the land.' }, bring: [] },
			pages: [
				{
					id: 'strom',
					fields: [
						{ id: 'druh', kind: 'choice', required: true, personal: true, when: null },
						{ id: 'jaky', max: 200, options: [], when: { field: 'druh', is: ['jiny'] } },
					],
				},
			],
			attachments: [{ id: 'plan', required: true, when: null }],
			templates: { correction: null, message: null, decision: null },
			clock: [{ from: '2006-01-01', to: null, additions: [] }],
		},
	})
})

/** Puts another text in the place of one line of the file. */
type Break = readonly [
	comment: string,
	code: FileProblemCode,
	/** what stands in the file; the problem is expected where `at` or the replacement stands */
	old: string,
	replacement: string,
	at?: string,
]
const clock = (from: string, to: string) => `[[clock]]
from = ${from}
${to === '' ? '' : `to = ${to}`}
basic = { count = 30, unit = "days" }
additions = []
correction = { days = 15 }
confirmation = { days = 5 }
appeal = { days = 15, withoutInstruction = 90 }
deemed = { days = 10 }
`

const BROKEN: readonly Break[] = [
	['an open quote', 'syntax', 'title = "Strom"', 'title = "Strom'],
	['a member twice', 'syntax', 'years = 5', 'years = 5\nyears = 6', 'years = 6'],
	['a name of the prototype', 'syntax', 'years = 5', 'years = 5\n__proto__ = 6', '__proto__'],
	['a member that is missing', 'missing', 'summary = "Strom rostoucí mimo les."', '', 'code = "kaceni"'],
	['a member that is misspelt', 'unknown-member', 'law = [', 'zakon = 1\nlaw = [', 'zakon'],
	['a member of a step', 'unknown-member', 'text = "Stačí', 'note = "x"\ntext = "Stačí', 'note'],
	['a code with capitals', 'not-an-id', 'code = "kaceni"', 'code = "Kaceni"'],
	['a code that is an address of the portal', 'duplicate', 'code = "kaceni"', 'code = "nova"'],
	['a title of 121 letters', 'too-long', '"Povolení ke kácení"', `"${'á'.repeat(121)}"`],
	['an empty text', 'empty', 'where = "Tady."', 'where = "  "'],
	['a number for a text', 'not-a-text', 'where = "Tady."', 'where = 5'],
	['a text in another language', 'unknown-member', 'en = "The owner', 'de = "The owner'],
	['a line break in a title', 'hidden-character', 'title = "Strom"', 'title = "Str\\nom"'],
	['a mark of direction', 'hidden-character', 'title = "Strom"', 'title = "Str\\u202Eom"'],
	['an unknown procedure', 'not-one-of', 'procedure = "decision"', 'procedure = "oral"'],
	['retention V', 'not-one-of', 'class = "S"', 'class = "V"'],
	['a hundred and one years', 'out-of-range', 'years = 5', 'years = 101'],
	['half a crown', 'not-a-number', 'amount = 0', 'amount = 0.5'],
	['a fee that is told in words', 'not-a-number', 'amount = 0', 'amount = "zdarma"'],
	['a kind that there is not', 'not-one-of', 'kind = "choice"', 'kind = "radio"'],
	['one option', 'too-few', '  { value = "jiny", label = "Jiný" },', '', 'options = ['],
	['two equal options', 'duplicate', 'value = "jiny", label', 'value = "lipa", label'],
	['an option with a space', 'not-an-id', 'value = "lipa"', 'value = "li pa"'],
	['two fields of one id', 'duplicate', 'id = "jaky"', 'id = "druh"'],
	['an attachment with the id of a field', 'duplicate', 'id = "plan"', 'id = "jaky"'],
	['a field id with a dash', 'not-an-id', 'id = "jaky"', 'id = "ja-ky"'],
	['a page named like a step of the form', 'duplicate', 'id = "strom"', 'id = "kontrola"'],
	['options of a text', 'not-for-kind', 'kind = "text"', 'kind = "text"\ndecimals = 2', 'decimals'],
	['a condition on a later field', 'when-not-earlier', 'field = "druh"', 'field = "jaky"'],
	['a condition on no option', 'when-not-an-option', 'is = "jiny"', 'is = ["lipa", "buk"]'],
	[
		'a condition on a text',
		'when-not-a-choice',
		'id = "plan"',
		'id = "plan"\nwhen = {field = "jaky", is = "x"}',
		'when = {field = "jaky"',
	],
	['a flag in words', 'not-a-flag', 'label = "Jaký"', 'label = "Jaký"\nrequired = "ne"', 'required'],
	['no page', 'not-a-list', '[[pages]]', '[pages]', '[pages]'],
	[
		'rules of the clock without an appeal',
		'clock-malformed',
		'appeal = { days = 15, withoutInstruction = 90 }',
		'',
		'[[clock]]',
	],
	['a period of no days', 'clock-malformed', 'deemed = { days = 10 }', 'deemed = { days = 0 }'],
	[
		'rules with a gap',
		'clock-gap',
		'[[clock]]\nfrom = 2006-01-01',
		`${clock('2006-01-01', '2020-12-31')}[[clock]]\nfrom = 2021-02-01`,
		'2021-02-01',
	],
	[
		'rules that overlap',
		'clock-overlap',
		'[[clock]]\nfrom = 2006-01-01',
		`${clock('2006-01-01', '2020-12-31')}[[clock]]\nfrom = 2020-12-31`,
		'from = 2020-12-31',
	],
	[
		'a rule without end before another',
		'clock-overlap',
		'[[clock]]\nfrom = 2006-01-01',
		`${clock('2006-01-01', '')}[[clock]]\nfrom = 2021-01-01`,
		'[[clock]]',
	],
	[
		'a birthday before 30 February',
		'not-a-bound',
		'kind = "text"',
		'kind = "date"\nto = 2026-02-30',
		'to = 2026-02-30',
	],
	[
		'a rule that ends before it begins',
		'clock-order',
		'from = 2006-01-01',
		'from = 2006-01-01\nto = 2005-01-01',
		'to = 2005',
	],
	['a day that is none', 'clock-malformed', 'from = 2006-01-01', 'from = 2006-02-30'],
]

describe('a file with something wrong in it', () => {
	const good = agendaFile()
	for (const [comment, code, old, replacement, at = replacement] of BROKEN) {
		test(comment, () => {
			expect(good.split(old)).toHaveLength(2)
			const file = good.replace(old, () => replacement)
			const problems = problemsOf(file)
			expect(problems.map((problem) => problem.code)).toContain(code)
			const problem = problems.find((one) => one.code === code)
			const first = code === 'clock-overlap' && at === '[[clock]]'
			const line = first ? file.split('\n').indexOf(at) + 1 : lineOf(file, at.split('\n')[0] ?? '')
			// Of rules without an end it is told where they begin.
			expect(problem?.line).toBe(line)
			expect(problem?.message).not.toContain('#')
		})
	}
})

test('everything wrong is told at once, in the order of the lines', () => {
	const file = agendaFile()
		.replace('class = "S"', 'class = "V"')
		.replace('procedure = "decision"', 'procedure = "oral"')
		.replace('title = "Plánek"', 'title = ""')
	expect(problemsOf(file).map(({ at }) => at)).toEqual([
		'procedure',
		'retention.class',
		'attachments[0].title',
	])
})

describe('codes of the register of rights and duties', () => {
	const register = (act = '{ code = "U1", title = "Žádost" }') => `
[register]
act = ${act}
service = { code = "S123456", title = "Služba" }
agenda = { code = "A1", title = "Agenda" }
`
	test('are read whole, and are null where nobody wrote them', () => {
		expect(parseAgenda(agendaFile({ more: register() }))).toMatchObject({
			agenda: {
				register: {
					act: { code: 'U1', title: 'Žádost' },
					service: { code: 'S123456', title: 'Služba' },
					agenda: { code: 'A1', title: 'Agenda' },
				},
			},
		})
		expect(parseAgenda(agendaFile())).toMatchObject({ agenda: { register: null } })
	})

	test.each([
		['another letter', '{ code = "S1", title = "Žádost" }', 'not-an-id', 'register.act.code'],
		['too many digits', '{ code = "U123456789", title = "Žádost" }', 'not-an-id', 'register.act.code'],
		['no digit', '{ code = "U", title = "Žádost" }', 'not-an-id', 'register.act.code'],
		['a number', '{ code = 1, title = "Žádost" }', 'not-an-id', 'register.act.code'],
		['no name', '{ code = "U1" }', 'missing', 'register.act'],
		['an empty name', '{ code = "U1", title = "" }', 'empty', 'register.act.title'],
		['the code alone', '"U1"', 'not-a-table', 'register.act'],
		['something else', '{ code = "U1", title = "Žádost", url = "x" }', 'unknown-member', 'register.act.url'],
	])('%s is refused', (_what, act, code, at) => {
		expect(problemsOf(agendaFile({ more: register(act) }))).toContainEqual(
			expect.objectContaining({ code, at }),
		)
	})
})

describe('bounds', () => {
	test('a file of 48 KiB is read, one byte more is not', () => {
		const padded = (size: number) => `${agendaFile()}#${'x'.repeat(size)}`
		const room = AGENDA_MAX_BYTES - Buffer.byteLength(padded(0))
		expect(problemsOf(padded(room))).toEqual([])
		expect(problemsOf(padded(room + 1)).map(({ code }) => code)).toEqual(['too-large'])
	})

	const repeated = (count: number, item: (i: number) => string) =>
		Array.from({ length: count }, (_, i) => item(i)).join('')
	const page = (i: number) =>
		`[[pages]]\nid = "p${i}"\ntitle = "x"\nfields = [{id="f${i}",kind="text",label="x"}]\n`
	const without = (file: string, from: string, to: string) =>
		file.slice(0, file.indexOf(from)) + file.slice(file.indexOf(to))
	const pagesOf = (text: string) =>
		without(agendaFile(), '[[pages]]', '[[attachments]]').replace(
			'[[attachments]]',
			() => `${text}[[attachments]]`,
		)

	test('40 pages are read, 41 are not', () => {
		expect(problemsOf(pagesOf(repeated(40, page)))).toEqual([])
		expect(problemsOf(pagesOf(repeated(41, page))).map(({ code }) => code)).toEqual(['too-many'])
	})

	test('200 fields are read, 201 on two pages are not', () => {
		const fields = (name: string, count: number) =>
			`[[pages]]\nid = "${name}"\ntitle = "x"\nfields = [${repeated(count, (i) => `{id="${name}${i}",kind="yes-no",label="x"},`)}]\n`
		expect(problemsOf(pagesOf(fields('a', 200)))).toEqual([])
		const file = pagesOf(fields('a', 100) + fields('b', 101))
		expect(problemsOf(file).map(({ code, value }) => [code, value])).toEqual([['too-many', '200']])
	})

	test('100 options are read, 101 are not', () => {
		const options = (count: number) =>
			pagesOf(
				`[[pages]]\nid="a"\ntitle="x"\nfields=[{id="f",kind="choice",label="x",options=[${repeated(count, (i) => `{value="v${i}",label="x"},`)}]}]\n`,
			)
		expect(problemsOf(options(100))).toEqual([])
		expect(problemsOf(options(101)).map(({ code }) => code)).toEqual(['too-many'])
	})

	test('a deep file is refused before anything of it is read', () => {
		const problems = problemsOf(`x = ${'['.repeat(20_000)}${']'.repeat(20_000)}`)
		expect(problems.map(({ code }) => code)).toEqual(['syntax'])
	})

	test('a file with a thousand mistakes tells a hundred', () => {
		expect(problemsOf(repeated(1000, (i) => `x${i} = 1\n`))).toHaveLength(100)
	})
})

describe('the templates', () => {
	const folder = new URL('../../../api/agendas/templates/', import.meta.url)
	for (const name of readdirSync(folder)) {
		test(`${name} is an agenda in both languages, of its own code, with fees marked as made up`, () => {
			const text = readFileSync(new URL(name, folder), 'utf8')
			const parsed = parseAgenda(text)
			if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems))
			const { agenda } = parsed
			expect(`${agenda.code}.toml`).toBe(name)
			expect(agenda.fee.example).toBe(agenda.fee.amount > 0)
			expect(JSON.stringify([agenda.title, agenda.guide, agenda.pages, agenda.attachments])).not.toContain(
				'"en":null',
			)
		})
	}
})
