/** OCSP and lists with openssl at the other end: it understands our question, and we its answers. */

import { X509Certificate } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseCertificate } from '../../../ledger/anchor/certificate.ts'
import { buildOcspRequest, readOcspResponse } from '../../../ledger/anchor/ocsp.ts'
import { parseRevocationList } from '../../../ledger/anchor/revocation-list.ts'
import { hasOpenssl, openssl } from '../../support/openssl.ts'

const CONFIG = `
[ca]
default_ca = here
[here]
database = index.txt
default_md = sha256
default_crl_days = 30
crl_extensions = of_list
[of_list]
authorityKeyIdentifier = keyid:always
[req]
distinguished_name = dn
[dn]
[root]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[unit]
basicConstraints = critical,CA:FALSE
crlDistributionPoints = URI:http://example.com/list.crl
authorityInfoAccess = OCSP;URI:http://example.com/ocsp
[responder]
extendedKeyUsage = OCSPSigning
`

describe.skipIf(!hasOpenssl)('openssl', () => {
	let dir = ''
	const run = (...args: string[]) => {
		const { ok, output } = openssl(dir, ...args)
		expect(ok, `${args.join(' ')}\n${output}`).toBe(true)
	}
	const bytes = (name: string) => new Uint8Array(readFileSync(join(dir, name)))
	const certificate = (name: string) =>
		parseCertificate(new Uint8Array(new X509Certificate(readFileSync(join(dir, name))).raw))
	const issue = (name: string, serial: string) => {
		const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', `${name}.key`]
		run('req', '-config', 'openssl.cnf', ...key, '-subj', `/CN=${name}`, '-out', `${name}.csr`)
		const signed = ['-CA', 'root.pem', '-CAkey', 'root.key', '-set_serial', serial, '-days', '30']
		const extensions = ['-extfile', 'openssl.cnf', '-extensions', name]
		run('x509', '-req', '-in', `${name}.csr`, ...signed, ...extensions, '-out', `${name}.pem`)
	}
	const answer = () => {
		const [unit, root] = [certificate('unit.pem'), certificate('root.pem')]
		writeFileSync(join(dir, 'request.der'), buildOcspRequest(unit, root))
		const by = ['-CA', 'root.pem', '-rsigner', 'responder.pem', '-rkey', 'responder.key', '-ndays', '1']
		run('ocsp', '-index', 'index.txt', ...by, '-reqin', 'request.der', '-respout', 'response.der')
		return readOcspResponse(bytes('response.der'), unit, root)
	}

	beforeAll(() => {
		dir = mkdtempSync(join(tmpdir(), 'letopis-ocsp-'))
		writeFileSync(join(dir, 'openssl.cnf'), CONFIG)
		const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', 'root.key']
		const own = ['-x509', '-config', 'openssl.cnf', '-extensions', 'root', '-subj', '/CN=root', '-days', '60']
		run('req', ...own, ...key, '-out', 'root.pem')
		// A number whose first octet would be a sign.
		issue('unit', '0xF1E2D3')
		issue('responder', '2')
	})
	afterAll(() => rmSync(dir, { recursive: true }))

	test('answers that a certificate is good', () => {
		writeFileSync(join(dir, 'index.txt'), 'V\t351231235959Z\t\tF1E2D3\tunknown\t/CN=unit\n')
		expect(answer()).toMatchObject({ revoked: null, nextUpdate: expect.any(Number) })
	})

	test('answers that it was withdrawn, and its list says the same', () => {
		const line = 'R\t351231235959Z\t260102030405Z,keyCompromise\tF1E2D3\tunknown\t/CN=unit\n'
		writeFileSync(join(dir, 'index.txt'), line)
		const revoked = { time: Date.UTC(2026, 0, 2, 3, 4, 5), benign: false }
		expect(answer()).toMatchObject({ revoked })
		const by = ['-config', 'openssl.cnf', '-cert', 'root.pem', '-keyfile', 'root.key']
		run('ca', '-gencrl', ...by, '-out', 'list.pem')
		run('crl', '-in', 'list.pem', '-outform', 'DER', '-out', 'list.der')
		const list = parseRevocationList(bytes('list.der'))
		expect(list.verify(certificate('root.pem').publicKey)).toBe(true)
		expect(list.revoked.get(certificate('unit.pem').serial)).toEqual(revoked)
	})

	test('does not know a certificate that it was not told of', () => {
		writeFileSync(join(dir, 'index.txt'), '')
		expect(() => answer()).toThrow('does not know')
	})
})
