/**
 * Every call by which the ledger and the service change a file, one by one: it fails, it is done but reported as failed,
 * or the process ends there. Doing the same again then leads to a sound town in which nothing recorded is missing.
 *
 * The table is made by watching, not written: each scenario is run once to find its write points. A source that changes
 * files, but from which no scenario saw a call, fails the last test; so does a file that is left to a power cut.
 */
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { TownSettings } from '@letopis/ledger'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { FAILURES, type WritePoint, watchFiles, watching } from '../support/watched-files.ts'

watchFiles()
const ledger = await import('@letopis/ledger')
const { followSource } = await import('../../ledger/copy/follow.ts')
const { logSource } = await import('../../ledger/copy/log-source.ts')
const { markRunning, unmarkRunning } = await import('../../ledger/town/sweep.ts')
const { openSigner } = await import('../../ledger/log/signer.ts')
const { Drafts } = await import('../../api/drafts/drafts.ts')
const { firstAccount, writeFirstAccount } = await import('../../scripts/first-account.ts')
const { leaveAddress } = await import('../../scripts/address.ts')
const { addDocument } = await import('../support/made-town.ts')
const { openTown } = ledger

/** LETOPIS_WRITE_POINTS=3 tries every third point. */
const EVERY = Number(process.env.LETOPIS_WRITE_POINTS ?? 1)
const repository = resolve(import.meta.dirname, '..', '..')

let base: string
beforeAll(async () => {
	base = await mkdtemp(join(tmpdir(), 'letopis-write-points-'))
})
afterAll(() => rm(base, { recursive: true, force: true }))

function settingsIn(folder: string): TownSettings {
	return {
		...{ data: join(folder, 'data'), keys: join(folder, 'keys'), program: '0.0.0-test' },
		clock: { now: () => Date.now() },
		...{ publishMs: 60_000, clockToleranceMs: 60_000, developmentAuthority: true },
		...{ authorities: [], requiredAuthorities: 0, witnesses: [] },
	}
}

const still = (folder: string) => openTown(settingsIn(folder), { still: true })

interface Scenario {
	readonly name: string
	/** What is there before, made of nothing. */
	prepare?(folder: string): Promise<void>
	run(folder: string): Promise<unknown>
	/** Brings it to its end after a failure; as `run` unless given. */
	again?(folder: string): Promise<unknown>
	/** Beside a sound town with everything that was recorded. */
	check?(folder: string): Promise<void>
	/** Entries that there must be; none where the scenario makes no sound town by itself. */
	readonly entries?: number
}

async function make(folder: string, documents: readonly string[] = ['a', 'b']): Promise<void> {
	await ledger.initTown(settingsIn(folder), { town: 'Ukázkov', demo: true })
	await using town = await still(folder)
	for (const document of documents) await addDocument(town, document)
	await town.log.publish()
	await town.anchorer.anchorNow()
	await town.log.publish()
}

async function follow(folder: string, name = 'second'): Promise<void> {
	await using town = await still(folder)
	await followSource(logSource(town.log), { folder: join(folder, name), trust: town.trustFile() })
}

const backup = (folder: string) =>
	ledger.backupTown(settingsIn(folder), join(folder, 'backup'), { url: null })

async function restore(folder: string): Promise<void> {
	// What a restoration that was cut off left is no data folder yet, and has to go first.
	await ledger.restoreTown(settingsIn(folder), join(folder, 'backup')).catch(async (error) => {
		if (error.code !== 'conflict') throw error
		await rm(join(folder, 'data'), { recursive: true })
		await ledger.restoreTown(settingsIn(folder), join(folder, 'backup'))
	})
}

/** A head of the town's own key that its log does not have. */
async function forged(folder: string): Promise<string> {
	await using town = await still(folder)
	const signer = await openSigner(settingsIn(folder).keys, town.log.origin)
	return signer.signNote(`${town.log.origin}\n999\n${Buffer.alloc(32, 7).toString('base64')}\n`)
}

const drafts = async <T>(
	folder: string,
	use: (drafts: InstanceType<typeof Drafts>) => Promise<T>,
): Promise<T> => {
	await using town = await still(folder)
	const { vault } = town
	return await use(
		new Drafts({
			...{ folder: join(folder, 'data', 'drafts'), vault, now: () => Date.now(), notice: () => {} },
			...{ random: (length) => crypto.getRandomValues(new Uint8Array(length)) },
			...{ maxFile: 1000, maxTotal: 100_000 },
		}),
	)
}
const file = { name: 'a.txt', type: 'text/plain', size: 15, partSize: 10 }

const scenarios: Scenario[] = [
	{
		name: 'making a town',
		async run(folder) {
			const settings = settingsIn(folder)
			if (!(await ledger.townExists(settings)))
				await ledger.initTown(settings, { town: 'Ukázkov', demo: true })
			await ledger.ensureAdminToken(settings)
			await ledger.ensureServiceSecret(settings)
			await writeFirstAccount(settings.keys)
			await firstAccount(settings.keys).discard()
			await writeFirstAccount(settings.keys)
		},
		entries: 1,
	},
	{
		name: 'upgrading a data folder',
		async prepare(folder) {
			await make(folder, [])
			await writeFile(join(folder, 'data', 'format.json'), '{"format":1,"program":"older"}\n')
		},
		async run(folder) {
			const upgrade = (data: string) => ledger.backupFolder(data, `${data}.before-upgrade`)
			await (await openTown(settingsIn(folder), { still: true, backup: upgrade })).close()
		},
		async check(folder) {
			const formatIn = async (data: string) =>
				JSON.parse(await readFile(join(folder, data, 'format.json'), 'utf8')).format
			expect(await formatIn('data')).toBe(2)
			expect(await formatIn('data.before-upgrade')).toBe(1)
		},
		entries: 1,
	},
	{
		name: 'recording, publishing and stamping',
		prepare: (folder) => make(folder),
		async run(folder) {
			await markRunning(settingsIn(folder).data)
			await using town = await still(folder)
			const forget = await leaveAddress(settingsIn(folder).keys, 'http://127.0.0.1:1')
			await addDocument(town, 'c')
			await addDocument(town, 'd', 700_000)
			await addDocument(town, 'e', 1)
			await town.log.publish()
			await town.anchorer.anchorNow()
			await forget()
			await unmarkRunning(settingsIn(folder).data)
		},
		entries: 3,
	},
	{
		name: 'destroying a document',
		prepare: (folder) => make(folder),
		async run(folder) {
			await using town = await still(folder)
			await town.vault.erase([1])
			const [payload] = await readdir(join(folder, 'data', 'vault', '1', 'payload'))
			if (payload !== undefined) await rm(join(folder, 'data', 'vault', '1', 'payload', payload))
		},
		async check(folder) {
			await using town = await still(folder)
			expect(await town.vault.record(1)).toBe('erased')
		},
	},
	{
		name: 'beginning a new epoch',
		prepare: async (folder) => {
			await make(folder)
			await drafts(folder, (all) => all.create('me', {}, null))
		},
		run: async (folder) => {
			const { failed } = await ledger.rotateEpochs(settingsIn(folder))
			if (failed[0] !== undefined) throw failed[0].error
		},
		check: (folder) =>
			drafts(folder, async (all) => {
				expect(await all.list('me')).toHaveLength(1)
			}),
		entries: 3,
	},
	{
		name: 'closing a log',
		prepare: (folder) => make(folder),
		run: (folder) => ledger.succeedTown(settingsIn(folder)),
		// Done already, it is refused: the successor has no entry of its own.
		again: (folder) =>
			ledger.succeedTown(settingsIn(folder)).catch((error) => {
				if (error.code !== 'conflict') throw error
			}),
		async check(folder) {
			await using town = await still(folder)
			expect([town.number, town.closedLogs.get(1)?.size]).toEqual([2, expect.any(Number)])
			await addDocument(town, 'c')
		},
		entries: 4,
	},
	{
		name: 'closing a log whose encryption keys are lost',
		prepare: async (folder) => {
			await make(folder)
			await rm(join(folder, 'keys', 'log-1', 'epochs'), { recursive: true })
		},
		run: (folder) => ledger.succeedTown(settingsIn(folder)),
		again: (folder) =>
			ledger.succeedTown(settingsIn(folder)).catch((error) => {
				if (error.code !== 'conflict') throw error
			}),
		async check(folder) {
			await using town = await still(folder)
			expect(town.number).toBe(2)
			expect(await readdir(join(folder, 'data', 'vault'))).toContain('1.unreadable')
		},
	},
	{
		name: 'continuing a backup',
		prepare: async (folder) => {
			await make(folder)
			await backup(folder)
			await using town = await still(folder)
			await addDocument(town, 'c')
			// A segment that the town does not have any more is put aside.
			await writeFile(join(folder, 'backup', 'vault', '1', 'segments-a', '0000000000009999.seg'), 'cut off')
		},
		run: backup,
		check: async (folder) => {
			await rm(join(folder, 'data'), { recursive: true })
			await restore(folder)
		},
		entries: 4,
	},
	{
		name: 'restoring',
		prepare: async (folder) => {
			await make(folder)
			await backup(folder)
			await rm(join(folder, 'data'), { recursive: true })
		},
		run: (folder) => ledger.restoreTown(settingsIn(folder), join(folder, 'backup')),
		again: restore,
		entries: 3,
	},
	{
		name: 'resuming a restored log',
		prepare: async (folder) => {
			await make(folder)
			await follow(folder)
			await backup(folder)
			await rm(join(folder, 'data'), { recursive: true })
			await restore(folder)
		},
		run: (folder) => ledger.resumeTown(settingsIn(folder), { follower: join(folder, 'second') }),
		async check(folder) {
			await using town = await still(folder)
			await addDocument(town, 'c')
		},
		entries: 4,
	},
	{
		name: 'freezing',
		prepare: async (folder) => {
			await make(folder)
			await writeFile(join(folder, 'note'), await forged(folder))
		},
		async run(folder) {
			await using town = await still(folder)
			if ((await town.log.seen(await readFile(join(folder, 'note'), 'utf8'))) !== 'frozen')
				throw new Error('signs')
		},
		async check(folder) {
			await using town = await still(folder)
			expect(town.log.frozen?.reason).toBe('seen')
		},
		entries: 3,
	},
	{
		name: 'following further',
		prepare: async (folder) => {
			await make(folder)
			await follow(folder)
			await using town = await still(folder)
			for (let i = 0; i < 300; i++)
				await town.log.append({ kind: 'sealed', body: {}, fields: { kind: 'note' } })
			await town.log.publish()
		},
		run: (folder) => follow(folder),
		entries: 303,
	},
	{
		name: 'keeping drafts',
		prepare: (folder) => make(folder),
		run: (folder) =>
			drafts(folder, async (all) => {
				const { id } = await all.create('me', {}, file)
				await all.part('me', id, 0, new Uint8Array(10))
				await all.plan('me', id, { ...file, size: 5 })
				await all.part('me', id, 0, new Uint8Array(5))
				const kept = await all.create('me', {}, null)
				await all.remove('me', id)
				await all.answer('me', kept.id, { a: 1 })
			}),
		check: (folder) =>
			drafts(folder, async (all) => {
				for (const { id } of await all.list('me')) await all.remove('me', id)
				expect(await readdir(join(folder, 'data', 'drafts'))).toEqual([])
			}),
		entries: 3,
	},
	{
		name: 'backing up a damaged content',
		prepare: async (folder) => {
			await make(folder)
			const payloads = join(folder, 'data', 'vault', '1', 'payload')
			await writeFile(join(payloads, (await readdir(payloads))[0] as string), 'damaged')
		},
		run: backup,
	},
	{
		name: 'following a log that lies',
		prepare: (folder) => make(folder),
		async run(folder) {
			await using town = await still(folder)
			const source = { ...logSource(town.log), checkpoint: async () => 'no head' }
			const following = followSource(source, { folder: join(folder, 'second'), trust: town.trustFile() })
			await following.catch((error) => {
				if (error.code !== 'conflict') throw error
			})
		},
		entries: 3,
	},
	{
		name: 'renewing hash trees',
		prepare: (folder) => make(folder),
		async run(folder) {
			await using town = await still(folder)
			const outcomes = await town.anchorer.renewer.renewNow({ trees: true })
			for (const { error } of outcomes) if (error !== undefined) throw error
		},
		entries: 4,
	},
	{
		name: 'building indexes anew, after a crash',
		prepare: async (folder) => {
			await make(folder)
			await writeFile(join(folder, 'keys', 'lock'), NOBODY)
			await writeFile(join(folder, 'keys', 'lock.held', 'CURRENT'), 'damaged')
		},
		run: (folder) => ledger.reindexTown(settingsIn(folder)),
		entries: 3,
	},
]

/** The holder of a lock who does not live any more. */
const NOBODY = `${2 ** 22} 1 another-boot pid:[1]`

/** A process that ended holds no lock: what it wrote into the file names nobody who lives. */
async function releaseLocks(folder: string): Promise<void> {
	for (const at of ['keys', 'backup', 'second', 'backup/log/1']) {
		const names = await readdir(join(folder, at)).catch(() => [])
		for (const name of names.filter((one) => /^lock(\.[0-9a-f]{12})?$/.test(one)))
			await writeFile(join(folder, at, name), NOBODY)
	}
}

async function demandSound(folder: string, { check, entries }: Scenario, what: string): Promise<void> {
	await check?.(folder)
	if (entries === undefined) return
	const { findings, entries: found } = await ledger.fsckTown(settingsIn(folder))
	expect(findings, what).toEqual([])
	expect(found, what).toBeGreaterThanOrEqual(entries)
}

/** Where a process that lives answers: without the process it means nothing. */
const MAY_BE_LOST: ReadonlySet<string> = new Set(['keys/address'])

const seen: WritePoint[] = []
const loose = new Set<string>()
/** Digits stand for any. */
const pattern = (path: string) => path.replace(/\d+/g, '0').replace(/bafk\w+/, '<cid>')

describe.each(scenarios)('$name', (scenario) => {
	const { run, again = run } = scenario
	let template: string
	let count = 0
	beforeAll(async () => {
		template = join(base, scenario.name)
		await mkdir(template)
		await scenario.prepare?.(template)
	})
	afterAll(() => rm(template, { recursive: true, force: true }))

	const copies: string[] = []
	const copy = async () => {
		const folder = join(base, `${scenario.name}-${copies.length}`)
		copies.push(folder)
		await cp(template, folder, { recursive: true, preserveTimestamps: true })
		return folder
	}

	test('leaves nothing to a power cut', async () => {
		const folder = await copy()
		const watched = await watching(folder, () => run(folder))
		expect(watched.error).toBeUndefined()
		expect(watched.early.filter((path) => !MAY_BE_LOST.has(path))).toEqual([])
		expect(watched.held).toEqual([])
		seen.push(...watched.points)
		count = watched.points.length
		for (const path of watched.loose) loose.add(pattern(path))
		await demandSound(folder, scenario, 'without a fault')
		await rm(folder, { recursive: true })
	})

	test.each(FAILURES)('holds when a write point is %s', async (failure) => {
		for (let at = 1; at <= count; at += EVERY) {
			const folder = await copy()
			const { points, error, held } = await watching(folder, () => run(folder), { at, failure })
			const point = points[at - 1]
			const what = `${failure} ${at} of ${count}: ${point?.op} ${point?.path}`
			if (error !== undefined && !isCoded(error)) throw new Error(what, { cause: error })
			expect(held, what).toEqual([])
			await releaseLocks(folder)
			await again(folder).catch((cause) => {
				throw new Error(`${what}: it cannot be done again`, { cause })
			})
			await demandSound(folder, scenario, what).catch((cause) => {
				throw new Error(what, { cause })
			})
			await rm(folder, { recursive: true })
		}
	})
})

/** A failure that somebody can act on, or the system's own. */
function isCoded(error: unknown): boolean {
	if (error instanceof Error && error.name === 'SuppressedError') return true
	return error instanceof Error && typeof (error as NodeJS.ErrnoException).code === 'string'
}

test('what is not durable in the end may be lost', () => {
	expect([...loose].filter((path) => !MAY_BE_LOST.has(path))).toEqual([])
})

const CHANGING =
	/^(writeFile|appendFile|rename|link|unlink|rm|rmdir|mkdir|truncate|open|symlink|copyFile|cp)$/
/** What a vault's file system is asked for; a call of it is named after the system's. */
const VAULT_CALLS = { rename: 'rename', unlink: 'unlink', makeFolder: 'mkdir', syncFolder: 'fsync' } as const
/** Write points that no scenario here reaches, and the test that does. */
const ELSEWHERE: Readonly<Record<string, string>> = {
	'ledger/anchor/anchorer.ts rm': 'test/ledger/anchor/clock.test.ts: a fault of the clock that is over',
	'ledger/vault/files.ts rename': 'handed on as it is: the calls of those who use it are seen',
	...Object.fromEntries(
		['mkdir', 'open', 'rename', 'rm'].map((op) => [
			`api/mail/queue.ts ${op}`,
			'test/api/mail/queue.test.ts: mail that was cut off, or could not be written',
		]),
	),
}
/**
 * What is no part of the service: measuring, building, the demo, commands that write files named by who runs them, and the programs
 * beside it, whose restarts and interruptions test/scripts/{probe,records} try.
 */
const OTHERS = /^scripts\/(bench|build|demo|commands|probe|records)/

async function sources(folder: string): Promise<string[]> {
	const names = await readdir(join(repository, folder), { recursive: true })
	return names
		.filter((name) => name.endsWith('.ts') && !name.includes('node_modules'))
		.map((name) => join(folder, name))
}

test('every source that changes files was seen doing it, in each way it has', async () => {
	const unseen: string[] = []
	const all = await Promise.all(['ledger', 'api', 'scripts'].map(sources))
	for (const path of all.flat().filter((one) => !OTHERS.test(one))) {
		const text = await readFile(join(repository, path), 'utf8')
		const imported = [...text.matchAll(/import \{([^}]*)\} from 'node:fs(?:\/promises)?'/g)]
			.flatMap(([, names = '']) => names.split(','))
			.map((name) => name.trim())
			.filter((name) => CHANGING.test(name))
		const asked = Object.entries(VAULT_CALLS).filter(([name]) => text.includes(`fs.${name}(`))
		for (const op of new Set([...imported, ...asked.map(([, op]) => op)])) {
			const known = seen.some((point) => point.sources.includes(path) && (op === 'open' || point.op === op))
			if (!known && ELSEWHERE[`${path} ${op}`] === undefined) unseen.push(`${path} ${op}`)
		}
	}
	expect(unseen).toEqual([])
})
