import { decodeEntry, parseCheckpoint, parseNote } from '@letopis/format'
import type { Appended } from '@letopis/ledger'
import { expect, test } from 'vitest'
import { Disk } from '../../support/faulty-store.ts'
import { accessDraft, auditLog, documentDraft, makeSigner, start } from '../../support/log-fixture.ts'

const signer = await makeSigner()
const KEY = new Uint8Array(32).fill(3)

/**
 * A run over several batches, publications and blobs, with every effect recorded; then a power failure after each
 * single effect, with only what was synced, and a restart.
 */
test('whatever moment the power fails at, nothing acknowledged is lost and nothing forks', async () => {
	const disk = new Disk()
	const { log, clock } = await start(disk, { signer, limits: { batchEntries: 3 } })
	const acknowledged: { at: number; answer: Appended }[] = []
	const published: { at: number; note: string; size: number }[] = []
	const take = (answer: Appended) => {
		acknowledged.push({ at: disk.journal.length, answer })
		return answer
	}
	const document = take(await log.append(documentDraft()))
	for (let round = 0; round < 5; round++) {
		clock.time += 40_000
		const drafts = [
			documentDraft(),
			accessDraft(document.cid, KEY),
			documentDraft(),
			accessDraft(document.cid, KEY),
		]
		await Promise.all(drafts.map((draft) => log.append(draft).then(take)))
		if (round % 2 === 0) {
			const { note, size } = await log.publish()
			published.push({ at: disk.journal.length, note, size })
			await log.putBlob(Uint8Array.of(round))
		}
		// Sometimes the index gets to the disk, sometimes it does not.
		if (round === 3) await new Promise((resolve) => setTimeout(resolve, 70))
	}
	await log.close()
	expect(acknowledged.length).toBe(21)

	const roots = new Map<number, string>()
	const mustNotFork = (note: string) => {
		const { size, root } = parseCheckpoint(parseNote(note).text)
		const hex = Buffer.from(root).toString('hex')
		expect(roots.get(size) ?? hex).toBe(hex)
		roots.set(size, hex)
	}
	for (const { answer } of acknowledged) mustNotFork(answer.checkpoint)

	const created = disk.journal.findIndex((effect) => effect.point === 'head' && effect.head.size === 1)
	for (let effects = created; effects <= disk.journal.length; effects++) {
		const crashed = await disk.crashedAfter(effects)
		const { log: after } = await start(crashed, { signer, clock })
		const entries = await auditLog(after)
		for (const { at, answer } of acknowledged) {
			if (at > effects) continue
			expect(Buffer.from(entries[answer.index] as Uint8Array).equals(answer.entry)).toBe(true)
			expect(await after.indexOf(answer.cid)).toBe(answer.index)
		}
		const seen = published.filter(({ at }) => at <= effects)
		for (const { note } of seen) expect(await after.seen(note)).toBe('consistent')
		// Entries of a batch that nobody was told of may stay; what was signed over them must be the same.
		mustNotFork(after.checkpoint)
		if (after.size > 1) {
			const numbers = await after.accessCount(document.cid)
			const logged = entries.filter((_, i) => {
				const record = crashed.vault.records[i]
				return record !== undefined && record !== 'erased' && isAccess(record.opening)
			})
			expect(numbers).toBe(logged.length)
		}
		expect(decodeEntry((await after.append(documentDraft())).entry).time).toBe(
			Math.floor(clock.time / 60_000),
		)
		await after.close()
	}
})

/** The name of the kind in the encoded opening. */
function isAccess(opening: Uint8Array): boolean {
	return Buffer.from(opening).includes('faccess')
}
