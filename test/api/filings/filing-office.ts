/**
 * A town with an agenda that citizens file under, and what a citizen's browser does.
 * @module
 */
import { createHash } from 'node:crypto'
import { expect } from 'vitest'
import type { Person } from '../../support/staff.ts'
import type { Town } from '../../support/town.ts'
import { agendaFile } from '../agendas/agenda-file.ts'
import { type CaseOffice, openCaseOffice } from '../cases/case-office.ts'

/** What the applicant says of themselves, before the tree. */
const PAGES = `
[[pages]]
id = "kdo"
title = "Kdo žádá"

[[pages.fields]]
id = "jmeno"
kind = "text"
label = "Jméno a příjmení"
autofill = "name"

[[pages.fields]]
id = "email"
kind = "email"
label = "E-mail"
required = false
autofill = "email"

[[pages]]
id = "strom"`

export const AGENDA = agendaFile({
	more: `
[[attachments]]
id = "foto"
title = "Fotografie"
required = false
`,
})
	.replace('\n[[pages]]\nid = "strom"', PAGES)
	.replace('additions = []', 'additions = [{ code = "slozite", days = 30, law = "§ 71 odst. 3 písm. a)" }]')

export interface Filed {
	readonly key: string
	readonly filing: string
	readonly number: string
	readonly pin: string
}

export interface FilingOffice extends CaseOffice {
	/** CID of the agenda's entry */
	readonly agenda: string
}

export async function openFilingOffice(
	options: Parameters<typeof openCaseOffice>[0] = {},
): Promise<FilingOffice> {
	const office = await openCaseOffice(options)
	return {
		...office,
		agenda: await publish(office.administrator, AGENDA),
		[Symbol.asyncDispose]: () => office[Symbol.asyncDispose](),
	}
}

export async function publish(by: Person, file: string, onto?: string): Promise<string> {
	const headers = {
		'Content-Type': 'application/toml',
		...(onto === undefined ? {} : { 'If-Match': `"${onto}"` }),
	}
	const body = new TextEncoder().encode(file)
	return (await by.json<{ entry: string }>('/api/v1/agendas/kaceni', { method: 'PUT', body, headers })).entry
}

/** A request of nobody in particular. */
export function ask(
	town: Town,
	path: string,
	method: string,
	body?: unknown,
	headers: Record<string, string> = {},
) {
	const type = body === undefined || body instanceof Uint8Array ? {} : { 'Content-Type': 'application/json' }
	const sent =
		body === undefined
			? {}
			: { body: body instanceof Uint8Array ? new Uint8Array(body) : JSON.stringify(body) }
	return town.fetch(path, { method, token: null, headers: { ...type, ...headers }, ...sent })
}

export async function answer<T>(response: Response, status: number): Promise<T> {
	const text = await response.text()
	expect([response.status, text]).toEqual([status, text])
	return (text === '' ? undefined : JSON.parse(text)) as T
}

export const ANSWERS = { jmeno: 'Jana Nováková', email: 'jana@example.org', druh: 'jiny', jaky: 'jasan' }
export const draftPath = (key: string, more = '') => `/api/v1/filing-drafts/${key}${more}`

/** Begins a filing and answers all. @returns its key */
export async function begin(town: Town, answers: object = ANSWERS): Promise<string> {
	const { key } = await answer<{ key: string }>(
		await ask(town, '/api/v1/filing-drafts', 'POST', { agenda: 'kaceni' }),
		201,
	)
	await answer(await ask(town, draftPath(key, '/answers'), 'PUT', { page: 'strom', answers }), 200)
	return key
}

/** Sends a file in two parts. */
export async function attach(
	town: Town,
	key: string,
	attachment: string,
	text: string,
	name = 'plánek.txt',
): Promise<void> {
	const bytes = new TextEncoder().encode(text)
	const partSize = Math.ceil(bytes.length / 2)
	const plan = { attachment, name, type: 'text/plain', size: bytes.length, partSize }
	const { id, missing } = await answer<{ id: string; missing: number[] }>(
		await ask(town, draftPath(key, '/files'), 'POST', plan),
		201,
	)
	for (const number of missing) {
		const part = bytes.slice(number * partSize, (number + 1) * partSize)
		const digest = createHash('sha256').update(part).digest('base64')
		const headers = { 'Content-Digest': `sha-256=:${digest}:`, 'Content-Type': 'application/octet-stream' }
		await answer(await ask(town, draftPath(key, `/files/${id}/parts/${number}`), 'PUT', part, headers), 200)
	}
}

export async function submit(town: Town, key: string, agenda?: string): Promise<Filed> {
	const body = agenda === undefined ? {} : { agenda }
	await answer(await ask(town, draftPath(key, '/filing'), 'POST', body), 201)
	const { filed } = await view(town, key)
	if (filed === null) throw new Error('nothing was filed')
	return { key, ...filed }
}

export interface DraftView {
	readonly agenda: { entry: string; inForce: string | null } | null
	readonly answers: Record<string, unknown>
	readonly files: { id: string; attachment: string; name: string; missing: number[] }[]
	readonly problems: { answers: { field: string; code: string }[]; attachments: string[] }
	readonly shown: { fields: string[]; attachments: string[] }
	readonly filed: { filing: string; number: string; pin: string } | null
}

export async function view(town: Town, key: string): Promise<DraftView> {
	return answer<DraftView>(await ask(town, draftPath(key), 'GET'), 200)
}

/** A whole filing with one attachment. */
export async function file(town: Town, name = 'Jana Nováková'): Promise<Filed> {
	const key = await begin(town, { ...ANSWERS, jmeno: name })
	await attach(town, key, 'plan', `plánek pro: ${name}`)
	return submit(town, key)
}

export interface StepView {
	readonly step: string
	readonly own: boolean
	readonly text: string | null
	readonly role: string | null
	readonly documents: string[]
}

export interface StatusView {
	readonly number: string
	readonly state: string
	readonly confirmBy: string | null
	readonly clock: {
		phase: string
		turn: string
		deadline: string | null
		decideBy: string | null
		steps: unknown[]
	}
	readonly steps: StepView[]
	readonly documents: { id: string; role: string; name: string; title: string; accessKey: string }[]
	readonly reads: {
		action: string | null
		own: boolean
		role: string | null
		department: string | null
		entry: string
		purpose: string | null
	}[]
	readonly possible: string[]
	readonly case: string
}

export function status(
	town: Town,
	{ number, pin }: Pick<Filed, 'number' | 'pin'>,
	expected = 200,
): Promise<StatusView> {
	return ask(town, '/api/v1/filing-status', 'POST', { number, pin }).then((response) =>
		answer<StatusView>(response, expected),
	)
}

export interface Detail {
	readonly newest: string
	readonly state: string
	readonly department: string
	readonly possible: string[]
	readonly assignee: { account: string; name: string } | null
	readonly deadline: string | null
	readonly overdue: boolean
	readonly documents: { id: string; role: string; name: string }[]
	readonly answers: { heading: string; rows: string[][] }[]
}

export const detail = (by: Person, filing: string, headers: Record<string, string> = {}) =>
	by.json<Detail>(`/api/v1/filings/${filing}`, { headers })

/** Takes a step on what was just seen. */
export async function step(
	by: Person,
	filing: string,
	body: { step: string } & Record<string, unknown>,
	{ seen, headers = {} }: { seen?: string; headers?: Record<string, string> } = {},
): Promise<Response> {
	const match = seen ?? (await detail(by, filing, headers)).newest
	return by.call(`/api/v1/filings/${filing}/steps`, {
		method: 'POST',
		body,
		headers: { ...headers, 'If-Match': `"${match}"` },
	})
}

/** Takes a step that must succeed. @returns the state after it */
export async function take(
	by: Person,
	filing: string,
	body: { step: string } & Record<string, unknown>,
): Promise<string> {
	return (await answer<{ state: string }>(await step(by, filing, body), 201)).state
}
