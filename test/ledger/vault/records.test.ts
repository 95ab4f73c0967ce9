/**
 * The vault's records as a caller sees them: appending and opening again, torn tails, rot in one copy and in
 * both, cutting back to what the log knows.
 */
import { setImmediate } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import type { VaultRecord } from '../../../ledger/vault/record-format.ts'
import { SEGMENT_VERSION } from '../../../ledger/vault/segment-format.ts'
import { fc } from '../../support/properties.ts'
import { CrashDisk } from './crash-disk.ts'
import { chance, codeOf, KEYS, noise, openOn, plain, readAll, someRecords, store, VAULT } from './fixture.ts'

const segmentNames = (disk: CrashDisk, copy: 'a' | 'b') =>
	[...disk.files(`${VAULT}/segments-${copy}`).keys()].sort()

function flip(disk: CrashDisk, path: string, at: number): void {
	const bytes = Buffer.from(disk.files().get(path) as Buffer)
	bytes[at] = (bytes[at] as number) ^ 0x80
	disk.put(path, bytes)
}

/** Both copies hold the same files with the same bytes. */
function expectEqualCopies(disk: CrashDisk): void {
	const [a, b] = (['a', 'b'] as const).map((copy) =>
		[...disk.files(`${VAULT}/segments-${copy}`)].map(([path, bytes]) => [
			path.slice(-20),
			bytes.toString('base64'),
		]),
	)
	expect(new Map(a as [string, string][])).toEqual(new Map(b as [string, string][]))
}

/** A closed vault with batches of these sizes. */
async function vaultWith(
	sizes: number[],
	segmentLimit?: number,
): Promise<{ disk: CrashDisk; records: VaultRecord[] }> {
	const disk = new CrashDisk()
	const { vault } = await openOn(disk, segmentLimit)
	const records: VaultRecord[] = []
	for (const size of sizes) {
		const batch = someRecords(records.length, size)
		await vault.appendRecords(batch)
		records.push(...batch)
	}
	await vault.close()
	return { disk, records }
}

describe('appending', () => {
	test('and opening again, in any batches and sizes of segments, gives back every record', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 8 }),
				fc.integer({ min: 200, max: 5_000 }),
				fc.nat(8),
				async (sizes, limit, reopenAt) => {
					const disk = new CrashDisk()
					let { vault } = await openOn(disk, limit)
					const records: VaultRecord[] = []
					for (const [i, size] of sizes.entries()) {
						if (i === reopenAt) {
							await vault.close()
							vault = (await openOn(disk, limit)).vault
						}
						const batch = someRecords(records.length, size)
						await vault.appendRecords(batch)
						records.push(...batch)
						expect(vault.size).toBe(records.length)
					}
					expect(await readAll(vault)).toEqual(records.map(plain))
					await vault.close()
					const again = (await openOn(disk, limit)).vault
					expect(await readAll(again)).toEqual(records.map(plain))
					expect(await again.record(records.length)).toBeUndefined()
					expect(again.damage).toEqual([])
					expectEqualCopies(disk)
					await again.close()
					expect(disk.handles).toBe(0)
				},
			),
			{ numRuns: 40 },
		)
	})

	test('is one write and one sync per copy, and nothing else', async () => {
		const disk = new CrashDisk()
		const { vault } = await openOn(disk)
		await vault.appendRecords(someRecords(0, 1))
		disk.arm()
		await vault.appendRecords(someRecords(1, 1024))
		expect(disk.operations.map((operation) => operation.split(' ')[0]).sort()).toEqual([
			'sync',
			'sync',
			'write',
			'write',
		])
		await vault.close()
	})

	test('of a batch larger than a segment fills several', async () => {
		const { disk, records } = await vaultWith([100], 1_000)
		expect(segmentNames(disk, 'a').length).toBeGreaterThan(4)
		const { vault } = await openOn(disk, 1_000)
		expect(await readAll(vault)).toEqual(records.map(plain))
		await vault.close()
	})

	test('of nothing does nothing', async () => {
		const disk = new CrashDisk()
		const { vault } = await openOn(disk)
		await vault.appendRecords([])
		expect(vault.size).toBe(0)
		expect(segmentNames(disk, 'a')).toEqual([])
		await vault.close()
	})

	const opening = new Uint8Array([1])
	test.each([
		['a gap', { index: 4, opening }],
		['a repetition', { index: 2, opening }],
		['an empty opening', { index: 3, opening: new Uint8Array(0) }],
		['an opening too long', { index: 3, opening: new Uint8Array(1_048_577) }],
		['a header too long', { index: 3, opening, header: new Uint8Array(16_385) }],
		['a header that nobody can open', { index: 3, opening, header: new Uint8Array(200) }],
		['a secret too short', { index: 3, opening, secret: new Uint8Array(31) }],
		['no opening', { index: 3 } as unknown as VaultRecord],
	])('refuses %s as a mistake of the caller, and goes on', async (_, record) => {
		const { disk } = await vaultWith([3])
		const { vault } = await openOn(disk)
		await expect(vault.appendRecords([record])).rejects.toThrow(/Error$|expected|record|needs/)
		const outcome = await codeOf(vault.appendRecords([record]))
		expect(['RangeError', 'TypeError']).toContain(outcome)
		await vault.appendRecords(someRecords(3, 1))
		expect(vault.size).toBe(4)
		await vault.close()
	})

	test('the largest record is stored and read', async () => {
		const disk = new CrashDisk()
		const { vault } = await openOn(disk)
		const { header } = await store(vault, noise('x', 3))
		const large = {
			index: 0,
			opening: new Uint8Array(noise('large', 1_048_576)),
			header,
			secret: noise('s', 32),
		}
		await vault.appendRecords([large, ...someRecords(1, 2)])
		expect(plain(await vault.record(0))).toEqual(plain(large))
		await vault.close()
	})

	test('what is returned is the caller’s own', async () => {
		const { disk, records } = await vaultWith([3])
		const { vault } = await openOn(disk)
		const record = (await vault.record(0)) as VaultRecord
		record.opening.fill(0)
		record.secret?.fill(0)
		expect(plain(await vault.record(0))).toEqual(plain(records[0]))
		await expect(vault.record(-1)).rejects.toThrow(RangeError)
		await vault.close()
		expect(await codeOf(vault.record(0))).toBe('closed')
		expect(await codeOf(vault.appendRecords([]))).toBe('closed')
	})
})

describe('a torn tail', () => {
	test('is cut at every length of the last batch when the log is told, and not before', async () => {
		const { disk, records } = await vaultWith([4, 3])
		const path = segmentNames(disk, 'a')[0] as string
		const whole = disk.files().get(path) as Buffer
		const { disk: before } = await vaultWith([4])
		const start = before.files().get(path)?.length as number
		for (let size = start; size < whole.length; size += 3) {
			const torn = disk.clone()
			for (const copy of ['a', 'b'])
				torn.put(path.replace('segments-a', `segments-${copy}`), whole.subarray(0, size))
			const { vault } = await openOn(torn)
			expect(vault.size, `${size} bytes`).toBe(4)
			expect(torn.files().get(path)?.length, 'left as it is').toBe(size)
			if (size % 2 === 0) {
				await vault.truncate(4)
				expect(torn.files().get(path)?.length).toBe(start)
			}
			await vault.appendRecords(someRecords(4, 2))
			expect(await readAll(vault)).toEqual(records.slice(0, 6).map(plain))
			expectEqualCopies(torn)
			await vault.close()
		}
	})

	test('in one copy is filled from the other, at every length', async () => {
		const { disk, records } = await vaultWith([4, 3])
		const path = segmentNames(disk, 'a')[0] as string
		const whole = disk.files().get(path) as Buffer
		for (let size = 0; size < whole.length; size += 5) {
			for (const copy of ['a', 'b']) {
				const torn = disk.clone()
				torn.put(path.replace('segments-a', `segments-${copy}`), whole.subarray(0, size))
				const { vault } = await openOn(torn)
				expect(vault.size).toBe(7)
				expect(await readAll(vault)).toEqual(records.map(plain))
				expect(vault.damage).toEqual([])
				expectEqualCopies(torn)
				await vault.appendRecords(someRecords(7, 1))
				expectEqualCopies(torn)
				await vault.close()
			}
		}
	})

	test('a missing copy of the last segment is made again', async () => {
		const { disk, records } = await vaultWith([4, 3])
		disk.delete(segmentNames(disk, 'b')[0] as string)
		const { vault } = await openOn(disk)
		expect(await readAll(vault)).toEqual(records.map(plain))
		expectEqualCopies(disk)
		await vault.close()
	})

	test('a segment that was only begun counts for nothing', async () => {
		const { disk, records } = await vaultWith([4])
		for (const [a, b] of [
			[Buffer.alloc(0), undefined],
			[noise('junk', 50), Buffer.alloc(0)],
			[noise('junk', 5_000), noise('other junk', 4_000)],
		]) {
			const torn = disk.clone()
			if (a !== undefined) torn.put(`${VAULT}/segments-a/0000000000000004.seg`, a)
			if (b !== undefined) torn.put(`${VAULT}/segments-b/0000000000000004.seg`, b)
			const { vault } = await openOn(torn)
			expect(vault.size).toBe(4)
			await vault.appendRecords(someRecords(4, 2))
			expect(await readAll(vault)).toEqual([...records, ...someRecords(4, 2)].map(plain))
			expectEqualCopies(torn)
			await vault.close()
			const again = (await openOn(torn)).vault
			expect(again.size).toBe(6)
			await again.close()
		}
	})
})

describe('truncate', () => {
	test.each([400, 10_000])(
		'to any size leaves exactly the records before it (segments of %d)',
		async (limit) => {
			const { disk, records } = await vaultWith([3, 1, 5, 2, 7], limit)
			for (let size = 0; size <= 18; size++) {
				const own = disk.clone()
				const { vault } = await openOn(own, limit)
				await vault.truncate(size)
				expect(vault.size).toBe(size)
				expect(await readAll(vault)).toEqual(records.slice(0, size).map(plain))
				await vault.appendRecords(someRecords(size, 4, 50))
				await vault.close()
				const again = (await openOn(own, limit)).vault
				expect(await readAll(again)).toEqual(
					[...records.slice(0, size), ...someRecords(size, 4, 50)].map(plain),
				)
				expectEqualCopies(own)
				await again.close()
			}
		},
	)

	test('keeps the bytes of a damaged place that the log acknowledged', async () => {
		const { disk, records } = await vaultWith([3, 3, 3])
		const path = segmentNames(disk, 'a')[0] as string
		const { disk: shorter } = await vaultWith([3])
		const { disk: longer } = await vaultWith([3, 3])
		const [from, to] = [shorter, longer].map((other) => other.files().get(path)?.length as number) as [
			number,
			number,
		]
		for (const copy of ['a', 'b']) flip(disk, path.replace('segments-a', `segments-${copy}`), from + 50)
		const { vault } = await openOn(disk)
		expect(vault.size).toBe(9)
		await vault.truncate(6)
		expect(disk.files().get(path)?.length).toBe(to)
		await vault.appendRecords(someRecords(6, 2))
		const all = [...records.slice(0, 6), ...someRecords(6, 2)]
		expect(await readAll(vault)).toEqual(
			all.map((record, i) => (i >= 3 && i < 6 ? 'corrupt' : plain(record))),
		)
		await vault.close()
	})

	test('interrupted by a power cut leaves no gap in what stays', async () => {
		const { disk, records } = await vaultWith([3, 3, 3, 3, 3, 3], 300)
		for (let at = 0; ; at++) {
			let done = false
			for (let round = 0; round < 8; round++) {
				const own = disk.clone()
				const { vault } = await openOn(own, 300)
				own.arm({ at, failure: 'crash' })
				done = typeof (await codeOf(vault.truncate(4))) !== 'string'
				const { vault: again } = await openOn(own.afterPowerCut(chance(at * 8 + round)), 300)
				expect(again.size).toBeGreaterThanOrEqual(4)
				expect(await readAll(again), `operation ${at}`).toEqual(records.slice(0, again.size).map(plain))
				await again.close()
			}
			if (done) break
		}
	})

	test('to more than there is is a mistake of the caller', async () => {
		const { disk } = await vaultWith([3])
		const { vault } = await openOn(disk)
		await expect(vault.truncate(4)).rejects.toThrow(RangeError)
		await expect(vault.truncate(-1)).rejects.toThrow(RangeError)
		await vault.close()
	})
})

describe('rot', () => {
	test('in one copy: everything is read, the damage is listed, repaired and gone', async () => {
		const { disk, records } = await vaultWith([3, 3, 3, 3], 300)
		const names = segmentNames(disk, 'a')
		for (const [n, name] of names.entries()) {
			for (const [copy, at] of [
				['a', 20],
				['b', 100],
				['a', 200],
			] as const) {
				const rotten = disk.clone()
				const path = name.replace('segments-a', `segments-${copy}`)
				flip(rotten, path, at)
				const { vault } = await openOn(rotten, 300)
				expect(await readAll(vault)).toEqual(records.map(plain))
				const findings = await vault.scrub()
				// The headers are compared at opening, and put right at once.
				if (at >= 112) expect(findings, `${path} at ${at}`).toMatchObject([{ kind: 'segment', copy }])
				const { lost } = await vault.repair()
				expect(lost).toEqual([])
				expect(vault.damage).toEqual([])
				expect(await vault.scrub()).toEqual([])
				expectEqualCopies(rotten)
				await vault.appendRecords(someRecords(12, 1))
				expect(await readAll(vault)).toEqual([...records, ...someRecords(12, 1)].map(plain))
				await vault.close()
				expect(n).toBeLessThan(names.length)
			}
		}
	})

	test('while running: the other copy is read, and the damage listed', async () => {
		const { disk, records } = await vaultWith([3, 3, 3], 300)
		const { vault } = await openOn(disk, 300)
		expect(await readAll(vault, 0, 3)).toEqual(records.slice(0, 3).map(plain))
		flip(disk, segmentNames(disk, 'a')[1] as string, 200)
		flip(disk, segmentNames(disk, 'a')[2] as string, 200)
		disk.delete(segmentNames(disk, 'a')[0] as string)
		expect(await readAll(vault)).toEqual(records.map(plain))
		expect(vault.damage).toMatchObject([
			{ copy: 'a', segment: 3, from: 3, to: 6 },
			{ copy: 'a', segment: 6, from: 6, to: 9 },
		])
		expect(await vault.scrub()).toMatchObject([{ from: 0, to: 3 }, { from: 3 }, { from: 6 }])
		expect(await vault.repair()).toEqual({ repaired: [0, 3, 6], lost: [] })
		expectEqualCopies(disk)
		await vault.close()
	})

	test('in both copies: the range is named, all other records are read, and nothing makes it worse', async () => {
		const { disk, records } = await vaultWith([3, 3, 3, 3], 700)
		const names = segmentNames(disk, 'a')
		expect(names.length).toBe(2)
		// The second batch of the first segment.
		const { disk: shorter } = await vaultWith([3], 700)
		const at = (shorter.files().get(names[0] as string)?.length as number) + 40
		for (const copy of ['a', 'b'])
			flip(disk, (names[0] as string).replace('segments-a', `segments-${copy}`), at)
		const { vault } = await openOn(disk, 700)
		const expected = records.map((record, i) => (i >= 3 && i < 6 ? 'corrupt' : plain(record)))
		expect(await readAll(vault)).toEqual(expected)
		await expect(vault.record(4)).rejects.toThrow(/records 3 to 5 are damaged in both copies/)
		expect((await vault.repair()).lost).toMatchObject([{ copy: 'both', from: 3, to: 6 }])
		expect(await codeOf(vault.rotateEpoch())).toBe('corrupt')
		expect(disk.files(KEYS).has(`${KEYS}/epochs/1.key`), 'the key is kept').toBe(true)
		await vault.appendRecords(someRecords(12, 2))
		expect(await readAll(vault)).toEqual([...expected, ...someRecords(12, 2).map(plain)])
		await vault.close()
	})

	test.each([
		['the header of a segment in both copies', 20],
		['a whole segment', undefined],
	])('of %s: the other segments are read', async (_, at) => {
		const { disk, records } = await vaultWith([3, 3, 3], 300)
		for (const copy of ['a', 'b'] as const) {
			const path = segmentNames(disk, copy)[1] as string
			if (at === undefined) disk.delete(path)
			else flip(disk, path, at)
		}
		const { vault } = await openOn(disk, 300)
		expect(vault.size).toBe(9)
		expect(await readAll(vault)).toEqual(
			records.map((record, i) => (i >= 3 && i < 6 ? 'corrupt' : plain(record))),
		)
		expect((await vault.scrub()).length).toBeGreaterThan(0)
		await vault.close()
	})

	test('of the tail in both copies: the records before it, and nothing is cut', async () => {
		const { disk, records } = await vaultWith([3, 3])
		const path = segmentNames(disk, 'a')[0] as string
		const size = disk.files().get(path)?.length as number
		for (const copy of ['a', 'b']) flip(disk, path.replace('segments-a', `segments-${copy}`), size - 1)
		const { vault } = await openOn(disk)
		// Whether this is a torn tail or rot, the log knows: it refuses to serve if it has more.
		expect(vault.size).toBe(3)
		expect(await readAll(vault)).toEqual(records.slice(0, 3).map(plain))
		await vault.close()
		expect(disk.files().get(path)?.length).toBe(size)
	})

	test('is not seen in what is just being appended', async () => {
		const disk = new CrashDisk()
		const { vault } = await openOn(disk)
		const findings: unknown[] = []
		let operations = 0
		// Every second write comes later: one copy is ahead of the other for a while.
		disk.delay = async () => {
			if (operations++ % 2 === 0) await setImmediate()
		}
		let appending = true
		const scrubbing = (async () => {
			while (appending) {
				findings.push(...(await vault.scrub()))
				await setImmediate()
			}
		})()
		for (let i = 0; i < 200; i++) await vault.appendRecords(someRecords(i, 1))
		appending = false
		await scrubbing
		expect(findings).toEqual([])
		await vault.close()
	})

	test('a payload that changed or that cannot be read is found by the scrubber', async () => {
		const disk = new CrashDisk()
		const { vault } = await openOn(disk)
		const stored = [await store(vault, noise('one', 70_000)), await store(vault, noise('two', 10))]
		expect(await vault.scrub()).toEqual([])
		flip(disk, `${VAULT}/payload/${stored[0]?.cid}`, 66_000)
		const seen: unknown[] = []
		const findings = await vault.scrub((progress) => seen.push(progress))
		expect(findings).toMatchObject([{ kind: 'payload', reason: 'damaged' }])
		expect(findings[0]).toHaveProperty('cid', stored[0]?.cid)
		expect(seen.at(-1)).toEqual({ what: 'payloads', done: 2, total: 2 })
		await vault.close()
	})
})

describe('opening', () => {
	test('without the key of an epoch is refused, and says what to do', async () => {
		const { disk } = await vaultWith([3])
		disk.delete(`${KEYS}/epochs/1.key`)
		await expect(openOn(disk)).rejects.toMatchObject({
			code: 'not-found',
			remedy: expect.stringContaining('epochs'),
		})
	})

	test('with the key of another town is refused', async () => {
		const { disk } = await vaultWith([3])
		const { disk: foreign } = await vaultWith([1])
		disk.put(`${KEYS}/epochs/1.key`, foreign.files().get(`${KEYS}/epochs/1.key`) as Buffer)
		expect(await codeOf(openOn(disk))).toBe('not-found')
		expect(segmentNames(disk, 'a').length, 'nothing is cut').toBe(1)
	})

	test('a vault of a newer format is refused', async () => {
		const { disk } = await vaultWith([3])
		for (const copy of ['a', 'b'] as const) {
			const path = segmentNames(disk, copy)[0] as string
			const bytes = Buffer.from(disk.files().get(path) as Buffer)
			bytes.writeUInt32BE(SEGMENT_VERSION + 1, 8)
			disk.put(path, bytes)
		}
		expect(await codeOf(openOn(disk))).toBe('newer-format')
	})
})
