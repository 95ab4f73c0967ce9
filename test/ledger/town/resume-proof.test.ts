/**
 * What counts as proof from outside that nothing is missing: not what was made from the restored data themselves; and a
 * witness that said it holds more has to take it back. Heads of ours that we do not hold freeze the log by the way.
 */

import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { backupTown, openTown, restoreTown, resumeTown, type TownSettings } from '@letopis/ledger'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { openSigner } from '../../../ledger/log/signer.ts'
import { addDocuments, follower, type MadeTown, makeTown } from '../../support/made-town.ts'
import { startWitness, type TestWitness } from '../../support/witness.ts'

const ORIGIN = 'ukazkov.example/log/1'

describe('a restored log', () => {
	let made: MadeTown
	beforeAll(async () => {
		made = await makeTown()
		await addDocuments(made.settings, ['a', 'b'], { publish: true })
		await follower(made, 'before')
		await backupTown(made.settings, made.at('backup'), { url: null })
		await rm(made.settings.data, { recursive: true })
		await restoreTown(made.settings, made.at('backup'))
	})
	afterAll(() => made[Symbol.asyncDispose]())

	const table: [name: string, folder: () => Promise<string>, reason: RegExp][] = [
		['the backup', async () => made.at('backup/log/1'), /part of a backup/],
		[
			'a copy of the log in the backup',
			async () => {
				await cp(made.at('backup/log/1'), made.at('copy'), { recursive: true })
				return made.at('copy')
			},
			/made by a backup/,
		],
		['a follower that was made of the restored log', () => follower(made, 'after'), /since .* only/],
		[
			'a copy without a mark',
			async () => {
				await cp(made.at('before'), made.at('unmarked'), { recursive: true })
				await rm(made.at('unmarked/followed.json'))
				return made.at('unmarked')
			},
			/does not say since when/,
		],
		[
			'a copy whose mark is of another head',
			async () => {
				await cp(made.at('before'), made.at('marked'), { recursive: true })
				const mark = await readFile(made.at('marked/followed.json'), 'utf8')
				await writeFile(made.at('marked/followed.json'), mark.replace('"size": 3', '"size": 2'))
				return made.at('marked')
			},
			/does not say since when/,
		],
		[
			"a copy inside the town's own folders",
			async () => {
				await cp(made.at('before'), join(made.settings.data, 'second'), { recursive: true })
				return join(made.settings.data, 'second')
			},
			/inside the town's own folders/,
		],
	]
	test.each(table)('is not opened by %s', async (_, folder, reason) => {
		const path = await folder()
		await expect(resumeTown(made.settings, { follower: path })).rejects.toMatchObject({
			code: 'conflict',
			message: expect.stringMatching(reason),
			remedy: expect.any(String),
		})
		await using town = await openTown(made.settings, { still: true })
		expect(town.log.frozen?.reason).toBe('restored')
	})

	test('is opened by a follower from before, also if it looked again meanwhile', async () => {
		await follower(made, 'before')
		expect(await resumeTown(made.settings, { follower: made.at('before') })).toMatchObject({ size: 3 })
		await addDocuments(made.settings, ['c'])
	})
})

test('a larger head of a follower freezes a log that seemed sound', async () => {
	await using made = await makeTown()
	await addDocuments(made.settings, ['a'], { publish: true })
	await cp(made.base, `${made.base}-old`, { recursive: true })
	await addDocuments(made.settings, ['b'], { publish: true })
	const ahead = await follower(made, 'ahead')
	// Data and keys of yesterday, together.
	for (const part of ['data', 'keys']) {
		await rm(made.at(part), { recursive: true })
		await cp(`${made.base}-old/${part}`, made.at(part), { recursive: true })
	}
	await rm(`${made.base}-old`, { recursive: true })
	await expect(resumeTown(made.settings, { follower: ahead })).rejects.toMatchObject({
		code: 'conflict',
		message: expect.stringContaining('beyond size 2'),
	})
	await using town = await openTown(made.settings, { still: true })
	expect(town.log.frozen?.reason).toBe('seen')
	expect(town.log.frozen?.evidence).toContain(`${ORIGIN}\n3\n`)
})

describe('a configured witness', () => {
	interface Witnessed extends AsyncDisposable {
		made: MadeTown
		witness: TestWitness
		settings: TownSettings
	}
	/** A town of three entries, all of which the witness has cosigned. */
	async function witnessed(): Promise<Witnessed> {
		const made = await makeTown()
		const { vkeys } = await openSigner(made.settings.keys, ORIGIN)
		const witness = await startWitness('one.example', { logs: [vkeys.ed25519] })
		const { name, url, vkey } = witness
		const settings = { ...made.settings, witnesses: [{ name, url, vkey, required: false }] }
		await addDocuments(made.settings, ['a', 'b'])
		await serve(settings, () => expect(witness.cosigned(ORIGIN)).toBe(3))
		return {
			made,
			witness,
			settings,
			async [Symbol.asyncDispose]() {
				await witness.close()
				await made[Symbol.asyncDispose]()
			},
		}
	}

	/** Opens the town with all that runs beside it, until something holds. */
	async function serve(settings: TownSettings, holds: () => void): Promise<void> {
		await using town = await openTown(settings)
		await town.log.publish().catch(() => {})
		await vi.waitFor(holds, { timeout: 60_000 })
	}

	/** Data and keys as they were before the last document, together. */
	async function setBack({ made, settings }: Witnessed): Promise<void> {
		await mkdir(made.at('snapshot'))
		for (const part of ['data', 'keys'])
			await cp(made.at(part), made.at('snapshot', part), { recursive: true })
		await addDocuments(settings, ['c'])
		await serve(settings, () => {})
		for (const part of ['data', 'keys']) {
			await rm(made.at(part), { recursive: true })
			await cp(made.at('snapshot', part), made.at(part), { recursive: true })
		}
	}

	test('opens a restored log by cosigning its head anew, by name or address', async () => {
		for (const by of ['name', 'url'] as const) {
			await using at = await witnessed()
			await backupTown(at.made.settings, at.made.at('backup'), { url: null })
			await rm(at.settings.data, { recursive: true })
			await restoreTown(at.settings, at.made.at('backup'))
			const { reason } = await resumeTown(at.settings, { witness: at.witness[by] })
			expect(reason).toContain('cosigned just now')
			await addDocuments(at.settings, ['c'])
		}
	})

	test('does not open it if it has seen more, or cosigns with a time of long ago', async () => {
		await using at = await witnessed()
		await backupTown(at.made.settings, at.made.at('backup'), { url: null })
		await rm(at.settings.data, { recursive: true })
		await restoreTown(at.settings, at.made.at('backup'))
		const later = { ...at.settings, clock: { now: () => Date.now() + 3_600_000 } }
		await expect(resumeTown(later, { witness: 'one.example' })).rejects.toMatchObject({
			code: 'witness',
			message: expect.stringContaining('not of now'),
		})
		at.witness.behave('bad-signature')
		await expect(resumeTown(at.settings, { witness: 'one.example' })).rejects.toMatchObject({
			code: 'witness',
		})
		await using town = await openTown(at.settings, { still: true })
		expect(town.log.frozen?.reason).toBe('restored')
	})

	test('that holds more than data and keys that were set back together freezes the log', async () => {
		await using at = await witnessed()
		await setBack(at)
		expect(at.witness.cosigned(ORIGIN)).toBe(4)
		{
			await using town = await openTown(at.settings)
			await vi.waitFor(() => expect(town.log.frozen?.reason).toBe('witness'), { timeout: 60_000 })
		}
		expect(await readFile(at.made.at('keys/log-1/head.frozen'), 'utf8')).toContain('one.example')
		await using town = await openTown(at.settings, { still: true })
		expect(JSON.parse(town.log.frozen?.evidence ?? '')).toMatchObject({
			witness: 'one.example',
			size: 4,
			ours: 3,
		})
	})

	test('that said so takes it back by cosigning, and by nothing else', async () => {
		await using at = await witnessed()
		await setBack(at)
		const copy = await follower(at.made, 'copy')
		await serve(at.settings, () => {}).catch(() => {})
		{
			await using town = await openTown(at.settings)
			await vi.waitFor(() => expect(town.log.frozen?.reason).toBe('witness'), { timeout: 60_000 })
		}
		await expect(resumeTown(at.settings, { follower: copy })).rejects.toMatchObject({
			code: 'conflict',
			message: expect.stringContaining('has cosigned 4 entries'),
		})
		await expect(resumeTown(at.settings, { witness: 'one.example' })).rejects.toMatchObject({
			code: 'conflict',
			message: expect.stringContaining('has cosigned 4 entries, the data have 3'),
		})
		at.witness.forget(ORIGIN)
		expect(await resumeTown(at.settings, { witness: 'one.example' })).toMatchObject({ size: 3 })
	})

	test('is not replaced by an address that shows a head without its cosignature', async () => {
		await using at = await witnessed()
		let note = ''
		{
			await using town = await openTown(at.settings, { still: true })
			note = town.log.checkpoint
		}
		const server = createServer((_, response) => response.end(note)).listen(0, '127.0.0.1')
		await new Promise((resolve) => server.once('listening', resolve))
		const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
		await rm(at.made.at('keys/log-1/head'))
		await expect(resumeTown(at.settings, { witness: address })).rejects.toMatchObject({
			code: 'conflict',
			remedy: expect.stringContaining('one.example'),
		})
		server.close()
		server.closeAllConnections()
	})
})
