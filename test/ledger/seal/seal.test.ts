/** The town's seal and what it signs, before openssl and our verifier. */
import { createHash, createPrivateKey, X509Certificate } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Hash } from '@letopis/format'
import { verifySignatures } from '@letopis/verifier'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { formatPem, parsePem } from '../../../ledger/anchor/development-certificates.ts'
import { openHttpAuthority } from '../../../ledger/anchor/timestamp-client.ts'
import { openSeal, type Seal } from '../../../ledger/seal/seal.ts'
import { keySigner } from '../../../ledger/seal/signer.ts'
import { openssl } from '../../support/openssl.ts'
import { startOpensslAuthority } from '../../support/openssl-authority.ts'

const NOW = Date.parse('2026-11-22T12:00:00Z')
const YEAR = 366 * 86_400_000
const CONTENT = new TextEncoder().encode('<ASiCManifest/>')

let dir: string
beforeEach(() => {
	dir = mkdtempSync(join(tmpdir(), 'letopis-seal-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

const never = async () => null
const open = (now = NOW, stamp: (imprint: Hash) => Promise<Uint8Array | null> = never, town = 'Ukázkov') =>
	openSeal({ dir: join(dir, 'seal'), town, clock: { now: () => now }, stamp })
const rootOf = ({ signer }: Seal) => signer.chain.at(-1) as Uint8Array
const judge = (file: Uint8Array, root: Uint8Array, content = CONTENT, now = NOW) =>
	verifySignatures({ file, content, roots: [root], now })

describe('the own seal', () => {
	test('is made once, in files that nobody else may read', async () => {
		const [first, second] = [await open(), await open(NOW + YEAR)]
		expect(first.own).toBe(true)
		expect(second.signer.chain).toEqual(first.signer.chain)
		expect(first.signer.name).toBe('Ukázkov – pečeť')
		for (const name of readdirSync(join(dir, 'seal')))
			expect([name, statSync(join(dir, 'seal', name)).mode & 0o777]).toEqual([name, 0o600])
	})

	test('gets a new certificate under the same root before the old one ends', async () => {
		const first = await open()
		const later = await open(first.signer.until - 10 * 86_400_000)
		expect(rootOf(later)).toEqual(rootOf(first))
		expect(later.signer.chain[0]).not.toEqual(first.signer.chain[0])
		expect(later.signer.until).toBeGreaterThan(first.signer.until)
	})

	test('takes names of any length', async () => {
		const { signer } = await open(NOW, never, 'Statutární město '.repeat(20))
		expect(signer.name.length).toBeLessThanOrEqual(64)
	})

	for (const [what, spoil] of [
		['a lost root', (path: string) => rmSync(join(path, 'root.pem'))],
		[
			'a root without its key',
			(path: string) => writeFileSync(join(path, 'root.pem'), certificateIn(path, 'root')),
		],
		['a file that holds something else', (path: string) => writeFileSync(join(path, 'seal.pem'), 'hello')],
		[
			'the key of another certificate',
			(path: string) =>
				writeFileSync(
					join(path, 'seal.pem'),
					certificateIn(path, 'seal') +
						readFileSync(join(path, 'root.pem'), 'latin1').replace(/^[\s\S]*END CERTIFICATE-----\n/, ''),
				),
		],
	] as const)
		test(`refuses ${what}, and makes no other`, async () => {
			await open()
			spoil(join(dir, 'seal'))
			const before = readdirSync(join(dir, 'seal')).toSorted()
			await expect(open()).rejects.toMatchObject({ code: 'corrupt' })
			expect(readdirSync(join(dir, 'seal')).toSorted()).toEqual(before)
		})

	test('no longer signs once its certificate has ended', async () => {
		const { signer } = await open()
		const time = { now: NOW }
		const seal = await openSeal({
			...{ dir: join(dir, 'seal'), town: 'Ukázkov', stamp: never },
			clock: { now: () => time.now },
		})
		time.now = signer.until + 1
		await expect(seal.sign(CONTENT, false)).rejects.toMatchObject({ code: 'closed' })
	})
})

function certificateIn(path: string, name: string): string {
	const [block] = parsePem(readFileSync(join(path, `${name}.pem`), 'latin1'))
	return Buffer.from(formatPem([{ label: 'CERTIFICATE', der: block?.der ?? new Uint8Array() }])).toString(
		'latin1',
	)
}

describe('a detached signature', () => {
	test('passes openssl with the list of withdrawn certificates, and our verifier', async () => {
		const seal = await open()
		const { cms, stamped } = await seal.sign(CONTENT, true)
		expect(stamped).toBe(false)
		const verify = opensslVerify(cms, rootOf(seal), ['-crl_check'])
		expect(verify(CONTENT)).toBe(true)
		expect(verify(Buffer.concat([CONTENT, Buffer.of(10)]))).toBe(false)
		const report = await judge(cms, rootOf(seal))
		expect(report).toMatchObject({
			indication: 'TOTAL-PASSED',
			signatures: [{ claimed: NOW, provenAt: null }],
		})
		expect((await judge(cms, rootOf(seal), new TextEncoder().encode('other'))).indication).toBe(
			'TOTAL-FAILED',
		)
		expect((await judge(cms, rootOf(await another()))).indication).toBe('INDETERMINATE')
	})

	test('bears the time-stamp of an authority that answers', async () => {
		const openssl = await startOpensslAuthority('p256')
		try {
			const { stamp } = openHttpAuthority({ name: 'openssl', url: openssl.url, roots: openssl.roots })
			const seal = await open(Date.now(), stamp)
			const { cms, stamped } = await seal.sign(CONTENT, true)
			expect(stamped).toBe(true)
			const roots = [rootOf(seal), ...openssl.roots]
			const { signatures } = await verifySignatures({
				file: cms,
				content: CONTENT,
				roots,
				now: Date.now() + 5000,
			})
			expect(signatures[0]?.stamps).toHaveLength(1)
			expect(signatures[0]?.checks.filter(({ ok }) => ok === 'no')).toEqual([])
			expect((await seal.sign(CONTENT, false)).stamped).toBe(false)
		} finally {
			await openssl.close()
		}
	})

	for (const [kind, ...args] of [
		['RSA', '-newkey', 'rsa:2048'],
		['EC', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-384'],
	])
		test(`with ${kind} key and certificate from elsewhere`, async () => {
			const run = (...command: string[]) => expect(openssl(dir, ...command)).toMatchObject({ ok: true })
			const subject = (name: string) => ['-nodes', '-days', '9000', '-subj', `/O=CA/CN=${name}`]
			run('req', '-x509', ...args, '-keyout', 'ca.key', '-out', 'ca.pem', ...subject('root'))
			run('req', ...args, '-keyout', 'own.key', '-out', 'own.csr', ...subject('Mesto'))
			writeFileSync(join(dir, 'own.cnf'), 'keyUsage=critical,nonRepudiation\n')
			run(
				'x509',
				'-req',
				'-in',
				'own.csr',
				'-CA',
				'ca.pem',
				'-CAkey',
				'ca.key',
				'-days',
				'8000',
				'-extfile',
				'own.cnf',
				'-out',
				'own.pem',
			)
			const der = (name: string) => new Uint8Array(new X509Certificate(readFileSync(join(dir, name))).raw)
			const key = createPrivateKey(readFileSync(join(dir, 'own.key')))
			const signer = keySigner(key, [der('own.pem'), der('ca.pem')])
			expect(signer).toMatchObject({ keyType: kind, name: 'Mesto' })
			expect(signer.chain).toHaveLength(2)
			const seal = await openSeal({
				dir: join(dir, 'none'),
				town: '',
				signer,
				clock: { now: Date.now },
				stamp: never,
			})
			expect(seal.own).toBe(false)
			const { cms } = await seal.sign(CONTENT, true)
			expect(opensslVerify(cms, der('ca.pem'))(CONTENT)).toBe(true)
			expect(() => keySigner(key, [der('ca.pem')])).toThrow(RangeError)
		})
})

async function another(): Promise<Seal> {
	return openSeal({ dir: join(dir, 'another'), town: 'Jinde', clock: { now: () => NOW }, stamp: never })
}

/** Whether openssl accepts the signature over a content, at the time of the tests. */
function opensslVerify(cms: Uint8Array, root: Uint8Array, more: string[] = []) {
	writeFileSync(join(dir, 'signature.p7s'), cms)
	writeFileSync(join(dir, 'root.pem'), formatPem([{ label: 'CERTIFICATE', der: root }]))
	const digest = createHash('sha256').update(cms).digest('hex')
	return (content: Uint8Array) => {
		writeFileSync(join(dir, digest), content)
		const input = ['-binary', '-inform', 'DER', '-in', 'signature.p7s', '-content', digest]
		const at = more.length > 0 ? ['-attime', String(NOW / 1000 + 60)] : []
		return openssl(dir, 'cms', '-verify', ...input, '-CAfile', 'root.pem', '-purpose', 'any', ...at, ...more)
			.ok
	}
}
