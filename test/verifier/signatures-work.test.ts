/** Work is counted: a file that is made to keep a device busy is left open, and honest files never notice. */
import { createHash, generateKeyPairSync } from 'node:crypto'
import { examineSignatures } from '@letopis/verifier'
import { describe, expect, test } from 'vitest'
import { TooMuchWork, Work } from '../../verifier/timestamp/work.ts'
import { ATTRIBUTES, attribute, DAY, openOffice, signCms } from '../support/signing.ts'
import {
	type CertificateOptions,
	createAuthority,
	ISSUED,
	issueCertificate,
} from '../support/timestamp-authority.ts'

const office = openOffice()
const person = office.person()
const content = Buffer.from('Rozhodnutí č. j. 1/2026')
const authority = createAuthority('Razítko')

test('a signature with stamps without end, each with forty look-alike issuers to try, is left open', {
	timeout: 120_000,
}, async () => {
	// Every one of them has to be tried, for only its key tells that it is not the issuer.
	const extensions: CertificateOptions['extensions'] = [
		['2.5.29.19', true, Buffer.from('30030101ff', 'hex')],
		['2.5.29.15', true, Buffer.from('03020106', 'hex')],
	]
	const key = generateKeyPairSync('rsa', { modulusLength: 4096 }).privateKey
	const subject = authority.issuer.name
	const lookAlikes = Array.from({ length: 40 }, (_, i) => {
		return issueCertificate({ subject, serial: 1000 + i, key, extensions }, authority.issuer).der
	})
	const file = signCms(person, content, {
		issuer: office.authority,
		certificates: [person.der, office.authority.der, ...lookAlikes],
		signers: 64,
		unsigned: (value) => {
			const imprint = createHash('sha256').update(value).digest()
			const token = authority.stamp(imprint, { genTime: ISSUED + 40 * DAY })
			return Array.from({ length: 16 }, () => attribute(ATTRIBUTES.signatureStamp, token))
		},
	})
	const tell = await examineSignatures({ file, roots: [office.root.der], now: ISSUED + 100 * DAY })
	expect(tell('en')).toMatchObject({ indication: 'INDETERMINATE', exitCode: 2, signatures: [] })
	expect(tell('en').sentence).toContain('more work')
	expect(tell('cs').sentence).toContain('víc práce')
})

describe('steps', () => {
	test.each([
		['short keys', (work: Work) => work.check(0, 100), 7_000, 9_000],
		['RSA of 4096 bits', (work: Work) => work.check(4096, 100), 1_500, 1_700],
		['RSA of 16384 bits', (work: Work) => work.check(16_384, 100), 100, 150],
		['lists of a mebibyte', (work: Work) => work.read(1 << 20), 30, 40],
	] as const)('%s: so many and no more', (_, step, least, most) => {
		const work = new Work(0)
		for (let i = 0; i < least; i++) step(work)
		expect(() => {
			for (let i = least; i < most; i++) step(work)
		}).toThrow(TooMuchWork)
	})

	test('a larger file may cause more, up to an end', () => {
		const allowed = (octets: number) => {
			const work = new Work(octets)
			let steps = 0
			try {
				for (;;) {
					work.check(0, 0)
					steps++
				}
			} catch {
				return steps
			}
		}
		expect(allowed(1 << 24)).toBeGreaterThan(3 * allowed(0))
		expect(allowed(2 ** 40)).toBe(200_000)
	})
})
