import {
	checkpointMessage,
	cosignatureV1Message,
	makeVkey,
	nobleVerifiers,
	parseCheckpoint,
	parseNote,
	signatureLine,
	timestampedSignature,
	useVerifiers,
	utf8,
	type Vkey,
	verifyNote,
} from '@letopis/format'
import { type Log, type Published, startPublishing } from '@letopis/ledger'
import { ed25519 } from '@noble/curves/ed25519.js'
import { describe, expect, test } from 'vitest'
import { LogStore } from '../../../ledger/log/log-store.ts'
import { Disk } from '../../support/faulty-store.ts'
import { documentDraft, makeSigner, START, start } from '../../support/log-fixture.ts'

const signer = await makeSigner()

/** A witness with its own key, reduced to signing. */
function witness(name: string): { vkey: Vkey; cosign(note: string, seconds: number): string } {
	const secret = ed25519.utils.randomSecretKey()
	const vkey = makeVkey(name, 0x04, ed25519.getPublicKey(secret))
	return {
		vkey,
		cosign(note, seconds) {
			const { text } = parseNote(note)
			const signature = ed25519.sign(cosignatureV1Message(text, seconds), secret)
			return signatureLine(vkey.name, vkey.id, timestampedSignature(seconds, signature))
		},
	}
}

const until = async (condition: () => boolean) => {
	await expect.poll(condition, { interval: 2 }).toBe(true)
}

describe('publishing', () => {
	test('the note carries both signatures of the log, by the clock, and is durable before anyone hears of it', async () => {
		const disk = new Disk()
		const { log } = await start(disk, { signer })
		await log.append(documentDraft())
		const heard: Published[] = []
		log.subscribe((event) => {
			if (event.type !== 'published') return
			expect(disk.journal.findLast(({ point }) => point === 'store')).toMatchObject({ sync: true })
			heard.push(event.published)
		})
		expect(log.published).toBeNull()
		const published = await log.publish()
		expect(published.size).toBe(2)
		expect(heard).toEqual([published])
		expect(log.published).toEqual(published)
		const note = parseNote(published.note)
		expect(parseCheckpoint(note.text)).toMatchObject({ origin: signer.origin, size: 2, root: log.root })
		// Judged by the pure implementation, not by the one that signed.
		useVerifiers(null)
		const { ed25519: edKey, mldsa44 } = signer.vkeys
		expect(verifyNote(note, [edKey, mldsa44])).toEqual([
			{ vkey: edKey },
			{ vkey: mldsa44, timestamp: START / 1000 },
		])
		const [, line] = note.signatures
		const message = checkpointMessage(mldsa44.name, START / 1000, parseCheckpoint(note.text))
		expect(nobleVerifiers.mldsa44(line?.signature.slice(8) ?? new Uint8Array(), message, mldsa44.key)).toBe(
			true,
		)
		await log.close()
	})

	test('nothing new is not published again; parallel calls publish once', async () => {
		const disk = new Disk()
		const { log } = await start(disk, { signer })
		const [a, b] = await Promise.all([log.publish(), log.publish()])
		expect(a).toEqual(b)
		const effects = disk.journal.length
		expect(await log.publish()).toEqual(a)
		expect(disk.journal.length).toBe(effects)
		await log.close()
	})

	test('the newest 32 notes are kept, across restarts too', async () => {
		const disk = new Disk()
		let { log } = await start(disk, { signer })
		for (let i = 0; i < 40; i++) {
			await log.append(documentDraft())
			await log.publish()
			if (i === 20) {
				await log.close()
				log = (await start(disk, { signer })).log
			}
		}
		const kept: number[] = []
		for (let size = 1; size <= log.size; size++) if (await log.publishedAt(size)) kept.push(size)
		expect(kept).toEqual(Array.from({ length: 32 }, (_, i) => 10 + i))
		await log.close()
	})

	test('the newest note is found without the index, however much came after it', async () => {
		const disk = new Disk()
		const { log } = await start(disk, { signer })
		const store = new LogStore(disk.store)
		expect(await store.lastPublished()).toBeNull()
		await log.append(documentDraft())
		const published = await log.publish()
		for (let i = 0; i < 600; i++) await log.append(documentDraft())
		expect(await store.lastPublished()).toEqual(published)
		const newest = await log.publish()
		expect(await store.lastPublished()).toEqual(newest)
		await log.close()
	})

	test('a failed write publishes nothing, and stops appends too', async () => {
		const disk = new Disk()
		const { log } = await start(disk, { signer })
		disk.fail({ point: 'store', nth: 1, applied: false, code: 'ENOSPC' })
		await expect(log.publish()).rejects.toMatchObject({ message: expect.stringContaining('ENOSPC') })
		expect(log.published).toBeNull()
		await expect(log.append(documentDraft())).rejects.toMatchObject({
			code: 'disk-full',
			remedy: expect.stringContaining('space'),
		})
		await log.close()
	})

	test('the timer publishes when something came, tells of failures, and stops', async () => {
		const disk = new Disk()
		const { log } = await start(disk, { signer })
		const errors: unknown[] = []
		const stop = startPublishing(log, { interval: 5, onError: (error) => errors.push(error) })
		await until(() => log.published?.size === 1)
		await log.append(documentDraft())
		await until(() => log.published?.size === 2)
		disk.fail({ point: 'store', nth: 2, applied: false })
		await log.append(documentDraft())
		await until(() => errors.length > 0)
		await stop()
		const count = errors.length
		await new Promise((resolve) => setTimeout(resolve, 20))
		expect(errors.length).toBe(count)
		await log.close()
	})
})

describe('cosignatures', () => {
	test('merge keeps one line per key, the last one, and survives a restart', async () => {
		const disk = new Disk()
		const { log } = await start(disk, { signer })
		const { note, size } = await log.publish()
		const [a, b] = [witness('a.example'), witness('b.example')]
		await log.mergeCosignatures(size, [a.cosign(note, 100)])
		await log.mergeCosignatures(size, [b.cosign(note, 150), a.cosign(note, 200)])
		const expected = [
			{ vkey: signer.vkeys.ed25519 },
			{ vkey: a.vkey, timestamp: 200 },
			{ vkey: b.vkey, timestamp: 150 },
		]
		const check = (running: Log) => {
			const merged = parseNote(running.published?.note as string)
			expect(merged.signatures).toHaveLength(4)
			expect(verifyNote(merged, [signer.vkeys.ed25519, a.vkey, b.vkey])).toEqual(expected)
		}
		check(log)
		await log.close()
		const { log: later } = await start(disk, { signer })
		check(later)
		await later.close()
	})

	test('a slow witness may still cosign an older published head', async () => {
		const { log } = await start(new Disk(), { signer })
		const old = await log.publish()
		await log.append(documentDraft())
		const newest = await log.publish()
		const a = witness('a.example')
		const merged = await log.mergeCosignatures(old.size, [a.cosign(old.note, 100)])
		expect(merged.size).toBe(old.size)
		expect(await log.publishedAt(old.size)).toBe(merged.note)
		expect(log.published).toEqual(newest)
		await log.close()
	})

	test('the newest head with the whole quorum is told apart from the newest head, also after a restart', async () => {
		const disk = new Disk()
		const [a, b] = [witness('a.example'), witness('b.example')]
		const quorum = [a.vkey, b.vkey]
		const { log } = await start(disk, { signer, quorum })
		const first = await log.publish()
		await log.mergeCosignatures(first.size, [a.cosign(first.note, 100)])
		expect(log.witnessed).toBeNull()
		const whole = await log.mergeCosignatures(first.size, [b.cosign(first.note, 100)])
		expect(log.witnessed).toEqual(whole)
		await log.append(documentDraft())
		const second = await log.publish()
		await log.mergeCosignatures(second.size, [a.cosign(second.note, 100)])
		expect(log.published?.size).toBe(second.size)
		expect(log.witnessed).toEqual(whole)
		await log.close()
		const { log: later } = await start(disk, { signer, quorum })
		expect(later.published?.size).toBe(second.size)
		expect(later.witnessed).toEqual(whole)
		const newer = await later.mergeCosignatures(second.size, [b.cosign(second.note, 100)])
		expect(later.witnessed).toEqual(newer)
		// A cosignature that comes late to an older head takes nothing back.
		await later.mergeCosignatures(first.size, [a.cosign(first.note, 900)])
		expect(later.witnessed).toEqual(newer)
		await later.close()
	})

	test('without a quorum every published head will do', async () => {
		const { log } = await start(new Disk(), { signer })
		expect(log.witnessed).toBeNull()
		const published = await log.publish()
		expect(log.witnessed).toEqual(published)
		await log.close()
	})

	test('unknown sizes, lines that are none and lines in our own name are refused', async () => {
		const { log } = await start(new Disk(), { signer })
		const { note, size } = await log.publish()
		await expect(log.mergeCosignatures(7, [])).rejects.toMatchObject({ code: 'not-found' })
		await expect(log.mergeCosignatures(size, ['x'])).rejects.toMatchObject({ name: 'RefusalError' })
		const own = parseNote(note).signatures[0]?.line as string
		await expect(log.mergeCosignatures(size, [own])).rejects.toMatchObject({ code: 'duplicate' })
		expect(log.published?.note).toBe(note)
		expect(utf8(note).length).toBeLessThan(8192)
		await log.close()
	})
})
