/**
 * How commands find the server that runs with the same keys, whatever its port and its certificate; and what the
 * first steps with a town say when they cannot be taken.
 */
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { leaveAddress, readAddress } from '../../scripts/address.ts'
import { hasOpenssl, openssl } from '../support/openssl.ts'
import { type Folders, freePort, runDemo, runLetopis, startServer } from '../support/server.ts'

let base: string
const at = (...parts: string[]) => join(base, ...parts)
/** Folders of a town of its own; nothing says on which port it runs. */
const town = (name: string): Folders => ({ data: at(name, 'data'), keys: at(name, 'keys') })

beforeAll(async () => {
	base = await mkdtemp(join(tmpdir(), 'letopis-address-'))
	for (const name of ['plain', 'tls', 'real']) await writeFile(at(`${name}.txt`), name)
})
afterAll(() => rm(base, { recursive: true, force: true }))

async function folderFor(name: string): Promise<Folders> {
	await mkdir(at(name))
	return town(name)
}

describe('commands', () => {
	test('find the server by its keys, not by the usual port', async () => {
		const folders = await folderFor('plain')
		const server = await startServer(folders)
		try {
			const run = await runLetopis(['ingest', at('plain.txt')], folders)
			expect(run.output).toContain('receipt')
			expect(run.code).toBe(0)
			expect(await readAddress(folders.keys)).toBe(server.url)
			expect((await runLetopis(['backup', at('backup')], folders)).output).toMatch(/all read back/)
			const demo = await runDemo(['--file', at('plain.txt')], folders)
			expect(demo.output).toMatch(/exit code 0.*exit code 1.*exit code 2/s)
			expect(demo.code).toBe(0)
		} finally {
			expect(await server.stop()).toBe(0)
		}
		expect(server.output()).toContain('Stopped: everything is written and closed.')
		expect(existsSync(join(folders.keys, 'address'))).toBe(false)
		// None runs now: one is started for the command alone, and leaves no address behind.
		expect((await runLetopis(['ingest', at('plain.txt')], folders)).code).toBe(0)
		expect(await readdir(folders.keys)).not.toContain('address')
	})

	test.skipIf(!hasOpenssl)('need not believe a certificate that is not theirs to judge', async () => {
		const folders = await folderFor('tls')
		const made = openssl(
			at('tls'),
			...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'],
			...['-keyout', 'tls.key', '-out', 'tls.crt', '-subj', '/CN=letopis.ukazkov.example'],
		)
		expect(made.ok, made.output).toBe(true)
		const port = await freePort()
		const config = at('tls', 'letopis.toml')
		await writeFile(
			config,
			`[server]\nhost = "0.0.0.0"\nport = ${port}\npublic_url = "https://letopis.ukazkov.example"\n` +
				'tls_certificate = "tls.crt"\ntls_key = "tls.key"\n',
		)
		const init = ['init', '--town', 'Město Ukázkov', '--host', 'letopis.ukazkov.example']
		expect((await runLetopis(init, { ...folders, config })).code).toBe(0)
		const server = await startServer({ ...folders, config, port, env: { HOST: '0.0.0.0' }, tls: true })
		try {
			await expect.poll(() => server.output()).toContain('reached at https://letopis.ukazkov.example')
			expect(server.output()).not.toContain('npm run demo')
			const run = await runLetopis(['ingest', at('tls.txt')], { ...folders, config })
			expect(run.output).toContain('receipt')
			expect((await runLetopis(['backup', at('tls-backup')], { ...folders, config })).code).toBe(0)
			// A log that counts is no place for a demonstration.
			const before = await (await fetch(`${await readAddress(folders.keys)}/log/checkpoint`)).text()
			const demo = await runDemo([], { ...folders, config })
			expect(demo.output).toMatch(/no DEMO log/)
			expect(demo.code).toBe(1)
			expect(before).not.toBe('')
		} finally {
			expect(await server.stop()).toBe(0)
		}
	})

	test('believe no address whose process is gone', async () => {
		const forget = await leaveAddress(base, 'http://127.0.0.1:9')
		expect(await readAddress(base)).toBe('http://127.0.0.1:9')
		const left = await readFile(at('address'), 'utf8')
		// Another process, another boot: a copy of the keys brought from elsewhere has both.
		for (const [what, other] of [
			[`\n${process.pid} `, `\n${process.ppid} `],
			[/\S+\n$/, '00000000-0000-0000-0000-000000000000\n'],
			// 2^22 is the largest process id of Linux, so no process has this one.
			[`\n${process.pid} `, '\n4194305 '],
		] as const) {
			await writeFile(at('address'), left.replace(what, other))
			expect(await readAddress(base)).toBeNull()
		}
		await writeFile(at('address'), left.replace('http:', 'ftp:'))
		expect(await readAddress(base)).toBeNull()
		await forget()
		expect(await readAddress(base)).toBeNull()
	})
})

describe('first steps that cannot be taken', () => {
	test('a port that is taken', async () => {
		const other = createServer().listen(0, '127.0.0.1')
		await once(other, 'listening')
		const { port } = other.address() as { port: number }
		const folders = await folderFor('busy')
		const env = { HOST: '127.0.0.1', PORT: String(port) }
		const run = await runLetopis(['serve', '--demo-if-new'], { ...folders, env })
		expect(run.output).toMatch(/port \d+ on 127\.0\.0\.1 is taken by another program; choose another one/)
		expect(run.output).not.toMatch(/^\s+at /m)
		expect(run.code).toBe(1)
		other.close()
		await once(other, 'close')
	})

	test('a town without a name: no key is made for it', async () => {
		const folders = await folderFor('nameless')
		for (const name of ['', '  ', 'a\u202eb', 'x'.repeat(201)]) {
			const run = await runLetopis(['init', '--town', name, '--host', 'a.example'], folders)
			expect(run.output).toMatch(/--town: 1 to 200 characters/)
			expect(run.code).toBe(64)
		}
		expect(await readdir(at('nameless'))).toEqual([])
	})

	test('keys that are not there', async () => {
		const run = await runLetopis(['keys', 'list'], await folderFor('keyless'))
		expect(run.output).toMatch(/no town here yet/)
		expect(run.code).toBe(1)
	})

	test('a demonstration with nothing to flip', async () => {
		const folders = await folderFor('nothing')
		await writeFile(at('empty'), '')
		for (const [file, said] of [
			[base, /not a file/],
			[at('empty'), /no bit to flip/],
			[at('gone'), /no such file/],
		] as const) {
			const run = await runDemo(['--file', file], folders)
			expect(run.output).toMatch(said)
			expect(run.code).toBe(1)
		}
		expect(await readdir(at('nothing'))).toEqual([])
	})
})

test('a receipt says how far it has come', async () => {
	const folders = await folderFor('grown')
	const first = await runLetopis(['ingest', at('real.txt')], await withTown(folders))
	const id = /: (bafyrei\w+),/.exec(first.output)?.[1] ?? ''
	expect(first.output).toContain('letopis receipt')
	const run = await runLetopis(['receipt', id, '-o', at('grown.json')], folders)
	expect(run.output).toMatch(/wrote .*grown\.json: (published|signed by the log alone)/)
	expect(JSON.parse(await readFile(at('grown.json'), 'utf8')).type).toBe('letopis-receipt/v1')
})

async function withTown(folders: Folders): Promise<Folders> {
	expect((await runLetopis(['init', '--town', 'Malá', '--host', 'mala.example'], folders)).code).toBe(0)
	return folders
}
