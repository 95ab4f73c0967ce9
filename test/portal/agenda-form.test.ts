/** What the portal makes of an agenda's form: the same answers and the same questions as the service. */
import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fieldsOf } from '../../api/agendas/agenda.ts'
import { ANSWER_PROBLEMS, type Answers, checkAnswers, fieldsShown } from '../../api/agendas/answers.ts'
import { parseAgenda } from '../../api/agendas/parse.ts'
import { FILE_PROBLEMS } from '../../api/agendas/reader.ts'
import { type DiffLine, diffLines } from '../../portal/src/lib/agendas/diff.ts'
import { answersIn, type FormPage, isAsked, textIn, typeset } from '../../portal/src/lib/filing/agenda.ts'
import { sayAnswer, sayProblems } from '../../portal/src/lib/filing/say.ts'
import { formats } from '../../portal/src/lib/locale/format.ts'
import { cs as csFile } from '../../portal/src/lib/words/cs/agendas.ts'
import { cs } from '../../portal/src/lib/words/cs/form.ts'

const FOLDER = new URL('../../api/agendas/templates/', import.meta.url)
const agendas = readdirSync(FOLDER).map((name) => {
	const parsed = parseAgenda(readFileSync(new URL(name, FOLDER), 'utf8'))
	if ('problems' in parsed) throw new Error(name)
	return parsed.agenda
})
const TODAY = '2026-11-23'
const speaking = { say: cs, locale: 'cs', formats: formats('cs') } as const
const pageOf = (page: unknown) => page as FormPage

describe.each(agendas.map((agenda) => [agenda.code, agenda] as const))('%s', (_, agenda) => {
	const fields = fieldsOf(agenda)

	test('asks the same questions as the service, whatever was answered', () => {
		const answer = fc.constantFrom(
			'',
			'yes',
			'no',
			...fields.flatMap(({ options }) => options.map(({ value }) => value)),
		)
		const answers = fc.record(
			Object.fromEntries(fields.map(({ id }) => [id, answer])),
		) as fc.Arbitrary<Answers>
		fc.assert(
			fc.property(answers, (given) => {
				const all = pageOf({ fields }).fields
				const asked = all.filter((field) => isAsked(field, all, given)).map(({ id }) => id)
				expect(asked).toEqual([...fieldsShown(agenda, given)])
			}),
			{ numRuns: 50 },
		)
	})

	test('an empty form: everything that is required is missing, in words that lead to a field', () => {
		for (const page of agenda.pages) {
			const answers = answersIn(pageOf(page), new FormData())
			const problems = checkAnswers(agenda, page.id, answers, TODAY)
			const shown = fieldsShown(agenda, answers)
			const required = page.fields.filter((field) => field.required && shown.has(field.id))
			expect(problems.map(({ code }) => code)).toEqual(required.map(() => 'required'))
			const lines = sayProblems(problems, pageOf(page).fields, speaking)
			expect(lines.map(({ field }) => field)).toEqual(
				required.map(({ id, kind }) => (kind === 'address' ? `f-${id}-street` : `f-${id}`)),
			)
		}
	})
})

test('what is typed into a form is what the service checks, and reads like it', () => {
	const [akce] = agendas
	if (akce === undefined) throw new Error('no template')
	const form = new FormData()
	const typed: [string, string][] = [
		['f-jmeno', '  Jana Ukázková '],
		['f-adresa-street', 'Dlouhá 1'],
		['f-adresa-town', 'Ukázkov'],
		['f-adresa-postcode', '686 01'],
		['f-den-day', '1'],
		['f-den-month', '5'],
		['f-den-year', '2027'],
		['f-soucasti', 'hudba'],
		['f-soucasti', 'stan'],
		['f-lide', '1 200'],
		['f-cizi', 'x'],
	]
	for (const [name, value] of typed) form.append(name, value)
	const all = pageOf({ fields: fieldsOf(akce) })
	const answers = answersIn(all, form)
	expect(answers).toMatchObject({
		jmeno: 'Jana Ukázková',
		adresa: { street: 'Dlouhá 1', town: 'Ukázkov', postcode: '686 01' },
		den: '2027-5-1',
		soucasti: ['hudba', 'stan'],
		lide: '1 200',
		popis: '',
	})
	expect(answers).not.toHaveProperty('cizi')
	const wrong = checkAnswers(akce, 'all', answers, TODAY).map(({ field }) => field)
	for (const id of ['jmeno', 'adresa', 'den', 'soucasti', 'lide']) expect(wrong).not.toContain(id)
	const say = (id: string, answer: Answers[string]) => {
		const field = all.fields.find((one) => one.id === id)
		return field === undefined ? [] : sayAnswer(field, answer, speaking)
	}
	expect(say('soucasti', ['hudba', 'stan'])).toEqual(['hlasitá hudba', 'pódium nebo velký stan'])
	expect(say('adresa', { street: 'Dlouhá 1', town: 'Ukázkov', postcode: '68601' })).toEqual([
		'Dlouhá 1',
		'686 01 Ukázkov',
	])
	expect(say('den', '2027-05-01').join().replaceAll(/\s/g, ' ')).toBe('1. května 2027')
	expect(say('uzavirka', 'no')).toEqual(['Ne'])
	expect(say('popis', '')).toEqual([])
})

test('every problem of an answer and of a file has words', () => {
	expect(Object.keys(cs.problems).toSorted()).toEqual([...ANSWER_PROBLEMS].toSorted())
	expect(Object.keys(csFile.problems).toSorted()).toEqual(Object.keys(FILE_PROBLEMS).toSorted())
})

test('Czech is kept together where it belongs together, English is left alone', () => {
	expect(typeset('strom v ulici, § 8 odst. 1 zákona č. 114/1992 Sb. za 30 dnů a 2 400 Kč')).toBe(
		'strom v\u00a0ulici, §\u00a08 odst.\u00a01 zákona č.\u00a0114/1992 Sb. za 30\u00a0dnů a\u00a02\u00a0400\u00a0Kč',
	)
	expect(textIn({ cs: 'v', en: 'a tree' }, 'en')).toBe('a tree')
	expect(textIn({ cs: 'dub u cesty', en: null }, 'en')).toBe('dub u\u00a0cesty')
})

describe('what differs between two files', () => {
	const file = (...lines: string[]) => lines.join('\n')
	const ten = Array.from({ length: 10 }, (_, i) => `řádek ${i}`)

	test('a changed line with three around it, and how many are left out', () => {
		const lines = diffLines(file(...ten), file(...ten.with(5, 'jinak')))
		expect(lines.map((line) => (line.kind === 'skipped' ? line.count : `${line.kind} ${line.text}`))).toEqual(
			[
				...[2, 'same řádek 2', 'same řádek 3', 'same řádek 4', 'removed řádek 5', 'added jinak'],
				...['same řádek 6', 'same řádek 7', 'same řádek 8', 1],
			],
		)
	})

	test('nothing where nothing does', () => {
		expect(diffLines('a\nb', 'a\nb')).toEqual([])
	})

	test('leads from one to the other, whatever they are', () => {
		const text = fc
			.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 })
			.map((lines) => lines.join('\n'))
		const side = (lines: readonly DiffLine[], gone: 'added' | 'removed', whole: string[]) => {
			const kept: string[] = []
			for (const line of lines) {
				if (line.kind === 'skipped') kept.push(...whole.slice(kept.length, kept.length + line.count))
				else if (line.kind !== gone) kept.push(line.text)
			}
			return kept.join('\n')
		}
		fc.assert(
			fc.property(text, text, (before, after) => {
				const lines = diffLines(before, after)
				if (before === after) return
				expect(side(lines, 'added', before.split('\n'))).toBe(before)
				expect(side(lines, 'removed', after.split('\n'))).toBe(after)
			}),
		)
	})

	test('two long files without a line in common are told at once', () => {
		const many = (name: string) => Array.from({ length: 5000 }, (_, i) => `${name} ${i}`).join('\n')
		expect(diffLines(many('a'), many('b'))).toHaveLength(10_000)
	})
})
