/**
 * The command line under bad input and bad luck: one line that says what is wrong, an exit code, nothing lost,
 * nothing shown that is secret.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseReceipt } from '@letopis/format'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freePort, type RunningServer, runLetopis, startServer } from '../support/server.ts'

let base: string
let data: string
let keys: string
let port: number
let server: RunningServer
const at = (...parts: string[]) => join(base, ...parts)
const env = () => ({ HOST: '127.0.0.1', PORT: String(port) })
const letopis = (...args: string[]) => runLetopis(args, { data, keys, env: env() })

beforeAll(async () => {
	// Spaces and Czech letters, and the data behind a link.
	base = await mkdtemp(join(tmpdir(), 'letopis úřad č. 1-'))
	data = at('data')
	keys = at('klíče úřadu')
	await mkdir(at('skutečná data'))
	await symlink(at('skutečná data'), data)
	port = await freePort()
	server = await startServer({ data, keys, port })
})
afterAll(async () => {
	await server.stop()
	await rm(base, { recursive: true, force: true })
})

describe('one line and an exit code', () => {
	const table: [name: string, args: () => string[], code: number, said: RegExp][] = [
		['a folder to take in', () => ['ingest', base], 1, /not a file/],
		['a file that is not there', () => ['ingest', at('nic')], 1, /no such file/],
		['no trust file', () => ['follow', 'http://127.0.0.1:1/log', 'c', '--trust', at('nic')], 1, /ENOENT/],
		['a broken trust file', () => ['follow', server.url, 'c', '--trust', at('broken')], 1, /no trust file/],
		[
			'an interval of nothing',
			() => ['follow', server.url, 'c', '--trust', 'x', '--every', '0'],
			64,
			/expected/,
		],
		[
			'an interval of words',
			() => ['follow', server.url, 'c', '--trust', 'x', '--every', 'brzy'],
			64,
			/expected/,
		],
		[
			'an interval beyond all timers',
			() => ['follow', server.url, 'c', '--trust', 'x', '--every', '99999999'],
			64,
			/expected/,
		],
		['a loss of words', () => ['succeed', '--yes', '--lost-to', 'mnoho'], 64, /whole number/],
		['a folder as settings', () => ['-c', base, 'keys', 'list'], 64, /EISDIR/],
		[
			'a token in the clear',
			() => ['ingest', at('a.txt'), '--url', 'http://192.0.2.1:8080'],
			64,
			/in the clear/,
		],
		['no address', () => ['ingest', at('a.txt'), '--url', 'ukazkov'], 64, /not an address/],
		['a backup inside the data', () => ['backup', join(data, 'b')], 1, /inside/],
		['the keys in use as their own copy', () => ['keys', 'drill', '--from', keys], 1, /not a copy/],
		['a town that is being served', () => ['serve'], 1, /in-use/],
	]
	test.each(table)('%s', async (_name, args, code, said) => {
		await writeFile(at('broken'), '{}')
		await writeFile(at('a.txt'), 'a')
		const run = await letopis(...args())
		expect(run.output).toMatch(said)
		expect(run.output).not.toMatch(/^\s+at /m)
		expect(run.code).toBe(code)
	})
})

describe('receipts', () => {
	test('are never written over, neither by the same file nor by its namesake', async () => {
		await mkdir(at('x'))
		await mkdir(at('y'))
		for (const name of ['x/podání.txt', 'y/podání.txt']) await writeFile(at(name), name)
		const run = await letopis('ingest', at('x/podání.txt'), at('y/podání.txt'), '--receipts', at('receipts'))
		expect(run.code).toBe(0)
		expect((await letopis('ingest', at('x/podání.txt'), '--receipts', at('receipts'))).code).toBe(0)
		const names = (await readdir(at('receipts'))).sort()
		expect(names).toEqual([
			'podání.txt.receipt-2.json',
			'podání.txt.receipt-3.json',
			'podání.txt.receipt.json',
		])
		const indexes = new Set<number>()
		for (const name of names)
			indexes.add(parseReceipt(await readFile(at('receipts', name), 'utf8')).proof.index)
		expect(indexes.size).toBe(3)
	})

	test('that cannot be written are noticed before anything is recorded', async () => {
		const before = await documents()
		const name = 'x'.repeat(250)
		await writeFile(at(name), 'long')
		const run = await letopis('ingest', at(name))
		expect(run.code).toBe(1)
		expect(run.output).toMatch(/receipt cannot be written/)
		expect(await documents()).toBe(before)
	})
	const documents = async () => {
		const headers = { authorization: `Bearer ${server.token}` }
		return (await fetch(`${server.url}/api/v1/documents`, { headers })).text()
	}
})

test('the trust file is made of the keys, whoever answers at the address of the server', async () => {
	const impostor = createServer((_, response) => response.end('{}')).listen(0, '127.0.0.1')
	await once(impostor, 'listening')
	const url = `http://127.0.0.1:${(impostor.address() as AddressInfo).port}`
	const run = await runLetopis(['trust', '-o', at('trust.json')], {
		data,
		keys,
		env: { ...env(), LETOPIS_PUBLIC_URL: url },
	})
	expect(run.code).toBe(0)
	expect(await readFile(at('trust.json'))).toEqual(
		Buffer.from(await (await fetch(`${server.url}/log/trust.json`)).arrayBuffer()),
	)
	impostor.close()
})

test('a follower that goes on for ever survives a log that is away, not one with two faces', async () => {
	await letopis('trust', '-o', at('trust.json'))
	let answer = 'gone'
	const note = async () => (await fetch(`${server.url}/log/checkpoint`)).text()
	const between: Server = createServer(async (_, response) => {
		if (answer === 'gone') return response.writeHead(503).end()
		response.end((await note()).replace(/\n\d+\n/, '\n999999\n'))
	}).listen(0, '127.0.0.1')
	await once(between, 'listening')
	const url = `http://127.0.0.1:${(between.address() as AddressInfo).port}/log`
	// Into the working folder itself.
	const child = run(['follow', url, '.', '--trust', at('trust.json'), '--every', '1'])
	const output = gather(child)
	await expect.poll(output).toMatch(/503[\s\S]*503/)
	expect(child.exitCode).toBeNull()
	answer = 'lies'
	await once(child, 'close')
	expect(child.exitCode).toBe(1)
	expect(output()).toMatch(/not to be trusted/)
	between.close()
	const whole = run(['follow', `${server.url}/log`, '.', '--trust', at('trust.json')])
	await once(whole, 'close')
	expect(whole.exitCode).toBe(0)
	expect(await readdir(at('here'))).toEqual(expect.arrayContaining(['checkpoint', 'tile']))
})

describe('a server that is told to end', () => {
	// Ctrl-C reaches npx and the server, and npx hands it on; a terminal that is closed hangs up.
	test.each([
		['SIGINT', 2],
		['SIGHUP', 1],
	] as const)('by %s, sent %i times, ends cleanly', async (signal, times) => {
		await mkdir(at(signal))
		const own = { data: at(signal, 'data'), keys: at(signal, 'keys') }
		const other = await startServer(own)
		await expect.poll(other.output).toMatch(/Listening/)
		for (let sent = 1; sent < times; sent++) other.child.kill(signal)
		expect(await other.stop(signal)).toBe(0)
		expect(await readdir(own.data)).not.toContain('running')
		expect(await readdir(own.keys)).not.toContain('lock')
	})
})

test('the token stands in no argument, no output and no journal', async () => {
	await writeFile(at('token'), `${server.token}\n`)
	await chmod(at('token'), 0o600)
	await writeFile(at('b.txt'), 'b')
	const run = await letopis('ingest', at('b.txt'), '--token-file', at('token'))
	expect(run.code).toBe(0)
	expect(run.output + server.output()).not.toContain(server.token)
	expect((await letopis('ingest', at('b.txt'), '--token', 'x')).code).toBe(64)
})

const program = join(dirname(dirname(dirname(fileURLToPath(import.meta.url)))), 'scripts', 'letopis.ts')

/** Runs a command in a folder of its own, which relative paths then mean. */
function run(args: readonly string[]): ChildProcess {
	return spawn(
		'sh',
		['-c', 'mkdir -p here && cd here && exec "$0" "$@"', process.execPath, program, ...args],
		{
			cwd: base,
			env: { ...process.env, LETOPIS_DATA: data, LETOPIS_KEYS: keys, ...env() },
			stdio: ['ignore', 'pipe', 'pipe'],
		},
	)
}

function gather(child: ChildProcess): () => string {
	let text = ''
	for (const stream of [child.stdout, child.stderr])
		stream?.setEncoding('utf8').on('data', (part: string) => {
			text += part
		})
	return () => text
}
