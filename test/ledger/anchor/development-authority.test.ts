/** The built-in authority: its tokens in the hands of openssl, and every changed byte of them in ours. */
import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, unlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
	DEVELOPMENT_AUTHORITY,
	type DevelopmentAuthority,
	openDevelopmentAuthority,
} from '../../../ledger/anchor/development-authority.ts'
import { formatPem } from '../../../ledger/anchor/development-certificates.ts'
import { checkTimestamp } from '../../../ledger/anchor/timestamp-check.ts'
import { openHttpAuthority } from '../../../ledger/anchor/timestamp-client.ts'
import { TimestampError } from '../../../ledger/anchor/timestamp-error.ts'
import { buildTimestampRequest, readTimestampResponse } from '../../../ledger/anchor/timestamp-request.ts'
import { hasOpenssl, openssl } from '../../support/openssl.ts'
import { startOpensslAuthority } from '../../support/openssl-authority.ts'
import { fc } from '../../support/properties.ts'

const imprint = new Uint8Array(createHash('sha256').update('head').digest())
let dir = ''
let authority: DevelopmentAuthority
beforeAll(async () => {
	dir = mkdtempSync(join(tmpdir(), 'letopis-development-'))
	authority = await openDevelopmentAuthority(join(dir, 'authority'))
})
afterAll(() => rmSync(dir, { recursive: true }))

test('is untrusted, and says so wherever it is named', async () => {
	const { name, trusted, roots } = authority
	expect(name).toContain('untrusted')
	expect(name).toBe(DEVELOPMENT_AUTHORITY)
	expect(trusted).toBe(false)
	const stamp = await checkTimestamp(await authority.stamp(imprint), { imprint, roots })
	expect(stamp.signerName).toContain('untrusted')
})

test('its clock is the one given, to the millisecond', async () => {
	const now = Date.UTC(2027, 0, 2, 3, 4, 5, 60)
	const timed = await openDevelopmentAuthority(join(dir, 'timed'), { now: () => now })
	const stamp = await checkTimestamp(await timed.stamp(imprint), { imprint, roots: timed.roots })
	expect(stamp).toMatchObject({ genTime: now, accuracyMs: 1000 })
})

test('keeps its key and certificates over a restart, and its key to itself', async () => {
	const folder = join(dir, 'authority')
	const again = await openDevelopmentAuthority(folder)
	expect(again.roots).toEqual(authority.roots)
	for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o077, name).toBe(0)
})

test('a crash between key and certificates ends in a whole pair', async () => {
	const folder = join(dir, 'crashed')
	await openDevelopmentAuthority(folder)
	unlinkSync(join(folder, 'development.pem'))
	const again = await openDevelopmentAuthority(folder)
	const token = await again.stamp(imprint)
	await expect(checkTimestamp(token, { imprint, roots: again.roots })).resolves.toBeDefined()
})

describe('refuses in words', () => {
	const requests: Record<string, { request: () => Uint8Array; why: RegExp }> = {
		'what is no request': {
			request: () => Buffer.from('hello'),
			why: /bad data format.*not a time-stamp request/,
		},
		'another policy': {
			request: () => buildTimestampRequest(imprint, randomBytes, '1.2.3').der,
			why: /policy not accepted/,
		},
		'another algorithm': {
			request: () => {
				const { der } = buildTimestampRequest(imprint, randomBytes)
				const at = Buffer.from(der).indexOf(Buffer.from('608648016503040201', 'hex'))
				return der.with(at + 8, 2)
			},
			why: /unknown algorithm/,
		},
	}
	for (const [name, { request, why }] of Object.entries(requests)) {
		test(name, async () => {
			const answer = await authority.answer(request())
			expect(() => readTimestampResponse(answer)).toThrow(why)
		})
	}
})

describe.skipIf(!hasOpenssl)('openssl (skipped without openssl)', () => {
	const write = (name: string, bytes: Uint8Array) => writeFileSync(join(dir, name), bytes)
	const verify = (...args: string[]) => openssl(dir, 'ts', '-verify', '-CAfile', 'ca.pem', ...args)
	beforeAll(() => write('ca.pem', formatPem(authority.roots.map((der) => ({ label: 'CERTIFICATE', der })))))

	test('verifies the answer to our request', async () => {
		const { der } = buildTimestampRequest(imprint, randomBytes)
		write('query', der)
		write('answer', await authority.answer(der))
		expect(verify('-in', 'answer', '-queryfile', 'query')).toMatchObject({ ok: true })
		write('query', buildTimestampRequest(imprint, randomBytes).der)
		expect(verify('-in', 'answer', '-queryfile', 'query'), 'another nonce').toMatchObject({ ok: false })
	})

	test('is answered when it asks, and verifies the answer', async () => {
		write('file', Buffer.from('head'))
		openssl(dir, 'ts', '-query', '-data', 'file', '-sha256', '-cert', '-out', 'query')
		write('answer', await authority.answer(new Uint8Array(readFileSync(join(dir, 'query')))))
		expect(verify('-in', 'answer', '-data', 'file')).toMatchObject({ ok: true })
		expect(verify('-in', 'answer', '-queryfile', 'query')).toMatchObject({ ok: true })
	})
})

/** Each single-bit change and the complement of every byte. */
const MASKS = [1, 2, 4, 8, 16, 32, 64, 128, 255]

async function acceptedChanges(
	bytes: Uint8Array,
	accept: (changed: Uint8Array) => Promise<unknown>,
	masks: readonly number[] = MASKS,
): Promise<string[]> {
	const accepted: string[] = []
	for (const [at, byte] of bytes.entries()) {
		for (const mask of masks) {
			try {
				await accept(bytes.with(at, byte ^ mask))
				accepted.push(`${at}: ${byte} -> ${byte ^ mask}`)
			} catch (error) {
				// Anything but a coded refusal would be a crash on hostile input.
				if (!(error instanceof TimestampError)) throw error
			}
		}
	}
	return accepted
}

describe('changed bytes', () => {
	test('of a token: none is accepted', async () => {
		const token = await authority.stamp(imprint)
		const accepted = await acceptedChanges(token, (changed) =>
			checkTimestamp(changed, { imprint, roots: authority.roots }),
		)
		expect(accepted).toEqual([])
	})

	test('of an answer: only “granted” may become “granted with modifications”, which the token does not depend on', async () => {
		const { der, nonce } = buildTimestampRequest(imprint, randomBytes)
		const answer = await authority.answer(der)
		const outside = answer.length - readTimestampResponse(answer).length
		const accepted = await acceptedChanges(answer.subarray(0, outside), async (changed) => {
			const token = readTimestampResponse(new Uint8Array([...changed, ...answer.subarray(outside)]))
			return checkTimestamp(token, { imprint, roots: authority.roots, nonce })
		})
		expect(accepted).toEqual([`${outside - 1}: 0 -> 1`])
	})

	test.skipIf(!hasOpenssl)(
		'of a token by openssl with its whole path: none is accepted (skipped without openssl)',
		async () => {
			const other = await startOpensslAuthority('p256')
			try {
				const { roots } = other
				const token = await openHttpAuthority({ name: 'openssl', url: other.url, roots }).stamp(imprint)
				const check = (changed: Uint8Array) => checkTimestamp(changed, { imprint, roots })
				const accepted = await acceptedChanges(token, check, [1, 16, 255])
				expect(accepted).toEqual([])
			} finally {
				await other.close()
			}
		},
	)

	test('cut, doubled or moved pieces of a token are refused, and never more than refused', async () => {
		const token = await authority.stamp(imprint)
		const at = fc.nat({ max: token.length })
		const splice = fc.record({ from: at, to: at, into: at })
		await fc.assert(
			fc.asyncProperty(splice, async ({ from, to, into }) => {
				const piece = token.subarray(Math.min(from, to), Math.max(from, to))
				const changed = Buffer.concat([token.subarray(0, into), piece, token.subarray(into + piece.length)])
				fc.pre(!changed.equals(token))
				const checked = checkTimestamp(new Uint8Array(changed), { imprint, roots: authority.roots })
				await expect(checked).rejects.toBeInstanceOf(TimestampError)
			}),
			{ numRuns: 500 },
		)
	})
})
