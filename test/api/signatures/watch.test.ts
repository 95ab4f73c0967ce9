/** What could lose its force, by what ends and by who has stamped: and that the log's stamp in time is all that is needed. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Findings, FoundSignature } from '../../../api/signatures/checker.ts'
import { endOf } from '../../../api/signatures/watch.ts'
import { Town } from '../../support/town.ts'
import { found, SIGNED, StubChecker } from './stub-checker.ts'

interface AtRisk {
	examined: number
	atRisk: number
	risks: { document: string; version: string; until: string; why: string; risk: string }[]
}

const DAY = 86_400_000
const PUBLIC = { visibility: 'public' }
let checker: StubChecker
let town: Town
/** whether the development authority counts as one that others trust */
let trusted = true
beforeEach(async () => {
	checker = new StubChecker()
	town = await Town.open({ signatures: checker })
	trusted = true
	const { anchorer } = town
	const status = anchorer.status.bind(anchorer)
	vi.spyOn(anchorer, 'status').mockImplementation(() => status().map((one) => ({ ...one, trusted })))
})
afterEach(() => town.close())

const [one] = found().signatures as readonly [FoundSignature]
const signature = (more: Partial<FoundSignature>): Findings =>
	found({ signatures: [{ ...one, ...more }] }, now())
const now = () => town.deps.clock.now()
const atRisk = () => town.json<AtRisk>('/api/v1/signatures/at-risk')
async function signed(more: Partial<FoundSignature>, text = ''): Promise<string> {
	checker.answer = async () => signature(more)
	const { id } = await town.upload(SIGNED(text), PUBLIC)
	await vi.waitFor(
		async () => {
			const { state } = await town.json<{ state: string }>(`/api/v1/documents/${id}/signatures`)
			expect(state).toBe('checked')
		},
		{ timeout: 20_000, interval: 20 },
	)
	return id
}

test('until a trusted authority has stamped the log behind it, then no more', async () => {
	const until = now() + 100 * DAY
	const id = await signed({ certificatesUntil: until })
	expect(await atRisk()).toEqual({
		...{ examined: 1, unexamined: 0, atRisk: 1 },
		risks: [
			{
				...{ document: id, version: id, until: new Date(until).toISOString() },
				...{ why: 'certificate', risk: 'unstamped' },
			},
		],
	})
	await town.anchorer.anchorNow()
	expect(await atRisk()).toEqual({ examined: 1, unexamined: 0, atRisk: 0, risks: [] })
	// What was stamped in time stays proven when its certificate has ended.
	town.time.offset += 200 * DAY
	expect((await atRisk()).atRisk).toBe(0)
})

test('what is about to end is stamped when it is found', async () => {
	const anchored = vi.spyOn(town.anchorer, 'anchorNow')
	await signed({ certificatesUntil: now() + 30 * DAY })
	await atRisk()
	expect(anchored).not.toHaveBeenCalled()
	await signed({ certificatesUntil: now() + 2 * DAY }, '2')
	expect((await atRisk()).risks.map(({ risk }) => risk)).toEqual(['unstamped', 'unstamped'])
	expect(anchored).toHaveBeenCalledOnce()
	expect((await atRisk()).atRisk).toBe(0)
})

test('an authority that nobody else trusts proves nothing, and what ends first stands first', async () => {
	trusted = false
	await signed({ certificatesUntil: now() + 90 * DAY })
	await signed(
		{ certificatesUntil: now() + 90 * DAY, algorithm: { name: 'RSA 2048', until: now() + 50 * DAY } },
		'2',
	)
	await town.anchorer.anchorNow()
	expect((await atRisk()).risks).toMatchObject([
		{ why: 'algorithm', risk: 'no-authority' },
		{ why: 'certificate', risk: 'no-authority' },
	])
	town.time.offset += 100 * DAY
	expect((await atRisk()).risks.map(({ risk }) => risk)).toEqual(['too-late', 'too-late'])
})

test('a stamp after the end proves nothing about before it', async () => {
	await signed({ certificatesUntil: now() + 10 * DAY })
	town.time.offset += 20 * DAY
	await town.anchorer.anchorNow()
	expect((await atRisk()).risks).toMatchObject([{ risk: 'too-late' }])
})

test('with a document that is disposed of its signatures are nobody’s concern', async () => {
	const id = await signed({ certificatesUntil: now() + 90 * DAY })
	await town.json(`/api/v1/documents/${id}/disposal`, {
		method: 'POST',
		body: JSON.stringify({ reason: 'skartace', confirm: id }),
		headers: { 'Content-Type': 'application/json' },
	})
	expect((await atRisk()).atRisk).toBe(0)
})

test('is for those who keep the machine', async () => {
	const token = await town.token(['documents:read'])
	expect((await town.fetch('/api/v1/signatures/at-risk', { token })).status).toBe(403)
	expect((await town.fetch('/api/v1/signatures/at-risk', { token: null })).status).toBe(401)
})

const stamp = (until: number | null, verdict: 'holds' | 'broken' | 'open' = 'holds') => ({
	...{ verdict, until, time: 1, signer: null },
})
test.each<[string, Partial<FoundSignature>[], number | null]>([
	['the certificates', [{ certificatesUntil: 50 }], 50],
	['an algorithm before them', [{ certificatesUntil: 50, algorithm: { name: 'x', until: 40 } }], 40],
	['an algorithm after them', [{ certificatesUntil: 50, algorithm: { name: 'x', until: 60 } }], 50],
	['its own stamp, which lasts longer', [{ certificatesUntil: 50, stamps: [stamp(70), stamp(60)] }], 70],
	[
		'a stamp that does not hold',
		[{ certificatesUntil: 50, stamps: [stamp(70, 'open'), stamp(80, 'broken')] }],
		50,
	],
	['the first of several', [{ certificatesUntil: 50 }, { certificatesUntil: 30 }], 30],
	['nothing where nothing is known', [{ certificatesUntil: null }], null],
	['nothing of a broken one', [{ certificatesUntil: 50, indication: 'TOTAL-FAILED' }], null],
	['nothing of what had ended before it came', [{ certificatesUntil: 9 }], null],
])('ends with %s', (_, signatures, until) => {
	const all = signatures.map((more) => ({ ...one, ...more }))
	expect(endOf({ at: 10, signatures: all })?.until ?? null).toBe(until)
})
