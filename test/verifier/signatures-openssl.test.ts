/** What Debian's openssl signs, in DER and in BER, passes here; the independent judge agrees on what is altered. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { verifySignatures } from '../../verifier/verify-signatures.ts'
import { hasOpenssl, openssl } from '../support/openssl.ts'
import { createSigner } from '../support/signed-pdf.ts'

const KEYS: Readonly<Record<string, readonly string[]>> = {
	'RSA 2048': ['rsa:2048'],
	'P-256': ['ec', '-pkeyopt', 'ec_paramgen_curve:P-256'],
	'P-384': ['ec', '-pkeyopt', 'ec_paramgen_curve:P-384'],
}
const WAYS: Readonly<Record<string, readonly string[]>> = {
	'in DER': ['-nodetach'],
	'in BER, streamed': ['-nodetach', '-stream', '-indef'],
	detached: [],
}

describe.skipIf(!hasOpenssl)('what openssl signs (skipped where it is absent)', () => {
	let folder = ''
	beforeAll(() => {
		folder = mkdtempSync(join(tmpdir(), 'letopis-openssl-'))
		writeFileSync(join(folder, 'content'), 'Rozhodnutí\n'.repeat(1000))
	})
	afterAll(() => rmSync(folder, { recursive: true }))
	const run = (...args: string[]) => {
		const { ok, output } = openssl(folder, ...args)
		expect(ok, output).toBe(true)
	}

	describe.each(Object.entries(KEYS))('%s', (_, key) => {
		beforeAll(() => {
			const subject = ['-subj', '/O=Ukazkov/CN=Podepisujici', '-days', '30']
			run('req', '-x509', '-newkey', ...key, '-nodes', '-keyout', 'key', '-out', 'own.pem', ...subject)
			run('x509', '-in', 'own.pem', '-outform', 'DER', '-out', 'own.der')
		})

		test.each(Object.entries(WAYS))('%s', async (way, options) => {
			const made = ['-in', 'content', '-binary', '-cades', '-md', 'sha256', '-nosmimecap', ...options]
			run('cms', '-sign', ...made, '-signer', 'own.pem', '-inkey', 'key', '-outform', 'DER', '-out', 'cms')
			const file = readFileSync(join(folder, 'cms'))
			const content = way === 'detached' ? readFileSync(join(folder, 'content')) : undefined
			const roots = [readFileSync(join(folder, 'own.der'))]
			const now = Date.now() + 60_000
			expect(await verifySignatures({ file, content, roots, now })).toMatchObject({
				indication: 'TOTAL-PASSED',
			})
		})
	})

	test('a PDF that openssl signed', async () => {
		using signer = createSigner('Jana')
		const file = signer.sign(['Rozhodnuti'])
		const report = await verifySignatures({ file, now: Date.now() + 60_000 })
		expect(report.signatures).toMatchObject([
			{ subIndication: 'NO_CERTIFICATE_CHAIN_FOUND', covers: { all: true } },
		])
		const text = file.indexOf('Rozhodnuti')
		if (text > 0) file[text] = 0x72
		else file[file.indexOf('obj') - 1] = 0x09
		const altered = await verifySignatures({ file, now: Date.now() + 60_000 })
		expect(altered.indication).toBe('TOTAL-FAILED')
	})
})
