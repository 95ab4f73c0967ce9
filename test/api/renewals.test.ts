/** When time-stamps end, and renewing them, over the API. */
import { parseReceipt } from '@letopis/format'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseEvidenceRecord } from '../../verifier/evidence/record.ts'
import { Town } from '../support/town.ts'

const YEAR = 365 * 86_400_000
let town: Town

beforeAll(async () => {
	town = await Town.open()
	await town.upload('tajný obsah')
	await town.anchorer.anchorNow()
})
afterAll(() => town.close())

const forecast = (at?: string) => town.json(`/api/v1/renewals/forecast${at === undefined ? '' : `?at=${at}`}`)
const renew = (body: object, token = town.admin) =>
	town.fetch('/api/v1/renewals', {
		method: 'POST',
		token,
		headers: { 'Content-Type': 'application/json' },
		body: JSON.stringify(body),
	})
const named = { of: 'untrusted-development', by: 'untrusted-development' }

test('says what ends, and how it stands on a day', async () => {
	const now = await forecast()
	expect(now).toMatchObject({ marginDays: 180, hashTreesEnd: null, failures: [], lastPass: null })
	const { uses } = now as { uses: { use: string; name: string; ends: string | null }[] }
	expect(uses.map(({ use, name, ends }) => [use, name, ends === null])).toEqual([
		['hash-trees', 'SHA-256', true],
		['renewed-hash-trees', 'SHA-512', true],
		['heads', 'Ed25519 255', true],
		['seal', town.deps.ledger.seal.signer.name, false],
	])
	const stands = async (ms: number) => {
		const { ends } = (await forecast(new Date(town.deps.clock.now() + ms).toISOString())) as {
			ends: { authority: string; state: string; stamps: number }[]
		}
		return ends.map(({ authority, state, stamps }) => [authority, state, stamps])
	}
	expect(await stands(0)).toEqual([['untrusted-development', 'in-force', 1]])
	expect(await stands(9.8 * YEAR)).toEqual([['untrusted-development', 'due', 1]])
	expect(await stands(11 * YEAR)).toEqual([['untrusted-development', 'ended', 1]])
})

test('nothing is due; one authority is renewed at once, and records lead on', async () => {
	expect(await (await renew({})).json()).toEqual({ renewals: [] })
	const { renewals } = (await (await renew(named)).json()) as { renewals: { index: number }[] }
	expect(renewals).toMatchObject([{ of: 'untrusted-development', error: null }])
	expect(await town.log.renewals()).toEqual([renewals[0]?.index])
	// A kind of its own among the public entries: nothing stumbles over it.
	const { id } = await town.upload('další')
	expect(parseReceipt(await (await town.fetch(`/api/v1/documents/${id}/receipt`)).text())).toBeDefined()
})

test('what fails is told', async () => {
	town.time.offset = 9.8 * YEAR
	const { renewals } = (await (await renew({})).json()) as { renewals: { error: string }[] }
	expect(renewals[0]?.error).toContain('last longer')
	const failures = [
		{ authority: 'untrusted-development', remedy: expect.stringContaining('next certificate') },
	]
	expect(await forecast()).toMatchObject({ failures })
	const { reasons } = (await town.json('/readyz')) as {
		reasons: { code: string; detail: string; remedy: string }[]
	}
	const [reason] = reasons.filter(({ code }) => code === 'renewal')
	expect(reason).toMatchObject({ blocking: false, remedy: expect.stringContaining('evidence forecast') })
	expect(reason?.detail).toContain('untrusted-development')
	const metrics = await (await town.fetch('/metrics', { token: town.admin })).text()
	expect(metrics).toContain('letopis_renewal_failures 1')
	const { items } = (await town.json('/api/v1/admin/overview')) as { items: { kind: string }[] }
	expect(items.filter(({ kind }) => kind === 'renewal')).toMatchObject([
		{ name: 'untrusted-development', state: 'soon', remedy: 'renew-stamps' },
	])
	town.time.offset = 0
})

test('strangers, unknown names and days that do not exist are refused', async () => {
	expect((await renew({ of: 'nobody' })).status).toBe(422)
	expect((await renew({ by: 'nobody' })).status).toBe(422)
	expect((await renew({ all: true })).status).toBe(400)
	expect((await town.fetch('/api/v1/renewals/forecast?at=2036-02-30T00:00:00Z')).status).toBe(400)
	expect((await town.fetch('/api/v1/renewals/forecast', { token: null })).status).toBe(401)
})

test('hash trees are renewed at once, with the contents of the vault, and audits find both heads', async () => {
	const { id } = await town.upload('obsah, který se přepočítá')
	await town.anchorer.anchorNow()
	const response = await renew({ hashTrees: true, by: 'untrusted-development' })
	expect(await response.json()).toMatchObject({ renewals: [{ of: 'untrusted-development', error: null }] })
	const found = await town.json(`/api/v1/documents/${id}/evidence-records`)
	const [record] = (found as unknown as { records: { record: string }[] }).records
	const { chains } = parseEvidenceRecord(Buffer.from(record?.record ?? '', 'base64'))
	expect(chains.map(({ stamps }) => stamps.map(({ digest }) => digest))).toEqual([
		['2.16.840.1.101.3.4.2.1'],
		['2.16.840.1.101.3.4.2.3'],
	])
	expect(await town.log.fsck()).toEqual([])
})
