import { type Cid, decodeBundle, encodeBundle, equalBytes } from '@letopis/format'
import type { Log } from '@letopis/ledger'
import { describe, expect, test } from 'vitest'
import { type ImportSource, importLog } from '../../../ledger/log/import.ts'
import { Disk } from '../../support/faulty-store.ts'
import { auditLog, documentDraft, makeSigner, ORIGIN, start } from '../../support/log-fixture.ts'

const signer = await makeSigner()
const vkeys = [signer.vkeys.ed25519, signer.vkeys.mldsa44]

async function grown(size: number): Promise<{ disk: Disk; log: Log; note: string; source: ImportSource }> {
	const disk = new Disk()
	const { log } = await start(disk, { signer })
	const token = await log.putBlob(Uint8Array.of(1))
	const note = await log.putBlob(Uint8Array.of(2))
	const body = { authority: 'dev', token, note, time: 1, size: 1, documents: null }
	await log.append({ kind: 'anchor', body, fields: { kind: 'anchor' } })
	await Promise.all(Array.from({ length: size - 2 }, () => log.append(documentDraft())))
	const source: ImportSource = {
		bundle: async (index, width) => (await log.bundle({ index, width })) as Uint8Array,
		blob: async (cid) => (await log.blob(cid)) as Uint8Array,
	}
	return { disk, log, note: (await log.publish()).note, source }
}

/** A disk with the copy, and the vault and keys that were backed up beside it. */
async function imported(
	original: Disk,
	note: string,
	source: ImportSource,
	onBlob: (cid: Cid) => void = () => expect.fail('every blob is there'),
): Promise<Disk> {
	const disk = new Disk()
	await importLog({ store: disk.store, origin: ORIGIN, vkeys, note, source, onBlob })
	await disk.vault.appendRecords(original.vault.records.map((record) => structuredClone(record)) as never)
	disk.head = original.head
	disk.journal.push(...original.journal)
	return disk
}

describe('import', () => {
	test.each([2, 64, 256, 257, 700])('a log of %i entries is the same after it, and goes on', async (size) => {
		const { disk, log, note, source } = await grown(size)
		const copy = await imported(disk, note, source)
		const { log: restored } = await start(copy, { signer })
		expect(restored.size).toBe(size)
		expect(equalBytes(restored.root, log.root)).toBe(true)
		expect(restored.published?.note).toBe(note)
		await auditLog(restored)
		await Promise.all(Array.from({ length: 80 }, () => restored.append(documentDraft())))
		await auditLog(restored)
		await restored.close()
		await log.close()
	})

	test('entries that do not lead to the signed head are not taken', async () => {
		const { log, note, source } = await grown(300)
		const wrong: ImportSource = {
			...source,
			bundle: async (index, width) => {
				const entries = decodeBundle(await source.bundle(index, width), width)
				const [last = new Uint8Array(), before = new Uint8Array()] = entries.splice(-2).reverse()
				return encodeBundle([...entries, last, before])
			},
		}
		const { store } = new Disk()
		await expect(importLog({ store, origin: ORIGIN, vkeys, note, source: wrong })).rejects.toMatchObject({
			code: 'corrupt',
			remedy: expect.any(String),
		})
		const foreign = (await makeSigner()).vkeys.ed25519
		await expect(importLog({ store, origin: ORIGIN, vkeys: [foreign], note, source })).rejects.toMatchObject({
			code: 'unknown-key',
		})
		await log.close()
	})

	describe('a blob that is not what its name says is left out, and told', () => {
		const table: [name: string, blob: (bytes: Uint8Array) => Uint8Array | undefined][] = [
			['a flipped bit', (bytes) => Uint8Array.from(bytes, (byte) => byte ^ 1)],
			['nothing', () => undefined],
			['no bytes', () => new Uint8Array()],
			['something else behind it', (bytes) => Uint8Array.of(...bytes, 0)],
			['more than any blob has', () => new Uint8Array(1_048_577)],
		]
		test.each(table)('%s', async (_, harm) => {
			const { disk, log, note, source } = await grown(3)
			const wrong = { ...source, blob: async (cid: Cid) => harm((await source.blob(cid)) as Uint8Array) }
			const told: Cid[] = []
			const copy = await imported(disk, note, wrong, (cid) => told.push(cid))
			expect(told).toHaveLength(2)
			const { log: restored } = await start(copy, { signer })
			for (const cid of told) {
				expect(await source.blob(cid)).toBeDefined()
				expect(await restored.blob(cid)).toBeUndefined()
			}
			expect((await restored.fsck()).map(({ index, what }) => [index, /is missing/.test(what)])).toEqual([
				[1, true],
				[1, true],
			])
			await restored.close()
			await log.close()
		})
	})

	test('cut off in the middle, it leaves no log', async () => {
		const { disk, log, note, source } = await grown(600)
		const cut: ImportSource = {
			...source,
			bundle: (index, width) =>
				index === 2 ? Promise.reject(new Error('gone')) : source.bundle(index, width),
		}
		await expect(imported(disk, note, cut)).rejects.toThrow('gone')
		const copy = new Disk()
		await importLog({ store: copy.store, origin: ORIGIN, vkeys, note, source: cut }).catch(() => {})
		copy.head = disk.head
		copy.journal.push(...disk.journal)
		await expect(start(copy, { signer })).rejects.toMatchObject({ name: 'LedgerError' })
		await log.close()
	})
})
