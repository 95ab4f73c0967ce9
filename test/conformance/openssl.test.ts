import { createHash, randomBytes, X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
	type DevelopmentAuthority,
	openDevelopmentAuthority,
} from '../../ledger/anchor/development-authority.ts'
import { checkTimestamp } from '../../ledger/anchor/timestamp-check.ts'
import { openHttpAuthority } from '../../ledger/anchor/timestamp-client.ts'
import { parseRoots, checkTimestamp as verifierCheck } from '../../verifier/timestamp/check.ts'
import { ask, demandJudge, must, temporaryFolder } from './judges.ts'

let folder: Awaited<ReturnType<typeof temporaryFolder>>
const file = (...names: string[]) => join(folder.path, ...names)
const hash = (text: string) => new Uint8Array(createHash('sha256').update(text).digest())

beforeAll(async () => {
	demandJudge('openssl')
	folder = await temporaryFolder()
})
afterAll(async () => folder?.[Symbol.asyncDispose]())

describe('openssl judges the development authority', () => {
	let authority: DevelopmentAuthority
	beforeAll(async () => {
		authority = await openDevelopmentAuthority(file('development'))
		const [root] = authority.roots
		if (root === undefined) throw new Error('the authority has no root')
		await writeFile(file('root.pem'), new X509Certificate(root).toString())
		await writeFile(file('token.der'), await authority.stamp(hash('head')))
	})
	const verify = (...args: string[]) =>
		ask('openssl', ['ts', '-verify', '-CAfile', file('root.pem'), ...args])
	const token = (name: string, imprint: Uint8Array) =>
		verify('-token_in', '-in', file(name), '-digest', Buffer.from(imprint).toString('hex'))

	test('a token is accepted over its imprint', async () => {
		expect(await token('token.der', hash('head'))).toMatchObject({ code: 0 })
	})

	test('and refused over another', async () => {
		expect((await token('token.der', hash('other'))).code).not.toBe(0)
	})

	test('and refused with one flipped bit in its signature', async () => {
		const bytes = await readFile(file('token.der'))
		bytes.writeUInt8(bytes.readUInt8(bytes.length - 8) ^ 1, bytes.length - 8)
		await writeFile(file('flipped.der'), bytes)
		expect((await token('flipped.der', hash('head'))).code).not.toBe(0)
	})

	test('and refused under the root of another authority', async () => {
		const other = await openDevelopmentAuthority(file('other'))
		const [root] = other.roots
		await writeFile(file('other.pem'), new X509Certificate(root ?? new Uint8Array()).toString())
		const args = ['ts', '-verify', '-CAfile', file('other.pem'), '-token_in', '-in', file('token.der')]
		const { code } = await ask('openssl', [...args, '-digest', Buffer.from(hash('head')).toString('hex')])
		expect(code).not.toBe(0)
	})

	const queries = [
		{ comment: 'with nonce and certificate', args: ['-cert'] },
		{ comment: 'without nonce', args: ['-cert', '-no_nonce'] },
		{ comment: 'for its own policy', args: ['-cert', '-tspolicy', '1.3.6.1.4.1.32473.1'] },
	]
	for (const { comment, args } of queries)
		test(`its answer to openssl's request ${comment} is accepted`, async () => {
			await writeFile(file('data'), comment)
			await must('openssl', [
				'ts',
				'-query',
				'-sha256',
				'-data',
				file('data'),
				...args,
				'-out',
				file('query.tsq'),
			])
			await writeFile(file('reply.tsr'), await authority.answer(await readFile(file('query.tsq'))))
			expect(await verify('-queryfile', file('query.tsq'), '-in', file('reply.tsr'))).toMatchObject({
				code: 0,
			})
		})

	test('a request with another hash is refused with a status that openssl reads', async () => {
		await must('openssl', ['ts', '-query', '-sha384', '-data', file('root.pem'), '-out', file('query.tsq')])
		await writeFile(file('reply.tsr'), await authority.answer(await readFile(file('query.tsq'))))
		const { stdout } = await ask('openssl', ['ts', '-reply', '-in', file('reply.tsr'), '-text'])
		expect(stdout).toMatch(/Status: Rejected/)
		expect(stdout).toMatch(/unrecognized or unsupported algorithm/)
	})
})

/** What openssl is asked to be: the signing key, the digest it signs with, how it names its certificate. */
const AUTHORITIES = [
	{ name: 'rsa', key: ['rsa:2048'], digest: 'sha256', essCertId: 'sha256' },
	{ name: 'rsa-sha512', key: ['rsa:3072'], digest: 'sha512', essCertId: 'sha256' },
	{ name: 'p256', key: ['ec', '-pkeyopt', 'ec_paramgen_curve:P-256'], digest: 'sha256', essCertId: 'sha256' },
	{ name: 'p384', key: ['ec', '-pkeyopt', 'ec_paramgen_curve:P-384'], digest: 'sha384', essCertId: 'sha256' },
	{ name: 'cert-id-v1', key: ['rsa:2048'], digest: 'sha256', essCertId: 'sha1' },
] as const

describe.for(AUTHORITIES)('our client asks openssl as an authority ($name)', (settings) => {
	let url: string
	let close: () => void
	let root: Uint8Array
	const own = (name: string) => file(settings.name, name)

	beforeAll(async () => {
		await mkdir(own('.'), { recursive: true })
		await makeCertificates(own, settings)
		root = new X509Certificate(await readFile(own('root.pem'))).raw
		const server = createServer((request, response) => {
			void (async () => {
				const parts: Buffer[] = []
				for await (const part of request) parts.push(part as Buffer)
				const query = own(`${randomBytes(4).toString('hex')}.tsq`)
				await writeFile(query, Buffer.concat(parts))
				await must('openssl', [
					'ts',
					'-reply',
					'-config',
					own('tsa.cnf'),
					'-queryfile',
					query,
					'-out',
					`${query}.tsr`,
				])
				response.writeHead(200, { 'content-type': 'application/timestamp-reply' })
				response.end(await readFile(`${query}.tsr`))
			})()
		})
		server.listen(0, '127.0.0.1')
		await once(server, 'listening')
		url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/tsr`
		close = () => server.close()
	})
	afterAll(() => close?.())

	test('gets a token, which ledger and verifier accept', async () => {
		const authority = openHttpAuthority({ name: settings.name, url, roots: [root] })
		const before = Date.now()
		const token = await authority.stamp(hash('head'))
		const stamp = await checkTimestamp(token, { imprint: hash('head'), roots: [root] })
		// openssl's clock is ours; it stamps whole seconds unless told otherwise.
		expect(Math.abs(stamp.genTime - before)).toBeLessThan(10_000)
		expect(await verifierCheck(token, hash('head'), parseRoots([root]))).toMatchObject({
			genTime: stamp.genTime,
			root: { name: expect.stringContaining('Ukazkov Root') },
		})
	})

	test('checks a token in a Buffer without changing it', async () => {
		const authority = openHttpAuthority({ name: settings.name, url, roots: [root] })
		const token = Buffer.from(await authority.stamp(hash('head')))
		const before = token.toString('hex')
		await checkTimestamp(token, { imprint: hash('head'), roots: [root] })
		expect(token.toString('hex')).toBe(before)
	})

	test('demands a policy and gets it', async () => {
		const authority = openHttpAuthority({ name: settings.name, url, roots: [root], policy: '1.2.3.4.2' })
		const token = await authority.stamp(hash('head'))
		const stamp = await checkTimestamp(token, { imprint: hash('head'), roots: [root] })
		expect(stamp.policy).toBe('1.2.3.4.2')
	})

	test('demands a policy that openssl does not have and is refused', async () => {
		const authority = openHttpAuthority({ name: settings.name, url, roots: [root], policy: '1.2.3.9' })
		await expect(authority.stamp(hash('head'))).rejects.toMatchObject({ reason: 'status' })
	})

	test('refuses a token that leads to a root it was not given', async () => {
		const [other] = (await openDevelopmentAuthority(file('development'))).roots
		const authority = openHttpAuthority({
			name: settings.name,
			url,
			roots: other === undefined ? [] : [other],
		})
		await expect(authority.stamp(hash('head'))).rejects.toMatchObject({ reason: 'chain' })
	})
})

/** A root, an intermediate under it, and the unit's certificate for time-stamping, all by openssl. */
async function makeCertificates(own: (name: string) => string, settings: (typeof AUTHORITIES)[number]) {
	await writeFile(own('tsa.cnf'), configuration(own, settings))
	await writeFile(own('serial'), '01\n')
	const p256 = ['ec', '-pkeyopt', 'ec_paramgen_curve:P-256']
	const request = (name: string, subject: string, key: readonly string[], ...rest: string[]) =>
		must('openssl', [
			...['req', '-new', '-nodes', '-config', own('tsa.cnf'), '-newkey', ...key],
			...['-keyout', own(`${name}.key`), '-subj', `/CN=${subject}`, ...rest],
		])
	const issue = async (
		name: string,
		subject: string,
		key: readonly string[],
		issuer: string,
		kind: string,
	) => {
		await request(name, subject, key, '-out', own(`${name}.csr`))
		await must('openssl', [
			...[
				'x509',
				'-req',
				'-in',
				own(`${name}.csr`),
				'-CA',
				own(`${issuer}.pem`),
				'-CAkey',
				own(`${issuer}.key`),
			],
			...['-CAcreateserial', '-days', '365', '-extfile', own('tsa.cnf'), '-extensions', kind],
			...['-out', own(`${name}.pem`)],
		])
	}
	const selfSigned = ['-x509', '-days', '3650', '-extensions', 'authority', '-out', own('root.pem')]
	await request('root', 'Ukazkov Root', p256, ...selfSigned)
	await issue('issuer', 'Ukazkov Issuer', p256, 'root', 'authority')
	await issue('unit', 'Ukazkov Unit', settings.key, 'issuer', 'unit')
}

function configuration(own: (name: string) => string, { digest, essCertId }: (typeof AUTHORITIES)[number]) {
	return `
[ req ]
distinguished_name = name
[ name ]
[ authority ]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
[ unit ]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
[ tsa ]
default_tsa = ours
[ ours ]
serial = ${own('serial')}
crypto_device = builtin
signer_cert = ${own('unit.pem')}
certs = ${own('issuer.pem')}
signer_key = ${own('unit.key')}
signer_digest = ${digest}
default_policy = 1.2.3.4.1
other_policies = 1.2.3.4.2
digests = sha256
accuracy = secs:1, millisecs:500
ordering = no
tsa_name = yes
ess_cert_id_chain = no
ess_cert_id_alg = ${essCertId}
`
}
