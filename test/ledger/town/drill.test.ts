/**
 * The drill must say no to every copy of the keys that would not save the town, and yes to one that would.
 */
import { cp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { drillKeys, openTown, rotateEpochs } from '@letopis/ledger'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addDocuments, type MadeTown, makeTown } from '../../support/made-town.ts'

let made: MadeTown
beforeAll(async () => {
	made = await makeTown('letopis-drill-town-')
	await addDocuments(made.settings, ['a', 'b', 'c'])
})
afterAll(() => made[Symbol.asyncDispose]())

let copies = 0
async function copyOfKeys(): Promise<string> {
	const copy = made.at(`copy-${copies++}`)
	await cp(made.settings.keys, copy, { recursive: true })
	return copy
}

async function tree(folder: string): Promise<string[]> {
	const found: string[] = []
	for (const name of (await readdir(folder, { recursive: true })).sort()) {
		const { mtimeMs, size } = await stat(`${folder}/${name}`)
		found.push(`${name} ${size} ${mtimeMs}`)
	}
	return found
}

describe('a copy that would save the town passes', () => {
	const table: [name: string, change: (copy: string) => Promise<void>][] = [
		['as it is', async () => {}],
		['without the administrator token', (copy) => rm(`${copy}/admin-token`)],
		['with an old head file', (copy) => writeFile(`${copy}/log-1/head`, Buffer.alloc(4184))],
	]
	test.each(table)('%s', async (_name, change) => {
		const copy = await copyOfKeys()
		await change(copy)
		const before = await tree(copy)
		const result = await drillKeys(made.settings, copy)
		expect(result.problems).toEqual([])
		expect(result.proven.join('\n')).toMatch(/newest 4 of 4 records, 3 with contents/)
		// It may lie on a medium that takes no writes.
		expect(await tree(copy)).toEqual(before)
	})

	test('also beside a town that is open and at work', async () => {
		const copy = await copyOfKeys()
		await using town = await openTown(made.settings, { still: true })
		expect(town.log.size).toBe(4)
		expect((await drillKeys(made.settings, copy)).problems).toEqual([])
	})
})

describe('a copy that would not is found out', () => {
	const table: [name: string, change: (copy: string) => Promise<void>, problem: RegExp][] = [
		['no town.json', (copy) => rm(`${copy}/log-1/town.json`), /does not say which log/],
		[
			'the town.json of another log',
			async (copy) => {
				const path = `${copy}/log-1/town.json`
				await writeFile(path, (await readFile(path, 'utf8')).replace('ukazkov.example', 'jiny.example'))
			},
			/does not say which log/,
		],
		['no signing key', (copy) => rm(`${copy}/log-1/mldsa44.pem`), /mldsa44\.pem is missing/],
		['no encryption key', (copy) => rm(`${copy}/log-1/epochs/1.key`), /key of epoch 1/],
		['a torn encryption key', (copy) => writeFile(`${copy}/log-1/epochs/1.key`, '# Leto'), /not an age/],
		['no seal', (copy) => rm(`${copy}/seal/root.pem`), /holds no seal/],
		['half a seal', (copy) => writeFile(`${copy}/seal/root.pem`, 'hello'), /seal: .*root\.pem/],
		['no folder of the log', (copy) => rm(`${copy}/log-1`, { recursive: true }), /./],
	]
	test.each(table)('%s', async (_name, change, problem) => {
		const copy = await copyOfKeys()
		await change(copy)
		expect((await drillKeys(made.settings, copy)).problems.join('\n')).toMatch(problem)
	})

	test('one from before the last rotation', async () => {
		await using other = await makeTown()
		await addDocuments(other.settings, ['a'])
		await cp(other.settings.keys, other.at('copy'), { recursive: true })
		await rotateEpochs(other.settings)
		expect((await drillKeys(other.settings, other.at('copy'))).problems.join('\n')).toMatch(/key of epoch 2/)
	})

	test('the keys folder itself, by whatever name, and a folder that is not there', async () => {
		for (const name of [made.settings.keys, `${made.settings.keys}/../keys/`])
			await expect(drillKeys(made.settings, name)).rejects.toMatchObject({ code: 'conflict' })
		await expect(drillKeys(made.settings, made.at('nowhere'))).rejects.toMatchObject({ code: 'not-found' })
	})
})
