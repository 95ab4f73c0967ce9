/** Sessions: how long they last, in whose browser, and what is left of them in the log. */

import { createApp, openProjection } from '@letopis/api'
import { LedgerError, openMemoryStore } from '@letopis/ledger'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { browserFamily } from '../../../api/sessions/browser.ts'
import type { SoftKey } from '../../support/passkey.ts'
import { CHROME, FIREFOX, firstAdministrator, Person } from '../../support/staff.ts'
import { Town } from '../../support/town.ts'

const MINUTE = 60_000
let town: Town
let admin: Person

beforeAll(async () => {
	town = await Town.open({ authority: false })
	admin = await firstAdministrator(town)
})
afterAll(() => town.close())

interface Listed {
	id: string
	current: boolean
	ended: { reason: string; browser: string | null } | null
}
const listed = async (person: Person) =>
	(await person.json<{ sessions: Listed[] }>('/api/v1/sessions')).sessions

/** What a request in the session is refused with; null if it is served. */
async function refusal(person: Person, init: Parameters<Person['call']>[1] = {}): Promise<object | null> {
	const response = await person.call('/api/v1/sessions/current', init)
	if (response.status === 200) return null
	const { code, reason } = (await response.json()) as { code: string; reason?: string }
	return { status: response.status, code, ...(reason === undefined ? {} : { reason }) }
}
const over = (reason: string) => ({ status: 401, code: 'session-over', reason })
async function kinds(from: number): Promise<unknown[]> {
	const found: unknown[] = []
	for (let index = from; index < town.log.size; index++) found.push(await town.field(index, 'kind'))
	return found
}
const signedIn = async (agent?: string) => {
	town.time.offset += MINUTE
	const person = new Person(town, admin.key, agent)
	await person.signIn()
	return person
}

describe('an end', () => {
	test('by signing out is an entry, once', async () => {
		const person = await signedIn()
		const { size } = town.log
		expect((await person.call('/api/v1/sessions/current', { method: 'DELETE' })).status).toBe(204)
		expect(await kinds(size)).toEqual(['session-end'])
		expect(await refusal(person)).toEqual(over('signed-out'))
		expect(town.log.size).toBe(size + 1)
	})

	test('without use, and at the latest after twelve hours', async () => {
		const person = await signedIn()
		for (let i = 0; i < 24; i++) {
			town.time.offset += 29 * MINUTE
			expect(await refusal(person), `${i}`).toBeNull()
		}
		town.time.offset += 29 * MINUTE
		const { size } = town.log
		expect(await refusal(person)).toEqual(over('expired'))
		expect(await kinds(size)).toEqual(['session-end'])
		const idle = await signedIn()
		town.time.offset += 31 * MINUTE
		expect(await refusal(idle)).toEqual(over('idle'))
	})

	test('without use, whatever a page asks by itself', async () => {
		const unattended = { headers: { 'Letopis-Unattended': '1' } }
		const person = await signedIn()
		town.time.offset += 20 * MINUTE
		expect(await refusal(person, unattended)).toBeNull()
		town.time.offset += 9 * MINUTE
		expect(await refusal(person, unattended)).toBeNull()
		town.time.offset += 2 * MINUTE
		expect(await refusal(person)).toEqual(over('idle'))
	})

	test('what only a person asks counts as use, whatever it claims', async () => {
		const person = await signedIn()
		for (const path of ['/api/v1/documents', '/api/v1/sessions']) {
			town.time.offset += 29 * MINUTE
			const response = await person.call(path, { headers: { 'Letopis-Unattended': '1' } })
			expect(response.status, path).toBe(200)
		}
		town.time.offset += 29 * MINUTE
		expect(await refusal(person)).toBeNull()
	})

	test('by another browser: at once, in the journal, and the account sees it', async () => {
		const person = await signedIn(FIREFOX)
		expect(await refusal(person, { agent: FIREFOX.replaceAll('150', '151') })).toBeNull()
		const { size } = town.log
		const stolen = await Promise.all([1, 2, 3].map(() => refusal(person, { agent: CHROME })))
		expect(stolen).toEqual([over('other-browser'), over('other-browser'), over('other-browser')])
		expect(await kinds(size)).toEqual(['session-end'])
		expect(await refusal(person)).toEqual(over('other-browser'))
		expect(town.journal.filter(({ notice }) => notice === 'session-other-browser')).toHaveLength(1)
		const again = await signedIn()
		expect((await listed(again)).find(({ ended }) => ended !== null)?.ended).toMatchObject({
			reason: 'other-browser',
			browser: 'chrome/windows',
		})
	})

	test('without the secret that it is bound to', async () => {
		const binding = { 'Letopis-Session-Binding': 'a'.repeat(43) }
		const person = new Person(town, admin.key)
		town.time.offset += MINUTE
		const begun = await person.post<Parameters<SoftKey['prove']>[0]>('/api/v1/sessions/options', undefined)
		const body = admin.key.prove(begun)
		person.enter(await person.json('/api/v1/sessions', { method: 'POST', body, headers: binding }, 201))
		expect(await refusal(person, { headers: binding })).toBeNull()
		const other = { 'Letopis-Session-Binding': 'b'.repeat(43) }
		expect(await refusal(person, { headers: other })).toEqual(over('other-browser'))
		const wrong = await new Person(town).call('/api/v1/sessions', {
			method: 'POST',
			body,
			headers: { 'Letopis-Session-Binding': 'short' },
		})
		expect([400, 409]).toContain(wrong.status)
	})

	test('from the list, of one’s own alone', async () => {
		const [one, two] = [await signedIn(), await signedIn(CHROME)]
		const [newest, older] = await listed(two)
		expect(newest?.current).toBe(true)
		const stranger = await admin_().then((fresh) => fresh.invite('Jiná', 'clerk', null))
		const foreign = await stranger.call(`/api/v1/sessions/${older?.id}`, { method: 'DELETE' })
		expect(foreign.status).toBe(404)
		expect((await two.call(`/api/v1/sessions/${older?.id}`, { method: 'DELETE' })).status).toBe(204)
		expect(await refusal(one)).toEqual(over('ended-by-account'))
		expect(await refusal(two)).toBeNull()

		async function admin_(): Promise<Person> {
			return signedIn()
		}
	})

	test('of the oldest, when there are too many', async () => {
		const first = await signedIn()
		for (let i = 0; i < 16; i++) await signedIn()
		expect(await refusal(first)).toEqual(over('too-many'))
	})

	test('when the account is deactivated', async () => {
		const boss = await signedIn()
		const person = await boss.invite('Odchází', 'clerk', null)
		await boss.json(`/api/v1/accounts/${person.id}`, { method: 'PATCH', body: { active: false } })
		expect(await refusal(person)).toEqual(over('account-changed'))
		await expect(person.signIn()).rejects.toThrow('401')
	})
})

test('a stolen session is barred although the log takes nothing; its end is recorded later', async () => {
	const person = await signedIn()
	const { log } = town.deps.ledger
	const append = log.append.bind(log)
	log.append = () => Promise.reject(new LedgerError('frozen', 'signing is frozen'))
	const { size } = town.log
	try {
		expect(await refusal(person, { agent: CHROME })).toEqual(over('other-browser'))
		// Also for the one who signed in: it cannot be told who is who.
		expect(await refusal(person)).toEqual(over('other-browser'))
		expect(town.log.size).toBe(size)
	} finally {
		log.append = append
	}
	expect(await refusal(person)).toEqual(over('other-browser'))
	expect(await kinds(size)).toEqual(['session-end'])
	expect(await town.field(size, 'metadata')).toMatchObject({ data: { reason: 'other-browser' } })
})

test('a token that is no session’s is refused', async () => {
	for (const token of [`letopis-session_${'A'.repeat(43)}`, 'letopis-session_', 'letopis-session_x']) {
		const response = await town.fetch('/api/v1/documents', { token })
		expect(response.status).toBe(401)
		expect(await response.json()).toMatchObject({ code: 'session-unknown' })
	}
})

test('a machine’s token is no session', async () => {
	for (const path of ['/api/v1/sessions', '/api/v1/sessions/current', '/api/v1/passkeys']) {
		expect(await (await town.fetch(path)).json(), path).toMatchObject({ code: 'session-needed' })
		expect((await town.fetch(path, { token: null })).status, path).toBe(401)
	}
})

test('dangerous acts need the passkey shown again', async () => {
	const person = await signedIn()
	town.time.offset += 6 * MINUTE
	const expires = new Date(town.deps.clock.now() + 3_600_000).toISOString()
	const dangerous: [method: string, path: string, body?: unknown][] = [
		['POST', '/api/v1/tokens', { principal: 'x', scopes: ['metrics:read'], expires }],
		['DELETE', '/api/v1/tokens/x'],
		['POST', '/api/v1/accounts', { name: 'A', role: 'clerk', department: null }],
		['PATCH', `/api/v1/accounts/${admin.id}`, { name: 'B' }],
		['POST', `/api/v1/accounts/${admin.id}/invitation`, {}],
		['POST', '/api/v1/departments', { code: 'x', name: 'X' }],
		['PATCH', '/api/v1/departments/x', { name: 'X' }],
		['POST', '/api/v1/passkeys/options'],
		['POST', '/api/v1/passkeys', {}],
		['DELETE', '/api/v1/passkeys/x'],
	]
	const { size } = town.log
	for (const [method, path, body] of dangerous) {
		const response = await person.call(path, { method, body })
		expect([response.status, await response.json()], path).toMatchObject([
			403,
			{ code: 'confirmation-needed' },
		])
	}
	expect(town.log.size).toBe(size)
	await person.confirm()
	expect(await kinds(size)).toEqual(['session-confirm'])
	const granted = await person.call('/api/v1/tokens', { method: 'POST', body: dangerous[0]?.[2] })
	expect(granted.status).toBe(201)
	expect(await town.field(town.log.size - 1, 'actor')).toEqual({
		...{ account: admin.id, role: 'administrator', department: null },
	})
	const { fresh } = await person.json<{ fresh: boolean }>('/api/v1/sessions/current')
	expect(fresh).toBe(true)
	// What is confirmed is this session and this account, not another.
	const other = await person.invite('Další', 'administrator', null)
	const begun = await person.post<Parameters<SoftKey['prove']>[0]>(
		'/api/v1/sessions/current/confirmation/options',
		undefined,
	)
	const path = '/api/v1/sessions/current/confirmation'
	const swapped = await other.call(path, { method: 'POST', body: admin.key.prove(begun) })
	expect(swapped.status).toBe(401)
})

test('sessions, people and counters are found again after a start, and after a rebuild', async () => {
	const person = await signedIn()
	const { log, vault, deps, projection } = town
	await projection.current()
	const now = () => deps.clock.now()
	const store = openMemoryStore()
	await (await openProjection({ store, log, vault, secret: deps.secret, now })).close()
	const opened = await openProjection({ store, log, vault, secret: deps.secret, now })
	const forget = (one: { lastUsed: number }) => ({ ...one, lastUsed: 0 })
	expect(opened.people.accounts()).toEqual(projection.people.accounts())
	expect(opened.people.departments()).toEqual(projection.people.departments())
	expect(opened.people.passkeysOf(person.id)).toEqual(projection.people.passkeysOf(person.id))
	const known = projection.people.sessions(person.id).map(forget)
	expect(opened.people.sessions(person.id).map(forget)).toEqual(known)

	// The same token works in a service that was started anew.
	const app = createApp({ ...deps, projection: opened })
	const headers = { Authorization: `Bearer ${person.token}`, 'User-Agent': FIREFOX }
	expect((await app.request('/api/v1/sessions/current', { headers })).status).toBe(200)
	town.time.offset += 31 * MINUTE
	expect((await app.request('/api/v1/sessions/current', { headers })).status).toBe(401)
	await opened.close()
})

test('families of browsers', () => {
	const agents: [agent: string | undefined, family: string][] = [
		[FIREFOX, 'firefox/linux'],
		[CHROME, 'chrome/windows'],
		[`${CHROME} Edg/150.0.0.0`, 'edge/windows'],
		[
			'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/19.0 Safari/605.1.15',
			'safari/mac',
		],
		['Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) CriOS/150 Mobile Safari/604.1', 'chrome/ios'],
		['Mozilla/5.0 (Linux; Android 16) Chrome/150 Mobile Safari/537.36', 'chrome/android'],
		['curl/8.15.0', 'curl/unknown'],
		['', 'unknown/unknown'],
		[undefined, 'unknown/unknown'],
		['\u0000<script>', 'unknown/unknown'],
	]
	for (const [agent, family] of agents) expect(browserFamily(agent), agent ?? '').toBe(family)
})
