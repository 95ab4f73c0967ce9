/**
 * Contents that lie in records of the vault go wherever their town goes: into backups and back, under new epochs, into
 * closed logs; and are gone from all of it once they are destroyed.
 */
import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Cid, decodeEntry } from '@letopis/format'
import {
	backupTown,
	fsckTown,
	openEpochs,
	openTown,
	openVault,
	restoreTown,
	resumeTown,
	rotateEpochs,
	succeedTown,
	type TownSettings,
	type Vault,
} from '@letopis/ledger'
import { expect, test } from 'vitest'
import { logPaths } from '../../../ledger/town/settings.ts'
import type { VaultRecord } from '../../../ledger/vault/record-format.ts'
import { addDocument, follower, type MadeTown, makeTown } from '../../support/made-town.ts'

const SMALL = ['', 'a', 'b'.repeat(1000), 'c'.repeat(16_384)]
const TEXT = 'destroyed by law, every letter of it'

/** A town with a file and some contents that are none. @returns their indexes from 1 on */
async function fill({ settings }: MadeTown): Promise<void> {
	await using town = await openTown(settings, { still: true })
	for (const content of SMALL) await addDocument(town, content, 1)
	await addDocument(town, 'file')
	await town.log.publish()
}

type Contents = {
	readonly vault: Vault
	readonly log: { entry(index: number): Promise<Uint8Array | undefined> }
}

async function contentAt({ vault, log }: Contents, index: number): Promise<string> {
	const record = await vault.record(index)
	if (record === undefined || record === 'erased' || record.header === undefined) return String(record)
	const { content } = decodeEntry((await log.entry(index)) as Uint8Array).body
	const { header, payload } = record
	const kept = { header, ...(payload === undefined ? {} : { payload }) }
	let text = ''
	for await (const piece of vault.read(kept, content as Cid)) text += Buffer.from(piece).toString('latin1')
	return text
}

async function contentsOf(town: Contents): Promise<string[]> {
	return Promise.all(SMALL.map((_, i) => contentAt(town, i + 1)))
}

const payloadFiles = (folder: string) => readdir(join(folder, 'vault', '1', 'payload'))

test('a backup brings them back, and finds nothing amiss', async () => {
	await using made = await makeTown()
	const { settings } = made
	await fill(made)
	expect(await payloadFiles(settings.data)).toHaveLength(1)
	const copy = await follower(made, 'copy')
	await backupTown(settings, made.at('backup'), { url: null })
	await rm(settings.data, { recursive: true })
	expect(await restoreTown(settings, made.at('backup'))).toMatchObject({ size: 6, findings: [] })
	await resumeTown(settings, { follower: copy })
	expect(await fsckTown(settings)).toMatchObject({ findings: [], payloads: 5 })
	await using town = await openTown(settings, { still: true })
	expect(await contentsOf(town)).toEqual(SMALL)
})

test('a backup tells when both copies of one are damaged before it is copied', async () => {
	await using made = await makeTown()
	const { settings } = made
	await fill(made)
	for (const copy of ['segments-a', 'segments-b']) {
		const path = join(settings.data, 'vault', '1', copy, '0000000000000000.seg')
		const bytes = await readFile(path)
		// Within the longest record: the one of 16 KiB is nearly all of the file.
		const at = bytes.length - 8000
		bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at)
		await writeFile(path, bytes)
	}
	expect(await backupTown(settings, made.at('backup'), { url: null })).toMatchObject({
		damaged: [],
		lost: ['log 1: the private records of entries 4 to 4'],
	})
})

test('they stay readable under a new epoch, and in a log that was closed', async () => {
	await using made = await makeTown()
	const { settings } = made
	await fill(made)
	expect((await rotateEpochs(settings)).failed).toEqual([])
	await succeedTown(settings)
	expect((await rotateEpochs(settings)).failed).toEqual([])
	expect(await fsckTown(settings)).toMatchObject({ findings: [], payloads: 5 })
	await using town = await openTown(settings, { still: true })
	const closed = await town.closedLogs.get(1)?.open()
	expect(await contentsOf(closed as Contents)).toEqual(SMALL)
})

test('one that is exchanged by whoever holds the keys is found by fsck', async () => {
	await using made = await makeTown()
	const { settings } = made
	await fill(made)
	await exchange(settings, 2, 3)
	const { findings } = await fsckTown(settings)
	expect(findings.filter((line) => /^entry 2: its content/.test(line))).toHaveLength(1)
	expect(findings.filter((line) => /^entry 3: its content/.test(line))).toHaveLength(1)
})

/** Makes the vault anew, with the contents of two records in each other's place, under the town's own keys. */
async function exchange(settings: TownSettings, a: number, b: number): Promise<void> {
	const { vault: dir, keys } = logPaths(settings, 1)
	const epochs = await openEpochs(keys)
	const old = await openVault({ dir, epochs })
	const records: VaultRecord[] = []
	for (let index = 0; index < old.size; index++) {
		const record = await old.record(index)
		if (record === undefined || record === 'erased') throw new Error('a record is missing')
		records.push(record)
	}
	await old.close()
	for (const copy of ['segments-a', 'segments-b']) await rm(join(dir, copy), { recursive: true })
	const made = await openVault({ dir, epochs })
	const contentOf = (index: number) => {
		const { header, payload } = records[index] ?? {}
		return { ...(header && { header }), ...(payload && { payload }) }
	}
	const swapped = new Map([
		[a, contentOf(b)],
		[b, contentOf(a)],
	])
	await made.appendRecords(records.map((record, i) => ({ ...record, ...swapped.get(i) })))
	await made.close()
}

test('what is destroyed is on no disk any more, nor opened out of a backup', async () => {
	await using made = await makeTown()
	const { settings } = made
	{
		await using town = await openTown(settings, { still: true })
		await addDocument(town, TEXT, 1)
		await addDocument(town, 'stays', 1)
		await town.log.publish()
	}
	await backupTown(settings, made.at('backup'), { url: null })
	const old = await readFile(join(settings.keys, 'log-1', 'epochs', '1.key'), 'utf8')
	{
		await using town = await openTown(settings, { still: true })
		await town.vault.erase([1])
	}
	await rotateEpochs(settings)
	await expect(readFile(join(settings.keys, 'log-1', 'epochs', '1.key'))).rejects.toThrow()

	// With the keys that are left, the backup of before opens nothing.
	const { keys } = logPaths(settings, 1)
	const dir = made.at('backup', 'vault', '1')
	await expect(openEpochs(keys).then((epochs) => openVault({ dir, epochs }))).rejects.toMatchObject({
		code: 'not-found',
	})
	// With the old key brought back, nothing that is left of the town has it either: not even its old ciphertext.
	const written = await readFile(join(dir, 'segments-a', '0000000000000000.seg'))
	const names = await readdir(settings.data, { recursive: true, withFileTypes: true })
	const files = names.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name))
	expect(files.length).toBeGreaterThan(4)
	for (const file of files) expect((await readFile(file)).includes(written.subarray(-64)), file).toBe(false)
	await cp(settings.keys, made.at('stolen'), { recursive: true })
	await writeFile(join(made.at('stolen'), 'log-1', 'epochs', '1.key'), old)
	const stolen = await openEpochs(logPaths({ ...settings, keys: made.at('stolen') }, 1).keys)
	const own = await openVault({ dir: logPaths(settings, 1).vault, epochs: stolen })
	expect(await own.record(1)).toBe('erased')
	await own.close()
})
