/**
 * An act whose private half was erased, or lost in both copies of the vault, may have taken a right away: after indexes
 * and projection were built anew, nothing of before it opens anything, and what is given after it does.
 */
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { openEpochs, openVault } from '@letopis/ledger'
import { afterEach, describe, expect, test } from 'vitest'
import { damageRecord } from '../support/damage.ts'
import { firstAdministrator, Person } from '../support/staff.ts'
import { Town } from '../support/town.ts'

const towns: Town[] = []
afterEach(async () => {
	for (const town of towns.splice(0)) await town.close()
})

type How = 'lost' | 'erased'
const HOWS: How[] = ['lost', 'erased']

async function makeTown(): Promise<Town> {
	return Town.open({ authority: false, durable: true })
}

/** The town after the private half of an entry is gone; with `rebuilt`, also after indexes and projections are. */
async function without(town: Town, index: number, how: How, rebuilt: boolean): Promise<Town> {
	await town.close(true)
	const data = join(town.folder, 'data')
	if (how === 'lost') await damageRecord(join(data, 'vault'), index)
	else {
		const keys = join(town.folder, 'keys')
		const vault = await openVault({ dir: join(data, 'vault'), epochs: await openEpochs(keys) })
		await vault.erase([index])
		await vault.close()
	}
	if (rebuilt) for (const part of ['index', 'projections']) await rm(join(data, part), { recursive: true })
	const opened = await Town.open({ authority: false, durable: true, folder: town.folder })
	towns.push(opened)
	return opened
}

const reads = async (town: Town, token: string) => (await town.fetch('/api/v1/documents', { token })).status

interface Issued {
	readonly id: string
	readonly token: string
}

async function issue(town: Town, principal: string): Promise<Issued> {
	const expires = new Date(town.deps.clock.now() + 86_400_000).toISOString()
	const body = JSON.stringify({ principal, scopes: ['documents:read'], expires })
	return town.json(
		'/api/v1/tokens',
		{ method: 'POST', body, headers: { 'Content-Type': 'application/json' } },
		201,
	)
}

const last = (town: Town) => town.log.size - 1

describe.each(HOWS)('%s', (how) => {
	test('a revocation does not bring the token back; tokens of after it are good', async () => {
		const before = await makeTown()
		const [one, two] = [await issue(before, 'one'), await issue(before, 'two')]
		expect((await before.fetch(`/api/v1/tokens/${one.id}`, { method: 'DELETE' })).status).toBe(204)
		const revocation = last(before)
		const three = await issue(before, 'three')
		const { id } = await before.upload('a document')

		const town = await without(before, revocation, how, true)
		expect(await Promise.all([one, two, three].map(({ token }) => reads(town, token)))).toEqual([
			401, 401, 200,
		])
		expect(await (await town.fetch(`/api/v1/documents/${id}/content`)).text()).toBe('a document')
		const { reasons } = await town.json<{ reasons: { code: string; detail: string; remedy: string }[] }>(
			'/readyz',
		)
		expect(reasons.find(({ code }) => code === 'rights-in-doubt')).toMatchObject({
			detail: expect.stringContaining(`Entry ${revocation} of ukazkov.example/log/1 (${how})`),
			remedy: expect.stringContaining('administrator token'),
		})
		expect(town.journal.filter(({ notice }) => notice === 'rights-in-doubt')).toMatchObject([
			{
				entry: `ukazkov.example/log/1 ${revocation} ${how}`,
				remedy: expect.stringContaining('first-account'),
			},
		])
		// Whoever revokes one in doubt is taken at their word, should the record be found again.
		const revoked = await town.fetch(`/api/v1/tokens/${two.id}`, { method: 'DELETE' })
		expect(revoked.headers.get('Letopis-Entry')).toBe(String(last(town)))
		expect(await reads(town, (await issue(town, 'four')).token)).toBe(200)

		// The same after another start, from the rows alone.
		await town.close(true)
		towns.pop()
		const again = await Town.open({ authority: false, durable: true, folder: town.folder })
		towns.push(again)
		expect(await Promise.all([one, two, three].map(({ token }) => reads(again, token)))).toEqual([
			401, 401, 200,
		])
		expect(again.projection.doubts).toEqual(town.projection.doubts)
	})

	test('a revocation that the projection took in stays, and voids nothing else', async () => {
		const before = await makeTown()
		const [one, two] = [await issue(before, 'one'), await issue(before, 'two')]
		await before.fetch(`/api/v1/tokens/${one.id}`, { method: 'DELETE' })
		const town = await without(before, last(before), how, false)
		expect(await Promise.all([one, two].map(({ token }) => reads(town, token)))).toEqual([401, 200])
		expect(town.projection.doubts).toEqual([])
	})

	test.each([true, false])('an account that was closed does not come back (rebuilt: %s)', async (rebuilt) => {
		const before = await makeTown()
		const admin = await firstAdministrator(before)
		const clerk = await admin.invite('Úřednice', 'clerk', null)
		await admin.json(`/api/v1/accounts/${clerk.id}`, { method: 'PATCH', body: { active: false } })
		const { size } = before.log
		// The closing of the account, then the end of its session.
		expect(await before.field(size - 1, 'kind')).toBe('session-end')
		expect(await before.field(size - 2, 'kind')).toBe('account')

		const town = await without(before, size - 2, how, rebuilt)
		const people = town.projection.people.accounts()
		expect(people.map(({ active, doubted }) => [active, doubted])).toEqual([
			[false, true],
			[false, true],
		])
		for (const person of [admin, clerk]) {
			const late = new Person(town, person.key)
			await expect(late.signIn(), person.id).rejects.toThrow('401')
			expect(await reads(town, person.token)).toBe(401)
		}
		expect(town.projection.voidRights(Date.now())).toBe(2)

		// The first-account code makes a new administrator, who gives accounts back.
		const fresh = await firstAdministrator(town, 'Nová správkyně')
		await fresh.json(`/api/v1/accounts/${admin.id}`, { method: 'PATCH', body: { active: true } })
		await fresh.json(`/api/v1/accounts/${clerk.id}`, { method: 'PATCH', body: { active: false } })
		expect(town.projection.voidRights(Date.now())).toBe(0)
		await expect(new Person(town, admin.key).signIn(), 'an old passkey').rejects.toThrow('401')
		const path = `/api/v1/accounts/${admin.id}/invitation`
		const { code } = await fresh.post<{ code: string }>(path, {}, 201)
		const back = new Person(town)
		await back.register(code)
		expect((await back.json<{ account: { id: string } }>('/api/v1/sessions/current')).account.id).toBe(
			admin.id,
		)
		const { code: state } = await town.json<{ code?: string }>('/readyz')
		expect(state).toBeUndefined()
	})

	test.each([true, false])('a session that was ended does not live again (rebuilt: %s)', async (rebuilt) => {
		const before = await makeTown()
		const admin = await firstAdministrator(before)
		const { token } = admin
		await admin.call('/api/v1/sessions/current', { method: 'DELETE' })
		expect(await before.field(last(before), 'kind')).toBe('session-end')
		const town = await without(before, last(before), how, rebuilt)
		const late = new Person(town, admin.key)
		late.token = token
		expect((await late.call('/api/v1/sessions/current')).status).toBe(401)
		// From the rows it is known that nothing else hung on it.
		if (!rebuilt) await late.signIn()
		expect(town.projection.people.inDoubt()).toBe(rebuilt ? 1 : 0)
	})

	test('a code that was used does not open a second time', async () => {
		const before = await makeTown()
		const admin = await firstAdministrator(before)
		const invited = await admin.post<{ id: string; code: string }>(
			'/api/v1/accounts',
			{ name: 'Úředník', role: 'clerk', department: null },
			201,
		)
		await new Person(before).register(invited.code)
		const registered = last(before) - 1
		expect(await before.field(registered, 'kind')).toBe('passkey')
		const town = await without(before, registered, how, true)
		await expect(new Person(town).register(invited.code)).rejects.toThrow('403')
	})

	test('a document or an act on it voids nothing', async () => {
		const before = await makeTown()
		const one = await issue(before, 'one')
		const { entry } = await before.upload('a document')
		const index = last(before)
		const town = await without(before, index, how, true)
		expect(entry).not.toBe('')
		expect([await reads(town, one.token), town.projection.doubts.length]).toEqual([200, 0])
	})

	test('an access to a document voids nothing; one to a document that is gone as well does', async () => {
		const before = await makeTown()
		const one = await issue(before, 'one')
		const { id } = await before.upload('a document')
		const document = last(before)
		const read = async () => {
			expect((await before.fetch(`/api/v1/documents/${id}/content`)).status).toBe(200)
			expect(await before.field(last(before), 'kind')).toBe('access')
			return last(before)
		}
		const accesses = [await read(), await read(), await read()]
		let town = before
		// The last one before the first: its number is beyond what the index counts again.
		for (const index of [accesses[2], accesses[0]] as number[]) {
			town = await without(town, index, how, true)
			if (index !== accesses[0]) towns.pop()
			expect(await reads(town, one.token)).toBe(200)
			expect([town.projection.doubts, town.projection.voidRights(Date.now())]).toEqual([[], 0])
		}
		towns.pop()
		town = await without(town, document, how, true)
		expect(town.projection.doubts.map(({ index }) => index)).toEqual([accesses[0], accesses[2]])
		expect(await reads(town, one.token)).toBe(401)
	})

	test('the opening of a case takes no other number with it', async () => {
		const before = await makeTown()
		const admin = await firstAdministrator(before)
		const open = (person: Person) =>
			person.post<{ id: string; number: string }>('/api/v1/cases', { title: 'Spis' }, 201)
		const clerk = await admin.invite('Úřednice', 'clerk', null)
		const numbers: string[] = []
		let second = 0
		for (let i = 0; i < 3; i++) {
			numbers.push((await open(clerk)).number)
			if (i === 1) second = await openedLast(before)
		}
		const town = await without(before, second, how, true)
		const fresh = await (await firstAdministrator(town)).invite('Nová úřednice', 'clerk', null)
		const { number } = await open(fresh)
		const [, year] = number.split('/')
		expect([...numbers, number]).toEqual([1, 2, 3, 4].map((n) => `${n}/${year}`))
	})
})

/** Index of the newest entry that opens a case. */
async function openedLast(town: Town): Promise<number> {
	for (let index = last(town); index > 0; index--)
		if ((await town.field(index, 'kind')) === 'case-open') return index
	throw new Error('no case was opened')
}
