import { parseCheckpoint, parseNote } from '@letopis/format'
import type { Appended, Log, Signer } from '@letopis/ledger'
import { describe, expect, test } from 'vitest'
import { Disk, WRITE_POINTS } from '../../support/faulty-store.ts'
import {
	accessDraft,
	auditAnswer,
	auditLog,
	documentDraft,
	makeSigner,
	start,
} from '../../support/log-fixture.ts'

const signer = await makeSigner()
const KEY = new Uint8Array(32).fill(7)

/** Every head that left the process, by size: two roots of one size are a fork. */
class Heads {
	readonly roots = new Map<number, string>()

	take(note: string): void {
		const { size, root } = parseCheckpoint(parseNote(note).text)
		const hex = Buffer.from(root).toString('hex')
		expect(this.roots.get(size) ?? hex).toBe(hex)
		this.roots.set(size, hex)
	}
}

async function mustHold(log: Log, acknowledged: readonly Appended[], signer: Signer): Promise<void> {
	const entries = await auditLog(log)
	for (const answer of acknowledged) {
		auditAnswer(answer, signer)
		expect(Buffer.from(entries[answer.index] as Uint8Array).equals(answer.entry)).toBe(true)
		expect(await log.indexOf(answer.cid)).toBe(answer.index)
	}
}

const cases = WRITE_POINTS.flatMap((point) =>
	[1, 2, 3].flatMap((nth) => [false, true].map((applied) => ({ point, nth, applied }))),
)

describe('fault table: one write fails, the process goes on, then is started again', () => {
	test.each(cases)('$point write $nth, applied: $applied', async ({ point, nth, applied }) => {
		const disk = new Disk()
		const heads = new Heads()
		const first = await start(disk, { signer })
		const document = await first.log.append(documentDraft())
		const acknowledged: Appended[] = [document]
		disk.fail({ point, nth, applied })

		const refused: unknown[] = []
		for (let round = 0; round < 6; round++) {
			const results = await Promise.allSettled([
				first.log.append(documentDraft()),
				first.log.append(accessDraft(document.cid, KEY)),
				first.log.append(documentDraft()),
			])
			for (const result of results) {
				if (result.status === 'fulfilled') acknowledged.push(result.value)
				else refused.push(result.reason)
			}
			// The index is written a moment later than the rest.
			if (point === 'index') await new Promise((resolve) => setTimeout(resolve, 60))
		}
		for (const { checkpoint } of acknowledged) heads.take(checkpoint)
		expect(refused.length).toBeGreaterThan(0)
		for (const reason of refused) {
			expect(reason).toMatchObject({
				name: 'LedgerError',
				code: 'io',
				remedy: expect.stringContaining('again'),
			})
		}
		expect(first.log.failure).toMatchObject({ code: 'io' })
		// Reading goes on at the committed size, and everything acknowledged is there.
		for (const { index, entry } of acknowledged) expect(await first.log.entry(index)).toEqual(entry)
		await first.log.close()

		const second = await start(disk, { signer })
		await mustHold(second.log, acknowledged, signer)
		heads.take(second.log.checkpoint)
		const before = await second.log.accessCount(document.cid)
		const more = await Promise.all([
			second.log.append(accessDraft(document.cid, KEY)),
			second.log.append(documentDraft()),
			second.log.append(accessDraft(document.cid, KEY)),
		])
		for (const { checkpoint } of more) heads.take(checkpoint)
		expect(await second.log.accessCount(document.cid)).toBe(before + 2)
		await mustHold(second.log, [...acknowledged, ...more], signer)
		await second.log.close()
	})
})
