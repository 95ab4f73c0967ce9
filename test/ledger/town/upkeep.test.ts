/**
 * Upkeep of a stopped town: rebuilding its indexes, and opening a held log again by heads from outside that are in
 * its history and not older than what it published, also when the keys remember too little to object.
 */
import { once } from 'node:events'
import { readdir, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { backupTown, openTown, reindexTown, restoreTown, resumeTown } from '@letopis/ledger'
import { expect, test } from 'vitest'
import { addDocuments, follower, makeTown } from '../../support/made-town.ts'

test('an old head does not speak for a log whose keys have forgotten how far they signed', async () => {
	await using made = await makeTown()
	const stale = await follower(made, 'stale')
	await addDocuments(made.settings, ['a', 'b'], { publish: true })
	const current = await follower(made, 'current')
	// The keys came out of their safe place without the head file, or with one from long ago.
	await rm(made.at('keys/log-1/head'))
	await expect(openTown(made.settings)).rejects.toMatchObject({ code: 'behind' })
	await expect(resumeTown(made.settings, { follower: stale })).rejects.toMatchObject({
		code: 'conflict',
		message: expect.stringContaining('covers 1 entries, but 3 were published'),
	})
	await expect(openTown(made.settings)).rejects.toMatchObject({ code: 'behind' })
	expect(await resumeTown(made.settings, { follower: current })).toMatchObject({ size: 3 })
})

test('a restored log is opened by a current head only', async () => {
	await using made = await makeTown()
	const stale = await follower(made, 'stale')
	await addDocuments(made.settings, ['a'])
	await backupTown(made.settings, made.at('backup'), { url: null })
	const current = await follower(made, 'current')
	await rm(made.settings.data, { recursive: true })
	await restoreTown(made.settings, made.at('backup'))
	await expect(resumeTown(made.settings, { follower: stale })).rejects.toMatchObject({ code: 'conflict' })
	await writeFile(made.at('stale', 'checkpoint'), 'no note')
	await expect(resumeTown(made.settings, { follower: made.at('stale') })).rejects.toMatchObject({
		code: 'conflict',
		message: expect.stringContaining('cannot be read'),
	})
	expect(await resumeTown(made.settings, { follower: current })).toMatchObject({ size: 2 })
	await addDocuments(made.settings, ['b'])
})

test('indexes are not thrown away under a running server, and may be too damaged to be opened', async () => {
	await using made = await makeTown()
	{
		await using town = await openTown(made.settings, { still: true })
		await expect(reindexTown(made.settings)).rejects.toMatchObject({ code: 'in-use' })
		expect((await readdir(made.at('data/projections'))).length).toBeGreaterThan(0)
		expect(town.log.size).toBe(1)
	}
	await writeFile(made.at('data/projections/CURRENT'), 'damaged')
	await expect(openTown(made.settings)).rejects.toMatchObject({ name: 'LedgerError' })
	expect(await reindexTown(made.settings)).toBe(1)
	await addDocuments(made.settings, ['a'])
})

test('a witness that answers without end is cut off', async () => {
	await using made = await makeTown()
	const part = Buffer.alloc(1 << 20)
	const server = createServer((_, response) => {
		const more = () => response.write(part, (error) => (error ? undefined : setImmediate(more)))
		more()
	}).listen(0, '127.0.0.1')
	await once(server, 'listening')
	const witness = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
	await expect(resumeTown(made.settings, { witness })).rejects.toMatchObject({
		code: 'witness',
		message: expect.stringContaining('more than'),
	})
	server.closeAllConnections()
	server.close()
})
