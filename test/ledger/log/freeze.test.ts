import type { LogEvent } from '@letopis/ledger'
import { describe, expect, test } from 'vitest'
import { metaKey } from '../../../ledger/log/keys.ts'
import { Disk } from '../../support/faulty-store.ts'
import { auditLog, documentDraft, makeSigner, ORIGIN, start } from '../../support/log-fixture.ts'

const signer = await makeSigner()
const FROZEN = { code: 'frozen', remedy: expect.stringContaining('resume') }

/** The same key on another server: another history, of the given size. */
async function fork(size: number) {
	const { log } = await start(new Disk(), { signer })
	while (log.size < size) await log.append(documentDraft())
	const published = await log.publish()
	await log.close()
	return { checkpoint: log.checkpoint, published: published.note }
}

describe('seen', () => {
	test('our own heads are consistent, old and new, published or not', async () => {
		const { log } = await start(new Disk(), { signer })
		const notes = [log.checkpoint, (await log.publish()).note]
		for (let i = 0; i < 5; i++) notes.push((await log.append(documentDraft())).checkpoint)
		for (const note of notes) expect(await log.seen(note)).toBe('consistent')
		expect(log.frozen).toBeNull()
		await log.close()
	})

	test('what is not signed with our key is not ours, whatever it says', async () => {
		const { log } = await start(new Disk(), { signer })
		const other = await makeSigner()
		const text = log.checkpoint.slice(0, log.checkpoint.indexOf('\n\n') + 1)
		for (const note of [
			'',
			'x',
			'x'.repeat(70_000),
			text,
			await other.signNote(text),
			log.checkpoint.replace('\n1\n', '\n2\n'),
			log.checkpoint.replaceAll(ORIGIN, 'jinde.example/log/1'),
			await signer.signStatus('letopis-status/v1\n'),
			await signer.signNote('no checkpoint\n'),
			await signer.signNote(text.replace(ORIGIN, 'jinde.example/log/1')),
		]) {
			expect(await log.seen(note)).toBe('not-ours')
		}
		expect(log.frozen).toBeNull()
		expect((await log.append(documentDraft())).index).toBe(1)
		await log.close()
	})

	test.each([
		['a larger head', async () => (await fork(5)).checkpoint],
		[
			'a larger head with the ML-DSA signature alone',
			async () => withoutFirstLine((await fork(5)).published),
		],
		['another root at a size of ours', async () => (await fork(2)).checkpoint],
		[
			'an extension line, which we never sign',
			async (own: string) => signer.signNote(`${textOf(own)}extra\n`),
		],
	])('%s freezes all signing, in the data and among the keys', async (_, makeNote) => {
		const disk = new Disk()
		const { log } = await start(disk, { signer })
		for (let i = 0; i < 2; i++) await log.append(documentDraft())
		const events: LogEvent[] = []
		log.subscribe((event) => events.push(event))
		const note = await makeNote(log.checkpoint)
		const queued = log.append(documentDraft()).catch((error: unknown) => error)
		expect(await log.seen(note)).toBe('frozen')
		await queued
		const { size } = log
		expect(log.frozen).toEqual({ reason: 'seen', evidence: note })
		expect(events.at(-1)).toEqual({ type: 'frozen', frozen: log.frozen })
		await expect(log.append(documentDraft())).rejects.toMatchObject(FROZEN)
		await expect(log.publish()).rejects.toMatchObject(FROZEN)
		// More evidence changes nothing.
		const effects = disk.journal.length
		expect(await log.seen(note)).toBe('frozen')
		expect(disk.journal.length).toBe(effects)
		// Reading and judging go on.
		expect(await log.entry(1)).toBeDefined()
		expect(await log.seen(log.checkpoint)).toBe('consistent')
		await log.close()

		// Either half alone keeps it frozen.
		for (const half of ['both', 'keys', 'data'] as const) {
			if (half === 'keys') await disk.damage(metaKey('frozen'), undefined)
			if (half === 'data') {
				await disk.damage(metaKey('frozen'), Uint8Array.of(0xa0))
				disk.frozen = null
			}
			const { log: later } = await start(disk, { signer })
			expect(later.frozen?.reason).toBe('seen')
			await expect(later.append(documentDraft())).rejects.toMatchObject(FROZEN)
			expect(later.size).toBe(size)
			await later.close()
		}
	})

	test('a freeze that comes while a head is being signed for publication keeps it here', async () => {
		const disk = new Disk()
		const signing = Promise.withResolvers<void>()
		const signed = Promise.withResolvers<void>()
		const slow: typeof signer = {
			...signer,
			signNote: (text) => signer.signNote(text),
			cosignMlDsa: async (head, time) => {
				signing.resolve()
				await signed.promise
				return signer.cosignMlDsa(head, time)
			},
		}
		const { log } = await start(disk, { signer: slow })
		const publishing = log.publish()
		await signing.promise
		expect(await log.seen((await fork(5)).checkpoint)).toBe('frozen')
		signed.resolve()
		await expect(publishing).rejects.toMatchObject(FROZEN)
		expect(log.published).toBeNull()
		await log.close()
	})

	test('a freeze that cannot be written freezes all the same', async () => {
		const disk = new Disk()
		const { log } = await start(disk, { signer })
		await log.append(documentDraft())
		disk.fail({ point: 'store', nth: 1, applied: false })
		await expect(log.seen((await fork(5)).checkpoint)).rejects.toThrow()
		await expect(log.append(documentDraft())).rejects.toMatchObject(FROZEN)
		await log.close()
		const { log: later } = await start(disk, { signer })
		expect(later.frozen?.reason).toBe('seen')
		await later.close()
	})
})

describe('resume', () => {
	test('a log that forked never resumes', async () => {
		const disk = new Disk()
		const { log } = await start(disk, { signer })
		await log.append(documentDraft())
		const outside = log.checkpoint
		await log.seen((await fork(2)).checkpoint)
		await log.close()
		await expect(start(disk, { signer, resume: [outside] })).rejects.toMatchObject({
			code: 'conflict',
			remedy: expect.any(String),
		})
		const { log: later } = await start(disk, { signer })
		expect(later.frozen).not.toBeNull()
		await later.close()
	})

	test('a log that got its missing entries back resumes, with the head of a witness', async () => {
		// The whole log, and an older copy of its disk.
		const whole = new Disk()
		const { log } = await start(whole, { signer })
		await log.append(documentDraft())
		const effects = whole.journal.length
		await log.append(documentDraft())
		const newest = log.checkpoint
		await log.close()
		const old = await whole.crashedAfter(effects)
		const { log: restored } = await start(old, { signer })
		expect(await restored.seen(newest)).toBe('frozen')
		await restored.close()
		await expect(start(old, { signer, resume: [newest] })).rejects.toMatchObject({ code: 'conflict' })

		// The entries come back from elsewhere; the freeze among the keys is still there.
		whole.frozen = old.frozen
		const { log: held } = await start(whole, { signer })
		await expect(held.append(documentDraft())).rejects.toMatchObject(FROZEN)
		await held.close()
		await expect(start(whole, { signer, resume: [] })).rejects.toThrow(RangeError)
		const { log: again } = await start(whole, { signer, resume: [newest] })
		expect(again.frozen).toBeNull()
		await again.append(documentDraft())
		await auditLog(again)
		await again.close()
		const { log: later } = await start(whole, { signer })
		expect(later.frozen).toBeNull()
		await later.close()
	})

	test('a restored log is held until an outside head shows that nothing is missing', async () => {
		const disk = new Disk()
		const { log } = await start(disk, { signer })
		const { checkpoint } = await log.append(documentDraft())
		await log.append(documentDraft())
		await log.close()
		disk.frozen = { reason: 'restored', evidence: '' }
		const { log: held } = await start(disk, { signer })
		await expect(held.append(documentDraft())).rejects.toMatchObject({
			...FROZEN,
			message: expect.stringContaining('restored'),
		})
		await held.close()
		const { log: resumed } = await start(disk, { signer, resume: [checkpoint] })
		expect((await resumed.append(documentDraft())).index).toBe(3)
		expect(disk.frozen).toBeNull()
		await resumed.close()
	})
})

test('a restored log that is shown a fork stays frozen for the fork', async () => {
	const disk = new Disk()
	const { log } = await start(disk, { signer })
	const { checkpoint } = await log.append(documentDraft())
	await log.close()
	disk.frozen = { reason: 'restored', evidence: '' }
	const { log: held } = await start(disk, { signer })
	const evidence = (await fork(2)).checkpoint
	expect(await held.seen(evidence)).toBe('frozen')
	expect(held.frozen).toEqual({ reason: 'seen', evidence })
	await held.close()
	expect(disk.frozen).toEqual({ reason: 'seen', evidence })
	await expect(start(disk, { signer, resume: [checkpoint] })).rejects.toMatchObject({ code: 'conflict' })
})

function textOf(note: string): string {
	return note.slice(0, note.indexOf('\n\n') + 1)
}

function withoutFirstLine(note: string): string {
	return note.replace(/\n\n.*\n/, '\n\n')
}
