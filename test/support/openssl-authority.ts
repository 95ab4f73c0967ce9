/**
 * A time-stamp authority made of Debian's openssl: an independent implementation of everything that the
 * client asks for. It can also misissue: a token by a certificate that is not for time-stamping, or one that
 * does not name its certificate.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parsePem } from '../../ledger/anchor/development-certificates.ts'
import { openssl } from './openssl.ts'
import { reply, startTimestampServer, type TimestampServer } from './timestamp-server.ts'

export interface OpensslAuthority extends TimestampServer {
	/** DER of its root. */
	readonly roots: readonly Uint8Array[]
	/** What its next answers are: sound, or wrong in one way. */
	behave(as: 'sound' | 'no-usage' | 'no-certificate-id'): void
}

const CONFIG = `
[tsa]
default_tsa = t
[t]
dir = .
serial = ./serial
crypto_device = builtin
signer_cert = ./tsa.pem
certs = ./ca.pem
signer_key = ./tsa.key
signer_digest = sha256
default_policy = 1.3.6.1.4.1.32473.3
digests = sha256, sha384, sha512
accuracy = secs:1, millisecs:500, microsecs:100
clock_precision_digits = 3
ordering = yes
tsa_name = yes
ess_cert_id_chain = yes
ess_cert_id_alg = sha256
`
const EXTENSIONS = `
[ca]
basicConstraints=critical,CA:TRUE
keyUsage=critical,keyCertSign,cRLSign
[tsa]
basicConstraints=critical,CA:FALSE
keyUsage=critical,digitalSignature
extendedKeyUsage=critical,timeStamping
[plain]
basicConstraints=critical,CA:FALSE
keyUsage=critical,digitalSignature
`
const KEYS = {
	rsa: ['-newkey', 'rsa:2048'],
	p256: ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'],
} as const

/** @param days until its root and its signer's certificate end, from today */
export async function startOpensslAuthority(
	kind: keyof typeof KEYS,
	days = { root: 30, signer: 30 },
): Promise<OpensslAuthority> {
	const dir = mkdtempSync(join(tmpdir(), 'letopis-authority-'))
	const run = (...args: string[]) => {
		const { ok, output } = openssl(dir, ...args)
		if (!ok) throw new Error(`openssl ${args.join(' ')}: ${output}`)
	}
	writeFileSync(join(dir, 'tsa.cnf'), CONFIG)
	writeFileSync(join(dir, 'ext.cnf'), EXTENSIONS)
	writeFileSync(join(dir, 'serial'), '01\n')
	const request = (name: string) => {
		const subject = `/O=Ukazkov/CN=Test ${name} ${kind}`
		run(
			'req',
			'-new',
			'-nodes',
			...KEYS[kind],
			'-keyout',
			`${name}.key`,
			'-out',
			`${name}.csr`,
			'-subj',
			subject,
		)
	}
	const sign = (name: string, ...issuer: string[]) =>
		run(
			'x509',
			'-req',
			'-in',
			`${name}.csr`,
			'-days',
			String(name === 'ca' ? days.root : days.signer),
			'-sha256',
			'-extfile',
			'ext.cnf',
			'-extensions',
			name,
			'-out',
			`${name}.pem`,
			...issuer,
		)
	request('ca')
	sign('ca', '-signkey', 'ca.key')
	for (const name of ['tsa', 'plain']) {
		request(name)
		sign(name, '-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial')
	}

	let behaviour: 'sound' | 'no-usage' | 'no-certificate-id' = 'sound'
	const answer = (query: Uint8Array): Uint8Array => {
		writeFileSync(join(dir, 'query'), query)
		const made = ['ts', '-reply', '-config', 'tsa.cnf', '-queryfile', 'query', '-out', 'answer']
		if (behaviour === 'sound') {
			run(...made)
			return readFileSync(join(dir, 'answer'))
		}
		// The TSTInfo of a sound token, signed again as any CMS content: a token in everything but what RFC 3161
		// asks of its signer.
		run(...made, '-token_out')
		run('cms', '-verify', '-noverify', '-nosigs', '-inform', 'DER', '-in', 'answer', '-out', 'info')
		const signer = behaviour === 'no-usage' ? 'plain' : 'tsa'
		const cades = behaviour === 'no-usage' ? ['-cades'] : []
		run(
			'cms',
			'-sign',
			'-binary',
			'-nodetach',
			'-nosmimecap',
			...cades,
			'-econtent_type',
			'1.2.840.113549.1.9.16.1.4',
			'-signer',
			`${signer}.pem`,
			'-inkey',
			`${signer}.key`,
			'-outform',
			'DER',
			'-in',
			'info',
			'-out',
			'token',
		)
		return wrap(readFileSync(join(dir, 'token')))
	}
	const server = await startTimestampServer((query, response) => reply(response, answer(query)))
	const roots = parsePem(readFileSync(join(dir, 'ca.pem'), 'latin1')).map(({ der }) => der)
	return {
		...server,
		roots,
		behave: (as) => {
			behaviour = as
		},
		async close() {
			await server.close()
			rmSync(dir, { recursive: true })
		},
	}
}

/** TimeStampResp with the status granted around a token of 256..65,000 bytes. */
function wrap(token: Uint8Array): Uint8Array {
	const status = [0x30, 0x03, 0x02, 0x01, 0x00]
	const length = status.length + token.length
	return Uint8Array.of(0x30, 0x82, length >> 8, length & 0xff, ...status, ...token)
}
