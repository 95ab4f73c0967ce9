/** Signatures before a draft is confirmed, and as a page about the document shows them afterwards. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { firstAdministrator, type Person } from '../../support/staff.ts'
import { Town } from '../../support/town.ts'
import { found, SIGNED, StubChecker } from './stub-checker.ts'

interface Detail {
	id: string
	check: { state: string; findings?: { indication: string; signatures: unknown[] } } | null
}
interface Look {
	signatures: { state: string; check: { findings: { indication: string } } | null }
	history: { events: { type: string }[] }
}

let checker: StubChecker
let town: Town
let clerk: Person
beforeEach(async () => {
	checker = new StubChecker()
	town = await Town.open({ authority: false, signatures: checker })
	const administrator = await firstAdministrator(town)
	await administrator.post('/api/v1/departments', { code: 'stavebni', name: 'Stavební' }, 201)
	clerk = await administrator.invite('Úřednice', 'clerk', 'stavebni')
})
afterEach(() => town.close())

async function draft(content: string, name = 'a.pdf'): Promise<string> {
	const { id } = await clerk.post<Detail>('/api/v1/drafts', { answers: {} }, 201)
	await send(id, content, name)
	return id
}
async function send(id: string, content: string, name = 'a.pdf'): Promise<void> {
	const form = new FormData()
	form.set('file', new Blob([content]), name)
	expect((await clerk.call(`/api/v1/drafts/${id}/file`, { method: 'POST', body: form })).status).toBe(200)
}
const read = (id: string) => clerk.json<Detail>(`/api/v1/drafts/${id}`)

test('are examined when it is looked at, once, without asking others and without a trace', async () => {
	const id = await draft(SIGNED())
	const before = town.log.size
	expect((await read(id)).check).toMatchObject({ state: 'checked', findings: { indication: 'TOTAL-PASSED' } })
	await read(id)
	expect(checker.asked).toMatchObject([{ text: SIGNED(), options: { second: false, waitedFor: true } }])
	expect(town.log.size).toBe(before)
	// Another file is examined anew.
	checker.answer = async () => found({ indication: 'TOTAL-FAILED' })
	await send(id, SIGNED('2'))
	expect((await read(id)).check?.findings?.indication).toBe('TOTAL-FAILED')
})

test('what takes long is told as running, what cannot be examined now as later', async () => {
	const stuck = Promise.withResolvers<ReturnType<typeof found> | null>()
	checker.answer = () => stuck.promise
	const id = await draft(SIGNED())
	expect((await read(id)).check).toEqual({ state: 'running' })
	stuck.resolve(null)
	expect((await read(id)).check).toEqual({ state: 'later' })
	checker.answer = async () => found()
	await vi.waitFor(async () => expect((await read(id)).check?.state).toBe('checked'), { timeout: 20_000 })
	checker.largest = 10
	expect((await read(await draft(SIGNED('larger')))).check).toEqual({ state: 'later' })
})

test('of a file without signatures nothing is said', async () => {
	expect((await read(await draft('%PDF-1.7\n%%EOF'))).check).toBeNull()
	expect((await read(await draft('text', 'a.txt'))).check).toBeNull()
	expect(checker.asked).toEqual([])
})

test('confirmed, they are examined anew; the page shows them with its own entry of access, and nothing behind it', async () => {
	const id = await draft(SIGNED())
	await clerk.json(`/api/v1/drafts/${id}/answers`, {
		method: 'PUT',
		body: { visibility: 'private' },
	})
	const stuck = Promise.withResolvers<ReturnType<typeof found>>()
	checker.answer = () => stuck.promise
	const { document } = await clerk.json<{ document: string }>(
		`/api/v1/drafts/${id}/confirm`,
		{ method: 'POST' },
		201,
	)
	const look = () => clerk.json<Look>(`/api/v1/documents/${document}/look`)
	await vi.waitFor(() => expect(checker.asked).toHaveLength(1), { timeout: 20_000 })
	expect((await look()).signatures).toEqual({ state: 'waiting', check: null })
	stuck.resolve(found())
	const after = await vi.waitFor(
		async () => {
			const now = await look()
			expect(now.signatures.state).toBe('checked')
			return now
		},
		{ timeout: 20_000, interval: 20 },
	)
	expect(after.signatures.check?.findings.indication).toBe('TOTAL-PASSED')
	// The examination came after the first look, so what shows it is another one.
	const events = after.history.events.map(({ type }) => type)
	expect(events.slice(0, 2)).toEqual(['version', 'access'])
	expect(events.slice(events.indexOf('signature-check'))).toEqual(['signature-check', 'access'])
})
