import {
	bodyOf,
	checkInclusion,
	decodeEntry,
	entryCid,
	genesisImprint,
	leafHash,
	type Predecessor,
} from '@letopis/format'
import { createLog, openClosedLog } from '@letopis/ledger'
import { describe, expect, test } from 'vitest'
import { Disk } from '../../support/faulty-store.ts'
import { auditLog, documentDraft, makeSigner, ORIGIN, start, TestClock } from '../../support/log-fixture.ts'
import { MemoryVault } from '../../support/memory-vault.ts'

const signer = await makeSigner()
const random = (size: number) => crypto.getRandomValues(new Uint8Array(size))
const genesisOf = (entry: Uint8Array | undefined) => bodyOf(decodeEntry(entry as Uint8Array), 'genesis')

async function oldLog(size: number): Promise<Disk> {
	const disk = new Disk()
	const { log } = await start(disk, { signer })
	while (log.size < size) await log.append(documentDraft())
	await log.publish()
	await log.close()
	return disk
}

describe('successor', () => {
	test('its genesis names the old head and what was lost', async () => {
		const old = await oldLog(5)
		const { log: before } = await start(old, { signer })
		const predecessor: Predecessor = { origin: ORIGIN, size: 5, root: before.root, lost: [5, 9] }
		await before.close()
		const next = await makeSigner('ukazkov.example/log/2')
		const parts = new Disk().open()
		const options = { ...parts, signer: next, clock: new TestClock(), random }
		const log = await createLog(options, { town: 'Ukázkov', demo: false, predecessor })
		expect(genesisOf(await log.entry(0))).toMatchObject({
			origin: 'ukazkov.example/log/2',
			town: 'Ukázkov',
			demo: false,
			predecessor,
		})
		await log.append(documentDraft())
		await auditLog(log)
		await log.close()
	})

	test('a genesis may carry stamps over the rest of itself', async () => {
		const imprints: Uint8Array[] = []
		const options = { ...new Disk().open(), signer, clock: new TestClock(), random }
		const log = await createLog(options, {
			town: 'Ukázkov',
			demo: true,
			stamp: async (imprint) => {
				imprints.push(imprint)
				return [Uint8Array.of(0x30, 0)]
			},
		})
		const entry = (await log.entry(0)) as Uint8Array
		expect(genesisOf(entry)?.stamps).toEqual([Uint8Array.of(0x30, 0)])
		expect([genesisImprint(decodeEntry(entry))]).toEqual(imprints)
		await auditLog(log)
		await log.close()
	})
})

describe('a closed log', () => {
	const vkeys = [signer.vkeys.ed25519, signer.vkeys.mldsa44]

	/** A vault that has lost everything. */
	const vault = new MemoryVault()

	test('is read without signer, head file and vault, even where the keys remember more', async () => {
		const disk = await oldLog(300)
		disk.head = { size: 999, root: new Uint8Array(32) }
		const { store, index } = disk.open()
		const log = await openClosedLog({ store, index, vault, vkeys })
		expect(log).toMatchObject({ origin: ORIGIN, size: 300 })
		expect(log.published?.size).toBe(300)
		const proof = await log.inclusionProof(7, 300)
		const leaf = leafHash((await log.entry(7)) as Uint8Array)
		checkInclusion({ index: 7, size: 300, leaf, proof, root: log.root })
		expect(await log.tile({ level: 0, index: 0, width: 256 })).toHaveLength(8192)
		expect(await log.bundle({ index: 1, width: 44 })).toBeDefined()
		expect('append' in log).toBe(false)
	})

	test('finds entries by CID with an index that has to be built', async () => {
		const disk = await oldLog(10)
		const { store } = disk.open()
		const { index } = new Disk().open()
		const log = await openClosedLog({ store, index, vault, vkeys })
		const entry = (await log.entry(3)) as Uint8Array
		expect(await log.indexOf(entryCid(entry))).toBe(3)
	})

	test('an empty store and foreign keys are refused', async () => {
		const { store, index } = new Disk().open()
		await expect(openClosedLog({ store, index, vault, vkeys })).rejects.toMatchObject({ code: 'not-found' })
		const old = (await oldLog(3)).open()
		const other = await makeSigner()
		await expect(openClosedLog({ ...old, vkeys: [other.vkeys.ed25519] })).rejects.toMatchObject({
			code: 'corrupt',
		})
	})
})
