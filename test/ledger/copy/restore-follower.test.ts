/**
 * Restoring a log from a follower's copy, which is newer than the backup or all there is: the log is whole, and of the
 * private half comes back what a backup has.
 */
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { backupTown, fsckTown, openTown, restoreTown, resumeTown } from '@letopis/ledger'
import { expect, test } from 'vitest'
import { addDocuments, follower, type MadeTown, makeTown } from '../../support/made-town.ts'

/** A town of five entries, with a backup of the first three, and a follower that has all. */
async function lostTown(): Promise<MadeTown> {
	const made = await makeTown()
	await addDocuments(made.settings, ['a', 'b'])
	await backupTown(made.settings, made.at('backup'), { url: null })
	await addDocuments(made.settings, ['c', 'd'], { publish: true })
	await follower(made, 'copy')
	await rm(made.settings.data, { recursive: true })
	return made
}

/** Codes of the records, or whether they are there. */
async function records(made: MadeTown): Promise<unknown[]> {
	await using town = await openTown(made.settings, { still: true })
	const all: unknown[] = []
	for (let index = 0; index < town.log.size; index++)
		all.push(
			await town.vault.record(index).then(
				(record) => typeof record,
				(error) => error.code,
			),
		)
	return all
}

test('with a backup: the newer log, and the private half as far as the backup goes', async () => {
	await using made = await lostTown()
	const { size, findings, next } = await restoreTown(made.settings, made.at('backup'), {
		follower: made.at('copy'),
	})
	expect(size).toBe(5)
	expect(findings).toEqual([expect.stringMatching(/^entries 3 to 4: nothing private/)])
	expect(next).toContain('letopis resume')
	expect(await records(made)).toEqual(['object', 'object', 'object', 'corrupt', 'corrupt'])
	// What the keys remember is just what the follower has.
	expect(await resumeTown(made.settings, { follower: made.at('copy') })).toMatchObject({ size: 5 })
	await addDocuments(made.settings, ['e'], { publish: true })
	expect(await records(made)).toEqual(['object', 'object', 'object', 'corrupt', 'corrupt', 'object'])
	const { findings: found } = await fsckTown(made.settings)
	expect(found.filter((line) => !/^entry [34]: |records 3 to 4|from 3, to 5/.test(line))).toEqual([])
	expect(found.length).toBeGreaterThan(0)
})

test('without any backup: the log alone', async () => {
	await using made = await lostTown()
	const { size, findings } = await restoreTown(made.settings, made.at('copy'))
	expect(size).toBe(5)
	expect(findings).toEqual([expect.stringMatching(/^entries 0 to 4: nothing private/)])
	expect(await records(made)).toEqual(Array(5).fill('corrupt'))
	await resumeTown(made.settings, { follower: made.at('copy') })
	await addDocuments(made.settings, ['e'])
	expect((await records(made)).at(5)).toBe('object')
})

test('what it was restored from is no proof where the keys have forgotten how far they signed', async () => {
	await using made = await lostTown()
	await cp(made.at('keys/log-1/head'), made.at('head'))
	await restoreTown(made.settings, made.at('backup'), { follower: made.at('copy') })
	await rm(made.at('keys/log-1/head'))
	await expect(resumeTown(made.settings, { follower: made.at('copy') })).rejects.toMatchObject({
		code: 'conflict',
		message: expect.stringContaining('restored from it'),
	})
	await cp(made.at('copy'), made.at('another'), { recursive: true })
	expect(await resumeTown(made.settings, { follower: made.at('another') })).toMatchObject({ size: 5 })
})

test('what is no copy of this town, or was damaged, restores nothing', async () => {
	await using made = await lostTown()
	await mkdir(made.at('empty'))
	await cp(made.at('copy'), made.at('damaged'), { recursive: true })
	const bundle = made.at('damaged/tile/entries/000.p/5')
	const bytes = await readFile(bundle)
	bytes.writeUInt8(bytes.readUInt8(100) ^ 1, 100)
	await writeFile(bundle, bytes)
	await cp(made.at('copy'), made.at('foreign'), { recursive: true })
	const mark = await readFile(made.at('foreign/followed.json'), 'utf8')
	await writeFile(made.at('foreign/followed.json'), mark.replace('ukazkov.example', 'jinde.example'))
	for (const [folder, code] of [
		['empty', 'not-found'],
		['damaged', 'corrupt'],
		['foreign', 'conflict'],
	] as const) {
		const options = { follower: made.at(folder) }
		await expect(restoreTown(made.settings, made.at('backup'), options), folder).rejects.toMatchObject({
			code,
		})
		await rm(made.settings.data, { recursive: true, force: true })
		await expect(restoreTown(made.settings, made.at(folder)), folder).rejects.toMatchObject({ code })
		await rm(made.settings.data, { recursive: true, force: true })
	}
	expect((await readdir(join(made.base))).includes('data')).toBe(false)
})
