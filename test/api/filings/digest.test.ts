/** The daily digest to staff, over a real mail server: what it says, to whom, and once a day whatever happens. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { Agendas } from '../../../api/agendas/agendas.ts'
import { addDays, dayOf, startOf } from '../../../api/calendar/day.ts'
import { Digest } from '../../../api/filings/digest.ts'
import { digestWords } from '../../../api/filings/digest-words.ts'
import { Filings } from '../../../api/filings/filings.ts'
import { Post } from '../../../api/mail/post.ts'
import { MailServer } from '../../support/mail-server.ts'
import type { Person } from '../../support/staff.ts'
import { codeOf, putIn, record } from '../cases/case-office.ts'
import { type FilingOffice, file, openFilingOffice, status, take } from './filing-office.ts'

const HOUR = 3_600_000
const CLERK = 'urednice@ukazkov.example'
const HEAD = 'vedouci@ukazkov.example'

let office: FilingOffice
let head: Person
let server: MailServer
let folder: string

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'letopis-digest-'))
	server = await MailServer.start()
	office = await openFilingOffice({
		settings: { sessions: { absolute: 400 * 24 * HOUR, idle: 400 * 24 * HOUR } },
		mail: { transport: server.transport(), folder, digestAt: '07:00' },
	})
	head = await office.administrator.invite('Vedoucí', 'head', 'stavebni')
	await file(office.town)
})
afterAll(async () => {
	await office?.[Symbol.asyncDispose]()
	await server?.stop()
	await rm(folder, { recursive: true, force: true })
})
beforeEach(() => {
	server.taken.length = 0
})

const path = (person: Person) => `/api/v1/accounts/${person.id}/mail`
const wish = (email: string | null, digest = true, language = 'cs') => ({ email, digest, language })
const put = (by: Person, of: Person, body: unknown) => by.call(path(of), { method: 'PUT', body })

/** Sets the clock to a time of the day, `later` days from now on. */
function at(time: string, later = 0): void {
	const { clock } = office.town.deps
	const [hours = 0, minutes = 0] = time.split(':').map(Number)
	const wanted = startOf(addDays(dayOf(clock.now()), later)) + hours * HOUR + minutes * 60_000
	office.town.time.offset += wanted - clock.now()
}

/** What a minute of a service that was just started does. */
async function minute(): Promise<void> {
	const post = Post.open(office.town.deps)
	if (post === null) throw new Error('the town of the test sends mail')
	const { sender } = await post.opened
	const { deps } = office.town
	await new Digest(deps, post, new Filings(deps, new Agendas(deps))).look()
	await sender.send()
}

describe('where staff get mail', () => {
	test('is said by the person, or an administrator, and shown to nobody else', async () => {
		const { clerk, other, administrator, town } = office
		expect(await clerk.json(path(clerk))).toEqual({ ...wish(null), sends: true })
		const { size } = town.log
		expect((await put(clerk, clerk, wish(CLERK))).status).toBe(200)
		expect(town.log.size).toBe(size + 1)
		expect(Buffer.from((await town.log.entry(size)) as Uint8Array).toString('latin1')).not.toContain(
			'urednice',
		)
		expect(await clerk.json(path(clerk))).toEqual({ ...wish(CLERK), sends: true })
		expect(await codeOf(await other.call(path(clerk)))).toEqual([403, 'scope-missing'])
		expect(await codeOf(await put(other, clerk, wish('zly@ukazkov.example')))).toEqual([403, 'scope-missing'])
		await administrator.confirm()
		const entry = String(town.log.size)
		const set = await put(administrator, head, wish(HEAD, true, 'en'))
		expect([set.status, set.headers.get('Letopis-Entry')]).toEqual([200, entry])
		const again = await put(administrator, head, wish(HEAD, true, 'en'))
		expect([again.status, again.headers.get('Letopis-Entry')]).toEqual([200, null])
		// Who works on no filings is sent none.
		expect(await administrator.json(path(administrator))).toMatchObject({ sends: false })
		expect((await put(administrator, other, wish('jiny@ukazkov.example'))).status).toBe(200)
		// Nor is it in the lists that everybody has.
		expect(JSON.stringify(await other.json('/api/v1/accounts'))).not.toContain('@')
	})

	test.each([
		['no address', wish('ahoj')],
		['a second line', wish('a@b.cz\nBcc: c@d.cz')],
		['an unknown language', wish(CLERK, true, 'de')],
		['a member too many', { ...wish(CLERK), admin: true }],
	])('refused: %s', async (_comment, body) => {
		expect((await put(office.clerk, office.clerk, body)).status).toBe(400)
	})
})

describe('the digest', () => {
	test('comes at its time, to the departments that have something to settle', async () => {
		at('06:59', 1)
		await minute()
		expect(server.taken).toEqual([])
		at('07:00')
		const { size } = office.town.log
		await minute()
		expect(server.taken.map(({ to }) => to).toSorted()).toEqual([CLERK, HEAD].toSorted())
		const mine = server.taken.find(({ to }) => to === CLERK)?.text ?? ''
		expect(mine).toContain('Nevyřízená: 1\nPo lhůtě: 0\n')
		expect(mine).toContain('/urad/podani\n')
		expect(mine).not.toContain('týdny')
		const theirs = server.taken.find(({ to }) => to === HEAD)?.text ?? ''
		expect(theirs).toContain('In the last 4 weeks 1 came and 0 were resolved')
		expect(theirs).toContain('/en/ucet')
		// Nothing of the applicant.
		for (const { text } of server.taken) expect(text).not.toMatch(/Nov[aá]k|jana@|jasan|1\/20/)
		expect(await office.town.field(size, 'kind')).toBe('filing-digest')
	})

	test('comes once a day, also after a restart, and again the next day', async () => {
		await minute()
		at('23:59')
		await minute()
		expect(server.taken).toEqual([])
		at('09:30', 1)
		await minute()
		expect(server.taken).toHaveLength(2)
	})

	test('tells of notices that came down, and of none where there is none', async () => {
		const known = { states: {}, unresolved: 1, overdue: 0, soon: 0, nearest: null, weeks: [] }
		const said = (unrecorded: number) => {
			const facts = { department: 'Stavební úřad', trend: false, portal: 'https://ukazkov.example' }
			return digestWords('cs', { ...facts, counts: { ...known, unrecorded } }).text
		}
		expect(said(2)).toContain('v podání ještě nezapsáno (2):\nhttps://ukazkov.example/urad/deska\n')
		expect(said(0)).not.toContain('/urad/deska')
		const { clerk, town } = office
		const filed = await file(town, 'Deska')
		await take(clerk, filed.filing, { step: 'confirmed', how: 'paper' })
		const document = await record(clerk)
		await putIn(clerk, (await status(town, filed)).case, document)
		await take(clerk, filed.filing, { step: 'decided', document })
		const notice = { document, title: 'Rozhodnutí', category: 'public-notice', withdraw: true }
		const { id: posting } = await clerk.post<{ id: string }>('/api/v1/board', notice, 201)
		await take(clerk, filed.filing, { step: 'posted', posting })
		await clerk.call(`/api/v1/board/${posting}/take-down`, { method: 'POST', body: {} })
		at('07:00', 1)
		await minute()
		const mine = server.taken.find(({ to }) => to === CLERK)?.text ?? ''
		expect(mine).toContain('v podání ještě nezapsáno (1):\n')
	})

	test('tells what is overdue', async () => {
		// Five days for the confirmation are over.
		at('07:00', 10)
		await minute()
		const mine = server.taken.find(({ to }) => to === CLERK)?.text ?? ''
		expect(mine).toContain('Po lhůtě: 1\n')
		expect(mine).toContain('/urad/podani?pohled=po\n')
	})

	test('waits for a server that is down, which shows and hinders nothing', async () => {
		const { town, administrator } = office
		await server.stop()
		at('07:00', 1)
		await minute()
		// The service itself finds the server down as soon as it has something to send.
		const ask = (email: string) =>
			town.fetch('/api/v1/board/subscriptions', {
				...{ method: 'POST', token: null, headers: { 'Content-Type': 'application/json' } },
				body: JSON.stringify({ email, language: 'cs' }),
			})
		expect((await ask('jana@obcan.example')).status).toBe(202)
		const reasons = async () => {
			const answer = await town.fetch('/readyz', { token: null })
			return ((await answer.json()) as { reasons: { code: string; blocking: boolean }[] }).reasons
		}
		await expect
			.poll(reasons, { timeout: 30_000 })
			.toContainEqual(expect.objectContaining({ code: 'mail', blocking: false }))
		const { items } = await administrator.json<{ items: { kind: string }[] }>('/api/v1/admin/overview')
		expect(items.find(({ kind }) => kind === 'mail')).toMatchObject({ state: 'soon', remedy: 'check-mail' })
		await server.start()
		await minute()
		const digests = server.taken.filter(({ to }) => to !== 'jana@obcan.example')
		expect(digests.map(({ to }) => to).toSorted()).toEqual([CLERK, HEAD].toSorted())
		await minute()
		expect(server.taken.filter(({ to }) => to === CLERK)).toHaveLength(1)
	})

	test('does not come to whoever does not want it, nor what waits already', async () => {
		const { clerk } = office
		await server.stop()
		at('07:00', 1)
		await minute()
		expect((await put(clerk, clerk, wish(CLERK, false))).status).toBe(200)
		await server.start()
		await minute()
		expect(server.taken.map(({ to }) => to)).not.toContain(CLERK)
		server.taken.length = 0
		at('07:00', 1)
		await minute()
		expect(server.taken.map(({ to }) => to)).toEqual([HEAD])
	})
})
