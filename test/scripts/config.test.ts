import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { ConfigError, isLoopback, loadConfig } from '../../scripts/config/load.ts'
import { checkTls, readSignatureRoots } from '../../scripts/config/settings.ts'
import { openOffice } from '../support/signing.ts'

const folders = mkdtempSync(join(tmpdir(), 'letopis-config-'))
afterAll(() => rmSync(folders, { recursive: true }))
function folder(toml?: string): string {
	const dir = mkdtempSync(join(folders, 'town-'))
	if (toml !== undefined) writeFileSync(join(dir, 'letopis.toml'), toml)
	return dir
}
const load = (toml: string | undefined, env: NodeJS.ProcessEnv = {}) => loadConfig({ cwd: folder(toml), env })
function problems(toml: string, env: NodeJS.ProcessEnv = {}): string {
	try {
		load(toml, env)
	} catch (error) {
		if (error instanceof ConfigError) return error.problems.join('\n')
		throw error
	}
	return ''
}

test('without a file the defaults serve on loopback', () => {
	const config = load(undefined)
	expect(config.file).toBeNull()
	expect([config.host, config.port, config.publicUrl]).toEqual(['127.0.0.1', 8080, 'http://127.0.0.1:8080'])
	expect(config.data).not.toBe(config.keys)
})

test('the environment wins over the file', () => {
	const config = load('[server]\nport = 9000\n[storage]\ndata = "a"', {
		PORT: '9001',
		HOST: '127.0.0.2',
		LETOPIS_DATA: '/srv/d',
		LETOPIS_KEYS: '/srv/k',
		LETOPIS_PUBLIC_URL: 'https://ledger.example/',
	})
	expect(config).toMatchObject({
		port: 9001,
		host: '127.0.0.2',
		data: '/srv/d',
		keys: '/srv/k',
		publicUrl: 'https://ledger.example',
	})
})

test('relative paths are taken from the folder of the file', () => {
	const config = load('[storage]\ndata = "d"\nkeys = "k"')
	expect(config.data.startsWith(tmpdir())).toBe(true)
})

test('relative paths of the environment are taken from where it was set, not from the folder of the file', () => {
	const [cwd, elsewhere] = [folder(), folder('[storage]\ndata = "d"')]
	const config = loadConfig({
		file: join(elsewhere, 'letopis.toml'),
		cwd,
		env: { LETOPIS_KEYS: './klíče' },
	})
	expect([config.data, config.keys]).toEqual([join(elsewhere, 'd'), join(cwd, 'klíče')])
})

test('keys inside the data are found out behind links, also where they are not made yet', () => {
	const cwd = folder()
	mkdirSync(join(cwd, 'data'))
	symlinkSync(join(cwd, 'data'), join(cwd, 'link'))
	const env = { LETOPIS_DATA: 'data', LETOPIS_KEYS: 'link/not-yet/keys' }
	expect(() => loadConfig({ cwd, env })).toThrow(/none inside the other/)
})

test('a certificate that is none is found by the check, not by the first visitor', () => {
	const cwd = folder()
	for (const name of ['crt', 'key']) writeFileSync(join(cwd, name), 'no PEM')
	const tls = { certificate: join(cwd, 'crt'), key: join(cwd, 'key') }
	expect(() => checkTls({ tls })).toThrow(ConfigError)
	expect(() => checkTls({ tls: null })).not.toThrow()
})

test('the documented file that comes with the project is itself sound', () => {
	expect(() =>
		loadConfig({ file: new URL('../../letopis.toml', import.meta.url).pathname, env: {} }),
	).not.toThrow()
})

describe('refused, with the member named', () => {
	const table: [name: string, toml: string, expected: RegExp, env?: NodeJS.ProcessEnv][] = [
		['broken syntax', '[server\nport = 1', /letopis\.toml:\d+:\d+: /],
		['unknown table', '[sever]\nport = 1', /sever/],
		['misspelt member', '[server]\nprot = 1', /server: .*prot/],
		['port out of range', '[server]\nport = 70000', /server\.port/],
		['port as text', '[server]\nport = "80"', /server\.port/],
		['port in the environment not a number', '', /PORT/, { PORT: '80a' }],
		['plain http beyond loopback', '[server]\nhost = "0.0.0.0"', /not a loopback address/],
		['plain http beyond loopback from the environment', '', /not a loopback address/, { HOST: '10.0.0.1' }],
		['certificate without key', '[server]\ntls_certificate = "x"', /go together/],
		['missing certificate', '[server]\ntls_certificate = "x"\ntls_key = "y"', /no such file/],
		['keys inside data', '[storage]\ndata = "d"\nkeys = "d/keys"', /different folders/],
		['data and keys the same', '[storage]\ndata = "d"\nkeys = "d"', /different folders/],
		[
			'reserved authority name',
			'[[authority]]\nname = "untrusted-development"\nurl = "https://t.example"\nroots = "r"',
			/taken/,
		],
		[
			'password over plain http',
			'[[authority]]\nname = "a"\nurl = "http://t.example"\nroots = "r"\nuser = "u"\npassword_file = "p"',
			/plain http/,
		],
		['mail without a sender', '[mail]\nhost = "smtp.example"', /mail\.from/],
		['mail without a server', '[mail]\nfrom = "a@b.example"', /mail\.host/],
		['mail with half of a log-in', '[mail]\nhost = "h"\nfrom = "a@b.example"\nuser = "u"', /go together/],
		['witness without key', '[[witness]]\nname = "w"\nurl = "https://w.example"', /vkey/],
		[
			'witness with a name of the policy',
			'[[witness]]\nname = "all"\nurl = "https://w.example"\nvkey = "x"',
			/meaning in the policy/,
		],
		['zero period', '[log]\npublish_seconds = 0', /publish_seconds/],
	]
	test.each(table)('%s', (_name, toml, expected, env) => {
		expect(problems(toml, env)).toMatch(expected)
	})
})

test('all problems are told at once', () => {
	expect(problems('[server]\nport = 70000\nhots = "x"').split('\n').length).toBeGreaterThan(1)
})

test.each([
	['127.0.0.1', true],
	['127.8.9.1', true],
	['::1', true],
	['localhost', true],
	['0.0.0.0', false],
	['127.0.0.1.example', false],
	['::', false],
])('loopback %s is %s', (host, expected) => {
	expect(isLoopback(host)).toBe(expected)
})

test('an address on which everything listens is none that people can open', () => {
	const open = '[server]\nhost = "0.0.0.0"\nbehind_proxy = true\n'
	expect(problems(open)).toMatch(/server\.public_url: needed/)
	expect(problems(`${open}public_url = "https://letopis.example"`)).toBe('')
	expect(problems('[server]\nhost = "::"\nbehind_proxy = true')).toMatch(/server\.public_url: needed/)
})

test.each([
	['https://letopis.example', true],
	['https://letopis.example/', true],
	['https://letopis.example:8443', true],
	['https://obec.example/letopis', false],
	['https://obec.example/letopis/', false],
	['https://letopis.example/?a=b', false],
	['https://letopis.example#a', false],
])('public_url %s: the town has a host name of its own (%s)', (address, good) => {
	const found = problems(`[server]\npublic_url = "${address}"`)
	if (good) expect(found).toBe('')
	else expect(found).toMatch(/server\.public_url: .* must end with the host/)
})

test('a member is named as it is written', () => {
	expect(problems('[server]\nport = "80"')).toMatch(/: server\.port: /)
	expect(problems('[[authority]]\nname = "A b"\nurl = "https://a"\nroots = "r"')).toMatch(
		/: authority\[0\]\.name: use 1 to 64/,
	)
	expect(problems('port = 1')).toMatch(/: file: /)
})

test('signatures: roots are a file or a folder of certificates, documents are never sent in the clear', async () => {
	const dir = folder()
	const config = (roots: string | undefined) => ({ signatures: { roots, dssUrl: undefined } })
	const office = openOffice()
	writeFileSync(join(dir, 'a.der'), office.root.der)
	const pem = `-----BEGIN CERTIFICATE-----\n${office.authority.der.toString('base64')}\n-----END CERTIFICATE-----\n`
	writeFileSync(join(dir, 'b.pem'), `note\n${pem}${pem}`)
	writeFileSync(join(dir, 'notes.txt'), 'no certificate')
	expect(await readSignatureRoots(config(undefined))).toEqual([])
	expect(await readSignatureRoots(config(join(dir, 'a.der')))).toHaveLength(1)
	expect((await readSignatureRoots(config(dir))).map((der) => Buffer.from(der))).toEqual([
		office.root.der,
		office.authority.der,
		office.authority.der,
	])
	await expect(readSignatureRoots(config(folder()))).rejects.toThrow('holds no certificate')
	writeFileSync(join(dir, 'c.crt'), 'no certificate')
	await expect(readSignatureRoots(config(dir))).rejects.toThrow(/signatures\.roots: .*c\.crt holds something/)
	expect(problems('[signatures]\nroots = "missing"')).toContain('signatures.roots: no such file')
	for (const [url, why] of [
		['http://dss.example', 'never sent over plain http'],
		['https://u:p@dss.example', 'without user name'],
		['https://dss.example/?key=1', 'without user name'],
	] as const)
		expect(problems(`[signatures]\ndss_url = "${url}"`), url).toContain(why)
	expect(load('[signatures]\ndss_url = "https://dss.example"').signatures.dssUrl).toBe('https://dss.example')
	expect(load('[signatures]\ndss_url = "http://127.0.0.1:8080"').signatures.roots).toBeUndefined()
})
