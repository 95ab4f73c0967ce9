/** Drafts cut off between two writes, asked for room at the same time, and taking what is others'. */

import { randomBytes } from 'node:crypto'
import { linkSync, statSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openEpochs, openVault, type Vault } from '@letopis/ledger'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Drafts } from '../../../api/drafts/drafts.ts'

let folder: string
let vault: Vault
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'letopis-drafts-'))
	vault = await openVault({ dir: join(folder, 'vault'), epochs: await openEpochs(folder) })
})
afterAll(async () => {
	await vault.close()
	await rm(folder, { recursive: true, force: true })
})

const open = (name: string, now = () => Date.now()) =>
	new Drafts({
		...{ folder: join(folder, name), vault, now, notice: () => {} },
		...{ random: (length) => randomBytes(length), maxFile: 100, maxTotal: 800 },
	})
const file = (size: number) => ({ name: 'a.txt', type: 'text/plain', size, partSize: 10 })
const bytes = (text: string) => new Uint8Array(Buffer.from(text))

test('a part that was sent anew with other bytes is missing after a crash in between', async () => {
	let cut = () => false
	const now = () => {
		if (cut()) throw new Error('cut off')
		return Date.now()
	}
	const drafts = open('parts', now)
	const { id } = await drafts.create('one', {}, file(6))
	await drafts.part('one', id, 0, bytes('prvni!'))
	const path = join(folder, 'parts', id, 'part-0')
	const { ino } = statSync(path)
	// A second name, so that no new file gets the number of the old one.
	linkSync(path, join(folder, 'first-part'))
	// The next state cannot be written once the part was.
	cut = () => statSync(path, { throwIfNoEntry: false })?.ino !== ino
	const again = drafts.part('one', id, 0, bytes('druha!'))
	await expect(again).rejects.toThrow()
	const found = await open('parts').get('one', id)
	expect(found.file?.parts).toEqual([null])
})

test('room that is asked for at the same time is given once', async () => {
	const drafts = open('room')
	const begun = await Promise.all(Array.from({ length: 6 }, () => drafts.create('one', {}, null)))
	const plans = await Promise.allSettled(begun.map(({ id }) => drafts.plan('one', id, file(100))))
	expect(plans.filter(({ status }) => status === 'fulfilled')).toHaveLength(4)
})

test('nobody takes all the room', async () => {
	const drafts = open('own')
	for (let i = 0; i < 4; i++) await drafts.create('one', {}, file(100))
	await expect(drafts.create('one', {}, file(100))).rejects.toMatchObject({ code: 'draft-limit' })
	await drafts.create('two', {}, file(100))
})

test('forms that are being received count, and leave nothing when they are too much', async () => {
	const drafts = open('forms')
	for (let i = 0; i < 3; i++) await drafts.create('one', {}, file(100))
	const { id } = await drafts.create('one', {}, null)
	const spool = drafts.spool('one', id, 60)
	const much = async () => {
		await spool.write(new Uint8Array(180))
		await spool.finish()
	}
	await expect(much()).rejects.toMatchObject({ code: 'draft-limit' })
	await spool.abort()
	expect(await readdir(join(folder, 'forms', id))).toEqual(['key', 'state'])
	await drafts.create('one', {}, file(100))
})

test('while a form is received, nothing else writes into the draft', async () => {
	const drafts = open('busy')
	const { id } = await drafts.create('one', {}, file(6))
	const spool = drafts.spool('one', id, 60)
	await expect(drafts.part('one', id, 0, bytes('prvni!'))).rejects.toMatchObject({ code: 'draft-busy' })
	await expect(drafts.plan('one', id, file(7))).rejects.toMatchObject({ code: 'draft-busy' })
	await spool.write(bytes('z formuláře'))
	await spool.finish()
	expect((await drafts.plan('one', id, file(7))).file?.size).toBe(7)
})

test('a draft that is deleted while a form is received ends the form', async () => {
	const drafts = open('gone')
	const { id } = await drafts.create('one', {}, null)
	const spool = drafts.spool('one', id, 5)
	await spool.write(bytes('12345'))
	await drafts.remove('one', id)
	await expect(spool.write(bytes('67890'))).rejects.toMatchObject({ code: 'draft-not-found' })
	await spool.abort()
	expect(await readdir(join(folder, 'gone'))).toEqual([])
})
