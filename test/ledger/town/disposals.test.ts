/** What the log declares as disposed of is destroyed in the end, however its destruction was cut off. */
import { readFile, rm, stat, writeFile } from 'node:fs/promises'
import { type Cid, decodeEntry, entryCid } from '@letopis/format'
import {
	backupTown,
	type Ledger,
	openTown,
	restoreTown,
	resumeTown,
	rotateEpochs,
	succeedTown,
} from '@letopis/ledger'
import { expect, test } from 'vitest'
import { finishDisposals } from '../../../ledger/town/disposals.ts'
import { addDocuments, follower, type MadeTown, makeTown } from '../../support/made-town.ts'

const never = () => false

async function cidOf({ log }: Pick<Ledger, 'log'>, index: number): Promise<Cid> {
	return entryCid((await log.entry(index)) as Uint8Array)
}

/** Declares entries as disposed of, and destroys nothing. */
async function declare({ settings }: MadeTown, indexes: readonly number[]): Promise<void> {
	await using town = await openTown(settings, { still: true })
	const cids = await Promise.all(indexes.map((index) => cidOf(town, index)))
	await town.log.append({
		kind: 'disposal',
		body: {},
		links: { disposes: cids.toSorted((a, b) => Buffer.compare(a.bytes, b.bytes)) },
		fields: { kind: 'disposal' },
	})
	await town.log.publish()
}

const isMarked = (made: MadeTown) =>
	stat(made.at('data/running')).then(
		() => true,
		() => false,
	)

async function recordAt(made: MadeTown, index: number): Promise<unknown> {
	await using town = await openTown(made.settings, { still: true })
	return town.vault.record(index)
}

test('what a restoration brings back is destroyed again by the first start', async () => {
	await using made = await makeTown()
	await addDocuments(made.settings, ['a', 'b'])
	await backupTown(made.settings, made.at('backup'), { url: null })
	await declare(made, [1])
	await follower(made, 'copy')
	await rm(made.settings.data, { recursive: true })
	await restoreTown(made.settings, made.at('backup'), { follower: made.at('copy') })
	expect(await recordAt(made, 1)).not.toBe('erased')

	// A frozen log destroys nothing, and forgets nothing.
	await (await openTown(made.settings)).close()
	expect([await isMarked(made), (await recordAt(made, 1)) === 'erased']).toEqual([true, false])
	await resumeTown(made.settings, { follower: made.at('copy') })
	{
		await using town = await openTown(made.settings)
		await expect.poll(() => town.vault.record(1)).toBe('erased')
	}
	expect(await recordAt(made, 2)).not.toBe('erased')
})

test('a rotation of the epoch destroys it first', async () => {
	await using made = await makeTown()
	await addDocuments(made.settings, ['a', 'b'])
	await declare(made, [1])
	expect((await rotateEpochs(made.settings)).failed).toEqual([])
	expect(await recordAt(made, 1)).toBe('erased')
	expect(await recordAt(made, 2)).not.toBe('erased')
})

test('a disposal that was begun and not ended outlasts a clean stop', async () => {
	await using made = await makeTown()
	await addDocuments(made.settings, ['a', 'b'])
	const serve = async (use: (town: Ledger) => Promise<void> | void) => {
		await using town = await openTown(made.settings)
		await use(town)
	}
	await serve((town) => town.disposing()())
	expect(await isMarked(made)).toBe(false)
	await serve((town) => void town.disposing())
	expect(await isMarked(made)).toBe(true)
	await declare(made, [1])
	await serve(async (town) => {
		await expect.poll(() => town.vault.record(1)).toBe('erased')
		expect(await town.vault.record(2)).not.toBe('erased')
	})
})

test('a closed log that cannot be opened keeps nothing else from being destroyed, and is tried again', async () => {
	await using made = await makeTown()
	await addDocuments(made.settings, ['a'])
	await succeedTown(made.settings)
	await addDocuments(made.settings, ['b'])
	await succeedTown(made.settings)
	await addDocuments(made.settings, ['c'])
	{
		await using town = await openTown(made.settings, { still: true })
		const closed = await Promise.all([1, 2].map((number) => town.closedLogs.get(number)?.open()))
		const cids: Cid[] = [await cidOf(town, 1)]
		for (const one of closed) if (one !== undefined) cids.push(await cidOf(one as never, 1))
		for (const cid of cids.reverse())
			await town.log.append({
				kind: 'disposal',
				body: {},
				links: { disposes: [cid] },
				fields: { kind: 'disposal' },
			})
	}
	const current = made.at('data/log/2/entries/CURRENT')
	const sound = await readFile(current)
	await writeFile(current, 'damaged')
	await writeFile(made.at('data/running'), '')
	const inLog = async (town: Ledger, number: number) =>
		(await town.closedLogs.get(number)?.open())?.vault.record(1)
	{
		await using town = await openTown(made.settings)
		await expect.poll(() => town.vault.record(1)).toBe('erased')
		await expect.poll(() => inLog(town, 1)).toBe('erased')
	}
	expect(await isMarked(made)).toBe(true)
	await writeFile(current, sound)
	{
		await using town = await openTown(made.settings)
		await expect.poll(() => inLog(town, 2)).toBe('erased')
	}
})

test('is told what could not be destroyed, and nothing else bears the link', async () => {
	await using made = await makeTown()
	await addDocuments(made.settings, ['a', 'b', 'c'])
	await declare(made, [1])
	await declare(made, [2])
	await using town = await openTown(made.settings, { still: true })
	await town.log.append({
		kind: 'sealed',
		body: {},
		links: { disposes: [await cidOf(town, 3)] },
		fields: { kind: 'act' },
	})
	const full = new Error('disk full')
	const vault = {
		record: (index: number) => town.vault.record(index),
		deletePayload: (cid: Cid) => town.vault.deletePayload(cid),
		erase: async (indexes: Iterable<number>) => {
			const all = [...indexes]
			if (all.includes(1)) throw full
			await town.vault.erase(all)
		},
	}
	expect(await finishDisposals({ log: town.log, vault }, new Map(), never)).toEqual({
		destroyed: 1,
		failures: [full],
	})
	expect(await finishDisposals(town, new Map(), never)).toEqual({ destroyed: 1, failures: [] })
	expect(await town.vault.record(3)).not.toBe('erased')
	expect(decodeEntry((await town.log.entry(6)) as Uint8Array).kind).toBe('sealed')
})
