/** Answers to the form of an agenda: what is asked, what is wrong, what they are when nothing is. */
import { describe, expect, test } from 'vitest'
import type { Agenda } from '../../../api/agendas/agenda.ts'
import {
	type Answer,
	attachmentsShown,
	boundDay,
	checkAnswers,
	fieldsShown,
	settledAnswers,
} from '../../../api/agendas/answers.ts'
import { parseAgenda } from '../../../api/agendas/parse.ts'
import { agendaFile } from './agenda-file.ts'

const TODAY = '2026-11-23'

/** An agenda whose form has these fields, in TOML. */
function formOf(fields: string): Agenda {
	const file = agendaFile()
	const [before = '', after = ''] = [
		file.slice(0, file.indexOf('[[pages.fields]]')),
		file.slice(file.indexOf('[[attachments]]')),
	]
	const parsed = parseAgenda(`${before}${fields}\n${after}`)
	if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems))
	return parsed.agenda
}
const field = (kind: string, more = '') =>
	`[[pages.fields]]\nid = "f"\nkind = "${kind}"\nlabel = "x"\n${more}\n`
const OPTIONS = 'options = [{value="a",label="A"},{value="b",label="B"},{value="c",label="C"}]'
const address = (postcode: string, street = 'Dlouhá 1', town = 'Ukázkov') => ({ street, town, postcode })

/** [comment, field, answer, what is wrong, or what it is settled as] */
const CASES: readonly [
	string,
	string,
	Answer | undefined,
	{ wrong: string } | { is: Answer } | { is: null },
][] = [
	['nothing in a required field', field('text'), undefined, { wrong: 'required' }],
	['spaces in a required field', field('text'), '  ', { wrong: 'required' }],
	['nothing in another', field('text', 'required = false'), '', { is: null }],
	['a text with space around', field('text'), ' Jan ', { is: 'Jan' }],
	['a text of 200 letters', field('text'), 'á'.repeat(200), { is: 'á'.repeat(200) }],
	['a text of 201 letters', field('text'), 'á'.repeat(201), { wrong: 'too-long' }],
	['letters of two units count once', field('text', 'max = 1'), '𝄞', { is: '𝄞' }],
	['a line break in a text', field('text'), 'a\nb', { wrong: 'malformed' }],
	['a line break in a long one', field('long-text'), 'a\nb', { is: 'a\nb' }],
	['a null character', field('long-text'), 'a\u0000b', { wrong: 'malformed' }],
	['half a character', field('text'), '\ud800', { wrong: 'malformed' }],
	['a list for a text', field('text'), ['a'], { wrong: 'malformed' }],
	['a number with spaces', field('number'), '1 200', { is: '1200' }],
	['a word for a number', field('number'), 'pět', { wrong: 'not-a-number' }],
	['an exponent', field('number'), '1e3', { wrong: 'not-a-number' }],
	['a decimal where none is', field('number'), '1,5', { wrong: 'too-many-decimals' }],
	['a decimal comma', field('number', 'decimals = 1'), '1,5', { is: '1.5' }],
	['less than the least', field('number', 'min = 2'), '1', { wrong: 'too-small' }],
	['the least', field('number', 'min = 2'), '2', { is: '2' }],
	['more than the most', field('number', 'max = 2'), '3', { wrong: 'too-large' }],
	['a day with one digit', field('date'), '2026-1-2', { is: '2026-01-02' }],
	['a day before 2001', field('date'), '1931-12-24', { is: '1931-12-24' }],
	['30 February', field('date'), '2026-02-30', { wrong: 'not-a-date' }],
	['a leap day', field('date'), '2028-02-29', { is: '2028-02-29' }],
	['part of a day', field('date'), '2026--1', { wrong: 'not-a-date' }],
	['yesterday where today is first', field('date', 'from = "today"'), '2026-11-22', { wrong: 'too-early' }],
	['today where today is first', field('date', 'from = "today"'), '2026-11-23', { is: '2026-11-23' }],
	['in 15 days where 14 are last', field('date', 'to = "today+14"'), '2026-12-08', { wrong: 'too-late' }],
	['in 14 days', field('date', 'to = "today+14"'), '2026-12-07', { is: '2026-12-07' }],
	['an option', field('choice', OPTIONS), 'b', { is: 'b' }],
	['what is no option', field('choice', OPTIONS), 'd', { wrong: 'not-an-option' }],
	['a name of the prototype', field('choice', OPTIONS), 'toString', { wrong: 'not-an-option' }],
	['options in another order', field('choices', OPTIONS), ['c', 'a'], { is: ['a', 'c'] }],
	['fewer than asked for', field('choices', `${OPTIONS}\nmin = 2`), ['a'], { wrong: 'too-few' }],
	['more than asked for', field('choices', `${OPTIONS}\nmax = 1`), ['a', 'b'], { wrong: 'too-many' }],
	['one option twice', field('choices', `${OPTIONS}\nmax = 1`), ['a', 'a'], { is: ['a'] }],
	['a text for a list', field('choices', OPTIONS), 'a', { wrong: 'malformed' }],
	['yes', field('yes-no'), 'yes', { is: 'yes' }],
	['on', field('yes-no'), 'on', { wrong: 'not-an-option' }],
	['an address of mail', field('email'), 'jana@ukazkov.example', { is: 'jana@ukazkov.example' }],
	['one without a place', field('email'), 'jana@ukazkov', { wrong: 'not-an-email' }],
	['two', field('email'), 'a@b.cz,c@d.cz', { wrong: 'not-an-email' }],
	['one that ends a header', field('email'), 'a@b.cz\nBcc: c@d.cz', { wrong: 'malformed' }],
	['a phone', field('phone'), '+420 777 123 456', { is: '+420777123456' }],
	['a short phone', field('phone'), '112', { wrong: 'not-a-phone' }],
	['an address', field('address'), address('686 01'), { is: address('68601') }],
	['a postcode of four', field('address'), address('6860'), { wrong: 'not-a-postcode' }],
	['no town', field('address'), address('68601', 'Dlouhá 1', ''), { wrong: 'required' }],
	['nothing of an address', field('address'), address('', '', ''), { wrong: 'required' }],
	['nothing of another', field('address', 'required = false'), address('', '', ''), { is: null }],
	['a text for an address', field('address'), 'Dlouhá 1', { wrong: 'malformed' }],
]

describe('one answer', () => {
	for (const [comment, toml, answer, expected] of CASES) {
		test(comment, () => {
			const agenda = formOf(toml)
			const answers = answer === undefined ? {} : { f: answer }
			const codes = checkAnswers(agenda, 'all', answers, TODAY).map(({ code }) => code)
			if ('wrong' in expected) expect(codes).toEqual([expected.wrong])
			else {
				expect(codes).toEqual([])
				expect(settledAnswers(agenda, answers)).toEqual(expected.is === null ? {} : { f: expected.is })
			}
		})
	}
})

describe('what is asked depends on what was answered', () => {
	const agenda = formOf(`
[[pages.fields]]
id = "kaci"
kind = "yes-no"
label = "x"
[[pages.fields]]
id = "proc"
kind = "choices"
label = "x"
${OPTIONS}
when = { field = "kaci", is = true }
[[pages.fields]]
id = "jinak"
kind = "text"
label = "x"
when = { field = "proc", is = ["b", "c"] }
`)
	const shown = (answers: Record<string, Answer>) => [...fieldsShown(agenda, answers)]

	test('a field whose condition holds', () => {
		expect(shown({})).toEqual(['kaci'])
		expect(shown({ kaci: 'yes' })).toEqual(['kaci', 'proc'])
		expect(shown({ kaci: 'yes', proc: ['a', 'c'] })).toEqual(['kaci', 'proc', 'jinak'])
	})
	test('not where the field of the condition is not asked itself', () => {
		const answers = { kaci: 'no', proc: ['b'], jinak: 'zůstalo' }
		expect(shown(answers)).toEqual(['kaci'])
		expect(checkAnswers(agenda, 'all', answers, TODAY)).toEqual([])
		expect(settledAnswers(agenda, answers)).toEqual({ kaci: 'no' })
	})
	test('a page that there is not asks nothing; answers to fields that there are not are left alone', () => {
		expect(checkAnswers(agenda, 'jinde', {}, TODAY)).toEqual([])
		expect(settledAnswers(agenda, { kaci: 'no', cizi: 'x' })).toEqual({ kaci: 'no' })
	})
	test('attachments, too', () => {
		const [plan] = agenda.attachments
		if (plan === undefined) throw new Error('the file has an attachment')
		const asking = { ...agenda, attachments: [{ ...plan, when: { field: 'kaci', is: ['yes'] } }] }
		expect(attachmentsShown(asking, { kaci: 'no' })).toEqual([])
		expect(attachmentsShown(asking, { kaci: 'yes' })).toHaveLength(1)
	})
})

test('days that today bounds', () => {
	expect(
		['today', 'today+14', 'today-3', '2026-02-28', '2026-02-30', 'tomorrow'].map((one) =>
			boundDay(one, '2026-12-30'),
		),
	).toEqual([...['2026-12-30', '2027-01-13', '2026-12-27', '2026-02-28', null, null]])
})
