/**
 * A town that posts on its board: two departments, whose clerks record documents. Its clock is moved by the test.
 * @module
 */

import type { DetailView, PostingView } from '../../../api/board/schemas.ts'
import { addDays, type Day, dayOf, startOf } from '../../../api/calendar/day.ts'
import { firstAdministrator, type Person } from '../../support/staff.ts'
import { Town } from '../../support/town.ts'

export const DAY = 86_400_000

export interface BoardOffice extends AsyncDisposable {
	readonly town: Town
	readonly administrator: Person
	/** of the department `stavebni` */
	readonly clerk: Person
	/** of the department `doprava` */
	readonly other: Person
}

export async function openBoardOffice(): Promise<BoardOffice> {
	const town = await Town.open({
		authority: false,
		settings: { companyId: '00000001', sessions: { absolute: 400 * DAY, idle: 400 * DAY } },
	})
	// Noon, so that a test that adds minutes stays in its day.
	const now = town.deps.clock.now()
	town.time.offset = startOf(addDays(dayOf(now), 1)) + DAY / 2 - now
	const administrator = await firstAdministrator(town)
	for (const code of ['stavebni', 'doprava']) {
		await administrator.post('/api/v1/departments', { code, name: code }, 201)
	}
	return {
		...{ town, administrator },
		clerk: await administrator.invite('Úřednice', 'clerk', 'stavebni'),
		other: await administrator.invite('Jiný', 'clerk', 'doprava'),
		[Symbol.asyncDispose]: () => town.close(),
	}
}

/** Records a document with a content. @returns its id */
export async function record(by: Person, content: string, visibility = 'private'): Promise<string> {
	const form = new FormData()
	form.set('metadata', JSON.stringify({ title: 'Vyhláška o Janu Novákovi' }))
	form.set('visibility', visibility)
	form.set('file', new Blob([content], { type: 'text/plain' }), 'jan novák.txt')
	const response = await by.call('/api/v1/documents', { method: 'POST', body: form })
	if (response.status !== 201) throw new Error(`${response.status} ${await response.text()}`)
	return response.headers.get('Location')?.split('/').at(-1) ?? ''
}

/** Posts a document. @returns the id of the notice */
export async function post(by: Person, document: string, more: object = {}): Promise<string> {
	const body = { document, title: 'Oznámení o řízení', category: 'public-notice', withdraw: true, ...more }
	return (await by.post<{ id: string }>('/api/v1/board', body, 201)).id
}

/** What a stranger is told. */
export const listed = (town: Town, query = '') =>
	town.json<{ postings: PostingView[]; found: number; next: string | null }>(`/api/v1/board${query}`, {
		token: null,
	})
export const archived = (town: Town, query = '') =>
	town.json<{ postings: PostingView[]; next: string | null }>(`/api/v1/board/archive${query}`, {
		token: null,
	})
export const told = (town: Town, id: string) => town.json<DetailView>(`/api/v1/board/${id}`, { token: null })
export const content = (town: Town, id: string) => town.fetch(`/api/v1/board/${id}/content`, { token: null })

export const today = (town: Town): Day => dayOf(town.deps.clock.now())

/** Moves the clock to noon of a later day. */
export function sleep(town: Town, days: number): void {
	town.time.offset += days * DAY
}
