/**
 * A town with two departments, a clerk in each and an auditor in none, who keep cases.
 * @module
 */
import { openProjection } from '@letopis/api'
import { openMemoryStore, type Store } from '@letopis/ledger'
import { expect } from 'vitest'
import { firstAdministrator, type Person } from '../../support/staff.ts'
import { Town } from '../../support/town.ts'

export interface CaseOffice extends AsyncDisposable {
	readonly town: Town
	readonly administrator: Person
	/** of the department `stavebni` */
	readonly clerk: Person
	/** of the department `doprava` */
	readonly other: Person
	readonly auditor: Person
}

/** What whoever acts outside their department says. */
export const why = { 'Letopis-Purpose': 'kontrola' }

export async function openCaseOffice(options: Parameters<typeof Town.open>[0] = {}): Promise<CaseOffice> {
	const town = await Town.open({ authority: false, ...options })
	const administrator = await firstAdministrator(town)
	for (const code of ['stavebni', 'doprava']) {
		await administrator.post('/api/v1/departments', { code, name: code }, 201)
	}
	return {
		...{ town, administrator },
		clerk: await administrator.invite('Úřednice', 'clerk', 'stavebni'),
		other: await administrator.invite('Jiný', 'clerk', 'doprava'),
		auditor: await administrator.invite('Kontrolor', 'auditor', null),
		[Symbol.asyncDispose]: () => town.close(),
	}
}

/** Records a document, or with `to` a version of one. @returns the id of the document */
export async function record(
	by: Person,
	metadata: object = {},
	more: { visibility?: string; to?: string; relation?: string } = {},
): Promise<string> {
	const { visibility = 'private', to, relation } = more
	const form = new FormData()
	form.set('metadata', JSON.stringify(metadata))
	form.set('visibility', visibility)
	if (relation !== undefined) form.set('relation', relation)
	form.set('file', new Blob([`obsah ${Math.random()}`]), 'rozhodnutí.txt')
	const path = to === undefined ? '/api/v1/documents' : `/api/v1/documents/${to}/versions`
	const response = await by.call(path, { method: 'POST', body: form })
	expect(response.status).toBe(201)
	return to ?? response.headers.get('Location')?.split('/').at(-1) ?? ''
}

export const openCase = (by: Person, members: object) =>
	by.post<{ id: string; number: string; local: boolean }>('/api/v1/cases', members, 201)

export const closeCase = async (by: Person, id: string, settled = 'vyřízeno') => {
	const response = await by.call(`/api/v1/cases/${id}/closure`, { method: 'POST', body: { settled } })
	expect(response.status).toBe(204)
}

export const putIn = async (by: Person, case_: string, document: string) => {
	const response = await by.call(`/api/v1/cases/${case_}/documents/${document}`, { method: 'PUT' })
	expect(response.status).toBe(204)
}

/** Status and code of a problem. */
export const codeOf = async (response: Response) => [
	response.status,
	((await response.json()) as { code: string }).code,
]

const USES = 'S'.charCodeAt(0)

/** All rows of a projection. */
export async function everything(of: Store): Promise<Uint8Array[][]> {
	const rows: Uint8Array[][] = []
	for await (const pair of of.range({ gte: Uint8Array.of(0), lt: Uint8Array.of(255) })) {
		// When sessions were last used is in no entry.
		if (pair[0][0] !== USES) rows.push(pair)
	}
	return rows
}

/** All rows as they grew, and as they are when built at once, in hexadecimal. */
export async function rowsTwice({ log, vault, deps, projection }: Town): Promise<[string[], string[]]> {
	await projection.current()
	const fresh = openMemoryStore()
	const rebuilt = await openProjection({ store: fresh, log, vault, secret: deps.secret })
	const text = (rows: Uint8Array[][]) =>
		rows.map((row) => row.map((part) => Buffer.from(part).toString('hex')).join(' '))
	const both = [await everything(projection.store), await everything(fresh)] as const
	await rebuilt.close()
	return [text(both[0]), text(both[1])]
}
