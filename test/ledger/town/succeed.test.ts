/**
 * Closing a log and founding its successor: cut off and repeated, asked twice, with the data lost, and by mistake.
 * A closed log never signs again, and its successor names the head that it was closed at.
 */
import { cp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { bodyOf, decodeEntry, hex, parseTrust } from '@letopis/format'
import {
	backupTown,
	fsckTown,
	openHeadFile,
	openTown,
	readTrustFile,
	restoreTown,
	succeedTown,
	type TownSettings,
} from '@letopis/ledger'
import { describe, expect, test } from 'vitest'
import { addDocument, addDocuments, type MadeTown, makeTown } from '../../support/made-town.ts'

async function predecessorOf(settings: TownSettings) {
	await using town = await openTown(settings, { still: true })
	const genesis = bodyOf(decodeEntry((await town.log.entry(0)) as Uint8Array), 'genesis')
	return { number: town.number, predecessor: genesis?.predecessor, closed: town.closedLogs }
}

/** As a crash after the successor's genesis, before the note that it is founded, leaves it. */
async function unfound(made: MadeTown, number: number): Promise<void> {
	const path = made.at(`keys/log-${number}/town.json`)
	const identity = JSON.parse(await readFile(path, 'utf8'))
	await writeFile(path, JSON.stringify({ ...identity, founded: false }))
}

describe('a succession', () => {
	test('that was cut off leaves the old log closed, and is ended by calling again', async () => {
		await using made = await makeTown()
		await addDocuments(made.settings, ['a', 'b'])
		const done = await succeedTown(made.settings)
		expect(done).toMatchObject({ size: 3, origin: 'ukazkov.example/log/2' })
		await unfound(made, 2)
		await expect(openTown(made.settings)).rejects.toMatchObject({
			code: 'closed',
			remedy: expect.stringContaining('succeed'),
		})
		expect(await succeedTown(made.settings)).toEqual(done)
		const { number, predecessor } = await predecessorOf(made.settings)
		expect([number, predecessor?.size, predecessor?.lost]).toEqual([2, 3, undefined])
		expect((await fsckTown(made.settings)).findings).toEqual([])
	})

	test('that was cut off right after the closing is ended by calling again', async () => {
		await using made = await makeTown()
		await addDocuments(made.settings, ['a'])
		await cp(made.settings.data, made.at('data-before'), { recursive: true })
		await succeedTown(made.settings)
		await rm(made.at('keys/log-2'), { recursive: true })
		await rm(made.settings.data, { recursive: true })
		await rename(made.at('data-before'), made.settings.data)
		await expect(openTown(made.settings)).rejects.toMatchObject({ code: 'closed' })
		expect(await succeedTown(made.settings)).toMatchObject({ size: 2, origin: 'ukazkov.example/log/2' })
		await addDocuments(made.settings, ['b'])
	})

	test('asked for twice does not close the fresh successor', async () => {
		await using made = await makeTown()
		await addDocuments(made.settings, ['a'])
		await succeedTown(made.settings)
		await expect(succeedTown(made.settings)).rejects.toMatchObject({ code: 'conflict' })
		await addDocuments(made.settings, ['b'])
		expect(await succeedTown(made.settings)).toMatchObject({ origin: 'ukazkov.example/log/3' })
		const trust = parseTrust(await readTrustFile(made.settings))
		expect(trust.predecessors.map(({ size }) => size)).toEqual([2, 2])
	})

	test('publishes what was not published yet, so that its receipts can still grow', async () => {
		await using made = await makeTown()
		await addDocuments(made.settings, ['a', 'b'])
		await succeedTown(made.settings)
		await using town = await openTown(made.settings, { still: true })
		expect((await town.closedLogs.get(1)?.open())?.log.published?.size).toBe(3)
	})

	test('without any data is founded on what the keys remember, all of it lost', async () => {
		await using made = await makeTown()
		await addDocuments(made.settings, ['a', 'b'])
		const head = await openHeadFile(made.at('keys/log-1/head'))
		const remembered = await head.read()
		await head.close()
		await rm(made.settings.data, { recursive: true })
		await expect(openTown(made.settings)).rejects.toMatchObject({ code: 'behind' })
		expect(await succeedTown(made.settings)).toMatchObject({ size: 3 })
		const { predecessor, closed } = await predecessorOf(made.settings)
		expect(predecessor).toMatchObject({ size: 3, lost: [0, 3] })
		expect(hex(predecessor?.root as Uint8Array)).toBe(hex(remembered?.root as Uint8Array))
		expect([...closed.values()].map(({ held, size }) => [held, size])).toEqual([[false, 3]])
		// And goes on like any other town.
		await addDocuments(made.settings, ['c'])
		await backupTown(made.settings, made.at('backup'), { url: null })
		await rm(made.settings.data, { recursive: true })
		expect(await restoreTown(made.settings, made.at('backup'))).toMatchObject({ size: 2, findings: [] })
	})

	test('of a log restored behind the keys names what is lost', async () => {
		await using made = await makeTown()
		await addDocuments(made.settings, ['a'])
		await backupTown(made.settings, made.at('backup'), { url: null })
		await addDocuments(made.settings, ['b', 'c'])
		await rm(made.settings.data, { recursive: true })
		await restoreTown(made.settings, made.at('backup'))
		await succeedTown(made.settings)
		expect((await predecessorOf(made.settings)).predecessor).toMatchObject({ size: 2, lost: [2, 4] })
	})

	test('with a senseless loss closes nothing, and spoils no index', async () => {
		await using made = await makeTown()
		const idempotency = { key: new Uint8Array(32).fill(7), request: new Uint8Array(32) }
		const draft = { kind: 'sealed', body: {}, fields: { kind: 'note' }, idempotency }
		{
			await using town = await openTown(made.settings, { still: true })
			await addDocument(town, 'a')
			await town.log.append(draft)
		}
		// As after a restoration: the index is not there yet.
		await rm(made.at('data/log/1/index'), { recursive: true })
		for (const lostTo of [1, 3, Number.NaN, 3.5])
			await expect(succeedTown(made.settings, lostTo)).rejects.toMatchObject({ code: 'conflict' })
		await using town = await openTown(made.settings, { still: true })
		expect(await town.log.append(draft)).toMatchObject({ index: 2, repeated: true })
	})
})
