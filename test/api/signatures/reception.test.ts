/**
 * Signatures of what is received are examined after the answer, recorded once, and found again: also after a crash in
 * between, and never for somebody who may not read the document.
 */
import { rm } from 'node:fs/promises'
import { decodeEntry, parseCid } from '@letopis/format'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { firstAdministrator } from '../../support/staff.ts'
import { Town } from '../../support/town.ts'
import { found, SIGNED, StubChecker } from './stub-checker.ts'

interface Signatures {
	state: string
	version: string
	check: {
		entry: string
		index: number
		findings: { indication: string; signatures: { signer: unknown }[] }
	} | null
}

const PUBLIC = { visibility: 'public' }
let checker: StubChecker
let town: Town
beforeEach(async () => {
	checker = new StubChecker()
	town = await Town.open({ authority: false, signatures: checker })
})
afterEach(() => town.close())

const path = (id: string, more = '') => `/api/v1/documents/${id}/signatures${more}`
const signatures = (id: string, of = town, more = '') => of.json<Signatures>(path(id, more))
async function checked(id: string, of = town, more = ''): Promise<Signatures> {
	// Public ones leave no trace: what waits here reads nothing that is private.
	return vi.waitFor(
		async () => {
			const now = await signatures(id, of, more)
			expect(now.state).toBe('checked')
			return now
		},
		{ timeout: 20_000, interval: 20 },
	)
}
/** Indexes of the entries of a private kind. */
async function entriesOf(kind: string, of = town): Promise<number[]> {
	const all: number[] = []
	for (let index = 1; index < of.log.size; index++)
		if ((await of.field(index, 'kind').catch(() => null)) === kind) all.push(index)
	return all
}

test('what is signed is examined and recorded, with an entry of access before it', async () => {
	const { id, entry, response } = await town.upload(SIGNED(), PUBLIC)
	expect(response.status).toBe(201)
	const { check, version } = await checked(id)
	expect(version).toBe(entry)
	expect(check?.findings).toMatchObject({
		...{ by: 'test', roots: 1, indication: 'TOTAL-PASSED', cut: null, second: null },
		signatures: [{ signer: { name: 'CN=Jana Nováková' }, claimed: '2025-10-09T08:53:20.123Z' }],
	})
	const index = check?.index ?? 0
	expect(decodeEntry((await town.log.entry(index)) as Uint8Array)).toMatchObject({
		kind: 'sealed',
		links: {},
	})
	expect(await town.field(index, 'kind')).toBe('signature-check')
	expect(await town.field(index, 'grant')).toBe('signature-check')
	expect(String(await town.field(index, 'object'))).toBe(String(parseCid(id)))
	expect(await town.field(index, 'content')).toEqual(await town.field(1, 'content'))
	// The read, then what came of it.
	expect(await town.accesses(1)).toMatchObject([{ action: 'signature-check', actor: 'letopis' }])
	expect((await entriesOf('access'))[0]).toBeLessThan(index)
	expect(checker.asked).toMatchObject([{ text: SIGNED(), options: { second: true } }])
})

test('what is not signed is neither read nor recorded', async () => {
	for (const [content, name] of [
		['%PDF-1.7 nothing\n%%EOF', 'a.pdf'],
		['/ByteRange in a text', 'a.txt'],
		['', 'empty'],
	] as const) {
		const { id } = await town.upload(content, PUBLIC, { name })
		expect(await signatures(id), name).toMatchObject({ state: 'none-found', check: null })
	}
	const { id } = await town.upload(SIGNED(), PUBLIC)
	await checked(id)
	expect(checker.asked).toHaveLength(1)
})

test('the answer to the sender waits for nothing, and nothing refuses it', async () => {
	const stuck = Promise.withResolvers<null>()
	checker.answer = () => stuck.promise
	const { id, response } = await town.upload(SIGNED('1'), PUBLIC)
	expect(response.status).toBe(201)
	await vi.waitFor(() => expect(checker.asked).toHaveLength(1), { timeout: 20_000 })
	const second = await town.upload(SIGNED('2'), PUBLIC)
	expect([(await signatures(id)).state, (await signatures(second.id)).state]).toEqual(['waiting', 'waiting'])
	checker.answer = async (text) => (text === SIGNED('1') ? null : found())
	stuck.resolve(null)
	// What could not be examined keeps none behind it from being.
	await checked(second.id)
	expect((await signatures(id)).state).toBe('waiting')
})

test('of each version its own', async () => {
	const { id, entry } = await town.upload(SIGNED('1'), PUBLIC)
	await checked(id)
	checker.answer = async () => found({ indication: 'TOTAL-FAILED' })
	const second = await town.upload(SIGNED('2'), PUBLIC, { path: `/api/v1/documents/${id}/versions` })
	const newest = await checked(id, town, '?entry=latest')
	expect([newest.version, newest.check?.findings.indication]).toEqual([second.entry, 'TOTAL-FAILED'])
	const older = await checked(id)
	expect([older.version, older.check?.findings.indication]).toEqual([entry, 'TOTAL-PASSED'])
})

test('a private document’s are shown to its readers alone, and that is recorded', async () => {
	const writer = await town.token(['documents:write'], 'podatelna')
	const stranger = await town.token(['documents:write'], 'jiná')
	const { id } = await town.upload(SIGNED(), {}, { token: writer })
	expect((await town.fetch(path(id), { token: null })).status).toBe(401)
	expect((await town.fetch(path(id), { token: stranger })).status).toBe(403)
	const [check = 0] = await vi.waitFor(
		async () => {
			const all = await entriesOf('signature-check')
			expect(all).toHaveLength(1)
			return all
		},
		{ timeout: 20_000 },
	)
	expect((await town.json<Signatures>(path(id), { token: writer })).state).toBe('checked')
	expect(await town.accesses(check)).toMatchObject([{ action: 'signatures', actor: 'podatelna', object: id }])
})

test('the history tells that it was examined to those who may see who read', async () => {
	await town.close()
	town = await Town.open({ authority: false, signatures: checker })
	const administrator = await firstAdministrator(town)
	await administrator.post('/api/v1/departments', { code: 'stavebni', name: 'Stavební' }, 201)
	const clerk = await administrator.invite('Úřednice', 'clerk', 'stavebni')
	const form = new FormData()
	form.set('file', new Blob([SIGNED()]), 'a.pdf')
	const response = await clerk.call('/api/v1/documents', { method: 'POST', body: form })
	const id = response.headers.get('Location')?.split('/').at(-1) ?? ''
	await vi.waitFor(async () => expect(await entriesOf('signature-check')).toHaveLength(1), {
		timeout: 20_000,
	})
	const { events } = await clerk.json<{ events: { type: string; by: string; action: string | null }[] }>(
		`/api/v1/documents/${id}/history`,
	)
	expect(events.map(({ type, action }) => action ?? type)).toEqual([
		'version',
		'signature-check',
		'signature-check',
		'history',
	])
	expect(events[2]).toMatchObject({ type: 'signature-check', by: 'letopis' })
})

test('a crash before the entry: the next start examines again; after it: it is there once', async () => {
	await town.close()
	const stuck = Promise.withResolvers<null>()
	checker.answer = () => stuck.promise
	const first = await Town.open({ authority: false, durable: true, signatures: checker })
	const { id } = await first.upload(SIGNED(), PUBLIC)
	await vi.waitFor(() => expect(checker.asked).toHaveLength(1), { timeout: 20_000 })
	await first.close(true)
	stuck.resolve(null)

	checker.answer = async () => found()
	const { folder } = first
	const second = await Town.open({ authority: false, durable: true, folder, signatures: checker })
	await checked(id, second)
	expect(await entriesOf('signature-check', second)).toHaveLength(1)
	await second.close(true)

	const third = await Town.open({ authority: false, durable: true, folder, signatures: checker })
	// A projection that is built anew finds the entry, too.
	await third.projection.rebuild()
	const other = await third.upload(SIGNED('2'), PUBLIC)
	await checked(other.id, third)
	expect(await entriesOf('signature-check', third)).toHaveLength(2)
	expect(checker.asked).toHaveLength(3)
	expect((await signatures(id, third)).state).toBe('checked')
	await third.close()
	await rm(folder, { recursive: true, force: true })
	town = await Town.open({ authority: false })
})

test('without a checker what is signed waits, and a later start examines it', async () => {
	await town.close()
	const first = await Town.open({ authority: false, durable: true })
	const { id } = await first.upload(SIGNED(), PUBLIC)
	expect((await signatures(id, first)).state).toBe('waiting')
	await first.close(true)
	town = await Town.open({ authority: false, durable: true, folder: first.folder, signatures: checker })
	await checked(id)
})

test('what is too large is not read, and that is recorded as undecided', async () => {
	checker.largest = 10
	const { id } = await town.upload(SIGNED(), PUBLIC)
	expect((await checked(id)).check?.findings).toMatchObject({ indication: 'INDETERMINATE', cut: 'too-large' })
	expect([checker.asked, await town.accesses(1)]).toEqual([[], []])
})

test('with the document goes what was found of its signatures', async () => {
	const { id } = await town.upload(SIGNED(), PUBLIC)
	const { check } = await checked(id)
	await town.json(`/api/v1/documents/${id}/disposal`, {
		method: 'POST',
		body: JSON.stringify({ reason: 'skartace', confirm: id }),
		headers: { 'Content-Type': 'application/json' },
	})
	expect(await town.vault.record(check?.index ?? 0)).toBe('erased')
	expect(await signatures(id)).toMatchObject({ state: 'unreadable', check: null })
	// Nothing voids rights because of it.
	expect(town.projection.doubts).toEqual([])
})

test('a document that is disposed of while it is examined leaves nothing of its signatures', async () => {
	const stuck = Promise.withResolvers<ReturnType<typeof found>>()
	checker.answer = () => stuck.promise
	const { id } = await town.upload(SIGNED('1'), PUBLIC)
	await vi.waitFor(() => expect(checker.asked).toHaveLength(1), { timeout: 20_000 })
	await town.json(`/api/v1/documents/${id}/disposal`, {
		method: 'POST',
		body: JSON.stringify({ reason: 'skartace', confirm: id }),
		headers: { 'Content-Type': 'application/json' },
	})
	checker.answer = async () => found()
	stuck.resolve(found())
	const other = await town.upload(SIGNED('2'), PUBLIC)
	await checked(other.id)
	expect(await entriesOf('signature-check')).toHaveLength(1)
})
