/**
 * Private records that both copies of the vault have lost, with the index there and rebuilt: the log opens, everything
 * else is found, repeated requests are not silently taken for new ones, and no access number is given twice.
 */
import { randomBytes } from 'node:crypto'
import { accessTag, decodeEntry } from '@letopis/format'
import type { Appended, Log } from '@letopis/ledger'
import { describe, expect, test } from 'vitest'
import { accessKey } from '../../../ledger/vault/secrets.ts'
import { Disk } from '../../support/faulty-store.ts'
import { accessDraft, documentDraft, makeSigner, start } from '../../support/log-fixture.ts'

const signer = await makeSigner()
const key = (n: number) => new Uint8Array(32).fill(n)
const once = (n: number) => documentDraft(`${n}`, { idempotency: { key: key(n), request: key(n) } })

/** Opened again as after a start; with `rebuilt`, from log and vault alone. */
async function reopened(disk: Disk, log: Log, rebuilt: boolean): Promise<Log> {
	await log.close()
	if (rebuilt) await disk.index.write([{ key: Buffer.from('m'), delete: true }], { sync: true })
	return (await start(disk, { signer })).log
}

describe('a record that is damaged in both copies', () => {
	test.each([
		['in the middle', 2],
		['the newest', 4],
		['that of genesis', 0],
	])('%s: the log opens with or without its index, and goes on', async (_, lost) => {
		const disk = new Disk()
		let { log } = await start(disk, { signer })
		for (let n = 1; n <= 4; n++) await log.append(once(n))
		disk.vault.damage(lost)
		for (const rebuilt of [false, true, false]) {
			log = await reopened(disk, log, rebuilt)
			expect(await log.entry(lost)).toBeDefined()
			for (let n = 1; n <= 4; n++)
				if (n !== lost) expect(await log.append(once(n))).toMatchObject({ index: n, repeated: true })
		}
		expect(await log.fsck()).toMatchObject([
			{ index: lost, what: expect.stringContaining('damaged in both') },
		])
		const { index } = await log.append(documentDraft())
		expect(index).toBe(5)
		await log.close()
	})

	test('takes its idempotency key with it only when the index is rebuilt, and then every new key says so', async () => {
		const disk = new Disk()
		let { log } = await start(disk, { signer })
		for (let n = 1; n <= 3; n++) await log.append(once(n))
		disk.vault.damage(2)
		log = await reopened(disk, log, false)
		expect(log.lostKeys).toBe(0)
		await expect(log.append(once(2)), 'known, but its answer is gone').rejects.toMatchObject({
			code: 'corrupt',
		})
		expect(await log.append(once(4))).not.toHaveProperty('perhapsRepeated')
		for (const rebuilt of [true, false]) {
			log = await reopened(disk, log, rebuilt)
			expect(log.lostKeys).toBe(1)
			expect(await log.append(once(3))).toMatchObject({ index: 3, repeated: true })
			expect(await log.append(documentDraft()), 'without a key').not.toHaveProperty('perhapsRepeated')
		}
		expect(await log.append(once(2))).toMatchObject({ perhapsRepeated: true })
		await log.reindex()
		expect(log.lostKeys).toBe(1)
		await log.close()
	})
})

describe('numbers of accesses', () => {
	/** A document with three accesses, another one with two, and an access that belongs to neither. */
	async function accessed(disk: Disk) {
		const { log } = await start(disk, { signer })
		const document = async () => {
			const secret = new Uint8Array(randomBytes(32))
			const { cid } = await log.append(documentDraft('a', { header: Uint8Array.of(1), secret }))
			return { cid, key: accessKey(secret) }
		}
		const [one, two] = [await document(), await document()]
		const accesses: Appended[] = []
		for (const { cid, key: own } of [one, two, one, one, two])
			accesses.push(await log.append(accessDraft(cid, own)))
		await log.append(accessDraft(one.cid, key(9)))
		return { log, one, two, accesses }
	}
	const tagOf = ({ entry }: Pick<Appended, 'entry'>) => decodeEntry(entry).tag

	const table: [name: string, places: number[]][] = [
		['none', []],
		['the first', [0]],
		['one in the middle', [2]],
		['the last', [3]],
		['all of one document', [0, 2, 3]],
		['all', [0, 1, 2, 3, 4]],
	]
	for (const how of ['erase', 'damage'] as const) {
		test.each(table)(
			`go on without gap or repetition after ${how} and a rebuilding: %s`,
			async (_, places) => {
				const disk = new Disk()
				const { log, one, two, accesses } = await accessed(disk)
				for (const place of places) disk.vault[how](accesses[place]?.index as number)
				const later = await reopened(disk, log, true)
				// The one under a foreign key is counted by its fields: it says whose it is.
				expect([await later.accessCount(one.cid), await later.accessCount(two.cid)]).toEqual([4, 2])
				expect(tagOf(await later.append(accessDraft(two.cid, two.key)))).toEqual(accessTag(two.key, 3))
				expect(tagOf(await later.append(accessDraft(one.cid, one.key)))).toEqual(accessTag(one.key, 5))
				await later.reindex()
				expect([await later.accessCount(one.cid), await later.accessCount(two.cid)]).toEqual([5, 3])
				await later.close()
			},
		)
	}

	test('are right too where only the last entries are read into the index', async () => {
		const disk = new Disk()
		const { log, one, accesses } = await accessed(disk)
		const kept: [Uint8Array, Uint8Array][] = []
		const all = { gte: Uint8Array.of(0), lt: Uint8Array.of(0xff) }
		const indexed = (await log.append(documentDraft())).index + 1
		await log.reindex()
		for await (const row of disk.index.range(all)) kept.push(row)
		const later = [
			await log.append(accessDraft(one.cid, one.key)),
			await log.append(accessDraft(one.cid, one.key)),
		]
		await log.close()
		expect(later[0]?.index).toBe(indexed)
		for await (const [row] of disk.index.range(all))
			await disk.index.write([{ key: row, delete: true }], { sync: true })
		await disk.index.write(
			kept.map(([row, value]) => ({ key: row, value })),
			{ sync: true },
		)
		disk.vault.damage(later[0]?.index as number)
		disk.vault.damage(accesses[0]?.index as number)
		const { log: again } = await start(disk, { signer })
		expect(await again.accessCount(one.cid)).toBe(6)
		expect(again.lostKeys).toBe(1)
		await again.close()
	})
})
