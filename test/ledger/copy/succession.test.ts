/**
 * Copies of a log that its town closed: they are told so, and what follows it, instead of evidence of a fork. And copies
 * that find a real contradiction show it to the log.
 */
import { once } from 'node:events'
import { cp, mkdir, readdir, readFile, rm, stat } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { backupTown, initTown, openTown, readTrustFile, restoreTown, succeedTown } from '@letopis/ledger'
import { describe, expect, test } from 'vitest'
import { followSource } from '../../../ledger/copy/follow.ts'
import { logSource } from '../../../ledger/copy/log-source.ts'
import { httpSource, type LogSource } from '../../../ledger/copy/source.ts'
import { lockCopy } from '../../../ledger/copy/staged-folder.ts'
import { addDocuments, follower, type MadeTown, makeTown, townFolders } from '../../support/made-town.ts'

const FIRST = 'ukazkov.example/log/1'
const SECOND = 'ukazkov.example/log/2'

/** Follows a log of the town, as it is served at `/log/<n>/`. */
async function followLog(
	made: MadeTown,
	folder: string,
	number: number,
	trust: Uint8Array,
): Promise<unknown> {
	await using town = await openTown(made.settings, { still: true })
	const log = number === town.number ? town.log : (await town.closedLogs.get(number)?.open())?.log
	return await followSource(logSource(log), { folder, trust })
}

const evidence = (folder: string) => readdir(join(folder, 'evidence')).catch(() => [])

describe('a follower of a log that was closed', () => {
	test('is told of the successor, and goes on to the end of the closed log', async () => {
		await using made = await makeTown()
		await addDocuments(made.settings, ['a'], { publish: true })
		const folder = await follower(made, 'copy')
		const oldTrust = await readTrustFile(made.settings)
		await addDocuments(made.settings, ['b'], { publish: true })
		await succeedTown(made.settings)
		await addDocuments(made.settings, ['c'], { publish: true })
		const trust = await readTrustFile(made.settings)

		// What is served at /log/ is the successor now.
		await expect(followLog(made, folder, 2, oldTrust)).rejects.toMatchObject({
			code: 'conflict',
			message: expect.stringMatching(
				`${FIRST} seems to have been closed at size 3: .* its successor, ${SECOND}`,
			),
			remedy: expect.stringMatching(/new trust file by a second way.* at \/log\/1\//),
		})
		await expect(followLog(made, folder, 2, trust)).rejects.toMatchObject({
			code: 'conflict',
			message: `${FIRST} was closed at size 3; its successor is ${SECOND}`,
			remedy: expect.stringMatching(/folder of its own.*lacks 1 entries: follow \/log\/1\//),
		})
		expect(await followLog(made, folder, 1, trust)).toMatchObject({ origin: FIRST, size: 3 })
		await expect(followLog(made, folder, 2, trust)).rejects.toMatchObject({
			remedy: expect.stringContaining('is whole: keep it'),
		})
		expect(await followLog(made, made.at('second'), 2, trust)).toMatchObject({ origin: SECOND, size: 2 })
		expect(await evidence(folder)).toEqual([])
	})

	test('is told what it holds, where the log was closed with a loss', async () => {
		await using made = await makeTown()
		await addDocuments(made.settings, ['a'])
		await backupTown(made.settings, made.at('backup'), { url: null })
		await addDocuments(made.settings, ['b', 'c'], { publish: true })
		const folder = await follower(made, 'copy')
		await backupTown(made.settings, made.at('later'), { url: null })
		await rm(made.settings.data, { recursive: true })
		await restoreTown(made.settings, made.at('backup'))
		await succeedTown(made.settings)
		const told = {
			code: 'conflict',
			message: `${FIRST} was closed at size 2, this copy has 4 entries; its successor is ${SECOND}`,
			remedy: expect.stringMatching(/keep this copy: .*another folder/),
		}
		await expect(followLog(made, folder, 1, await readTrustFile(made.settings))).rejects.toMatchObject(told)
		await expect(backupTown(made.settings, made.at('later'), { url: null })).rejects.toMatchObject(told)
		expect([...(await evidence(folder)), ...(await evidence(made.at('later/log/1')))]).toEqual([])
		expect(await backupTown(made.settings, made.at('new'), { url: null })).toMatchObject({ size: 1 })
	})

	test('is not taken in by a log that only calls itself another', async () => {
		await using made = await makeTown()
		const folder = await follower(made, 'copy')
		await using other = await townFolders()
		await initTown(other.settings, { town: 'Ukázkov', host: 'jinde.example', demo: false })
		await expect(followLog(other, folder, 1, await readTrustFile(made.settings))).rejects.toMatchObject({
			message: expect.stringContaining('not to be trusted'),
		})
	})
})

test('a log that went back is shown its own head', async () => {
	await using made = await makeTown()
	await addDocuments(made.settings, ['a'], { publish: true })
	await cp(made.at('data'), made.at('old-data'), { recursive: true })
	await cp(made.at('keys'), made.at('old-keys'), { recursive: true })
	await addDocuments(made.settings, ['b'], { publish: true })
	const folder = await follower(made, 'copy')
	const note = await readFile(join(folder, 'checkpoint'), 'utf8')
	const settings = { ...made.settings, data: made.at('old-data'), keys: made.at('old-keys') }
	await using town = await openTown(settings, { still: true })
	const source: LogSource = {
		...logSource(town.log),
		show: async (shown) => void (await town.log.seen(shown)),
	}
	const trust = town.trustFile()
	await expect(followSource(source, { folder, trust })).rejects.toMatchObject({
		code: 'conflict',
		message: 'the log went back from size 3 to 2',
	})
	expect(town.log.frozen).toEqual({ reason: 'seen', evidence: note })
	expect(await evidence(folder)).toHaveLength(2)
})

test.each(['/log', '/log/', '/log/2', '/prefix/log/12/'])(
	'over HTTP at %s it is shown at /seen',
	async (path) => {
		const seen: string[] = []
		const server = createServer(async (request, response) => {
			let body = ''
			for await (const part of request) body += part
			seen.push(`${request.method} ${request.url} ${request.headers['content-type']} ${body}`)
			response.writeHead(409).end()
		}).listen(0, '127.0.0.1')
		await once(server, 'listening')
		await httpSource(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`).show?.('a note\n')
		expect(seen).toEqual([
			`POST ${path.startsWith('/prefix') ? '/prefix' : ''}/log/seen text/plain; charset=utf-8 a note\n`,
		])
		server.close()
	},
)

describe('nothing is left behind', () => {
	test('by a backup where there is no town', async () => {
		await using made = await townFolders()
		await expect(backupTown(made.settings, made.at('a/b/backup'), { url: null })).rejects.toMatchObject({
			code: 'not-found',
			remedy: expect.stringContaining('letopis init'),
		})
		expect(await readdir(made.base)).toEqual([])
	})

	test('by a copy that never began; what was there before stays', async () => {
		await using made = await townFolders()
		for (const folder of ['new', 'new/deep/er']) {
			const lock = await lockCopy(made.at(folder))
			await lock.release()
			await expect(stat(made.at('new'))).rejects.toMatchObject({ code: 'ENOENT' })
		}
		await mkdir(made.at('own'))
		await (await lockCopy(made.at('own'))).release()
		await (await lockCopy(made.at('own/inner'))).release()
		expect(await readdir(made.at('own'))).toEqual([])
	})
})
