/** A town whose vault lost records in both copies: it opens, also without indexes, says so, and goes on. */
import { readFile, rm, writeFile } from 'node:fs/promises'
import { backupTown, fsckTown, openTown, reindexTown, restoreTown, rotateEpochs } from '@letopis/ledger'
import { describe, expect, test } from 'vitest'
import { addDocument, addDocuments, type MadeTown, makeTown } from '../../support/made-town.ts'

/** Flips a bit of the n-th frame of the only segment, in both copies. */
async function damageFrame(made: MadeTown, n: number): Promise<void> {
	for (const copy of ['a', 'b']) {
		const path = made.at(`data/vault/1/segments-${copy}/0000000000000000.seg`)
		const bytes = await readFile(path)
		let at = -1
		for (let i = 0; i <= n; i++) at = bytes.indexOf('lfrm', at + 1)
		expect(at).toBeGreaterThan(0)
		bytes.writeUInt8(bytes.readUInt8(at + 60) ^ 4, at + 60)
		await writeFile(path, bytes)
	}
}

describe('a record lost in both copies', () => {
	test.each([
		['of genesis', 0],
		['in the middle', 2],
		['of the newest entry', 3],
	])('%s', async (_, lost) => {
		await using made = await makeTown()
		await addDocuments(made.settings, ['a', 'b', 'c'])
		await damageFrame(made, lost)
		await rm(made.at('data/log/1/index'), { recursive: true })
		expect(await reindexTown(made.settings)).toBe(4)
		const { findings } = await fsckTown(made.settings)
		expect(findings).toContainEqual(expect.stringMatching(new RegExp(`^entry ${lost}: .*damaged in both`)))
		{
			await using town = await openTown(made.settings, { still: true })
			for (let index = 0; index < 4; index++) {
				const record = await town.vault.record(index).catch((error: { code: string }) => error.code)
				expect(typeof record === 'object').toBe(index !== lost)
			}
			expect((await town.status()).damage).toBeGreaterThan(0)
			await addDocument(town, 'd')
			await town.vault.erase([lost, 1])
		}
		await rotateEpochs(made.settings)
		expect((await fsckTown(made.settings)).findings).toEqual([])
		await addDocuments(made.settings, ['e'])
	})

	test('is restored from a backup as far as it goes, its end included', async () => {
		await using made = await makeTown()
		await addDocuments(made.settings, ['a', 'b'])
		await backupTown(made.settings, made.at('backup'), { url: null })
		await rm(made.settings.data, { recursive: true })
		for (const copy of ['a', 'b']) {
			const path = made.at(`backup/vault/1/segments-${copy}/0000000000000000.seg`)
			const bytes = await readFile(path)
			bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 4, bytes.length - 1)
			await writeFile(path, bytes)
		}
		const { size, findings } = await restoreTown(made.settings, made.at('backup'))
		expect(size).toBe(3)
		expect(findings).toContainEqual(expect.stringMatching(/^entry 2: .*damaged in both copies/))
		await using town = await openTown(made.settings, { still: true })
		expect(town.log.size).toBe(3)
	})
})
