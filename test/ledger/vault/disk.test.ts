/**
 * The real file system under the vault, and the order of its operations: locks, shared syncs of folders.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openEpochs } from '../../../ledger/vault/epochs.ts'
import { FolderSync, nodeFs, readWhole, type VaultFs } from '../../../ledger/vault/files.ts'
import { Gate, Mutex } from '../../../ledger/vault/locks.ts'
import { openVault } from '../../../ledger/vault/vault.ts'
import { codeOf, collect, noise, plain, readAll, someRecords, store } from './fixture.ts'

/** Outlives restarts, so it does not lie in memory, as other folders of tests may. */
const ON_DISK = '/var/tmp'

describe('on a real disk', () => {
	let folder: string
	beforeEach(() => {
		folder = mkdtempSync(join(ON_DISK, 'letopis-vault-'))
	})
	afterEach(() => rmSync(folder, { recursive: true }))
	const open = async () => {
		const epochs = await openEpochs(join(folder, 'keys'))
		return openVault({ dir: join(folder, 'data', 'vault'), epochs })
	}

	test('all of it: append, store, erase, rotate, open again', async () => {
		mkdirSync(join(folder, 'keys'))
		let vault = await open()
		const large = noise('large', 3_000_000)
		const { header, cid } = await store(vault, large)
		const records = someRecords(0, 50)
		await vault.appendRecords([...records, { index: 50, opening: new Uint8Array([1]), header }])
		await vault.erase([7])
		await vault.rotateEpoch()
		await vault.close()
		vault = await open()
		expect(await readAll(vault, 0, 50)).toEqual(
			records.map((record) => (record.index === 7 ? 'erased' : plain(record))),
		)
		const stored = await vault.record(50)
		if (stored === undefined || stored === 'erased' || stored.header === undefined)
			throw new Error('no header')
		expect((await collect(vault.read({ header: stored.header }, cid))).equals(large)).toBe(true)
		expect(await vault.scrub()).toEqual([])
		await vault.close()
		await vault.close()
		expect(readdirSync(join(folder, 'data/vault/incoming'))).toEqual([])
		expect(readdirSync(join(folder, 'keys/epochs'))).toEqual(['2.key'])
	})

	test('nothing is readable for other users', async () => {
		mkdirSync(join(folder, 'keys'))
		const vault = await open()
		await store(vault, noise('x', 10))
		await vault.appendRecords(someRecords(0, 1))
		await vault.close()
		for (const name of readdirSync(folder, { recursive: true, withFileTypes: true })) {
			const { mode } = statSync(join(name.parentPath, name.name))
			if (name.isFile()) expect(mode & 0o777, name.name).toBe(0o600)
		}
	})

	test('a file is written in parts, at a place, and read to its end', async () => {
		const path = join(folder, 'file')
		const file = await nodeFs.open(path, 'create')
		const parts = Array.from({ length: 1_200 }, (_, i) => noise(`part ${i}`, i % 7))
		await file.write(parts, 5)
		await file.sync()
		await file.close()
		const all = Buffer.concat([Buffer.alloc(5), ...parts])
		expect(readFileSync(path).equals(all)).toBe(true)
		expect(Buffer.from((await readWhole(nodeFs, path)) ?? []).equals(all)).toBe(true)
		expect(await readWhole(nodeFs, join(folder, 'none'))).toBeUndefined()
		const again = await nodeFs.open(path, 'update')
		const into = Buffer.alloc(20)
		expect(await again.read(into, all.length - 8)).toBe(8)
		await again.truncate(3)
		expect(await again.size()).toBe(3)
		await again.close()
		expect(await nodeFs.exists(path)).toBe(true)
		expect(await nodeFs.exists(join(folder, 'none'))).toBe(false)
		expect(await codeOf(nodeFs.open(join(folder, 'none'), 'update'))).toBe('ENOENT')
	})

	test('what is written through is there, in a new file and in an old one', async () => {
		const path = join(folder, 'through')
		const file = await nodeFs.open(path, 'create-through')
		await file.write([noise('a', 100), noise('b', 5000)], 0)
		await file.close()
		await file.close()
		const again = await nodeFs.open(path, 'update-through')
		await again.write([noise('c', 10)], 5100)
		await again.close()
		const all = Buffer.concat([noise('a', 100), noise('b', 5000), noise('c', 10)])
		expect(readFileSync(path).equals(all)).toBe(true)
		expect(statSync(path).mode & 0o777).toBe(0o600)
		expect(await codeOf(nodeFs.open(join(folder, 'none'), 'update-through'))).toBe('ENOENT')
	})

	test('a file that is closed while it is written to stays open so long, and takes nothing more', async () => {
		const path = join(folder, 'closed')
		const file = await nodeFs.open(path, 'create')
		const writing = file.write([noise('x', 300_000)], 0)
		await file.close()
		await writing
		expect(statSync(path).size).toBe(300_000)
		await expect(file.sync()).rejects.toThrow('closed')
	})

	test('a full device is a full disk', async () => {
		const file = await nodeFs.open('/dev/full', 'update')
		expect(await codeOf(file.write([Buffer.alloc(10)], 0))).toBe('ENOSPC')
		await file.close()
	})
})

describe('order', () => {
	const later = () => {
		let resolve = () => {}
		const promise = new Promise<void>((done) => {
			resolve = done
		})
		return { promise, resolve }
	}
	const turns = async () => {
		for (let i = 0; i < 20; i++) await Promise.resolve()
	}

	test('a mutex runs one after the other, also after a failure', async () => {
		const mutex = new Mutex()
		const gate = later()
		const seen: string[] = []
		const runs = [
			mutex.run(async () => {
				await gate.promise
				seen.push('one')
				throw new Error('one')
			}),
			mutex.run(async () => seen.push('two')),
		]
		await turns()
		expect(seen).toEqual([])
		gate.resolve()
		await expect(runs[0]).rejects.toThrow('one')
		await runs[1]
		expect(seen).toEqual(['one', 'two'])
	})

	test('a gate lets readers pass together and a changer alone', async () => {
		const gate = new Gate()
		const [first, second, change] = [later(), later(), later()]
		const seen: string[] = []
		const reading = [first, second].map(({ promise }, i) =>
			gate.read(async () => {
				seen.push(`reader ${i} in`)
				await promise
			}),
		)
		const changing = gate.change(async () => {
			seen.push('change in')
			await change.promise
			seen.push('change out')
		})
		const late = gate.read(async () => seen.push('late reader in'))
		await turns()
		expect(seen).toEqual(['reader 0 in', 'reader 1 in'])
		first.resolve()
		await turns()
		expect(seen).toHaveLength(2)
		second.resolve()
		await turns()
		expect(seen.at(-1)).toBe('change in')
		change.resolve()
		await Promise.all([...reading, changing, late])
		expect(seen.slice(2)).toEqual(['change in', 'change out', 'late reader in'])
		await expect(gate.change(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
		expect(await gate.read(async () => 'open again')).toBe('open again')
	})

	test('those who ask during a sync of a folder share the next one', async () => {
		const syncs: { promise: Promise<void>; resolve: () => void }[] = []
		const fs = {
			syncFolder: () => {
				const sync = later()
				syncs.push(sync)
				return sync.promise
			},
		} as unknown as VaultFs
		const folder = new FolderSync(fs, 'folder')
		const asked = [folder.sync(), folder.sync(), folder.sync()]
		const done: number[] = []
		for (const [i, promise] of asked.entries()) promise.then(() => done.push(i))
		await turns()
		expect(syncs.length).toBe(1)
		syncs[0]?.resolve()
		await turns()
		expect(done, 'the second and third asked after the first sync began').toEqual([0])
		expect(syncs.length).toBe(2)
		syncs[1]?.resolve()
		await Promise.all(asked)
		expect(done).toEqual([0, 1, 2])
		const again = folder.sync()
		expect(syncs.length).toBe(3)
		syncs[2]?.resolve()
		await again
	})
})
