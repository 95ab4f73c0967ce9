/** A seal that the settings call qualified: what its certificate has to state, and what `config check` says otherwise. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { missingSealStatements } from '@letopis/ledger'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ConfigError, loadConfig } from '../../scripts/config/load.ts'
import { ledgerSettings } from '../../scripts/config/settings.ts'
import { certificateIn, type Statement, writeSealCertificate } from '../support/qualified-seal.ts'
import { runLetopis } from '../support/server.ts'

const CERTIFICATES: Record<string, readonly Statement[]> = {
	whole: ['compliance', 'sscd', 'eseal'],
	plain: [],
	signature: ['compliance', 'sscd', 'esign'],
	typeless: ['compliance', 'sscd'],
	file: ['compliance', 'eseal'],
	advanced: ['sscd', 'eseal'],
}

let dir: string
beforeAll(() => {
	dir = mkdtempSync(join(tmpdir(), 'letopis-qualified-'))
	for (const [name, statements] of Object.entries(CERTIFICATES)) writeSealCertificate(dir, name, statements)
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

const COMMAND = `command = ["openssl", "dgst", "-sha256", "-sign", "seal.key"]`
const AUTHORITY = `[[authority]]\nname = "tsa"\nurl = "https://tsa.example/"\nroots = "whole-root.crt"\n`

async function settings(seal: string, authority = `${AUTHORITY}qualified = true\n`) {
	writeFileSync(join(dir, 'letopis.toml'), `${authority}[seal]\n${seal}\n`)
	return ledgerSettings(loadConfig({ cwd: dir, env: {} }))
}

test('is taken with all three statements, a command and a qualified authority', async () => {
	const taken = await settings(`certificate = "whole.crt"\n${COMMAND}\nqualified = true`)
	expect(taken).toMatchObject({ sealQualified: true, seal: { name: 'Pecet mesta' } })
	expect(taken.authorities).toMatchObject([{ name: 'tsa', qualified: true }])
})

test('without the word of the settings it is none, whatever the certificate states', async () => {
	expect(await settings(`certificate = "whole.crt"\n${COMMAND}`)).toMatchObject({ sealQualified: false })
})

test('config check says what certificates of digital acts still need', async () => {
	const seal = `certificate = "whole.crt"\n${COMMAND}\nqualified = true\n`
	const check = async (contact: string) => {
		await settings(`${seal}[contact]\n${contact}`)
		const args = ['--config', join(dir, 'letopis.toml'), 'config', 'check']
		return (await runLetopis(args, { data: join(dir, 'data'), keys: join(dir, 'keys') })).output
	}
	const lacking = await check('ico = "00000001"')
	expect(lacking).toContain('seal: Pecet mesta, qualified')
	expect(lacking).toContain('certificates of digital acts: [contact] still lacks data_box, address_code')
	const whole = await check('ico = "00000001"\ndata_box = "abc2345"\naddress_code = 28075820')
	expect(whole).toContain('certificates of digital acts: can be issued')
})

describe('is refused', () => {
	test.each([
		['plain', 'QcCompliance, QcType eSeal, QcSSCD'],
		['signature', 'does not state QcType eSeal ('],
		['typeless', 'does not state QcType eSeal ('],
		['file', 'does not state QcSSCD ('],
		['advanced', 'does not state QcCompliance ('],
		['whole-root', 'self-made'],
	])('with the certificate "%s"', async (name, words) => {
		const refused = settings(`certificate = "${name}.crt"\n${COMMAND}\nqualified = true`)
		await expect(refused).rejects.toThrow(words)
		await expect(refused).rejects.toBeInstanceOf(ConfigError)
	})

	test.each([
		['without any certificate', 'qualified = true', 'made in a device'],
		[
			'with its key in a file',
			'certificate = "whole.crt"\nkey = "whole.key"\nqualified = true',
			'made in a device',
		],
	])('%s', async (_how, seal, words) => {
		await expect(settings(seal)).rejects.toThrow(words)
	})

	test('without an authority of qualified time-stamps', async () => {
		const seal = `certificate = "whole.crt"\n${COMMAND}\nqualified = true`
		await expect(settings(seal, AUTHORITY)).rejects.toThrow('no authority has qualified = true')
		await expect(settings(seal, '')).rejects.toThrow('no authority has qualified = true')
	})
})

test('statements that cannot be read are no statements', () => {
	const whole = certificateIn(dir, 'whole.crt')
	expect(missingSealStatements(whole)).toEqual([])
	// The identifier of the list of statements becomes another extension's.
	const at = Buffer.from(whole).indexOf(Buffer.from('06082b06010505070103', 'hex'))
	expect(at).toBeGreaterThan(0)
	whole[at + 9] = 0x63
	expect(missingSealStatements(whole)).toHaveLength(3)
})
