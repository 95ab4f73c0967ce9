/** A seal from elsewhere, as letopis.toml names it: what is taken, and what `config check` says of the rest. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ConfigError, loadConfig } from '../../scripts/config/load.ts'
import { askDevice } from '../../scripts/config/seal-device.ts'
import { ledgerSettings } from '../../scripts/config/settings.ts'
import { openssl } from '../support/openssl.ts'

let dir: string
beforeAll(() => {
	dir = mkdtempSync(join(tmpdir(), 'letopis-seal-config-'))
	const run = (...args: string[]) => expect(openssl(dir, ...args)).toMatchObject({ ok: true })
	const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']
	run('req', '-x509', ...key, '-keyout', 'ca.key', '-out', 'ca.crt', '-days', '9000', '-subj', '/CN=Root')
	run('req', ...key, '-keyout', 'seal.key', '-out', 'seal.csr', '-subj', '/O=Mesto/CN=Pecet mesta')
	writeFileSync(join(dir, 'seal.cnf'), 'keyUsage=critical,nonRepudiation\n')
	const issue = (out: string, days: string) =>
		run(
			...['x509', '-req', '-in', 'seal.csr', '-CA', 'ca.crt', '-CAkey', 'ca.key', '-extfile', 'seal.cnf'],
			'-days',
			days,
			'-out',
			out,
		)
	issue('seal.crt', '8000')
	issue('ended.crt', '-1')
	writeFileSync(
		join(dir, 'chain.crt'),
		readFileSync(join(dir, 'seal.crt'), 'utf8') + readFileSync(join(dir, 'ca.crt'), 'utf8'),
	)
	writeFileSync(join(dir, 'password'), 'tajné heslo\n')
	writeFileSync(join(dir, 'other'), 'jiné\n')
	run('pkcs8', '-topk8', '-in', 'seal.key', '-out', 'locked.key', '-passout', 'pass:tajné heslo')
	const pack = (out: string, ...more: string[]) =>
		run(
			...['pkcs12', '-export', '-in', 'seal.crt', '-inkey', 'seal.key', '-certfile', 'ca.crt', '-out', out],
			...more,
		)
	pack('seal.p12', '-passout', 'pass:tajné heslo')
	pack('old.p12', '-legacy', '-passout', 'pass:tajné heslo')
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

async function seal(table: string) {
	writeFileSync(join(dir, 'letopis.toml'), `[seal]\n${table}\n`)
	return (await ledgerSettings(loadConfig({ cwd: dir, env: {} }))).seal
}

describe('is taken', () => {
	test.each([
		['as PEM files', 'certificate = "chain.crt"\nkey = "seal.key"', 2],
		['with its certificate alone', 'certificate = "seal.crt"\nkey = "seal.key"', 1],
		[
			'with a key under a password',
			'certificate = "chain.crt"\nkey = "locked.key"\npassword_file = "password"',
			2,
		],
		['as a PKCS #12 file', 'pkcs12 = "seal.p12"\npassword_file = "password"', 2],
	])('%s', async (_how, table, length) => {
		const signer = await seal(table)
		expect(signer).toMatchObject({ name: 'Pecet mesta', keyType: 'EC' })
		expect(signer?.chain).toHaveLength(length)
		expect((await signer?.sign(new Uint8Array(3)))?.length).toBeGreaterThan(60)
	})

	test('with a command that signs, to which the PIN comes through the environment', async () => {
		const command = JSON.stringify([
			...['openssl', 'dgst', '-sha256', '-sign', join(dir, 'locked.key')],
			...['-passin', 'env:LETOPIS_SEAL_PIN'],
		])
		const table = `certificate = "chain.crt"\ncommand = ${command}\npassword_file = "password"`
		const signer = await seal(table)
		expect(signer).toMatchObject({ name: 'Pecet mesta', keyType: 'EC' })
		const signatures = await Promise.all([1, 2].map((octet) => signer?.sign(Uint8Array.of(octet))))
		for (const signature of signatures) expect(signature?.length).toBeGreaterThan(60)
		// Without the PIN the command gives nothing.
		const locked = await seal(table.replace('password"', 'other"'))
		await expect(locked?.sign(Uint8Array.of(1))).rejects.toMatchObject({ code: 'io' })
	})

	test.each([
		['signs with another key', ['openssl', 'dgst', '-sha256', '-sign', 'ca.key'], 'no signature by the key'],
		['answers nothing', ['true'], 'no signature (0)'],
		['fails', ['false'], 'no signature (1)'],
		['is not there', ['letopis-no-such-command'], 'ENOENT'],
		['answers without end', ['yes'], 'SIGKILL'],
	])('with a command that %s nothing is signed', async (_what, [program = '', ...args], words) => {
		const command = JSON.stringify([program, ...args.map((one) => (one === 'ca.key' ? join(dir, one) : one))])
		const signer = await seal(`certificate = "chain.crt"\ncommand = ${command}`)
		await expect(signer?.sign(Uint8Array.of(1))).rejects.toThrow(words)
	})

	test('a command that hangs is ended', async () => {
		const ask = askDevice(['sh', '-c', 'sleep 600 | cat'], null, 200)
		await expect(ask(Uint8Array.of(1))).rejects.toThrow('SIGKILL')
	})

	test('from nowhere where none is named', async () => {
		expect(await seal('')).toBeUndefined()
	})
})

describe('is refused', () => {
	test.each([
		['a certificate without a key', 'certificate = "seal.crt"', 'go together'],
		[
			'a key and a command',
			'certificate = "seal.crt"\nkey = "seal.key"\ncommand = ["true"]',
			'either key or command',
		],
		['a command without a certificate', 'command = ["true"]', 'go together'],
		['both kinds at once', 'certificate = "seal.crt"\nkey = "seal.key"\npkcs12 = "seal.p12"', 'either'],
		['a password for nothing', 'password_file = "password"', 'nothing that it opens'],
		['a file that is not there', 'pkcs12 = "none.p12"', 'no such file'],
		[
			'the key of another certificate',
			'certificate = "chain.crt"\nkey = "ca.key"',
			'not the one of the first',
		],
		['a certificate of before', 'certificate = "ended.crt"\nkey = "seal.key"', 'has ended'],
		[
			'a key that the password does not open',
			'certificate = "chain.crt"\nkey = "locked.key"\npassword_file = "other"',
			'seal: ',
		],
		['no certificate in the file', 'certificate = "seal.key"\nkey = "seal.key"', 'expected the certificate'],
		[
			'a PKCS #12 file under another password',
			'pkcs12 = "seal.p12"\npassword_file = "other"',
			'that the password opens',
		],
		['one of old algorithms', 'pkcs12 = "old.p12"\npassword_file = "password"', '-legacy'],
		['something else for PKCS #12', 'pkcs12 = "ca.crt"', 'PKCS #12'],
		['an unknown member', 'pin = "1234"', 'pin'],
	])('%s', async (_what, table, words) => {
		const error = await seal(table).catch((refused: unknown) => refused)
		expect(error).toBeInstanceOf(ConfigError)
		expect((error as ConfigError).message).toContain(words)
	})
})
