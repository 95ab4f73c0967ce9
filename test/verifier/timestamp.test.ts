import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkTimestamp, parseRoots, readStamp } from '../../verifier/timestamp/check.ts'
import { DerReader, TAG } from '../../verifier/timestamp/der.ts'
import {
	createAuthority,
	type Flaw,
	ISSUED,
	revocationList,
	type StampOptions,
	wrongSigners,
} from '../support/timestamp-authority.ts'

const authority = createAuthority('Test')
const imprint = createHash('sha256').update('head').digest()
const genTime = Date.UTC(2026, 10, 22, 10, 20, 30, 450)
const roots = parseRoots([authority.root])
const stampWith = (options: Partial<StampOptions>) =>
	authority.stamp(imprint, { genTime, accuracy: 1500, ...options })

describe('a sound token', () => {
	test('gives time, accuracy, signer and the trusted root', async () => {
		expect(await checkTimestamp(stampWith({}), imprint, roots)).toMatchObject({
			genTime,
			accuracy: 1500,
			signer: 'CN=Test TSA',
			root: { name: 'CN=Test Root' },
			revocation: 'not-known',
		})
	})

	test('with a finer fraction is rounded down and up, whole milliseconds neither', async () => {
		for (const [finer, up] of [
			['', 0],
			['000', 0],
			['4', 1],
			['999999', 1],
			['00000000000001', 1],
		] as const) {
			const stamp = await checkTimestamp(stampWith({ finer }), imprint, roots)
			expect({ finer, from: stamp.genTime, to: stamp.genTimeUp }).toEqual({
				finer,
				from: genTime,
				to: genTime + up,
			})
		}
	})

	test('a fraction after the certificate’s last instant is after it', async () => {
		const short = createAuthority('Short', undefined, { notAfter: genTime - 450 })
		const rootFor = async (finer: string) => {
			const token = short.stamp(imprint, { genTime: genTime - 450, finer })
			return (await checkTimestamp(token, imprint, parseRoots([short.root]))).root
		}
		expect(await rootFor('')).not.toBeNull()
		expect(await rootFor('0001')).toBeNull()
	})

	test('without stated accuracy says so', async () => {
		const token = authority.stamp(imprint, { genTime: genTime - 450 })
		expect(await checkTimestamp(token, imprint, roots)).toMatchObject({
			genTime: genTime - 450,
			accuracy: null,
		})
	})

	test('by an authority nobody trusts has no root', async () => {
		const others = parseRoots([createAuthority('Other').root])
		expect(await checkTimestamp(stampWith({}), imprint, others)).toMatchObject({ root: null })
	})

	test('a look-alike root of the same name is not the root', async () => {
		const others = parseRoots([createAuthority('Test').root])
		expect(await checkTimestamp(stampWith({}), imprint, others)).toMatchObject({ root: null })
	})

	test('the signing certificate itself may be pinned, and need not travel along', async () => {
		const pinned = parseRoots([authority.signer.der])
		const token = stampWith({ flaw: 'no-certificate' })
		expect(await checkTimestamp(token, imprint, pinned)).toMatchObject({ root: { name: 'CN=Test TSA' } })
	})

	test('is judged at the stamped time: expired before, or not yet valid, there is no path', async () => {
		const short = createAuthority('Short', undefined, { notAfter: genTime - 1 })
		const late = createAuthority('Late', undefined, { notBefore: genTime + 1 })
		for (const { stamp, root } of [short, late]) {
			const report = await checkTimestamp(stamp(imprint, { genTime }), imprint, parseRoots([root]))
			expect(report.root).toBeNull()
		}
	})
})

describe('a flawed token is refused', () => {
	const flaws: [Flaw, 'broken' | 'unsupported'][] = [
		['no-signed-attributes', 'broken'],
		['no-certificate-identifier', 'broken'],
		['other-certificate-identifier', 'broken'],
		['other-content-type', 'broken'],
		['other-signed-content-type', 'broken'],
		['other-message-digest', 'broken'],
		['two-signers', 'broken'],
		['bad-signature', 'broken'],
		['critical-extension', 'broken'],
		['trailing-byte', 'broken'],
	]
	for (const [flaw, fault] of flaws) {
		test(flaw, async () => {
			await expect(checkTimestamp(stampWith({ flaw }), imprint, roots)).rejects.toMatchObject({ fault })
		})
	}

	test('without its certificate, which nobody pinned', async () => {
		const token = stampWith({ flaw: 'no-certificate' })
		await expect(checkTimestamp(token, imprint, roots)).rejects.toMatchObject({ fault: 'unsupported' })
	})

	test('in BER instead of DER, which is not broken but not read here', async () => {
		const indefinite = Buffer.concat([Buffer.from([0x30, 0x80]), stampWith({}).subarray(4), Buffer.alloc(2)])
		await expect(checkTimestamp(indefinite, imprint, roots)).rejects.toMatchObject({ fault: 'unsupported' })
	})

	test('over another imprint', async () => {
		const other = createHash('sha256').update('other').digest()
		await expect(checkTimestamp(stampWith({}), other, roots)).rejects.toMatchObject({ fault: 'broken' })
	})

	for (const [name, extensions] of Object.entries(wrongSigners)) {
		test(`signed with a certificate with ${name}`, async () => {
			const wrong = createAuthority('Wrong', extensions)
			const token = wrong.stamp(imprint, { genTime, accuracy: 1 })
			const trusting = parseRoots([wrong.root])
			await expect(checkTimestamp(token, imprint, trusting)).rejects.toMatchObject({ fault: 'broken' })
		})
	}

	test('any flipped bit is refused or leaves what is claimed as it was', async () => {
		const token = stampWith({})
		const sound = await checkTimestamp(token, imprint, roots)
		for (let at = 0; at < token.length; at++) {
			const changed = Buffer.from(token)
			changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8))
			const report = await checkTimestamp(changed, imprint, roots).catch(() => null)
			if (report?.root) expect({ ...report, at }).toEqual({ ...sound, at })
		}
	})
})

describe('revocation lists inside a token', () => {
	const cases: [string, number, number | undefined, number, object | null][] = [
		['of another certificate covers the signer', genTime - 1, 1, 9, { revocation: 'good' }],
		['withdrawal before the stamp', genTime - 1, 4, 2, null],
		['withdrawal after the stamp for a harmless reason', genTime + 1, 4, 2, { revocation: 'good' }],
		['withdrawal after the stamp for a stolen key', genTime + 1, 1, 2, null],
		['withdrawal after the stamp without a reason', genTime + 1, undefined, 2, null],
	]
	for (const [name, at, reason, serial, expected] of cases) {
		test(name, async () => {
			const token = stampWith({ lists: [revocationList(authority, at, reason, serial)] })
			const outcome = checkTimestamp(token, imprint, roots)
			if (expected === null) await expect(outcome).rejects.toMatchObject({ fault: 'revoked' })
			else expect(await outcome).toMatchObject(expected)
		})
	}

	test('as long as those of real authorities are read, and no longer ones', async () => {
		const listing = (others: number) =>
			stampWith({ lists: [revocationList(authority, genTime - 1, undefined, 77, others)] })
		const long = listing(10_000)
		expect(long.length).toBeGreaterThan(200_000)
		expect(await checkTimestamp(long, imprint, roots)).toMatchObject({ revocation: 'good' })
		const longest = listing(50_000)
		expect(longest.length).toBeGreaterThan(1_048_576)
		await expect(checkTimestamp(longest, imprint, roots)).rejects.toMatchObject({ fault: 'broken' })
	})

	test('by somebody else says nothing', async () => {
		const list = revocationList(createAuthority('Test'), genTime - 1, 1)
		expect(await checkTimestamp(stampWith({ lists: [list] }), imprint, roots)).toMatchObject({
			revocation: 'not-known',
		})
	})
})

describe('DER', () => {
	const refused: [string, number[]][] = [
		['indefinite length', [0x30, 0x80, 0x00, 0x00]],
		['length not minimal', [0x30, 0x81, 0x00]],
		['length with a leading zero', [0x30, 0x82, 0x00, 0x80]],
		['longer than its container', [0x30, 0x05, 0x00]],
		['multi-octet tag', [0x1f, 0x81, 0x01, 0x00]],
		['nothing', []],
	]
	for (const [name, bytes] of refused) {
		test(`${name} is refused`, () => {
			expect(() => new DerReader(Uint8Array.from(bytes)).any()).toThrow(
				expect.objectContaining({ code: 'malformed' }),
			)
		})
	}

	test('a reader that is not emptied refuses', () => {
		const reader = new DerReader(Uint8Array.of(0x05, 0x00, 0x00))
		reader.take(TAG.null, 'null')
		expect(() => reader.end('null')).toThrow(expect.objectContaining({ code: 'malformed' }))
	})
})

/** TimeStampToken inside a TimeStampResp. */
function tokenOf(response: Uint8Array): Uint8Array {
	const reader = new DerReader(new DerReader(response).any().content)
	reader.take(TAG.sequence, 'status')
	return reader.any().bytes
}

function pemBlocks(path: string): Uint8Array[] {
	const blocks = readFileSync(path, 'utf8').matchAll(/-----BEGIN CERTIFICATE-----([^-]+)-----END/g)
	return [...blocks].map(([, base64 = '']) => Buffer.from(base64, 'base64'))
}

const foreign = join(import.meta.dirname, '../../../shared/vectors/tsr')
describe.skipIf(!existsSync(foreign))('foreign responses (skipped without ../shared/vectors/tsr)', () => {
	const accepted: [string, string][] = [
		['test_tsa', 'response.tsr'],
		['test_tsa', 'response-injected-certs.tsr'],
		['sigstage', 'response-sha256.tsr'],
		['sigstage', 'response-sha384.tsr'],
		['sigstage', 'response-sha512.tsr'],
	]
	const check = (folder: string, file: string) => {
		const token = tokenOf(readFileSync(join(foreign, folder, file)))
		const trusted = parseRoots(pemBlocks(join(foreign, folder, 'ts_chain.pem')))
		return checkTimestamp(token, readStamp(token).imprint, trusted)
	}
	for (const [folder, file] of accepted) {
		test(`${folder}/${file} verifies`, async () => {
			expect((await check(folder, file)).root).not.toBeNull()
		})
	}

	test('test_tsa/other_response.tsr is by an intermediate that the chain does not hold, as openssl says too', async () => {
		expect((await check('test_tsa', 'other_response.tsr')).root).toBeNull()
	})

	test('sigstage/response-invalid-signature.tsr is broken', async () => {
		await expect(check('sigstage', 'response-invalid-signature.tsr')).rejects.toMatchObject({
			fault: 'broken',
		})
	})

	test('sigstage/response-no-embedded-cert.tsr verifies with the certificate from the chain', async () => {
		expect((await check('sigstage', 'response-no-embedded-cert.tsr')).root).not.toBeNull()
	})
})

const hasOpenssl = spawnSync('openssl', ['version']).status === 0
describe.skipIf(!hasOpenssl)('against openssl (skipped where it is absent)', () => {
	let folder = ''
	beforeAll(() => {
		folder = mkdtempSync(join(tmpdir(), 'letopis-openssl-'))
	})
	afterAll(() => rmSync(folder, { recursive: true }))

	const pem = (der: Uint8Array) =>
		`-----BEGIN CERTIFICATE-----\n${Buffer.from(der).toString('base64').replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`
	const openssl = (...args: string[]) =>
		execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' }).toString()

	test('openssl accepts what our test authority writes', () => {
		writeFileSync(join(folder, 'root.pem'), pem(authority.root))
		writeFileSync(join(folder, 'token.der'), stampWith({}))
		const digest = imprint.toString('hex')
		const verify = [
			'ts',
			'-verify',
			'-digest',
			digest,
			'-in',
			'token.der',
			'-token_in',
			'-CAfile',
			'root.pem',
		]
		expect(openssl(...verify)).toContain('Verification: OK')
	})

	const algorithms: [string, string[]][] = [
		['RSA 2048', ['rsa', '-pkeyopt', 'rsa_keygen_bits:2048']],
		['P-384', ['ec', '-pkeyopt', 'ec_paramgen_curve:P-384']],
	]
	for (const [name, [algorithm = '', ...options]] of algorithms) {
		test(`we accept what openssl stamps with ${name}`, async () => {
			writeFileSync(
				join(folder, 'tsa.cnf'),
				`[tsa]\ndefault_tsa = t\n[t]\ndir = .\nserial = ./serial\ncrypto_device = builtin\nsigner_digest = sha256\n` +
					`default_policy = 1.3.6.1.4.1.13762.3\ndigests = sha256\naccuracy = secs:1, millisecs:500, microsecs:100\n` +
					`clock_precision_digits = 3\nordering = yes\ntsa_name = yes\ness_cert_id_chain = no\ness_cert_id_alg = sha256\n` +
					`[req]\ndistinguished_name = dn\n[dn]\n[ext]\nbasicConstraints = critical,CA:FALSE\n` +
					`keyUsage = critical,digitalSignature\nextendedKeyUsage = critical,timeStamping\n`,
			)
			const key = ['genpkey', '-algorithm', algorithm, ...options, '-out']
			openssl(...key, 'ca.key')
			openssl(...key, 'tsa.key')
			const request = ['req', '-new', '-config', 'tsa.cnf']
			openssl(
				...request,
				'-x509',
				'-key',
				'ca.key',
				'-subj',
				'/CN=CA',
				'-days',
				'2',
				'-out',
				'ca.pem',
				'-addext',
				'basicConstraints=critical,CA:TRUE',
			)
			openssl(...request, '-key', 'tsa.key', '-subj', '/CN=TSA', '-out', 'tsa.csr')
			const sign = ['x509', '-req', '-in', 'tsa.csr', '-CA', 'ca.pem', '-CAkey', 'ca.key', '-set_serial', '7']
			openssl(...sign, '-days', '2', '-extfile', 'tsa.cnf', '-extensions', 'ext', '-out', 'tsa.pem')
			openssl('ts', '-query', '-digest', imprint.toString('hex'), '-sha256', '-cert', '-out', 'query.tsq')
			const reply = ['ts', '-reply', '-queryfile', 'query.tsq', '-config', 'tsa.cnf', '-signer', 'tsa.pem']
			openssl(...reply, '-inkey', 'tsa.key', '-token_out', '-out', 'reply.der')
			const token = readFileSync(join(folder, 'reply.der'))
			const stamp = await checkTimestamp(token, imprint, parseRoots(pemBlocks(join(folder, 'ca.pem'))))
			expect(stamp).toMatchObject({ accuracy: 1501, signer: 'CN=TSA', root: { name: 'CN=CA' } })
			expect(stamp.genTime).toBeGreaterThan(ISSUED)
		})
	}
})
