/**
 * Backups that were damaged, cut off or continued, and what comes back out of them. Of the log itself nothing less
 * than all is taken; what is damaged of the private half is told, and does not keep the rest from coming back.
 */
import { cp, mkdir, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type Cid, decodeEntry } from '@letopis/format'
import {
	backupTown,
	openHeadFile,
	openTown,
	restoreTown,
	rotateEpochs,
	succeedTown,
	type TownSettings,
} from '@letopis/ledger'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { lockCopy } from '../../../ledger/copy/staged-folder.ts'
import { addDocument, addDocuments, type MadeTown, makeTown } from '../../support/made-town.ts'

const OFFLINE = { url: null }

let town: MadeTown
/** A backup of five entries: genesis, three documents, an anchor entry. */
let sound: string
let contents: string[]
let token: string

beforeAll(async () => {
	town = await makeTown('letopis-restore-')
	{
		await using opened = await openTown(town.settings, { still: true })
		contents = []
		for (const content of ['první', 'druhá', 'třetí'])
			contents.push(String(await addDocument(opened, content)))
		const note = await opened.log.putBlob(Buffer.from((await opened.log.publish()).note))
		const stamp = await opened.log.putBlob(Buffer.from('a token'))
		token = String(stamp)
		const body = { authority: 'tsa', token: stamp, note, time: 1, size: 4, documents: null }
		await opened.log.append({ kind: 'anchor', body, fields: { kind: 'anchor' } })
	}
	sound = town.at('sound')
	await backupTown(town.settings, sound, OFFLINE)
})
afterAll(() => town[Symbol.asyncDispose]())

let scenes = 0
/** Keys as they are, a backup to be damaged, and no data. */
async function scene(): Promise<{ backup: string; settings: TownSettings }> {
	const base = town.at(`scene-${scenes++}`)
	await mkdir(base)
	await cp(town.settings.keys, join(base, 'keys'), { recursive: true })
	await cp(sound, join(base, 'backup'), { recursive: true, preserveTimestamps: true })
	return {
		backup: join(base, 'backup'),
		settings: { ...town.settings, data: join(base, 'data'), keys: join(base, 'keys') },
	}
}

const SEGMENT = '0000000000000000.seg'
const segment = (copy: string) => `vault/1/segments-${copy}/${SEGMENT}`

async function flip(path: string, share: number): Promise<void> {
	const bytes = await readFile(path)
	const at = Math.min(bytes.length - 1, Math.floor(bytes.length * share))
	bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at)
	await writeFile(path, bytes)
}

/** How many records can be read. */
async function readable(settings: TownSettings): Promise<number> {
	await using opened = await openTown(settings, { still: true })
	expect(opened.log.frozen?.reason).toBe('restored')
	let count = 0
	for (let index = 0; index < opened.log.size; index++)
		if ((await opened.vault.record(index).catch(() => undefined)) !== undefined) count++
	return count
}

test('a sound backup gives everything back, held until someone outside speaks for it', async () => {
	const { backup, settings } = await scene()
	await mkdir(join(settings.data, 'lost+found'), { recursive: true })
	expect(await restoreTown(settings, backup)).toMatchObject({ size: 5, findings: [] })
	expect(await readable(settings)).toBe(5)
	await expect(restoreTown(settings, backup)).rejects.toMatchObject({ code: 'conflict' })
})

describe('a damaged log is not restored', () => {
	const table: [name: string, damage: (backup: string) => Promise<void>, code: string][] = [
		[
			'a flipped bit in an entry',
			(backup) => flip(join(backup, 'log/1/tile/entries/000.p/5'), 0.3),
			'corrupt',
		],
		['a flipped bit in a length', (backup) => flip(join(backup, 'log/1/tile/entries/000.p/5'), 0), 'corrupt'],
		['a missing bundle', (backup) => rm(join(backup, 'log/1/tile/entries/000.p/5')), 'not-found'],
		['a flipped bit in the head', (backup) => flip(join(backup, 'log/1/checkpoint'), 0.01), 'corrupt'],
		['a flipped bit in its signature', (backup) => flip(join(backup, 'log/1/checkpoint'), 0.05), 'corrupt'],
		['a checkpoint cut short', (backup) => writeFile(join(backup, 'log/1/checkpoint'), 'uk'), 'corrupt'],
		['no checkpoint', (backup) => rm(join(backup, 'log/1/checkpoint')), 'not-found'],
		['a summary cut short', (backup) => writeFile(join(backup, 'backup.json'), '{"type":'), 'corrupt'],
		[
			'a summary without logs',
			(backup) => writeFile(join(backup, 'backup.json'), '{"type":"letopis-backup/v1","logs":[]}'),
			'corrupt',
		],
		[
			'a summary of nonsense',
			(backup) => writeFile(join(backup, 'backup.json'), '{"type":"letopis-backup/v1","logs":[null]}'),
			'corrupt',
		],
		['no summary', (backup) => rm(join(backup, 'backup.json')), 'not-found'],
		['no vault', (backup) => rm(join(backup, 'vault'), { recursive: true }), 'corrupt'],
		[
			'no record in either copy',
			async (backup) => {
				for (const copy of ['a', 'b']) await writeFile(join(backup, segment(copy)), '')
			},
			'corrupt',
		],
	]
	test.each(table)('%s', async (_name, damage, code) => {
		const { backup, settings } = await scene()
		await damage(backup)
		await expect(restoreTown(settings, backup)).rejects.toMatchObject({
			code,
			name: 'LedgerError',
		})
		await expect(openTown(settings)).rejects.toMatchObject({ name: 'LedgerError' })
	})
})

describe('damage of the private half is told, and the rest comes back', () => {
	const table: [
		name: string,
		damage: (backup: string) => Promise<void>,
		findings: RegExp,
		records: number,
	][] = [
		['one copy of a segment', (backup) => flip(join(backup, segment('a')), 0.6), /a copy is damaged/, 5],
		['one copy missing', (backup) => rm(join(backup, segment('b'))), /^$/, 5],
		['a content', (backup) => flip(join(backup, 'vault/1/payload', contents[1] ?? ''), 0.5), /is damaged/, 5],
		['a missing content', (backup) => rm(join(backup, 'vault/1/payload', contents[1] ?? '')), /missing/, 5],
		['a blob', (backup) => flip(join(backup, 'log/1/blob', token), 0), /blob .* is missing or damaged/, 5],
		['a missing blob', (backup) => rm(join(backup, 'log/1/blob', token)), /blob .* is missing or damaged/, 5],
	]
	test.each(table)('%s', async (_name, damage, findings, records) => {
		const { backup, settings } = await scene()
		await damage(backup)
		const result = await restoreTown(settings, backup)
		expect(result.size).toBe(5)
		expect(result.findings.join('\n')).toMatch(findings)
		expect(await readable(settings)).toBe(records)
	})
})

test('a link that someone put into a backup leads nothing into the data, keys least of all', async () => {
	const { backup, settings } = await scene()
	await rm(join(backup, 'anchors'), { recursive: true, force: true })
	await mkdir(join(backup, 'anchors'))
	await symlink(join(settings.keys, 'log-1'), join(backup, 'anchors/1'))
	await symlink(
		join(settings.keys, 'log-1/ed25519.pem'),
		join(backup, 'vault/1/segments-a/0000000000000009.seg'),
	)
	await restoreTown(settings, backup)
	const names = await readdir(settings.data, { recursive: true })
	expect(names.filter((name) => /pem|000009/.test(name))).toEqual([])
})

describe('a backup that is continued', () => {
	/** A town of its own, since these tests go on with it. */
	async function begun(): Promise<MadeTown> {
		const made = await makeTown('letopis-backup-')
		await addDocuments(made.settings, ['a', 'b'])
		await backupTown(made.settings, made.at('backup'), OFFLINE)
		return made
	}
	async function restored(made: MadeTown): Promise<{ size: number; findings: readonly string[] }> {
		await rename(made.settings.data, made.at(`lost-${scenes++}`))
		return restoreTown(made.settings, made.at('backup'))
	}

	test.each([
		['before the log', /^bafkrei/],
		['within the log', /^log 1$/],
	])('and cut off %s still gives back what it had', async (_name, at) => {
		await using made = await begun()
		await addDocuments(made.settings, ['c', 'd'])
		const onProgress = (_done: number, _total: number, what: string) => {
			if (at.test(what)) throw new Error('power cut')
		}
		await expect(backupTown(made.settings, made.at('backup'), { url: null, onProgress })).rejects.toThrow(
			/power cut/,
		)
		expect(await restored(made)).toMatchObject({ size: 3, findings: [] })
	})

	test('sets aside what a crash had left in the vault and the town has cut off since', async () => {
		await using made = await begun()
		const stale = (copy: string) => made.at('backup', `vault/1/segments-${copy}`, '0000000000000002.seg')
		for (const copy of ['a', 'b']) await cp(made.at('backup', segment(copy)), stale(copy))
		await addDocuments(made.settings, ['c'])
		await backupTown(made.settings, made.at('backup'), OFFLINE)
		expect(await readdir(dirname(stale('a')))).toEqual([SEGMENT])
		expect(await restored(made)).toMatchObject({ size: 4, findings: [] })
	})

	test('after destruction and a new epoch opens with the new key alone', async () => {
		await using made = await begun()
		{
			await using opened = await openTown(made.settings, { still: true })
			const { content } = decodeEntry((await opened.log.entry(1)) as Uint8Array).body
			await opened.vault.erase([1])
			await opened.vault.deletePayload(content as Cid)
		}
		await rotateEpochs(made.settings)
		await addDocuments(made.settings, ['c'])
		const { extra } = await backupTown(made.settings, made.at('backup'), OFFLINE)
		expect(extra).toHaveLength(1)
		expect(await restored(made)).toMatchObject({ size: 4, findings: [] })
	})

	test('through a succession gives back both logs', async () => {
		await using made = await begun()
		await succeedTown(made.settings)
		await addDocuments(made.settings, ['c'])
		await backupTown(made.settings, made.at('backup'), OFFLINE)
		expect(await restored(made)).toMatchObject({ size: 2, findings: [] })
		await using opened = await openTown(made.settings, { still: true })
		expect([opened.log.size, opened.closedLogs.get(1)?.size]).toEqual([2, 3])
	})

	test('not through a succession leaves a town that can still be succeeded', async () => {
		await using made = await begun()
		await addDocuments(made.settings, ['c'])
		await succeedTown(made.settings)
		const { findings } = await restored(made)
		expect(findings).toEqual([expect.stringContaining('was closed at size 4; the backup ends at 3')])
		await expect(openTown(made.settings)).rejects.toMatchObject({ code: 'behind' })
		expect(await succeedTown(made.settings)).toMatchObject({ origin: 'ukazkov.example/log/3' })
		await addDocuments(made.settings, ['d'])
	})

	test('takes over what is sound beside a damaged content, and tells', async () => {
		await using made = await begun()
		await addDocuments(made.settings, ['c', 'd'])
		const payloads = join(made.settings.data, 'vault/1/payload')
		const known = new Set(await readdir(made.at('backup/vault/1/payload')))
		const [fresh = ''] = (await readdir(payloads)).filter((name) => !known.has(name))
		await flip(join(payloads, fresh), 0.5)
		await writeFile(join(payloads, 'notes.txt'), 'not ours')
		const result = await backupTown(made.settings, made.at('backup'), OFFLINE)
		expect(result).toMatchObject({ size: 5, damaged: [fresh] })
		expect((await restored(made)).findings).toEqual([expect.stringContaining(`content ${fresh} is missing`)])
	})

	test('follows vault copies that lie on disks of their own', async () => {
		await using made = await begun()
		const vault = join(made.settings.data, 'vault/1')
		for (const part of ['segments-b', 'payload']) {
			await rename(join(vault, part), made.at(`disk-${part}`))
			await symlink(made.at(`disk-${part}`), join(vault, part))
		}
		await backupTown(made.settings, made.at('second'), OFFLINE)
		expect(await readdir(made.at('second/vault/1/segments-b'))).toEqual([SEGMENT])
		expect(await readdir(made.at('second/vault/1/payload'))).toHaveLength(2)
	})

	test('is refused inside the town, and beside another run', async () => {
		await using made = await begun()
		await symlink(made.settings.data, made.at('link'))
		const { data, keys } = made.settings
		for (const inside of [data, join(data, 'b'), join(keys, 'b'), made.at('link/new/b')])
			await expect(backupTown(made.settings, inside, OFFLINE)).rejects.toMatchObject({ code: 'conflict' })
		const lock = await lockCopy(made.at('backup'))
		await expect(backupTown(made.settings, made.at('backup'), OFFLINE)).rejects.toMatchObject({
			code: 'in-use',
		})
		await lock.release()
	})

	test('does not launder a freeze: what someone showed still has to be explained', async () => {
		await using made = await begun()
		const head = await openHeadFile(join(made.settings.keys, 'log-1/head'))
		await head.setFrozen({ reason: 'seen', evidence: 'a head of ours' })
		await head.close()
		expect(await restored(made)).toMatchObject({ size: 3 })
		await using opened = await openTown(made.settings, { still: true })
		expect(opened.log.frozen).toEqual({ reason: 'seen', evidence: 'a head of ours' })
	})

	test('does not hold the data that were thought lost, when they turn up again', async () => {
		await using made = await begun()
		await addDocuments(made.settings, ['c'])
		await rename(made.settings.data, made.at('unmounted'))
		const { next } = await restoreTown(made.settings, made.at('backup'))
		expect(next).toMatch(/^1 entries that these keys have signed are not in it/)
		await rm(made.settings.data, { recursive: true })
		await rename(made.at('unmounted'), made.settings.data)
		await addDocuments(made.settings, ['d'])
		expect(await restored(made)).toMatchObject({ size: 3 })
	})
})
