/**
 * Making a town, cut off at several places and repeated; and who may open one.
 */
import { chmod, chown, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { parseTrust, trustFingerprint } from '@letopis/format'
import { ensureAdminToken, initTown, openTown, readTrustFile } from '@letopis/ledger'
import { describe, expect, test } from 'vitest'
import { addDocuments, type MadeTown, makeTown, townFolders } from '../../support/made-town.ts'

const WANTED = { town: 'Ukázkov', host: 'ukazkov.example', demo: false }

/** What a crash leaves, made by taking away from a finished town what is written after it. */
const CRASHES: [name: string, undo: (made: MadeTown) => Promise<void>][] = [
	['before the note that the log is founded', unfound],
	[
		'before the head was noted among the keys',
		async (made) => {
			await unfound(made)
			await rm(made.at('keys/log-1/head'))
			await rm(made.settings.data, { recursive: true })
		},
	],
	[
		'before the signing keys were made',
		async (made) => {
			await unfound(made)
			await rm(made.settings.data, { recursive: true })
			for (const name of ['head', 'ed25519.pem', 'mldsa44.pem', 'status.pem'])
				await rm(made.at('keys/log-1', name))
		},
	],
]

async function unfound(made: MadeTown): Promise<void> {
	const path = made.at('keys/log-1/town.json')
	const identity = JSON.parse(await readFile(path, 'utf8'))
	await writeFile(path, JSON.stringify({ ...identity, founded: false }))
}

describe('a making that was cut off', () => {
	test.each(CRASHES)('%s is ended by repeating it', async (_name, undo) => {
		await using made = await makeTown()
		await undo(made)
		await expect(openTown(made.settings)).rejects.toMatchObject({ code: 'not-found' })
		expect((await initTown(made.settings, WANTED)).origin).toBe('ukazkov.example/log/1')
		await addDocuments(made.settings, ['a'], { publish: true })
	})

	test.each([
		['another host', { ...WANTED, host: 'jiny.example' }],
		['another town', { ...WANTED, town: 'Jiné' }],
		['a demonstration', { town: 'Ukázkov', demo: true }],
	])('is not ended under %s, without a word', async (_name, wanted) => {
		await using made = await makeTown()
		await unfound(made)
		await expect(initTown(made.settings, wanted)).rejects.toMatchObject({
			code: 'conflict',
			message: expect.stringContaining('ukazkov.example/log/1'),
		})
	})
})

test('the trust file names the seal from the beginning, and the same one ever after', async () => {
	await using made = await makeTown()
	const files = [await readTrustFile(made.settings)]
	for (let opened = 0; opened < 2; opened++) {
		await using town = await openTown(made.settings)
		files.push(town.trustFile())
		expect(parseTrust(town.trustFile()).seals).toEqual([town.seal.signer.chain.at(-1)])
	}
	expect(new Set(files.map(trustFingerprint)).size).toBe(1)
})

test('a seal from elsewhere comes first in the trust file, and the own one stays there', async () => {
	await using made = await makeTown()
	const [own] = parseTrust(await readTrustFile(made.settings)).seals ?? []
	await using other = await makeTown()
	await using town = await openTown(other.settings)
	const { signer } = town.seal
	const settings = { ...made.settings, seal: signer }
	await using sealed = await openTown(settings)
	expect(sealed.seal.own).toBe(false)
	expect(parseTrust(sealed.trustFile()).seals).toEqual([signer.chain.at(-1), own])
})

test('of two makings at once one makes the town, and the other does not touch it', async () => {
	await using made = await townFolders()
	const results = await Promise.allSettled([
		initTown(made.settings, WANTED),
		initTown(made.settings, { ...WANTED, host: 'jiny.example' }),
	])
	expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
	await addDocuments(made.settings, ['a'])
})

test('an administrator token that was emptied opens nothing', async () => {
	await using made = await makeTown()
	for (const text of ['', '\n', 'heslo']) {
		await writeFile(made.at('keys/admin-token'), text)
		await expect(ensureAdminToken(made.settings)).rejects.toMatchObject({ code: 'corrupt' })
	}
	await rm(made.at('keys/admin-token'))
	expect((await ensureAdminToken(made.settings)).fresh).toBe(true)
})

test('nothing unencrypted is readable for others, even in a data folder that is open to all', async () => {
	await using made = await townFolders()
	await mkdir(made.settings.data)
	await chmod(made.settings.data, 0o755)
	await initTown(made.settings, WANTED)
	await addDocuments(made.settings, ['a'])
	for (const path of ['log', 'vault', 'projections', 'anchors/1'])
		expect([path, (await stat(made.at('data', path))).mode & 0o077]).toEqual([path, 0])
})

test.skipIf(process.geteuid?.() !== 0)("root leaves no files in another user's town", async () => {
	await using made = await makeTown()
	await chown(made.at('keys/log-1/town.json'), 4711, 4711)
	await expect(openTown(made.settings)).rejects.toMatchObject({
		code: 'conflict',
		remedy: expect.stringContaining('4711'),
	})
})

test.each([
	['a demonstration that calls itself real, or the reverse', { demo: true }],
	['another town', { town: 'Jiné' }],
])('is not served as %s by a changed file among the keys', async (_name, change) => {
	await using made = await makeTown()
	const path = made.at('keys/log-1/town.json')
	const identity = JSON.parse(await readFile(path, 'utf8'))
	await writeFile(path, JSON.stringify({ ...identity, ...change }))
	await expect(openTown(made.settings)).rejects.toMatchObject({
		code: 'corrupt',
		remedy: expect.stringContaining('town.json'),
	})
})
