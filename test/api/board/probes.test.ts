/** Probes: keys registered by the administrator, signed looks recorded once, gaps told as they are. */
import { decodeEntry, formatVkey } from '@letopis/format'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { markOf, type Seen, signStatement } from '../../../api/board/statement.ts'
import { type NoteSigner, noteSigner } from '../../support/note-signer.ts'
import type { Town } from '../../support/town.ts'
import { codeOf, rowsTwice } from '../cases/case-office.ts'
import { type BoardOffice, openBoardOffice, post, record, told } from './board-office.ts'

const MINUTE = 60_000
const signer = noteSigner('sonda-1', 0x01)

let office: BoardOffice
let town: Town
let id: string
let mark: string

beforeAll(async () => {
	office = await openBoardOffice()
	town = office.town
	await register('sonda-1', formatVkey(signer.vkey))
	id = await post(office.clerk, await record(office.clerk, 'vyhláška'))
	const { content } = await told(town, id)
	mark = markOf(Buffer.from(content?.salt ?? '', 'base64'), Buffer.from(content?.sha256 ?? '', 'hex'))
})
afterAll(() => office?.[Symbol.asyncDispose]())

const register = (name: string, vkey: string, token: string | null = town.admin) =>
	town.fetch(`/api/v1/board/probes/${name}`, {
		method: 'PUT',
		body: JSON.stringify({ vkey }),
		headers: { 'Content-Type': 'application/json' },
		token,
	})

/** A signed look at the time of the town. */
function note(
	status: Seen['status'] = 'ok',
	more: { by?: NoteSigner; ahead?: number; posting?: string } = {},
): string {
	const { by = signer, ahead = 0, posting = id } = more
	const seen: Seen[] = [{ posting, status, mark: status === 'ok' || status === 'differs' ? mark : null }]
	const time = Math.floor(town.deps.clock.now() / 1000) + ahead
	return signStatement({ url: 'http://town.test', time, every: 300, seen }, (text) => by.line(text))
}

const deliver = (notes: string[], probe = 'sonda-1') =>
	town.fetch('/api/v1/board/probes', {
		method: 'POST',
		body: JSON.stringify({ probe, notes }),
		headers: { 'Content-Type': 'application/json' },
		token: null,
	})

const pass = (minutes: number) => {
	town.time.offset += minutes * MINUTE
}

test('looks are recorded in one entry, by nobody but the signature', async () => {
	const notes: string[] = []
	for (let i = 0; i < 3; i++) {
		notes.push(note())
		pass(5)
	}
	const { size } = town.log
	expect(await (await deliver(notes)).json()).toEqual({ recorded: 3, known: 0, entry: size })
	expect(town.log.size).toBe(size + 1)
	const entry = decodeEntry((await town.log.entry(size)) as Uint8Array)
	expect(entry).toMatchObject({ kind: 'board-probe', body: { probe: 'sonda-1', notes } })
	const { availability } = await told(town, id)
	expect(availability).toMatchObject({ looks: 3, good: 3, whole: true })
	expect(availability.runs).toMatchObject([
		{ probe: 'sonda-1', status: 'ok', count: 3, first: size, last: size },
	])
	expect(availability.gaps).toEqual([])
	// A look that was promised and does not come is a gap.
	pass(10)
	expect((await told(town, id)).availability.gaps).toMatchObject([{ found: 'unseen' }])
})

test('the same ones again record nothing', async () => {
	const again = note()
	expect((await deliver([again])).status).toBe(200)
	const { size } = town.log
	expect(await (await deliver([again])).json()).toEqual({ recorded: 0, known: 1, entry: null })
	expect(town.log.size).toBe(size)
})

test('what was not as it should be is a gap, and says so', async () => {
	const begin = town.deps.clock.now()
	const notes = [note()]
	for (const status of ['differs', 'silent', 'ok'] as const) {
		pass(5)
		notes.push(note(status))
	}
	expect((await deliver(notes)).status).toBe(200)
	const { gaps, runs } = (await told(town, id)).availability
	expect(gaps.filter(({ from }) => Date.parse(from) >= begin - 1000)).toMatchObject([{ found: 'differs' }])
	expect(runs.map(({ status }) => status)).toEqual(expect.arrayContaining(['differs', 'silent']))
})

describe('refused, and nothing is recorded', () => {
	const table: [comment: string, notes: () => string[], status: number, code: string][] = [
		['of another key', () => [note('ok', { by: noteSigner('sonda-1', 0x01, 'x') })], 422, 'probe-refused'],
		['changed', () => [note().replace(' ok ', ' differs ')], 422, 'probe-refused'],
		['no note', () => ['ahoj'], 422, 'probe-refused'],
		['from the future', () => [note('ok', { ahead: 3600 })], 422, 'probe-refused'],
		['one good and one bad', () => [note('ok', { ahead: 1 }), 'ahoj'], 422, 'probe-refused'],
		['none', () => [], 400, 'bad-request'],
		['too many', () => Array.from({ length: 65 }, () => 'a'), 400, 'bad-request'],
	]
	for (const [comment, notes, status, code] of table) {
		test(comment, async () => {
			pass(5)
			const { size } = town.log
			expect(await codeOf(await deliver(notes()))).toEqual([status, code])
			expect(town.log.size).toBe(size)
		})
	}
	test('of an unknown probe', async () => {
		expect(await codeOf(await deliver([note()], 'sonda-9'))).toEqual([404, 'probe-not-found'])
	})
	test('more than eight days old', async () => {
		const slow = noteSigner('sonda-2', 0x01)
		expect((await register('sonda-2', formatVkey(slow.vkey))).status).toBe(204)
		expect(await codeOf(await deliver([note('ok', { by: slow, ahead: -9 * 86_400 })], 'sonda-2'))).toEqual([
			422,
			'probe-refused',
		])
	})
	test('a look at a notice that there is not changes nothing of others', async () => {
		pass(5)
		const before = (await told(town, id)).availability.looks
		expect((await deliver([note('page', { posting: `bafyrei${'a'.repeat(52)}` })])).status).toBe(200)
		expect((await told(town, id)).availability.looks).toBe(before)
	})
})

describe('keys', () => {
	test('are registered by the administrator only, and are public', async () => {
		const other = formatVkey(noteSigner('sonda-3', 0x01).vkey)
		expect((await register('sonda-3', other, null)).status).toBe(401)
		expect((await register('sonda-3', other, await town.token(['documents:write']))).status).toBe(403)
		const { probes } = await town.json<{ probes: { name: string; vkey: string }[] }>('/api/v1/board/probes', {
			token: null,
		})
		expect(probes.find(({ name }) => name === 'sonda-1')?.vkey).toBe(formatVkey(signer.vkey))
	})
	test('that are none are refused', async () => {
		expect(await codeOf(await register('sonda-4', 'ahoj'))).toEqual([422, 'probe-refused'])
		const large = formatVkey(noteSigner('sonda-4', 0x06).vkey)
		expect([400, 422]).toContain((await register('sonda-4', large)).status)
	})
	test('that were retired say nothing more', async () => {
		const retire = () => town.fetch('/api/v1/board/probes/sonda-1', { method: 'DELETE' })
		expect((await retire()).status).toBe(204)
		const { size } = town.log
		expect((await retire()).status).toBe(204)
		expect(town.log.size).toBe(size)
		pass(5)
		expect(await codeOf(await deliver([note()]))).toEqual([422, 'probe-refused'])
		expect((await told(town, id)).availability.looks).toBeGreaterThan(3)
	})
})

test('rows are the same when they are built anew', async () => {
	const [grown, rebuilt] = await rowsTwice(town)
	expect(rebuilt).toEqual(grown)
})
