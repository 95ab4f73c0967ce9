/** Passkeys: registering with a code, signing in, showing the key again; and every answer that must be refused. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Ceremony, SoftKey, type Wrong } from '../../support/passkey.ts'
import { firstAdministrator, Person } from '../../support/staff.ts'
import { Town } from '../../support/town.ts'

let town: Town
let admin: Person

beforeAll(async () => {
	town = await Town.open({ authority: false })
})
afterAll(() => town.close())

/** Buckets of the rate limits fill again. */
const wait = (ms = 3_600_000) => {
	town.time.offset += ms
}
const code = async (response: Response) => ((await response.json()) as { code: string }).code

describe('the first account', () => {
	test('needs the code of the keys, and a name', async () => {
		const stranger = new Person(town)
		const options = '/api/v1/registrations/options'
		for (const wrong of ['', 'x', '00000-00000-00000-00000', (town.firstAccount.text ?? '').slice(1)]) {
			const response = await stranger.call(options, { method: 'POST', body: { code: wrong, name: 'A' } })
			expect([response.status, await code(response)], wrong).toEqual([403, 'code-refused'])
		}
		const nameless = await stranger.call(options, { method: 'POST', body: { code: town.firstAccount.text } })
		expect([nameless.status, await code(nameless)]).toEqual([422, 'name-needed'])
	})

	test('is an administrator, signed in; the code is void', async () => {
		const { size } = town.log
		const text = town.firstAccount.text ?? ''
		admin = new Person(town)
		// As somebody would type it from paper.
		const signedIn = await admin.register(` ${text.toLowerCase().replaceAll('-', ' ')} `, 'Správce')
		expect(signedIn.account).toMatchObject({ name: 'Správce', role: 'administrator', department: null })
		expect(signedIn.fresh).toBe(true)
		expect(town.firstAccount.text).toBeNull()
		expect(town.log.size).toBe(size + 3)
		for (let index = size; index < town.log.size; index++) {
			const entry = Buffer.from((await town.log.entry(index)) ?? [])
			for (const private_ of ['Správce', signedIn.account.id]) expect(entry.includes(private_)).toBe(false)
		}
		// Also if the file comes back, from a backup of the keys.
		town.firstAccount.text = text
		const again = await new Person(town).call('/api/v1/registrations/options', {
			method: 'POST',
			body: { code: text, name: 'Druhý' },
		})
		expect([again.status, await code(again)]).toEqual([403, 'code-refused'])
		town.firstAccount.text = null
	})

	test('is who the session says', async () => {
		const current = await admin.json<{ account: object; scopes: string[] }>('/api/v1/sessions/current')
		expect(current.account).toMatchObject({ id: admin.id, name: 'Správce', passkeys: 1 })
		expect(current.scopes).toContain('people:admin')
		expect(current.scopes).not.toContain('documents:read')
	})
})

describe('signing in', () => {
	for (const algorithm of ['ES256', 'EdDSA'] as const) {
		for (const counting of [true, false]) {
			test(`with ${algorithm}, ${counting ? 'counting' : 'without a counter'}`, async () => {
				wait()
				await admin.signIn()
				const { code: invitation } = await admin.post<{ code: string }>(
					'/api/v1/accounts',
					{ name: algorithm, role: 'clerk', department: null },
					201,
				)
				const person = new Person(town, new SoftKey('http://town.test', algorithm, counting))
				await person.register(invitation)
				for (let i = 0; i < 2; i++) {
					const { token, session } = await person.signIn()
					expect(token).toMatch(/^letopis-session_[A-Za-z0-9_-]{43}$/)
					expect(session.browser).toBe('firefox/linux')
				}
			})
		}
	}

	test('the token is nowhere in the log or the vault', async () => {
		const { size } = town.log
		const { token } = await admin.signIn()
		const record = await town.vault.record(size)
		if (record === undefined || record === 'erased') throw new Error('no record')
		const secret = token.slice('letopis-session_'.length)
		expect(secret).toHaveLength(43)
		expect(Buffer.from(record.opening).includes(token)).toBe(false)
		expect(Buffer.from(record.opening).includes(Buffer.from(secret, 'base64url'))).toBe(false)
		expect(await town.field(size, 'kind')).toBe('session-start')
		expect(await town.field(size, 'actor')).toEqual({
			account: admin.id,
			role: 'administrator',
			department: null,
		})
	})

	const refused: [comment: string, wrong: Wrong][] = [
		['a page of another site', { crossOrigin: true }],
		['another origin', { origin: 'http://town.example' }],
		['another port', { origin: 'http://town.test:81' }],
		['TLS where there is none', { origin: 'https://town.test' }],
		['another relying party', { rpId: 'example' }],
		['another challenge', { challenge: 'AAAAAAAAAAAAAAAAAAAAAA' }],
		['a registration', { type: 'webauthn.create' }],
		['nobody present', { flags: 0x04 }],
		['nobody verified', { flags: 0x01 }],
		['a counter that stands still', { counter: 1 }],
		['a flipped bit', { signature: true }],
		['another user', { userHandle: Buffer.from('somebody').toString('base64url') }],
	]
	for (const [comment, wrong] of refused) {
		test(`refused: ${comment}`, async () => {
			wait(60_000)
			const { size } = town.log
			const person = new Person(town, admin.key)
			const begun = await person.post<Ceremony>('/api/v1/sessions/options', undefined)
			const answer = { method: 'POST', body: admin.key.prove(begun, wrong) }
			const response = await person.call('/api/v1/sessions', answer)
			expect([response.status, await code(response)]).toEqual([401, 'sign-in-refused'])
			expect(town.log.size).toBe(size)
			// A challenge is good for one answer, even a wrong one.
			const again = await person.call('/api/v1/sessions', { method: 'POST', body: admin.key.prove(begun) })
			expect([again.status, await code(again)]).toEqual([409, 'ceremony-unknown'])
		})
	}

	test('refused: an unknown key, in the words of a wrong one', async () => {
		const stranger = new Person(town)
		const begun = await stranger.post<Ceremony>('/api/v1/sessions/options', undefined)
		const response = await stranger.call('/api/v1/sessions', {
			method: 'POST',
			body: stranger.key.prove(begun),
		})
		expect([response.status, await code(response)]).toEqual([401, 'sign-in-refused'])
	})

	test('refused: too late, twice, or for something else', async () => {
		const person = new Person(town, admin.key)
		const begin = () => person.post<Ceremony>('/api/v1/sessions/options', undefined)
		const late = await begin()
		wait(5 * 60_000)
		const send = (body: unknown) => person.call('/api/v1/sessions', { method: 'POST', body })
		expect((await send(admin.key.prove(late))).status).toBe(409)
		const once = await begin()
		const both = await Promise.all([send(admin.key.prove(once)), send(admin.key.prove(once))])
		expect(both.map(({ status }) => status).toSorted()).toEqual([201, 409])
		await admin.signIn()
		const other = await admin.post<Ceremony>('/api/v1/sessions/current/confirmation/options', undefined)
		expect((await send(admin.key.prove(other))).status).toBe(409)
	})

	const malformed: [comment: string, body: unknown][] = [
		['nothing', {}],
		['no credential', { ceremony: 'x' }],
		[
			'a credential of another type',
			{ ceremony: 'x', credential: { id: 'a', rawId: 'a', type: 'password', response: {} } },
		],
		['an unknown member', { ceremony: 'x', credential: {}, admin: true }],
	]
	for (const [comment, body] of malformed) {
		test(`refused: ${comment}`, async () => {
			wait(60_000)
			const response = await new Person(town).call('/api/v1/sessions', { method: 'POST', body })
			expect([response.status, await code(response)]).toEqual([400, 'bad-request'])
		})
	}

	test('is limited by address, and only for a while', async () => {
		const person = new Person(town, admin.key)
		const statuses: number[] = []
		for (let i = 0; i < 200; i++) {
			statuses.push((await person.call('/api/v1/sessions/options', { method: 'POST' })).status)
		}
		expect(statuses).toContain(429)
		wait()
		await admin.signIn()
	})
})

describe('registering', () => {
	const invite = async () => {
		wait()
		await admin.signIn()
		return admin.post<{ code: string; id: string }>(
			'/api/v1/accounts',
			{ name: 'Pozvaná', role: 'clerk', department: null },
			201,
		)
	}

	const refused: [comment: string, wrong: Wrong][] = [
		['a page of another site', { crossOrigin: true }],
		['another origin', { origin: 'http://town.example' }],
		['another relying party', { rpId: 'example' }],
		['another challenge', { challenge: 'AAAAAAAAAAAAAAAAAAAAAA' }],
		['nobody verified', { flags: 0x01 }],
		['an attestation that would have to be judged', { format: 'tpm' }],
		['an algorithm that was not offered', { algorithm: -47 }],
	]
	for (const [comment, wrong] of refused) {
		test(`refused: ${comment}; the code stays good`, async () => {
			const { code: invitation } = await invite()
			const person = new Person(town)
			const begun = await person.post<Ceremony>('/api/v1/registrations/options', { code: invitation })
			const answer = person.key.register(begun, wrong)
			const response = await person.call('/api/v1/registrations', { method: 'POST', body: answer })
			expect([response.status, await code(response)]).toEqual([422, 'passkey-refused'])
			await person.register(invitation)
		})
	}

	test('a code is good once, also for two at the same time', async () => {
		const { code: invitation } = await invite()
		const [one, two] = [new Person(town), new Person(town)]
		const begin = (person: Person) =>
			person.post<Ceremony>('/api/v1/registrations/options', { code: invitation })
		const [first, second] = [await begin(one), await begin(two)]
		const send = (person: Person, begun: Ceremony) =>
			person.call('/api/v1/registrations', { method: 'POST', body: person.key.register(begun) })
		const both = await Promise.all([send(one, first), send(two, second)])
		expect(both.map(({ status }) => status).toSorted()).toEqual([201, 403])
		const late = await one.call('/api/v1/registrations/options', {
			method: 'POST',
			body: { code: invitation },
		})
		expect(late.status).toBe(403)
	})

	test('a code expires, and a fresh one voids it', async () => {
		const { code: old, id } = await invite()
		const path = `/api/v1/accounts/${id}/invitation`
		const { code: fresh } = await admin.post<{ code: string }>(path, { hours: 1 }, 201)
		const attempt = (text: string) =>
			new Person(town).call('/api/v1/registrations/options', { method: 'POST', body: { code: text } })
		expect((await attempt(old)).status).toBe(403)
		expect((await attempt(fresh)).status).toBe(200)
		wait()
		expect((await attempt(fresh)).status).toBe(403)
	})

	test('guessing is limited', async () => {
		wait()
		const statuses: number[] = []
		for (let i = 0; i < 20; i++) {
			const body = { code: '11111-11111-11111-11111' }
			statuses.push(
				(await new Person(town).call('/api/v1/registrations/options', { method: 'POST', body })).status,
			)
		}
		expect(new Set(statuses)).toEqual(new Set([403, 429]))
		wait()
	})
})

describe('several passkeys', () => {
	test('are added, renamed, listed and revoked', async () => {
		wait()
		await admin.signIn()
		const person = await admin.invite('Dva klíče', 'clerk', null)
		const second = new SoftKey('http://town.test', 'EdDSA')
		const begun = await person.post<Ceremony>('/api/v1/passkeys/options', undefined)
		expect(JSON.stringify(begun.options)).toContain(person.key.id.toString('base64url'))
		const added = await person.post<{ id: string; label: string }>(
			'/api/v1/passkeys',
			{ ...second.register(begun), label: 'Telefon' },
			201,
		)
		const path = `/api/v1/passkeys/${added.id}`
		await person.json(path, { method: 'PATCH', body: { label: 'Nový telefon' } })
		const { passkeys } = await person.json<{ passkeys: { id: string; label: string }[] }>('/api/v1/passkeys')
		expect(passkeys.map(({ label }) => label)).toEqual(['Klíč', 'Nový telefon'])
		const other = new Person(town, second)
		await other.signIn()
		expect(other.id).toBe(person.id)
		expect((await person.call(path, { method: 'DELETE' })).status).toBe(204)
		await expect(other.signIn()).rejects.toThrow('401')
		const last = passkeys[0]?.id ?? ''
		const kept = await person.call(`/api/v1/passkeys/${last}`, { method: 'DELETE' })
		expect([kept.status, await code(kept)]).toEqual([409, 'last-passkey'])
		expect((await person.call(path, { method: 'DELETE' })).status).toBe(404)
	})

	test('one passkey belongs to one account; another’s cannot be touched', async () => {
		wait()
		await admin.signIn()
		const { code: invitation } = await admin.post<{ code: string }>(
			'/api/v1/accounts',
			{ name: 'Cizí klíč', role: 'clerk', department: null },
			201,
		)
		const thief = new Person(town, admin.key)
		const begun = await thief.post<Ceremony>('/api/v1/registrations/options', { code: invitation })
		const body = admin.key.register(begun)
		const response = await thief.call('/api/v1/registrations', { method: 'POST', body })
		expect([response.status, await code(response)]).toEqual([409, 'passkey-known'])
		const [own] = (await admin.json<{ passkeys: { id: string }[] }>('/api/v1/passkeys')).passkeys
		const other = await (await again()).call(`/api/v1/passkeys/${own?.id}`, { method: 'DELETE' })
		expect(other.status).toBe(404)

		async function again(): Promise<Person> {
			return admin.invite('Jiná', 'clerk', null)
		}
	})
})

test('where a ceremony takes place is decided by the public URL', async () => {
	const { placeOf } = await import('../../../api/people/authenticator.ts')
	const places: [publicUrl: string, rpId: string, origin: string][] = [
		['https://letopis.ukazkov.example', 'letopis.ukazkov.example', 'https://letopis.ukazkov.example'],
		['https://ukazkov.example:8443/letopis', 'ukazkov.example', 'https://ukazkov.example:8443'],
		['http://127.0.0.1:8080', 'localhost', 'http://localhost:8080'],
		['http://[::1]:8080', 'localhost', 'http://localhost:8080'],
		['http://localhost', 'localhost', 'http://localhost'],
	]
	for (const [publicUrl, rpId, origin] of places)
		expect(placeOf(publicUrl)).toEqual({ rpId, origins: [origin] })
})

test('a town with a first administrator can be made in one call', async () => {
	await using stack = new AsyncDisposableStack()
	const other = stack.adopt(await Town.open({ authority: false }), (one) => one.close())
	const person = await firstAdministrator(other)
	expect((await person.call('/api/v1/accounts')).status).toBe(200)
})
