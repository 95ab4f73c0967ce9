/**
 * Departments as the administrator's forms read them.
 * @module
 */
import type { Locale } from '../locale/locale.ts'
import { cs } from '../words/cs/people.ts'
import { en } from '../words/en/people.ts'
import { isName, type Problem } from './accounts.ts'
import { textIn } from './form.ts'

const WORDS = { cs, en }
const CODE = /^[a-z0-9][a-z0-9-]{0,31}$/

/** The code that a name suggests: "Stavební odbor" is `stavebni-odbor`; empty where nothing of it is left. */
export function codeFor(name: string): string {
	return name
		.normalize('NFD')
		.toLowerCase()
		.replace(/\p{M}/gu, '')
		.replace(/[^a-z0-9]+/g, '-')
		.slice(0, 33)
		.replace(/^-+|-+$/g, '')
		.slice(0, 32)
}

export function departmentNameIn(form: FormData, locale: Locale): { name: string; problems: Problem[] } {
	const said = WORDS[locale]
	const name = textIn(form, 'nazev')
	if (name === '') return { name, problems: [{ field: 'nazev', message: said.departmentNameNeeded }] }
	return { name, problems: isName(name) ? [] : [{ field: 'nazev', message: said.departmentNameWrong }] }
}

export function departmentIn(
	form: FormData,
	locale: Locale,
): { name: string; code: string; problems: Problem[] } {
	const { name, problems } = departmentNameIn(form, locale)
	const code = textIn(form, 'zkratka') || codeFor(name)
	if (problems.length === 0 && !CODE.test(code))
		problems.push({ field: 'zkratka', message: WORDS[locale].departmentCodeWrong })
	return { name, code, problems }
}
