/**
 * Accounts as the administrator's forms read and show them.
 * @module
 */
import { createHash } from 'node:crypto'
import { error as fail } from '@sveltejs/kit'
import type { Client } from 'openapi-fetch'
import type { components, paths } from '../api/schema.d.ts'
import type { Locale } from '../locale/locale.ts'
import { cs } from '../words/cs/people.ts'
import { en } from '../words/en/people.ts'
import { type Department, departments } from './departments.ts'
import { codeOf, giveUp, sentenceFor } from './failure.ts'
import { choiceIn, isOneLine, textIn } from './form.ts'

export type Account = components['schemas']['Account']
export type AccountDetail = components['schemas']['AccountDetail']
export type Mail = components['schemas']['AccountMailShown']
export interface Problem {
	readonly field: string
	readonly message: string
}

const WORDS = { cs, en }
const NAME_MAX = 128

/** @throws the page of the error, also for what is no account */
export async function accountOf(api: Client<paths>, id: string): Promise<AccountDetail> {
	const { data, error, response } = await api.GET('/api/v1/accounts/{account}', {
		params: { path: { account: id } },
	})
	if (data !== undefined) return data
	if (response.status === 404 || response.status === 400) fail(404, 'account-not-found')
	return giveUp(response, error)
}

/** Where an account gets mail. @throws the page of the error */
export async function mailOf(api: Client<paths>, id: string): Promise<Mail> {
	const { data, error, response } = await api.GET('/api/v1/accounts/{account}/mail', {
		params: { path: { account: id } },
	})
	if (data !== undefined) return data
	if (response.status === 404 || response.status === 400) fail(404, 'account-not-found')
	return giveUp(response, error)
}

/** How that stood when a form about it was shown. */
export function mailMark({ email, digest, language }: Mail): string {
	return markOf([email, digest, language])
}

/** How an account stood when a form about it was shown. A form that saw it otherwise is refused. */
export function accountMark({ name, role, department, active }: Account): string {
	return markOf([name, role, department, active])
}

function markOf(values: readonly unknown[]): string {
	return createHash('sha256').update(JSON.stringify(values)).digest('base64url').slice(0, 16)
}

export interface AccountValues {
	readonly name: string
	readonly role: Account['role'] | null
	/** code; empty for none */
	readonly department: string
}

/** What a form about an account says, and what is wrong with it. */
export function accountIn(form: FormData, locale: Locale): { values: AccountValues; problems: Problem[] } {
	const said = WORDS[locale]
	const values = {
		name: textIn(form, 'jmeno'),
		role: choiceIn(form, 'role', cs.roleOrder),
		department: textIn(form, 'odbor').slice(0, 64),
	}
	const problems: Problem[] = []
	if (values.name === '') problems.push({ field: 'jmeno', message: said.nameNeeded })
	else if (!isName(values.name)) problems.push({ field: 'jmeno', message: said.nameWrong })
	if (values.role === null) problems.push({ field: 'role', message: said.roleNeeded })
	return { values, problems }
}

/** As the service takes names: one line, nothing that hides or turns direction. */
export function isName(text: string): boolean {
	return text.length <= NAME_MAX && isOneLine(text) && !/\p{Cf}/u.test(text)
}

/** Where a refusal of the service belongs in the form, in the reader's words. */
export function refusal(problem: unknown, locale: Locale, fallback: string): Problem[] {
	const code = codeOf(problem)
	const fields: Readonly<Record<string, string>> = {
		'department-unknown': 'odbor',
		'department-exists': 'zkratka',
	}
	const message = WORDS[locale].problems[code] ?? sentenceFor(locale, problem)
	return [{ field: fields[code] ?? fallback, message }]
}

/** Departments to choose from: open ones, and the one that somebody belongs to already. */
export async function departmentsFor(api: Client<paths>, present: string | null): Promise<Department[]> {
	return (await departments(api)).filter(({ active, code }) => active || code === present)
}
