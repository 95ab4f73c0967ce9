/**
 * The closed logs of a town are looked after like the present one: checked, swept, indexed, rotated and stamped; and
 * what is wrong with one of them keeps nobody from the others.
 */
import { createHash, randomBytes } from 'node:crypto'
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { blobCid, type Cid, cidOfDigest, cidText } from '@letopis/format'
import {
	accessKey,
	backupTown,
	DEVELOPMENT_AUTHORITY,
	fsckTown,
	type Ledger,
	openTown,
	reindexTown,
	rotateEpochs,
	succeedTown,
	type TownSettings,
} from '@letopis/ledger'
import { describe, expect, test } from 'vitest'
import { foundedLogs } from '../../../ledger/town/identity.ts'
import { type PastLog, PastLogs } from '../../../ledger/town/past-logs.ts'
import { addDocument, addDocuments, type MadeTown, makeTown } from '../../support/made-town.ts'

/** Two closed logs with two documents each, and a present one with one. */
async function threeLogs(): Promise<MadeTown> {
	const made = await makeTown()
	await addDocuments(made.settings, ['a', 'b'])
	await succeedTown(made.settings)
	await addDocuments(made.settings, ['c', 'd'])
	await succeedTown(made.settings)
	await addDocuments(made.settings, ['e'])
	return made
}

const open = (settings: TownSettings) => openTown(settings, { still: true })

async function past(town: Ledger, number: number) {
	const log = town.closedLogs.get(number)
	if (log === undefined) throw new Error(`no log ${number}`)
	return log.open()
}

async function firstPayload(made: MadeTown, number: number): Promise<string> {
	const folder = made.at(`data/vault/${number}/payload`)
	return `${folder}/${(await readdir(folder))[0]}`
}

/** As `sha256sum` over all files of a folder: whether anything was written. */
async function fingerprint(folder: string): Promise<string> {
	const hash = createHash('sha256')
	for (const entry of (await readdir(folder, { recursive: true, withFileTypes: true })).toSorted((a, b) =>
		`${a.parentPath}/${a.name}` < `${b.parentPath}/${b.name}` ? -1 : 1,
	))
		if (entry.isFile()) hash.update(entry.name).update(await readFile(`${entry.parentPath}/${entry.name}`))
	return hash.digest('hex')
}

describe('closed logs', () => {
	test('are opened when they are asked for, once, and closed with the town', async () => {
		await using made = await threeLogs()
		const untouched = await fingerprint(made.at('data/log/1'))
		const town = await open(made.settings)
		const described = [...town.closedLogs.values()].map(({ number, origin, size, held }) => ({
			...{ number, origin, size, held },
		}))
		expect(described).toEqual([
			{ number: 1, origin: 'ukazkov.example/log/1', size: 3, held: true },
			{ number: 2, origin: 'ukazkov.example/log/2', size: 3, held: true },
		])
		const [one, again] = await Promise.all([past(town, 2), past(town, 2)])
		expect(again).toBe(one)
		const record = await one.vault.record(1)
		if (record === 'erased' || record?.secret === undefined) throw new Error('no secret')
		expect(accessKey(record.secret)).toHaveLength(32)
		await town.close()
		await expect(past(town, 1)).rejects.toMatchObject({ code: 'closed' })
		// Nobody asked for the first one: not even LevelDB has touched it.
		expect(await fingerprint(made.at('data/log/1'))).toBe(untouched)
	})

	test('have their time-stamps renewed by the present one, with the authority that there is now', async () => {
		await using made = await makeTown()
		const settings = { ...made.settings, developmentAuthority: true }
		const stampIn = async (content: string) => {
			await using town = await open(settings)
			await addDocument(town, content)
			await town.anchorer.anchorNow()
		}
		await stampIn('a')
		await succeedTown(settings)
		await stampIn('b')
		await succeedTown(settings)
		const stamped = async (town: Ledger) => {
			const { anchors } = await past(town, 1)
			const { records } = await anchors.evidenceFor(1)
			return records.map(({ tokens, statements }) => [tokens.length, statements.length])
		}
		{
			await using town = await open(settings)
			await town.anchorer.anchorNow()
			const { lines } = await town.anchorer.renewer.forecast()
			expect(lines.map(({ of, log }) => [of, log])).toEqual([
				[DEVELOPMENT_AUTHORITY, undefined],
				[DEVELOPMENT_AUTHORITY, 'ukazkov.example/log/1'],
				[DEVELOPMENT_AUTHORITY, 'ukazkov.example/log/2'],
			])
			expect(await stamped(town)).toEqual([[1, 0]])
			const by = { of: DEVELOPMENT_AUTHORITY, by: DEVELOPMENT_AUTHORITY }
			const renewals = await town.anchorer.renewer.renewNow(by)
			expect(renewals.map(({ error }) => error)).toEqual([undefined, undefined, undefined])
			const before = [...town.closedLogs.values()].map(({ size }) => size)
			const [one = 0, two = 0] = before
			const shifts = renewals.map(({ renewal }) => (renewal?.place ?? 0) - (renewal?.index ?? 0))
			expect(shifts).toEqual([0, one + two, two])
			expect(await stamped(town)).toEqual([[2, 1]])
		}
		// Also after another succession: what renews is in a closed log itself then.
		await succeedTown(settings)
		{
			await using town = await open(settings)
			expect(await stamped(town)).toEqual([[2, 1]])
		}
		expect((await fsckTown(settings)).findings).toEqual([])
	})

	test('that cannot be opened are not tried for everybody who asks: longer each time, a minute at most', async () => {
		await using made = await threeLogs()
		const current = made.at('data/log/1/entries/CURRENT')
		const sound = await readFile(current)
		await writeFile(current, 'damaged')
		let now = 0
		await using logs = await PastLogs.find(
			made.settings,
			(await foundedLogs(made.settings)).slice(0, -1),
			() => now,
		)
		const ask = () =>
			(logs.all.get(1) as PastLog).open().then(
				() => null,
				(error: unknown) => error,
			)
		const first = await ask()
		expect(logs.unopened).toMatchObject([{ origin: 'ukazkov.example/log/1', error: first }])
		// One error is one attempt.
		const attempts = new Set([first])
		for (const wait of [1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000]) {
			now += wait - 1
			expect(attempts).toContain(await ask())
			now += 1
			const fresh = await ask()
			expect(attempts).not.toContain(fresh)
			attempts.add(fresh)
		}
		await writeFile(current, sound)
		expect(attempts).toContain(await ask())
		now += 60_000
		expect([await ask(), logs.unopened]).toEqual([null, []])
	})

	test('that cannot be opened leave the others alone, and may be asked for again', async () => {
		await using made = await threeLogs()
		const current = made.at('data/log/1/entries/CURRENT')
		const sound = await readFile(current)
		await writeFile(current, 'damaged')
		await using town = await open(made.settings)
		await expect(past(town, 1)).rejects.toMatchObject({ name: 'LedgerError' })
		expect((await past(town, 2)).log.size).toBe(3)
		const unopened = async () => (await town.status()).unopened.map(({ origin }) => origin)
		expect(await unopened()).toEqual(['ukazkov.example/log/1'])
		await writeFile(current, sound)
		const size = () =>
			past(town, 1).then(
				({ log }) => log.size,
				() => null,
			)
		await expect.poll(size, { timeout: 120_000 }).toBe(3)
		expect(await unopened()).toEqual([])
	})

	test('whose vault was lost when they were closed are read all the same; later losses are refused', async () => {
		await using made = await makeTown()
		await addDocuments(made.settings, ['a', 'b'])
		await rm(made.at('data/vault/1'), { recursive: true })
		await succeedTown(made.settings)
		await addDocuments(made.settings, ['c'])
		// Its keys, too, may be lost.
		await rm(made.at('keys/log-2/epochs'), { recursive: true })
		await succeedTown(made.settings)
		await addDocuments(made.settings, ['d'])
		await succeedTown(made.settings)
		{
			await using town = await open(made.settings)
			for (const number of [1, 2]) {
				const { log, vault } = await past(town, number)
				expect(vault.size).toBe(log.size)
				await expect(vault.record(1)).rejects.toMatchObject({ code: 'corrupt' })
			}
		}
		expect(await readdir(made.at('data/vault'))).toContain('2.unreadable')
		await backupTown(made.settings, made.at('backup'), { url: null })
		await rotateEpochs(made.settings, undefined, { abandonDamaged: true })
		await rename(made.at('data/vault/3'), made.at('elsewhere'))
		await using town = await open(made.settings)
		await expect(past(town, 3)).rejects.toMatchObject({ code: 'behind' })
	})

	test('are stamped and published once more before they are closed', async () => {
		await using made = await makeTown()
		const settings = { ...made.settings, developmentAuthority: true }
		await addDocuments(settings, ['a', 'b'])
		const { size } = await succeedTown(settings)
		// A stamp alone does not make an unused successor one that can be closed.
		await expect(succeedTown(settings)).rejects.toMatchObject({ code: 'conflict' })
		await using town = await open(settings)
		const { log, anchors } = await past(town, 1)
		// The documents, and the anchor over them.
		expect([size, log.size, log.published?.size]).toEqual([4, 4, 4])
		const [anchor] = await anchors.anchorsFor(2)
		expect(anchor).toMatchObject({ authority: DEVELOPMENT_AUTHORITY, size: 3 })
		expect((await fsckTownClosing(town, settings)).findings).toEqual([])
	})
})

async function fsckTownClosing(town: Ledger, settings: TownSettings) {
	await town.close()
	return fsckTown(settings)
}

describe('fsck', () => {
	test('covers all logs', async () => {
		await using made = await threeLogs()
		expect(await fsckTown(made.settings)).toMatchObject({ findings: [], entries: 8, payloads: 5 })
	})

	test('takes no harm from what a crash has left of an upload', async () => {
		await using made = await threeLogs()
		const payloads = dirname(await firstPayload(made, 3))
		await writeFile(join(payloads, cidText(cidOfDigest('blob', new Uint8Array(32)))), 'cut off')
		expect((await fsckTown(made.settings)).findings).toEqual([])
	})

	test.each<[string, (made: MadeTown) => Promise<void>, RegExp]>([
		[
			'a lost content',
			async (made) => rm(await firstPayload(made, 1)),
			/^log 1: entry \d: its content \w+ is not in the vault/,
		],
		[
			'a flipped bit of a content',
			async (made) => {
				const path = await firstPayload(made, 2)
				const bytes = await readFile(path)
				bytes[20] = (bytes[20] as number) ^ 1
				await writeFile(path, bytes)
			},
			/^log 2: vault: kind payload, .*damaged/,
		],
		[
			'lost data',
			(made) => rm(made.at('data/log/1'), { recursive: true }),
			/^log 1: there are no data of ukazkov\.example\/log\/1/,
		],
		[
			'another end among the keys than the successor names',
			async (made) => {
				const path = made.at('keys/log-1/town.json')
				const identity = JSON.parse(await readFile(path, 'utf8'))
				await writeFile(path, JSON.stringify({ ...identity, closed: { ...identity.closed, size: 2 } }))
			},
			/^log 1: its successor continues another head/,
		],
		[
			'a log that cannot be opened',
			(made) => writeFile(made.at('data/log/2/entries/CURRENT'), 'damaged'),
			/^log 2: .+/,
		],
	])('finds %s', async (_, spoil, finding) => {
		await using made = await threeLogs()
		await spoil(made)
		const { findings } = await fsckTown(made.settings)
		expect(findings.filter((line) => finding.test(line))).toHaveLength(1)
	})

	test('says nothing of a log that was closed because all of it was lost', async () => {
		await using made = await makeTown()
		await addDocuments(made.settings, ['a'])
		await rm(made.settings.data, { recursive: true })
		await succeedTown(made.settings)
		expect((await fsckTown(made.settings)).findings).toEqual([])
	})

	test('repairs the vaults of all logs', async () => {
		await using made = await threeLogs()
		const segment = made.at('data/vault/1/segments-a/0000000000000000.seg')
		const bytes = await readFile(segment)
		bytes[bytes.length - 1] = (bytes.at(-1) as number) ^ 1
		await writeFile(segment, bytes)
		expect((await fsckTown(made.settings, { repair: true })).findings[0]).toMatch(
			/^log 1: vault segment 0: the damaged copy was rewritten/,
		)
		expect((await fsckTown(made.settings)).findings).toEqual([])
	})
})

describe('the sweep after a crash', () => {
	/** A payload that no entry names, as a crash leaves it. */
	async function leftover(made: MadeTown, number: number): Promise<{ path: string; cid: Cid }> {
		const bytes = new Uint8Array(randomBytes(100))
		const cid = blobCid(bytes)
		const path = made.at(`data/vault/${number}/payload/${cidText(cid)}`)
		await writeFile(path, bytes)
		await writeFile(made.at('data/running'), '')
		return { path, cid }
	}
	const isThere = (path: string) =>
		readFile(path).then(
			() => true,
			() => false,
		)
	/** Serves until nothing is left to be swept. */
	async function serve(made: MadeTown, swept: string): Promise<void> {
		await using _ = await openTown(made.settings)
		await expect.poll(() => isThere(swept)).toBe(false)
	}

	test('removes what no entry of its log names, in closed logs too', async () => {
		await using made = await threeLogs()
		const leftovers = [await leftover(made, 1), await leftover(made, 2)]
		// The oldest log comes last.
		await serve(made, (leftovers[0] as { path: string }).path)
		for (const { path } of leftovers) expect(await isThere(path)).toBe(false)
		expect(await fsckTown(made.settings)).toMatchObject({ findings: [], payloads: 5 })
	})

	test('touches nothing of a log of which entries were lost: they may turn up again', async () => {
		await using made = await makeTown()
		await addDocuments(made.settings, ['a'])
		await succeedTown(made.settings, 9)
		await addDocuments(made.settings, ['b'])
		const kept = await leftover(made, 1)
		const swept = await leftover(made, 2)
		await serve(made, swept.path)
		expect(await isThere(kept.path)).toBe(true)
	})
})

describe('upkeep', () => {
	test('reindex finds repeated requests of closed logs again', async () => {
		await using made = await makeTown()
		const idempotency = { key: new Uint8Array(32).fill(7), request: new Uint8Array(32).fill(8) }
		{
			await using town = await open(made.settings)
			await addDocument(town, 'a')
			await town.log.append({ kind: 'sealed', body: {}, fields: { kind: 'note' }, idempotency })
		}
		await succeedTown(made.settings)
		const known = async () => {
			await using town = await open(made.settings)
			return (await past(town, 1)).log.idempotent(idempotency.key)
		}
		expect(await known()).toEqual({ index: 2, request: idempotency.request })
		expect(await reindexTown(made.settings)).toBe(4)
		expect(await known()).toEqual({ index: 2, request: idempotency.request })
		// An index that is not there is built when the log is opened.
		await rm(made.at('data/log/1/index'), { recursive: true })
		expect(await known()).toEqual({ index: 2, request: idempotency.request })
	})

	test('a rotation reaches every log, also where one of them cannot be rotated', async () => {
		await using made = await threeLogs()
		expect(await rotateEpochs(made.settings)).toEqual({
			rotated: [1, 2, 3].map((log) => ({ log, from: 1, to: 2 })),
			failed: [],
		})
		expect((await fsckTown(made.settings)).findings).toEqual([])
		for (const number of [1, 2]) await rename(made.at(`data/vault/${number}`), made.at(`vault-${number}`))
		const { rotated, failed } = await rotateEpochs(made.settings)
		expect(rotated).toEqual([{ log: 3, from: 2, to: 3 }])
		expect(failed).toMatchObject([1, 2].map((log) => ({ log, error: { code: 'behind' } })))
		expect(await readdir(made.at('keys/log-3/epochs'))).toEqual(['3.key'])
		for (const number of [1, 2]) {
			await rm(made.at(`data/vault/${number}`), { recursive: true, force: true })
			await rename(made.at(`vault-${number}`), made.at(`data/vault/${number}`))
		}
		expect((await rotateEpochs(made.settings)).failed).toEqual([])
		expect((await fsckTown(made.settings)).findings).toEqual([])
	})
})
