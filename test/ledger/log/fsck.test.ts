import { describe, expect, test } from 'vitest'
import { RECORD, recordKey, tileKey } from '../../../ledger/log/keys.ts'
import { Disk } from '../../support/faulty-store.ts'
import { accessDraft, documentDraft, makeSigner, start } from '../../support/log-fixture.ts'

const signer = await makeSigner()
const KEY = new Uint8Array(32).fill(5)

/** An open log of 300 entries with accesses, an idempotency key, a blob and a published head. */
async function whole() {
	const disk = new Disk()
	const { log } = await start(disk, { signer })
	const document = await log.append(documentDraft('a', { idempotency: { key: KEY, request: KEY } }))
	await log.append(accessDraft(document.cid, KEY))
	await log.putBlob(Uint8Array.of(1, 2, 3))
	await log.publish()
	await Promise.all(Array.from({ length: 297 }, () => log.append(documentDraft())))
	await log.publish()
	// The index is written a moment later; here it has to be there to be damaged.
	await log.reindex()
	return { disk, log, document }
}

describe('fsck', () => {
	test('a sound log has no findings, and progress is told to the end', async () => {
		const { log } = await whole()
		const told: number[] = []
		expect(await log.fsck((done, total) => told.push(done / total))).toEqual([])
		expect(told.at(-1)).toBe(1)
		await log.close()
	})

	test('what was erased is no finding', async () => {
		const { disk, log } = await whole()
		disk.vault.erase(2)
		disk.vault.erase(3)
		expect(await log.fsck()).toEqual([])
		await log.close()
	})

	test('every record of the store with any flipped bit is a finding with a remedy', async () => {
		const { disk, log } = await whole()
		const rows: [Uint8Array, Uint8Array][] = []
		for await (const row of disk.store.range({ gte: Uint8Array.of(0x42), lt: Uint8Array.of(0x4d) }))
			rows.push(row)
		// Slices, one tile, states, two published notes, a blob.
		expect(rows.length).toBeGreaterThan(12)
		let flips = 0
		for (const [key, value] of rows) {
			for (const at of [0, 1, value.length >> 1, value.length - 1]) {
				const bad = value.slice()
				bad[at] = (bad[at] as number) ^ (1 << (flips++ % 8))
				await disk.damage(key, bad)
				const findings = await log.fsck()
				expect(findings.length, `${Buffer.from(key).toString('hex')} at ${at}`).toBeGreaterThan(0)
				for (const { what, remedy } of findings) expect(what && remedy).toBeTruthy()
			}
			await disk.damage(key, value)
		}
		expect(await log.fsck()).toEqual([])
		await log.close()
	})

	test.each([
		['a slice is missing', recordKey(64, RECORD.slice), 64, 'missing'],
		['the first slice is missing', recordKey(0, RECORD.slice), 0, 'missing'],
		['the last slice is missing', recordKey(256, RECORD.slice), 256, 'missing'],
		['a full tile is missing', tileKey(0, 0), null, 'tile 0/0 is missing'],
		['an older state is missing', recordKey(2, RECORD.state), null, 'signed head is missing'],
	])('%s', async (_, key, index, what) => {
		const { disk, log } = await whole()
		await disk.damage(key, undefined)
		const findings = await log.fsck()
		expect(findings).toContainEqual({
			index,
			what: expect.stringContaining(what),
			remedy: expect.any(String),
		})
		await log.close()
	})

	test('a vault record that is missing or belongs to another entry', async () => {
		const { disk, log } = await whole()
		const records = [...disk.vault.records]
		await disk.vault.truncate(298)
		const wrong = records[5]
		if (wrong !== undefined && wrong !== 'erased') await disk.vault.appendRecords([{ ...wrong, index: 298 }])
		const findings = await log.fsck()
		expect(findings).toMatchObject([
			{ index: 298, what: expect.stringContaining('another entry') },
			{ index: 299, what: expect.stringContaining('no record') },
		])
		await log.close()
	})

	test('an index that lost or mixed up its rows', async () => {
		const { disk, log, document } = await whole()
		const rows: [Uint8Array, Uint8Array][] = []
		for await (const row of disk.index.range({ gte: Uint8Array.of(0), lt: Uint8Array.of(255) }))
			rows.push(row)
		const row = (letter: string) =>
			rows.find(([key]) => key[0] === letter.charCodeAt(0)) as [Uint8Array, Uint8Array]
		for (const [letter, what] of [
			['c', 'does not find it'],
			['i', 'idempotency'],
			['a', 'too few accesses'],
		] as const) {
			const [key, value] = row(letter)
			await disk.index.write([{ key, delete: true }], { sync: true })
			expect(await log.fsck()).toMatchObject([
				{ what: expect.stringContaining(what), remedy: expect.stringContaining('reindex') },
			])
			await disk.index.write([{ key, value }], { sync: true })
		}
		const [key] = row('c')
		await disk.index.write([{ key, value: new Uint8Array(6) }], { sync: true })
		expect(await log.fsck()).toHaveLength(1)
		await log.reindex()
		expect(await log.fsck()).toEqual([])
		expect(await log.accessCount(document.cid)).toBe(1)
		await log.close()
	})
})
