/** When what a signature rests on ends, and that one examination is told in both languages. */
import { expect, test } from 'vitest'
import { examineSignatures, verifySignatures } from '../../verifier/verify-signatures.ts'
import { ATTRIBUTES, attribute, DAY, hashOf, makeList, openOffice, signCms } from '../support/signing.ts'
import { createAuthority, ISSUED } from '../support/timestamp-authority.ts'

const office = openOffice()
const issuer = office.authority
const content = Buffer.from('Rozhodnutí č. j. 1/2026')
const NOW = ISSUED + 100 * DAY
const fresh = { thisUpdate: NOW - DAY, nextUpdate: NOW + 10 * DAY }
const lists = [makeList(issuer, fresh), makeList(office.root, fresh)]
const judge = (file: Buffer, roots: Uint8Array[]) => verifySignatures({ file, roots, now: NOW })

test('the earliest certificate of the path, and the first algorithm of the policy', async () => {
	const until = ISSUED + 200 * DAY
	const short = office.person({ notAfter: until })
	const by = signCms(short, content, { issuer, lists })
	expect((await judge(by, [office.root.der])).signatures[0]?.ends).toEqual({
		certificates: until,
		algorithm: null,
	})
	const rsa = signCms(office.person({ scheme: 'rsa' }), content, { issuer, lists })
	expect((await judge(rsa, [office.root.der])).signatures[0]?.ends?.algorithm).toEqual({
		name: 'RSA 2048',
		at: Date.UTC(2029, 0, 1),
	})
})

test('without a path, those of the certificate alone; without one, none', async () => {
	const by = office.person({ notAfter: ISSUED + 150 * DAY })
	const [alone] = (await judge(signCms(by, content, { issuer, lists }), [])).signatures
	expect(alone?.ends?.certificates).toBe(ISSUED + 150 * DAY)
	const [unknown] = (await judge(signCms(by, content, { issuer, lists, certificates: [] }), [])).signatures
	expect(unknown).toMatchObject({ signer: null, ends: null })
})

test('a time-stamp has ends of its own', async () => {
	const tsa = createAuthority('Razítko')
	const unsigned = (signature: Buffer) => [
		attribute(ATTRIBUTES.signatureStamp, tsa.stamp(hashOf('sha256', signature), { genTime: NOW - DAY })),
	]
	const file = signCms(office.person(), content, { issuer, lists, unsigned })
	const [found] = (await judge(file, [office.root.der, tsa.root])).signatures
	expect(found?.stamps[0]?.ends?.certificates).toBeGreaterThan(NOW)
})

test('is told in each language without examining again', async () => {
	const file = signCms(office.person(), content, { issuer, lists })
	const tell = await examineSignatures({ file, now: NOW })
	const [cs, en] = [tell('cs'), tell('en')]
	expect(en).toEqual(await verifySignatures({ file, now: NOW, language: 'en' }))
	expect(cs).toEqual(await verifySignatures({ file, now: NOW, language: 'cs' }))
	expect(cs.headline).not.toBe(en.headline)
	const unreadable = await examineSignatures({ file: Buffer.from('?'), now: NOW })
	expect([unreadable('cs').language, unreadable('en').indication]).toEqual(['cs', 'INDETERMINATE'])
})
