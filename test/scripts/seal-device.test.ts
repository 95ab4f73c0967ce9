/** A seal whose key is in a device: SoftHSM, asked through OpenSC's pkcs11-tool, as letopis.toml shows it. */
import { spawnSync } from 'node:child_process'
import { verify, X509Certificate } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadConfig } from '../../scripts/config/load.ts'
import { ledgerSettings } from '../../scripts/config/settings.ts'
import { openssl } from '../support/openssl.ts'

const MODULE = process.env.LETOPIS_PKCS11_MODULE ?? '/usr/lib/softhsm/libsofthsm2.so'
const has = (program: string, ...probe: string[]) => spawnSync(program, probe).error === undefined
const isThere = existsSync(MODULE) && has('softhsm2-util', '--version') && has('pkcs11-tool', '--version')
const name = isThere
	? 'signs with a key that never leaves the device, by its PIN'
	: 'signs with a key in a device (skipped: softhsm2 and opensc are not installed)'

test.skipIf(!isThere)(name, async () => {
	const dir = mkdtempSync(join(tmpdir(), 'letopis-device-'))
	const before = process.env.SOFTHSM2_CONF
	try {
		const made = (...args: string[]) => expect(openssl(dir, ...args)).toMatchObject({ ok: true })
		const ec = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']
		made(
			'req',
			'-x509',
			...ec,
			'-keyout',
			'seal.key',
			'-out',
			'seal.crt',
			'-days',
			'900',
			'-subj',
			'/CN=Pecet',
		)
		mkdirSync(join(dir, 'tokens'))
		const file = join(dir, 'softhsm2.conf')
		writeFileSync(file, `directories.tokendir = ${join(dir, 'tokens')}\nobjectstore.backend = file\n`)
		process.env.SOFTHSM2_CONF = file
		const hsm = (...args: string[]) =>
			expect(spawnSync('softhsm2-util', ['--module', MODULE, ...args], { cwd: dir }).status).toBe(0)
		hsm('--init-token', '--free', '--label', 'town', '--pin', '4711', '--so-pin', '0815')
		hsm('--import', 'seal.key', '--token', 'town', '--label', 'seal', '--id', 'A1', '--pin', '4711')
		rmSync(join(dir, 'seal.key'))
		const tool = `pkcs11-tool --module ${MODULE} --token-label town --label seal --pin env:LETOPIS_SEAL_PIN`
		const sign = `openssl dgst -sha256 -binary | ${tool} --sign --mechanism ECDSA --signature-format openssl`
		const command = ['sh', '-c', sign]
		const sealWith = async (pin: string) => {
			writeFileSync(join(dir, 'pin'), `${pin}\n`)
			const table = `certificate = "seal.crt"\ncommand = ${JSON.stringify(command)}\npassword_file = "pin"`
			writeFileSync(join(dir, 'letopis.toml'), `[seal]\n${table}\n`)
			return (await ledgerSettings(loadConfig({ cwd: dir, env: {} }))).seal ?? expect.fail('no seal')
		}
		const signer = await sealWith('4711')
		const bytes = Buffer.from('what is sealed')
		const own = new X509Certificate(signer.chain[0] ?? '').publicKey
		expect(verify('sha256', bytes, own, await signer.sign(bytes))).toBe(true)
		await expect((await sealWith('1234')).sign(bytes)).rejects.toMatchObject({ code: 'io' })
	} finally {
		if (before === undefined) delete process.env.SOFTHSM2_CONF
		else process.env.SOFTHSM2_CONF = before
		rmSync(dir, { recursive: true, force: true })
	}
})
