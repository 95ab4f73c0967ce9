/** Two things at once: signing in, adding a passkey, being put out, and a service that starts anew between. */

import { createApp, openProjection } from '@letopis/api'
import { openMemoryStore } from '@letopis/ledger'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Ceremony, SoftKey } from '../../support/passkey.ts'
import { FIREFOX, firstAdministrator, type Person } from '../../support/staff.ts'
import { Town } from '../../support/town.ts'

const MINUTE = 60_000
let town: Town
let admin: Person

beforeAll(async () => {
	town = await Town.open({ authority: false })
	admin = await firstAdministrator(town)
})
afterAll(() => town.close())

/** Holds entries of a kind back until `open`; `held` resolves when the first one waits. */
function gate(kind: string) {
	const { log } = town.deps.ledger
	const append = log.append
	const held = Promise.withResolvers<void>()
	const opened = Promise.withResolvers<void>()
	log.append = async (draft) => {
		if (draft.fields?.kind === kind) {
			held.resolve()
			await opened.promise
		}
		return append.call(log, draft)
	}
	const open = () => {
		log.append = append
		opened.resolve()
	}
	return { held: held.promise, open }
}

const moment = () => new Promise((resolve) => setTimeout(resolve, 30))
const lost = (person: Person) =>
	admin.call(`/api/v1/accounts/${person.id}/invitation`, { method: 'POST', body: { revoke: true } })
const status = async (person: Person) => (await person.call('/api/v1/sessions/current')).status

test('whoever signs in while their passkeys are revoked is not signed in afterwards', async () => {
	const person = await admin.invite('Ztratil klíč', 'clerk', null)
	const { held, open } = gate('session-start')
	const entering = person.signIn().catch(() => {})
	await held
	const revoking = lost(person)
	await moment()
	open()
	expect((await revoking).status).toBe(201)
	await entering
	expect(await status(person)).toBe(401)
})

test('a thief adds no passkey while all of them are revoked', async () => {
	const person = await admin.invite('Okradený', 'clerk', null)
	const begun = await person.post<Ceremony>('/api/v1/passkeys/options', undefined)
	const body = { ...new SoftKey(town.deps.settings.publicUrl).register(begun), label: 'Cizí' }
	const { held, open } = gate('invitation')
	const revoking = lost(person)
	await held
	const adding = person.call('/api/v1/passkeys', { method: 'POST', body })
	await moment()
	open()
	expect((await revoking).status).toBe(201)
	expect((await adding).status).toBe(401)
	expect(town.projection.people.passkeysOf(person.id)).toEqual([])
})

test('a copied passkey that counts is found out, also when both are used at once', async () => {
	const person = await admin.invite('Zkopírovaný', 'clerk', null)
	const options = () => person.post<Ceremony>('/api/v1/sessions/options', undefined)
	person.token = ''
	const answers = (await Promise.all([options(), options()])).map((one) =>
		person.key.prove(one, { counter: 77 }),
	)
	const { held, open } = gate('session-start')
	const both = answers.map((body) => person.call('/api/v1/sessions', { method: 'POST', body }))
	await held
	await moment()
	open()
	const statuses = (await Promise.all(both)).map((one) => one.status)
	expect(statuses.toSorted()).toEqual([201, 401])
})

test('a start of the service is no use of a session', async () => {
	const { log, vault, deps } = town
	const now = () => deps.clock.now()
	const person = await admin.invite('Odešla domů', 'clerk', null)
	const headers = { Authorization: `Bearer ${person.token}`, 'User-Agent': FIREFOX }
	const store = openMemoryStore()
	const started = async () => {
		const projection = await openProjection({ store, log, vault, secret: deps.secret, now })
		const app = createApp({ ...deps, projection })
		const ask = async () => (await app.request('/api/v1/sessions/current', { headers })).status
		return { ask, stop: () => projection.close() }
	}
	const first = await started()
	town.time.offset += 20 * MINUTE
	expect(await first.ask()).toBe(200)
	await first.stop()
	town.time.offset += 20 * MINUTE
	const second = await started()
	expect(await second.ask(), 'used twenty minutes ago').toBe(200)
	await second.stop()
	town.time.offset += 31 * MINUTE
	const third = await started()
	expect(await third.ask(), 'not used for half an hour').toBe(401)
	await third.stop()
})
