import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { DATA_FORMAT, type Migration, prepareDataFolder } from '../../../ledger/folder/format.ts'

const folders = await mkdtemp(join(tmpdir(), 'letopis-folder-'))
afterAll(() => rm(folders, { recursive: true }))
const fresh = async () => join(await mkdtemp(join(folders, 'town-')), 'data')
const never = async () => {
	throw new Error('no backup was due')
}
const formatOf = async (dir: string) => JSON.parse(await readFile(join(dir, 'format.json'), 'utf8')).format

describe('a data folder', () => {
	test('is made with the current format, and opened again as it is', async () => {
		const dir = await fresh()
		for (let turn = 0; turn < 2; turn++) {
			await prepareDataFolder(dir, { program: '1', backup: never })
			expect(await formatOf(dir)).toBe(DATA_FORMAT)
		}
	})

	test('of a newer program is refused and left untouched', async () => {
		const dir = await fresh()
		await mkdir(dir)
		await writeFile(join(dir, 'format.json'), '{"format":99,"program":"9"}')
		await expect(prepareDataFolder(dir, { program: '1', backup: never })).rejects.toMatchObject({
			code: 'newer-format',
			remedy: expect.stringContaining('newer version'),
		})
		expect(await formatOf(dir)).toBe(99)
	})

	test.each([
		['a folder of something else', 'other.txt', 'x'],
		['a torn format file', 'format.json', '{"form'],
		['a format that is no number', 'format.json', '{"format":"1"}'],
	])('%s is refused', async (_name, file, content) => {
		const dir = await fresh()
		await mkdir(dir)
		await writeFile(join(dir, file), content)
		await expect(prepareDataFolder(dir, { program: '1', backup: never })).rejects.toMatchObject({
			code: 'corrupt',
		})
	})

	test('left by a crash before its format file was renamed is taken as new', async () => {
		const dir = await fresh()
		await mkdir(dir)
		await writeFile(join(dir, 'format.json.new'), '{"for')
		await prepareDataFolder(dir, { program: '1', backup: never })
		expect(await formatOf(dir)).toBe(DATA_FORMAT)
	})
})

describe('an upgrade', () => {
	/** Two steps that append to a file; `failAt` breaks the given step half-way once. */
	function upgrade(failAt?: number): { migrations: Migration[]; log: string[] } {
		const log: string[] = []
		let broken = failAt
		const step = (from: number): Migration => ({
			from,
			describe: `step ${from}`,
			async run() {
				log.push(`begin ${from}`)
				if (broken === from) {
					broken = undefined
					throw new Error('power cut')
				}
				log.push(`end ${from}`)
			},
		})
		return { migrations: [step(1), step(2)], log }
	}
	const old = async () => {
		const dir = await fresh()
		await mkdir(dir)
		await writeFile(join(dir, 'format.json'), '{"format":1,"program":"0"}')
		return dir
	}

	test('makes one backup, then takes each step in order', async () => {
		const dir = await old()
		const { migrations, log } = upgrade()
		await prepareDataFolder(dir, {
			program: '3',
			current: 3,
			migrations,
			backup: async () => {
				log.push('backup')
			},
		})
		expect(log).toEqual(['backup', 'begin 1', 'end 1', 'begin 2', 'end 2'])
		expect(await formatOf(dir)).toBe(3)
	})

	test('that was cut off goes on at its step, with the backup of before', async () => {
		const dir = await old()
		const { migrations, log } = upgrade(2)
		const options = {
			program: '3',
			current: 3,
			migrations,
			backup: async () => {
				log.push('backup')
			},
		}
		await expect(prepareDataFolder(dir, options)).rejects.toThrow('power cut')
		expect(await formatOf(dir)).toBe(2)
		log.length = 0
		await prepareDataFolder(dir, options)
		expect(log).toEqual(['begin 2', 'end 2'])
		expect(await formatOf(dir)).toBe(3)
	})

	test('does not begin when the backup fails', async () => {
		const dir = await old()
		const { migrations, log } = upgrade()
		await expect(
			prepareDataFolder(dir, {
				program: '3',
				current: 3,
				migrations,
				backup: async () => {
					throw new Error('disk full')
				},
			}),
		).rejects.toThrow('disk full')
		expect(log).toEqual([])
		expect(await formatOf(dir)).toBe(1)
	})
})
