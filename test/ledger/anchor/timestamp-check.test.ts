/**
 * Named tokens and responses of test/vectors/timestamps.json, written by scripts/vectors-timestamps.py, each
 * broken in one way; the same judged by `openssl ts -verify`; and the foreign corpus of rfc3161-client.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { fromBase64, fromHex, hex } from '@letopis/format'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DER_MAX_BYTES } from '../../../ledger/anchor/der.ts'
import { formatPem, parsePem } from '../../../ledger/anchor/development-certificates.ts'
import { checkTimestamp } from '../../../ledger/anchor/timestamp-check.ts'
import { readTimestampResponse } from '../../../ledger/anchor/timestamp-request.ts'
import { hasOpenssl, openssl } from '../../support/openssl.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))

interface Vector {
	comment: string
	token?: string
	response?: string
	roots: number[]
	nonce?: string
	policy?: string
	time?: number
	accuracy?: number | null
	wantError?: string
	openssl?: 'accepts' | 'refuses' | 'untested'
}
const file = JSON.parse(readFileSync(join(root, 'test/vectors/timestamps.json'), 'utf8')) as {
	imprint: string
	roots: string[]
	vectors: Vector[]
}
const imprint = fromHex(file.imprint)
const rootsOf = ({ roots }: Vector) => roots.map((index) => fromBase64(file.roots[index] ?? ''))

async function check(vector: Vector) {
	const token =
		vector.token === undefined
			? readTimestampResponse(fromBase64(vector.response ?? ''))
			: fromBase64(vector.token)
	return checkTimestamp(token, {
		imprint,
		roots: rootsOf(vector),
		...(vector.nonce === undefined ? {} : { nonce: fromHex(vector.nonce) }),
		...(vector.policy === undefined ? {} : { policy: vector.policy }),
	})
}

describe('our own corpus', () => {
	for (const vector of file.vectors) {
		const { comment, wantError, time, accuracy } = vector
		test(`${comment}: ${wantError ?? 'good'}`, async () => {
			if (wantError !== undefined) {
				await expect(check(vector)).rejects.toMatchObject({ code: 'authority', reason: wantError })
				return
			}
			const stamp = await check(vector)
			if (time !== undefined) expect(stamp.genTime).toBe(time)
			if (accuracy !== undefined) expect(stamp.accuracyMs).toBe(accuracy)
		})
	}

	test('more than 64 KiB is not even read', async () => {
		const sound = fromBase64(file.vectors[0]?.token ?? '')
		const padded = new Uint8Array(DER_MAX_BYTES + 1)
		padded.set(sound)
		await expect(checkTimestamp(padded, { imprint, roots: [] })).rejects.toThrow(RangeError)
		const roots = [fromBase64(file.roots[0] ?? '')]
		await expect(checkTimestamp(padded, { imprint, roots })).rejects.toMatchObject({ reason: 'too-large' })
	})
})

const noPython = spawnSync('python3', ['--version']).status !== 0
test.skipIf(noPython)('the committed corpus is what the script writes (skipped without python3)', () => {
	const out = mkdtempSync(join(tmpdir(), 'letopis-vectors-'))
	const run = spawnSync('python3', [join(root, 'scripts/vectors-timestamps.py'), out], { encoding: 'utf8' })
	expect(run.stderr).toBe('')
	const written = readFileSync(join(out, 'timestamps.json'))
	rmSync(out, { recursive: true })
	expect(written.equals(readFileSync(join(root, 'test/vectors/timestamps.json')))).toBe(true)
})

describe.skipIf(!hasOpenssl)('openssl ts -verify on the same corpus (skipped without openssl)', () => {
	let dir = ''
	beforeAll(() => {
		dir = mkdtempSync(join(tmpdir(), 'letopis-openssl-'))
	})
	afterAll(() => rmSync(dir, { recursive: true }))

	for (const vector of file.vectors) {
		const verdict = vector.openssl ?? (vector.wantError === undefined ? 'accepts' : 'refuses')
		if (verdict === 'untested') continue
		test(`${verdict} ${vector.comment}`, () => {
			writeFileSync(join(dir, 'in'), fromBase64(vector.token ?? vector.response ?? ''))
			writeFileSync(
				join(dir, 'roots.pem'),
				formatPem(rootsOf(vector).map((der) => ({ label: 'CERTIFICATE', der }))),
			)
			const form = vector.token === undefined ? [] : ['-token_in']
			// The moment of all stamps in the corpus, 2026-06-01 12:00:00 UTC.
			const at = ['-attime', '1780315200', '-digest', hex(imprint), '-CAfile', 'roots.pem']
			const { ok, output } = openssl(dir, 'ts', '-verify', '-in', 'in', ...form, ...at)
			expect(ok, output).toBe(verdict === 'accepts')
		})
	}
})

const foreign = join(root, '../shared/vectors/tsr')
describe.skipIf(!existsSync(foreign))('rfc3161-client corpus (skipped without ../shared/vectors)', () => {
	const chain = (folder: string) =>
		parsePem(readFileSync(join(foreign, folder, 'ts_chain.pem'), 'latin1')).map(({ der }) => der)
	const hello = (algorithm: 'sha256' | 'sha384' | 'sha512') => ({
		algorithm,
		value: new Uint8Array(createHash(algorithm).update('hello').digest()),
	})
	const cases = [
		{ name: 'sigstage/response-sha256.tsr', algorithm: 'sha256', time: '2025-05-09T11:58:55.000Z' },
		{ name: 'sigstage/response-sha384.tsr', algorithm: 'sha384', time: '2025-05-09T11:58:55.000Z' },
		{ name: 'sigstage/response-sha512.tsr', algorithm: 'sha512', time: '2025-05-09T11:58:56.000Z' },
		{ name: 'sigstage/response-invalid-signature.tsr', algorithm: 'sha256', wantError: 'signature' },
		{ name: 'sigstage/response-no-embedded-cert.tsr', algorithm: 'sha256', wantError: 'signer' },
		// Its token brings the unit's certificate only, so the intermediate is given as a root.
		{ name: 'test_tsa/response.tsr', algorithm: 'sha512', time: '2024-10-08T15:40:32.000Z' },
		// The certificates beside the signer's lead nowhere: upstream only asks that they are not taken for the
		// signer.
		{ name: 'test_tsa/response-injected-certs.tsr', algorithm: 'sha512', wantError: 'chain' },
		// Made by another run of the test authority, under keys that the chain file does not hold.
		{ name: 'test_tsa/other_response.tsr', algorithm: 'sha512', wantError: 'chain' },
	] as const
	const roots = (name: string) => chain(name.split('/')[0] ?? '').slice(1)

	for (const { name, algorithm, ...want } of cases) {
		test(`${name}: ${'wantError' in want ? want.wantError : 'good'}`, async () => {
			const response = new Uint8Array(readFileSync(join(foreign, name)))
			const checked = async () =>
				checkTimestamp(readTimestampResponse(response), { imprint: hello(algorithm), roots: roots(name) })
			if ('wantError' in want) await expect(checked()).rejects.toMatchObject({ reason: want.wantError })
			else expect(new Date((await checked()).genTime).toISOString()).toBe(want.time)
		})
	}

	test('every file is in the table', () => {
		const files = ['sigstage', 'test_tsa'].flatMap((folder) =>
			readdirSync(join(foreign, folder)).map((name) => `${folder}/${name}`),
		)
		expect(files.filter((name) => name.endsWith('.tsr')).toSorted()).toEqual(
			cases.map(({ name }) => name).toSorted(),
		)
	})

	test('a sound response does not cover another imprint', async () => {
		const token = readTimestampResponse(
			new Uint8Array(readFileSync(join(foreign, 'sigstage/response-sha256.tsr'))),
		)
		const other = new Uint8Array(createHash('sha256').update('hallo').digest())
		const checked = checkTimestamp(token, { imprint: other, roots: roots('sigstage/x') })
		await expect(checked).rejects.toMatchObject({ reason: 'imprint' })
	})
})
