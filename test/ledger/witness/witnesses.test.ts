/** Heads of a real log at small witnesses, honest ones and others. */
import { type Note, parseNote, parseVkey, verifyNote } from '@letopis/format'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createWitnesses, type Witnesses, type WitnessSettings } from '../../../ledger/witness/witnesses.ts'
import { type AnchoredLog, createAnchoredLog, ORIGIN } from '../../support/anchored-log.ts'
import { startWitness, type TestWitness, type WitnessMood } from '../../support/witness.ts'

let at: AnchoredLog
const started: TestWitness[] = []
const created: Witnesses[] = []
beforeEach(async () => {
	at = await createAnchoredLog()
})
afterEach(async () => {
	for (const witnesses of created.splice(0)) await witnesses.stop()
	for (const witness of started.splice(0)) await witness.close()
	await at.remove()
})

async function witness(name: string, type?: 0x04 | 0x06): Promise<TestWitness> {
	const made = await startWitness(name, { logs: [at.signer.vkeys.ed25519], ...(type && { type }) })
	started.push(made)
	return made
}

function watch(...all: readonly WitnessSettings[]): Witnesses {
	const witnesses = createWitnesses({ log: at.log, witnesses: all, clock: at.clock })
	created.push(witnesses)
	return witnesses
}

/** Which of the witnesses have cosigned the published note. */
function cosigners(...witnesses: readonly TestWitness[]): string[] {
	const note: Note = parseNote(at.log.published?.note ?? '')
	return verifyNote(
		note,
		witnesses.map(({ vkey }) => parseVkey(vkey)),
	).map(({ vkey }) => vkey.name)
}

/** Appends and publishes. */
async function publish(): Promise<void> {
	await at.entry()
	await at.log.publish()
}

for (const type of [0x04, 0x06] as const) {
	test(`cosignatures of type 0x0${type} are merged into every published head`, async () => {
		const one = await witness('one.example', type)
		const witnesses = watch(one)
		for (let round = 0; round < 3; round++) {
			await publish()
			await witnesses.settled()
			expect(cosigners(one)).toEqual(['one.example'])
		}
		expect(one.cosigned(ORIGIN)).toBe(4)
		expect(witnesses.status()).toMatchObject([
			{ name: 'one.example', cosignedSize: 4, lag: 0, lastError: null },
		])
		expect(one.answers, 'what it cosigned last is remembered').toEqual([200, 200, 200])
	})
}

test('a head that is published already is brought at once', async () => {
	await publish()
	const one = await witness('one.example')
	await watch(one).settled()
	expect(cosigners(one)).toEqual(['one.example'])
})

test('after a restart the witness says what it cosigned last', async () => {
	const one = await witness('one.example')
	await publish()
	await watch(one).settled()
	await created.pop()?.stop()
	await publish()
	await publish()
	await watch(one).settled()
	expect(cosigners(one)).toEqual(['one.example'])
	expect(one.answers).toEqual([200, 409, 200])
})

test('a witness that lost its memory begins anew', async () => {
	const one = await witness('one.example')
	const witnesses = watch(one)
	await publish()
	await witnesses.settled()
	one.forget(ORIGIN)
	await publish()
	await witnesses.settled()
	expect(cosigners(one)).toEqual(['one.example'])
	expect(one.answers).toEqual([200, 409, 200])
})

test('heads that come while one is under way are brought as one', async () => {
	const one = await witness('one.example')
	const witnesses = watch(one)
	one.behave('late')
	await publish()
	for (let i = 0; i < 5; i++) await publish()
	one.behave('honest')
	one.release()
	await vi.waitFor(() => expect(one.cosigned(ORIGIN)).toBe(7), { timeout: 60_000 })
	await witnesses.settled()
	expect(cosigners(one)).toEqual(['one.example'])
	expect(one.answers.length).toBeLessThanOrEqual(3)
})

describe('one that does not cosign delays neither the log nor the other', () => {
	const moods: { mood: WitnessMood; says: RegExp | null; twice?: true }[] = [
		{ mood: 'silent', says: null },
		{ mood: 'failing', says: /HTTP 503/ },
		{ mood: 'redirecting', says: /cannot be reached/ },
		{ mood: 'bad-signature', says: /cosignature is refused/ },
		{ mood: 'stale', says: /cosignature is refused/, twice: true },
		{ mood: 'timeless', says: /no time/ },
		{ mood: 'stranger', says: /known key/ },
		{ mood: 'endless', says: /exceeds 16384 bytes/ },
		{ mood: 'contrary', says: /keeps reporting conflicts/ },
	]
	for (const { mood, says, twice } of moods) {
		test(mood, async () => {
			const odd = await witness('odd.example')
			const good = await witness('good.example')
			const witnesses = watch(odd, good)
			if (twice) {
				await publish()
				await witnesses.settled()
			}
			odd.behave(mood)
			await publish()
			await vi.waitFor(() => expect(cosigners(odd, good)).toEqual(['good.example']), { timeout: 60_000 })
			if (says !== null) {
				await vi.waitFor(() => expect(witnesses.status()[0]?.lastError).toMatch(says), { timeout: 60_000 })
			}
			at.clock.advance(90_000)
			expect(witnesses.status()).toMatchObject([
				{ lag: 90, cosignedSize: twice ? 2 : 0 },
				{ lag: 0, lastError: null },
			])
			await expect(at.entry()).resolves.toBeDefined()
		})
	}

	test('an unknown log, and an unknown key', async () => {
		const stranger = await startWitness('stranger.example', { logs: [] })
		const other = { ...at.signer.vkeys.status, name: ORIGIN }
		const suspicious = await startWitness('suspicious.example', { logs: [other] })
		started.push(stranger, suspicious)
		const witnesses = watch(stranger, suspicious)
		await publish()
		await vi.waitFor(
			() => {
				const errors = witnesses.status().map(({ lastError }) => lastError)
				expect(errors).toEqual([
					expect.stringContaining('does not know this log'),
					expect.stringContaining('403'),
				])
			},
			{ timeout: 60_000 },
		)
	})

	test('a witness that is ahead of the log freezes it, with what it said kept as evidence', async () => {
		const one = await witness('one.example')
		await publish()
		await publish()
		await watch(one).settled()
		expect(one.cosigned(ORIGIN)).toBe(3)
		// The same keys on data that were set back, together with the head file.
		const older = await at.earlier(2)
		const witnesses = createWitnesses({ log: older, witnesses: [one], clock: at.clock })
		created.push(witnesses)
		await older.publish()
		await vi.waitFor(() => expect(older.frozen).not.toBeNull(), { timeout: 60_000 })
		expect(older.frozen?.reason).toBe('witness')
		expect(JSON.parse(older.frozen?.evidence ?? '')).toEqual({
			witness: 'one.example',
			url: one.url,
			size: 3,
			ours: 2,
			time: new Date(at.clock.now()).toISOString(),
		})
		await vi.waitFor(
			() => {
				const [said] = witnesses.status()
				expect(said?.lastError).toBe('the witness has cosigned a head of size 3, ours has 2')
			},
			{ timeout: 60_000 },
		)
		const append = older.append({ kind: 'sealed', body: {}, fields: { kind: 'token-grant' } })
		await expect(append).rejects.toMatchObject({
			code: 'frozen',
			message: expect.stringContaining('witness'),
		})
		await expect(older.publish()).resolves.toMatchObject({ size: 2 })
		await older.close()
	})

	test('a size that the log has reached meanwhile is no claim against it', async () => {
		expect(await at.log.claimed({ witness: 'one.example', url: 'http://one.example', size: 1 })).toBe(false)
		expect(at.log.frozen).toBeNull()
	})

	test('a closed port', async () => {
		const gone = await witness('gone.example')
		await gone.close()
		const witnesses = watch(gone)
		await publish()
		await vi.waitFor(() => expect(witnesses.status()[0]?.lastError).toMatch(/ECONNREFUSED/), {
			timeout: 60_000,
		})
	})
})

test('what settles is waited for, what fails is not', async () => {
	const late = await witness('late.example')
	const failing = await witness('failing.example')
	late.behave('late')
	failing.behave('failing')
	const witnesses = watch(late, failing)
	await publish()
	let settled = false
	const waiting = witnesses.settled(60_000).then(() => {
		settled = true
	})
	await vi.waitFor(() => expect(failing.answers).toHaveLength(1), { timeout: 60_000 })
	expect(settled).toBe(false)
	late.release()
	await waiting
	expect(cosigners(late)).toEqual(['late.example'])
})

test('settled gives up in time', async () => {
	const silent = await witness('silent.example')
	silent.behave('silent')
	const witnesses = watch(silent)
	await publish()
	await witnesses.settled(10)
	expect(cosigners(silent)).toEqual([])
})

test('after stop nothing is sent', async () => {
	const one = await witness('one.example')
	const witnesses = watch(one)
	await witnesses.stop()
	await publish()
	await new Promise((resolve) => setTimeout(resolve, 20))
	expect(one.answers).toEqual([])
})

describe('settings that cannot work', () => {
	const cases: Record<string, (good: TestWitness) => WitnessSettings> = {
		'a key that cannot cosign': (good) => ({ ...good, vkey: `${ORIGIN}+00000000+AQ==` }),
		'no URL': (good) => ({ ...good, url: 'one.example' }),
		'another scheme': (good) => ({ ...good, url: 'ftp://one.example' }),
		'a query': (good) => ({ ...good, url: 'http://one.example/?x' }),
	}
	for (const [name, settings] of Object.entries(cases)) {
		test(name, async () => {
			const good = await witness('one.example')
			expect(() => watch(settings(good))).toThrow()
		})
	}
})
