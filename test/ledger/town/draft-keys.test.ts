/** What was begun before an epoch was rotated, or a log closed, can be opened after it. */

import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { openTown, rotateEpochs, succeedTown, type TownSettings } from '@letopis/ledger'
import { expect, test } from 'vitest'
import { addDocuments, type MadeTown, makeTown } from '../../support/made-town.ts'

/** A draft's key, as the service keeps it. @returns the secret that its header wraps */
async function begin(made: MadeTown, id: string): Promise<string> {
	await using town = await openTown(made.settings, { still: true })
	const { key, header } = town.vault.newKey()
	await mkdir(made.at(`data/drafts/${id}`), { recursive: true })
	await writeFile(made.at(`data/drafts/${id}/key`), header)
	return Buffer.from(key).toString('hex')
}

async function opened(settings: TownSettings, made: MadeTown, id: string): Promise<string> {
	await using town = await openTown(settings, { still: true })
	const header = await readFile(made.at(`data/drafts/${id}/key`))
	return Buffer.from(town.vault.openKey(new Uint8Array(header))).toString('hex')
}

test('a draft outlives rotations and successions, in any order', async () => {
	await using made = await makeTown()
	const { settings } = made
	await addDocuments(settings, ['a'])
	const first = await begin(made, 'first')
	await rotateEpochs(settings)
	expect(await opened(settings, made, 'first')).toBe(first)
	await succeedTown(settings)
	const second = await begin(made, 'second')
	expect(await opened(settings, made, 'first')).toBe(first)
	await rotateEpochs(settings)
	await addDocuments(settings, ['b'])
	await succeedTown(settings)
	expect(await opened(settings, made, 'first')).toBe(first)
	expect(await opened(settings, made, 'second')).toBe(second)
})

test('opening the town writes no key that is wrapped for its log already, and passes over what is none', async () => {
	await using made = await makeTown()
	const { settings } = made
	await addDocuments(settings, ['a'])
	await succeedTown(settings)
	const key = await begin(made, 'kept')
	await mkdir(made.at('data/drafts/damaged'))
	await writeFile(made.at('data/drafts/damaged/key'), 'nothing')
	const { ino } = await stat(made.at('data/drafts/kept/key'))
	expect(await opened(settings, made, 'kept')).toBe(key)
	expect((await stat(made.at('data/drafts/kept/key'))).ino).toBe(ino)
	expect(await readFile(made.at('data/drafts/damaged/key'), 'utf8')).toBe('nothing')
})
