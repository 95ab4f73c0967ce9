/**
 * One town through its years, with nothing but the real command line and the real server: founded, used, backed up,
 * lost, restored, resumed, and in the end succeeded by a second log. Receipts of every age must go on verifying.
 */
import { execFileSync } from 'node:child_process'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseReceipt, parseTrust } from '@letopis/format'
import { verifyReceipt } from '@letopis/verifier'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freePort, type RunningServer, runLetopis, startServer } from '../support/server.ts'

let base: string
let data: string
let keys: string
let port: number
let server: RunningServer | undefined
/** A command on a stopped town starts a server of its own, which takes a second on a busy machine. */
const POLL = { timeout: 120_000, interval: 500 }
const env = () => ({ HOST: '127.0.0.1', PORT: String(port) })
const letopis = (...args: string[]) => runLetopis(args, { data, keys, env: env() })
const at = (...parts: string[]) => join(base, ...parts)

beforeAll(async () => {
	base = await mkdtemp(join(tmpdir(), 'letopis-story-'))
	data = at('data')
	keys = at('keys')
	port = await freePort()
})
afterAll(async () => {
	await server?.stop()
	await rm(base, { recursive: true, force: true })
})

const start = async () => {
	server = await startServer({ data, keys, port })
	return server
}
const stop = async () => {
	expect(await server?.stop()).toBe(0)
	server = undefined
}
/** Adds a document through the command line. @returns its id */
async function ingest(name: string, content: string): Promise<string> {
	await writeFile(at(name), content)
	const run = await letopis('ingest', at(name))
	expect(run.output).toContain('receipt')
	return /: (bafyrei\w+),/.exec(run.output)?.[1] ?? ''
}
async function verdict(receiptFile: string, trustFile: string) {
	return verifyReceipt({
		receipt: new Uint8Array(await readFile(receiptFile)),
		trust: new Uint8Array(await readFile(trustFile)),
	})
}

describe('a town', () => {
	let first = ''

	test('is founded once, with an origin of its own', async () => {
		const run = await letopis('init', '--town', 'Město Ukázkov', '--host', 'letopis.ukazkov.example')
		expect(run.code).toBe(0)
		expect(run.output).toContain('letopis.ukazkov.example/log/1')
		const again = await letopis('init', '--town', 'Jiné', '--host', 'other.example')
		expect(again.code).toBe(1)
		expect(again.output).toMatch(/already holds the keys/)
		expect((await stat(join(keys, 'admin-token'))).mode & 0o777).toBe(0o600)
	})

	test('takes documents in while no server runs, and while one does', async () => {
		first = await ingest('first.pdf', 'the first document')
		await start()
		const second = await ingest('second.pdf', 'the second document')
		expect(second).not.toBe(first)
		expect((await letopis('trust', '-o', at('trust.json'))).output).toMatch(
			/fingerprint of the trust file: [0-9a-f ]{79}/,
		)
		expect(parseTrust(new Uint8Array(await readFile(at('trust.json')))).demo).toBe(false)
	})

	test('gives a receipt that has grown by publication', async () => {
		await expect
			.poll(async () => {
				await letopis('receipt', first, '-o', at('first.receipt.json'))
				return (await verdict(at('first.receipt.json'), at('trust.json'))).checks.every(
					({ ok }) => ok !== 'no',
				)
			}, POLL)
			.toBe(true)
		expect(parseReceipt(await readFile(at('first.receipt.json'), 'utf8')).proof.index).toBeGreaterThan(0)
	})

	test('exports what age decrypts, and nothing over an existing file', async () => {
		expect((await letopis('export', first, '-o', at('first.age'))).code).toBe(0)
		expect((await letopis('export', first, '-o', at('first.age'))).output).toMatch(/already exists/)
		expect((await readFile(at('first.age'), 'latin1')).startsWith('age-encryption.org/v1\n')).toBe(true)
		const age = tool('age')
		if (age === null) return console.log('skipped a part: Debian\'s "age" is not installed')
		const key = join(keys, 'log-1', 'epochs', '1.key')
		expect(execFileSync(age, ['--decrypt', '-i', key, at('first.age')], { encoding: 'utf8' })).toBe(
			'the first document',
		)
	})

	test('is followed into a second copy, and backed up beside the running server', async () => {
		const follow = await letopis(
			'follow',
			`http://127.0.0.1:${port}/log`,
			at('second-copy'),
			'--trust',
			at('trust.json'),
		)
		expect(follow.code).toBe(0)
		expect(follow.output).toMatch(/letopis\.ukazkov\.example\/log\/1: \d+ entries/)
		const backup = await letopis('backup', at('backup'))
		expect(backup.output).toMatch(/all read back/)
		expect(await grepFolder(at('backup'), 'AGE-SECRET-KEY')).toEqual([])
		expect(await grepFolder(at('backup'), 'PRIVATE KEY')).toEqual([])
		expect((await letopis('backup', at('backup'))).output).toMatch(/[01] files copied/)
	})

	test('has keys whose copy is proven by a drill; a wrong copy is found out', async () => {
		await cp(keys, at('safe'), { recursive: true })
		expect((await letopis('keys', 'drill', '--from', at('safe'))).output).toMatch(/drill passed/)
		await rm(join(at('safe'), 'log-1', 'epochs', '1.key'))
		const bad = await letopis('keys', 'drill', '--from', at('safe'))
		expect(bad.code).toBe(1)
		expect(bad.output).toMatch(/encryption keys of log 1/)
		expect((await letopis('keys', 'list')).output).toMatch(/ML-DSA-44/)
	})

	test('refuses commands that need it stopped', async () => {
		const run = await letopis('fsck')
		expect(run.code).toBe(1)
		expect(run.output).toMatch(/in-use/)
	})

	test('is clean, also after its indexes were thrown away', async () => {
		await stop()
		expect((await letopis('fsck')).output).toMatch(/fsck: clean/)
		expect((await letopis('reindex')).output).toMatch(/reindex: \d+ entries/)
		expect((await letopis('fsck')).output).toMatch(/fsck: clean/)
	})

	test('loses its data, is restored, and signs again only on proof from outside', async () => {
		await mkdir(at('lost'))
		await cp(data, at('lost', 'data'), { recursive: true })
		await rm(data, { recursive: true })
		expect((await letopis('serve')).output).toMatch(/behind|not-found/)
		expect((await letopis('restore', at('backup'))).output).toMatch(/restored \d+ entries/)
		await start()
		const refused = await letopis('ingest', at('first.pdf'))
		expect(refused.code).toBe(1)
		expect(refused.output).toMatch(/frozen/)
		await stop()
	})

	test('cannot resume behind what the keys remember; its successor names the loss', async () => {
		const resumed = await letopis('resume', '--follower', at('second-copy'))
		// The backup ends at a published head; what came after it, and what the follower had seen by then, decides.
		if (resumed.code === 0) expect(resumed.output).toMatch(/resumed at size/)
		else expect(resumed.output).toMatch(/behind|covers \d+ entries, but \d+ were published/)
		expect((await letopis('succeed')).code).toBe(64)
		const run = await letopis('succeed', '--yes')
		expect(run.code).toBe(0)
		expect(run.output).toContain('letopis.ukazkov.example/log/2 is open')
		await start()
		await ingest('third.pdf', 'in the second log')
		await letopis('trust', '-o', at('trust2.json'))
		const trust = parseTrust(new Uint8Array(await readFile(at('trust2.json'))))
		expect(trust.origin).toBe('letopis.ukazkov.example/log/2')
		expect(trust.predecessors.map(({ origin }) => origin)).toEqual(['letopis.ukazkov.example/log/1'])
		const report = await verdict(at('first.receipt.json'), at('trust2.json'))
		expect(report.checks.filter(({ ok }) => ok === 'no')).toEqual([])
	})

	test('serves the closed log beside the present one', async () => {
		for (const [path, origin] of [
			['/log/1/checkpoint', 'letopis.ukazkov.example/log/1'],
			['/log/2/checkpoint', 'letopis.ukazkov.example/log/2'],
			['/log/checkpoint', 'letopis.ukazkov.example/log/2'],
		])
			await expect
				.poll(
					async () => (await (await fetch(`http://127.0.0.1:${port}${path}`)).text()).split('\n')[0],
					POLL,
				)
				.toBe(origin)
		await stop()
		expect((await letopis('fsck')).output).toMatch(/fsck: clean/)
	})

	test('retires an encryption epoch; what was exported before stays readable by its own key only', async () => {
		const old = await readFile(join(keys, 'log-2', 'epochs', '1.key'), 'utf8')
		expect((await letopis('keys', 'rotate')).output).toMatch(/epoch 1 retired, epoch 2 in force/)
		expect(await readdir(join(keys, 'log-2', 'epochs'))).toEqual(['2.key'])
		expect((await letopis('fsck')).output).toMatch(/fsck: clean/)
		expect(await grepFolder(keys, old.split('\n').at(-2) ?? '')).not.toContain('2.key')
	})
})

function tool(name: string): string | null {
	try {
		return execFileSync('which', [name], { encoding: 'utf8' }).trim()
	} catch {
		return null
	}
}

async function grepFolder(folder: string, text: string): Promise<string[]> {
	const found: string[] = []
	for (const entry of await readdir(folder, { recursive: true, withFileTypes: true }))
		if (entry.isFile() && (await readFile(join(entry.parentPath, entry.name), 'latin1')).includes(text))
			found.push(entry.name)
	return found
}
