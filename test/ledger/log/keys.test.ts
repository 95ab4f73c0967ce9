import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, readlink, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
	checkpointMessage,
	makeVkey,
	nobleVerifiers,
	parseCheckpoint,
	parseNote,
	parseSignatureLine,
	sha256,
	useVerifiers,
	utf8,
	verifyNote,
} from '@letopis/format'
import { createSigner, lockKeys, openSigner, useNativeVerifiers } from '@letopis/ledger'
import { afterAll, describe, expect, test } from 'vitest'
import type { LockOptions } from '../../../ledger/log/keys-lock.ts'

const root = await mkdtemp(join(tmpdir(), 'letopis-keys-'))
afterAll(() => rm(root, { recursive: true }))
const folder = () => mkdtemp(join(root, 'keys-'))
const ORIGIN = 'ukazkov.example/log/3'
const TEXT = `${ORIGIN}\n7\n${Buffer.from(sha256(utf8('7'))).toString('base64')}\n`

describe('signer', () => {
	test('makes three key files that only the owner reads, once', async () => {
		const keys = await folder()
		const signer = await createSigner(keys, ORIGIN)
		const names = ['ed25519.pem', 'mldsa44.pem', 'status.pem']
		expect((await readdir(join(keys, 'log-3'))).sort()).toEqual(names)
		for (const name of names) expect((await stat(join(keys, 'log-3', name))).mode & 0o777).toBe(0o600)
		expect((await stat(join(keys, 'log-3'))).mode & 0o777).toBe(0o700)
		const before = await Promise.all(names.map((name) => readFile(join(keys, 'log-3', name), 'utf8')))
		await rm(join(keys, 'log-3', 'status.pem'))
		await writeFile(join(keys, 'log-3', 'ed25519.new'), 'leftover')
		const again = await createSigner(keys, ORIGIN)
		expect(again.vkeys.ed25519).toEqual(signer.vkeys.ed25519)
		expect(again.vkeys.status).not.toEqual(signer.vkeys.status)
		const after = await Promise.all(names.map((name) => readFile(join(keys, 'log-3', name), 'utf8')))
		expect(after.slice(0, 2)).toEqual(before.slice(0, 2))
		expect((await openSigner(keys, ORIGIN)).vkeys).toEqual(again.vkeys)
	})

	test('its signatures verify with the pure and the native functions, by the names of the log', async () => {
		const signer = await createSigner(await folder(), ORIGIN)
		const { ed25519, mldsa44, status } = signer.vkeys
		expect([ed25519.name, mldsa44.name, status.name]).toEqual([ORIGIN, ORIGIN, `${ORIGIN}/status`])
		const note = await signer.signNote(TEXT)
		const line = await signer.cosignMlDsa(parseCheckpoint(TEXT), 1_790_000_000)
		const statement = await signer.signStatus('letopis-status/v1\nx\n')
		for (const native of [false, true]) {
			if (native) useNativeVerifiers()
			else useVerifiers(null)
			expect(verifyNote(parseNote(`${note}${line}\n`), [ed25519, mldsa44])).toEqual([
				{ vkey: ed25519 },
				{ vkey: mldsa44, timestamp: 1_790_000_000 },
			])
			expect(verifyNote(parseNote(statement), [status])).toEqual([{ vkey: status }])
			expect(verifyNote(parseNote(statement), [ed25519])).toEqual([])
		}
	})

	test('the native verifiers give the verdicts of the pure ones, for flipped bits and foreign keys', async () => {
		const signer = await createSigner(await folder(), ORIGIN)
		const other = await createSigner(await folder(), ORIGIN)
		useNativeVerifiers()
		const { signature } = parseNote(await signer.signNote(TEXT)).signatures[0] ?? {
			signature: new Uint8Array(),
		}
		const line = parseSignatureLine(await signer.cosignMlDsa(parseCheckpoint(TEXT), 5))
		const checkpoint = parseCheckpoint(TEXT)
		const message = checkpointMessage(ORIGIN, 5, checkpoint)
		const { verifiers } = await import('../../../ledger/format/verifiers.ts')
		const key = signer.vkeys
		expect(verifiers.ed25519(signature, utf8(TEXT), key.ed25519.key)).toBe(true)
		expect(verifiers.mldsa44(line.signature.slice(8), message, key.mldsa44.key)).toBe(true)
		expect(verifiers.ed25519(signature, utf8(TEXT), other.vkeys.ed25519.key)).toBe(false)
		expect(verifiers.mldsa44(line.signature.slice(8), message, other.vkeys.mldsa44.key)).toBe(false)
		expect(verifiers.ed25519(signature, utf8(TEXT), new Uint8Array(32).fill(255))).toBe(false)
		for (const at of [0, 31, 32, 63]) {
			const bad = signature.slice()
			bad[at] = (bad[at] as number) ^ 1
			const verdict = verifiers.ed25519(bad, utf8(TEXT), key.ed25519.key)
			expect(verdict).toBe(nobleVerifiers.ed25519(bad, utf8(TEXT), key.ed25519.key))
			expect(verdict).toBe(false)
		}
		expect(makeVkey(ORIGIN, 0x01, key.ed25519.key)).toEqual(key.ed25519)
	})

	test.each([
		['a missing key', (dir: string) => rm(join(dir, 'mldsa44.pem')), 'not-found'],
		['a file that is no key', (dir: string) => writeFile(join(dir, 'ed25519.pem'), 'x'), 'corrupt'],
		[
			'a key of another kind',
			async (dir: string) => writeFile(join(dir, 'mldsa44.pem'), await readFile(join(dir, 'status.pem'))),
			'corrupt',
		],
	])('%s is refused with a remedy', async (_, harm, code) => {
		const keys = await folder()
		await createSigner(keys, ORIGIN)
		await harm(join(keys, 'log-3'))
		const error = await openSigner(keys, ORIGIN).catch((reason: unknown) => reason)
		expect(error).toMatchObject({ code, remedy: expect.any(String) })
		expect(String(error)).not.toContain('PRIVATE')
	})

	test.each(['ukazkov.example', 'ukazkov.example/log/', 'ukazkov.example/log/0', 'x/log/01', 'x/log/1/'])(
		'an origin without the number of a log is a mistake of the caller: %s',
		async (origin) => {
			await expect(createSigner(await folder(), origin)).rejects.toThrow(RangeError)
		},
	)
})

interface Elsewhere extends AsyncDisposable {
	kill(): Promise<void>
}

/** A process of its own that locks the folder and holds it until it is killed. */
async function lockElsewhere(
	keys: string,
	[command, ...args]: readonly string[] = [],
	options: LockOptions = {},
): Promise<Elsewhere> {
	const module = new URL('../../../ledger/log/keys-lock.ts', import.meta.url).href
	const script = `
		const { lockKeys } = await import(${JSON.stringify(module)})
		await lockKeys(${JSON.stringify(keys)}, ${JSON.stringify(options)})
		console.log('held')
		setInterval(() => {}, 1000)`
	const node = [process.execPath, '--input-type=module', '-e', script]
	const [program = process.execPath, ...rest] = command === undefined ? node : [command, ...args, ...node]
	const child = spawn(program, rest, { stdio: ['ignore', 'pipe', 'inherit'] })
	// Not `exit`: its child, the holder, may live a moment longer, and has the pipe.
	const gone = once(child, 'close')
	const [said] = await Promise.race([once(child.stdout, 'data'), gone])
	expect(String(said)).toContain('held')
	const kill = async () => {
		child.kill('SIGKILL')
		await gone
	}
	return { kill, [Symbol.asyncDispose]: kill }
}

describe('lock of the keys folder', () => {
	const inUse = { code: 'in-use', remedy: expect.stringContaining('two places') }

	test('a second holder is refused until the first lets go', async () => {
		const keys = await folder()
		const lock = await lockKeys(keys)
		await expect(lockKeys(keys)).rejects.toMatchObject(inUse)
		await lock.release()
		const again = await lockKeys(keys)
		await expect(lockKeys(keys)).rejects.toMatchObject(inUse)
		await again.release()
		await again.release()
		expect(await readdir(keys)).toEqual(['lock.held'])
	})

	test('the lock of a living process holds, that of a dead one does not', async () => {
		const keys = await folder()
		const child = spawn('sleep', ['60'])
		const stat = await readFile(`/proc/${child.pid}/stat`, 'utf8')
		const boot = (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim()
		const start = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
		await writeFile(join(keys, 'lock'), `${child.pid} ${start} ${boot}`)
		await expect(lockKeys(keys)).rejects.toMatchObject(inUse)
		const gone = new Promise((resolve) => child.on('exit', resolve))
		child.kill()
		await gone
		await (await lockKeys(keys)).release()
	})

	test.each([
		['the number was given to another process', `${process.pid} 1 boot`],
		['of another boot', `${process.pid} 12345 00000000-0000-0000-0000-000000000000`],
		['that is damaged', 'x'],
		['of process zero', '0 1 2'],
	])('a stale lock is taken over: %s', async (_, content) => {
		const keys = await folder()
		await writeFile(join(keys, 'lock'), content)
		const lock = await lockKeys(keys)
		expect(await readFile(join(keys, 'lock'), 'utf8')).toContain(String(process.pid))
		await lock.release()
	})

	test('of many at once, exactly one gets it, also over a stale lock', async () => {
		for (const stale of [false, true]) {
			const keys = await folder()
			if (stale) await writeFile(join(keys, 'lock'), '999999999 1 2')
			const results = await Promise.allSettled(Array.from({ length: 20 }, () => lockKeys(keys)))
			const held = results.filter(({ status }) => status === 'fulfilled')
			expect(held).toHaveLength(1)
			for (const result of held) if (result.status === 'fulfilled') await result.value.release()
		}
	})

	test('a process that holds it is found out even when its file is gone or says something else', async () => {
		const keys = await folder()
		await using holder = await lockElsewhere(keys)
		await rm(join(keys, 'lock'))
		await expect(lockKeys(keys)).rejects.toMatchObject(inUse)
		await writeFile(join(keys, 'lock'), '999999999 1 2')
		await expect(lockKeys(keys)).rejects.toMatchObject(inUse)
		await holder.kill()
		await (await lockKeys(keys)).release()
	})

	const namespaces = spawnSync('unshare', ['-p', '-f', '--mount-proc', 'true']).status === 0
	test.skipIf(!namespaces)('so is one in another PID namespace (skipped without unshare)', async () => {
		const keys = await folder()
		await using holder = await lockElsewhere(keys, ['unshare', '-p', '-f', '--mount-proc', '--kill-child'])
		const [pid] = (await readFile(join(keys, 'lock'), 'utf8')).split(' ')
		expect(pid, 'its number says nothing here').toBe('1')
		await expect(lockKeys(keys)).rejects.toMatchObject(inUse)
		await holder.kill()
		await (await lockKeys(keys)).release()
	})

	test.skipIf(!namespaces)(
		'and one there without the lock of the kernel, by its heartbeat (skipped without unshare)',
		async () => {
			const keys = await folder()
			const own = { kernel: false, heartbeatMs: 50, watchMs: 5000 }
			await using holder = await lockElsewhere(
				keys,
				['unshare', '-p', '-f', '--mount-proc', '--kill-child'],
				own,
			)
			await expect(lockKeys(keys, own)).rejects.toMatchObject(inUse)
			await holder.kill()
			const lock = await lockKeys(keys, { ...own, watchMs: 300 })
			await lock.release()
		},
	)

	test('the holder says which PID namespace its number is of', async () => {
		const keys = await folder()
		const lock = await lockKeys(keys)
		const space = await readlink('/proc/self/ns/pid')
		expect(await readFile(join(keys, 'lock'), 'utf8')).toMatch(
			new RegExp(`^${process.pid} \\d+ [0-9a-f-]{36} `),
		)
		expect((await readFile(join(keys, 'lock'), 'utf8')).endsWith(` ${space}`)).toBe(true)
		await lock.release()
	})

	test('a damaged rest of the lock keeps nobody out', async () => {
		const keys = await folder()
		await (await lockKeys(keys)).release()
		for (const name of await readdir(join(keys, 'lock.held')))
			if (name !== 'LOCK') await writeFile(join(keys, 'lock.held', name), 'damaged')
		const lock = await lockKeys(keys)
		await expect(lockKeys(keys)).rejects.toMatchObject(inUse)
		await lock.release()
	})

	test('a folder that cannot be written is an io error', async () => {
		await expect(lockKeys(join(root, 'missing'))).rejects.toMatchObject({ code: 'io' })
	})
})
