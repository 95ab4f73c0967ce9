/**
 * Whatever is done to a token's octets, both readers, the verifier's and the ledger's, refuse it by name or read the same
 * stamp as before: never another time, never a crash.
 */
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkTimestamp as checkByLedger } from '../../ledger/anchor/timestamp-check.ts'
import { TimestampError } from '../../ledger/anchor/timestamp-error.ts'
import { checkTimestamp, parseRoots } from '../../verifier/timestamp/check.ts'
import { StampRefusal } from '../../verifier/timestamp/refusal.ts'
import { cases, DER_WORDS, mutated, mutations, timeFor } from '../support/mutations.ts'
import { createAuthority, ISSUED, revocationList } from '../support/timestamp-authority.ts'

const SETTINGS = cases(500, 1 / 20)
const authority = createAuthority('Razítko')
const genTime = ISSUED + 1000
const imprint = new Uint8Array(createHash('sha256').update('hlava').digest())
const lists = [revocationList(authority, ISSUED, 0, 77)]
const token = authority.stamp(imprint, { genTime, accuracy: 1500, lists })
const roots = parseRoots([authority.root])

const byVerifier = async (bytes: Uint8Array) => {
	const { genTime, accuracy, serial, root } = await checkTimestamp(bytes, imprint, roots)
	return root === null ? null : { genTime, accuracy, serial }
}
const byLedger = async (bytes: Uint8Array) => {
	const { genTime, accuracyMs, serial } = await checkByLedger(bytes, { imprint, roots: [authority.root] })
	return { genTime, accuracy: accuracyMs, serial }
}

describe.each([
	['the verifier', byVerifier, StampRefusal],
	['the ledger', byLedger, TimestampError],
] as const)('%s', (_, read, Refusal) => {
	test('reads the stamp as it was, or refuses', { timeout: timeFor(SETTINGS) }, async () => {
		const before = await read(token)
		expect(before).toMatchObject({ genTime, accuracy: 1500 })
		await fc.assert(
			fc.asyncProperty(mutations(DER_WORDS), async (all) => {
				try {
					const after = await read(mutated(token, all))
					if (after !== null) expect(after).toEqual(before)
				} catch (error) {
					expect(error).toBeInstanceOf(Refusal)
				}
			}),
			SETTINGS,
		)
	})
})
