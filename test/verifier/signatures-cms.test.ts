/**
 * CAdES signatures of our own making: sound ones in every algorithm pass, and everything that can be wrong is named by
 * its sub-indication of EN 319 102-1.
 */
import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { SubIndication } from '../../verifier/signatures/examination.ts'
import { type SignaturesInput, verifySignatures } from '../../verifier/verify-signatures.ts'
import { integer, octets, oid, sequence, tlv } from '../support/der-writer.ts'
import {
	ATTRIBUTES,
	attribute,
	type CmsOptions,
	DAY,
	type Digest,
	makeKey,
	makeList,
	makeResponse,
	openOffice,
	type Person,
	responderOf,
	revocationValues,
	type Scheme,
	signCms,
} from '../support/signing.ts'
import { createAuthority, ISSUED } from '../support/timestamp-authority.ts'

const office = openOffice()
const issuer = office.authority
const person = office.person()
const content = Buffer.from('Rozhodnutí č. j. 1/2026')
const NOW = ISSUED + 100 * DAY
const fresh = { thisUpdate: NOW - DAY, nextUpdate: NOW + 10 * DAY }
/** Says of signers and authority that they were not withdrawn. */
const lists = [makeList(issuer, fresh), makeList(office.root, fresh)]

const makeOne = (options: Partial<CmsOptions> = {}, by: Person = person) =>
	signCms(by, content, { issuer, lists, ...options })
const judge = (file: Uint8Array, options: Partial<SignaturesInput> = {}) =>
	verifySignatures({ file, roots: [office.root.der], now: NOW, ...options })
/** `TOTAL-PASSED`, or the sub-indication of the only signature. */
async function verdict(file: Uint8Array, options: Partial<SignaturesInput> = {}) {
	const { signatures, indication } = await judge(file, options)
	expect(signatures).toHaveLength(1)
	expect(signatures[0]?.indication).toBe(indication)
	return signatures[0]?.subIndication ?? indication
}

describe('a sound signature passes', () => {
	const algorithms: [Scheme, Digest, string?][] = [
		['rsa', 'sha256'],
		['rsa', 'sha512'],
		['pss', 'sha256'],
		['pss', 'sha384'],
		['ecdsa', 'sha256'],
		['ecdsa', 'sha384', 'P-384'],
		['ecdsa', 'sha512', 'P-521'],
		['ed25519', 'sha512'],
	]
	for (const [scheme, digest, curve] of algorithms) {
		test(`${scheme} ${digest} ${curve ?? ''}`, async () => {
			const by = office.person({ scheme, ...(curve && { curve }) })
			expect(await verdict(makeOne({ digest }, by))).toBe('TOTAL-PASSED')
		})
	}

	test('with its content beside it', async () => {
		const detached = makeOne({ isDetached: true })
		expect(await verdict(detached, { content })).toBe('TOTAL-PASSED')
		expect(await verdict(detached)).toBe('SIGNED_DATA_NOT_FOUND')
		expect(await verdict(detached, { content: Buffer.from('jiný') })).toBe('HASH_FAILURE')
	})

	test('and is told with signer, claimed time and what was examined', async () => {
		const report = await judge(makeOne())
		expect(report).toMatchObject({ exitCode: 0, format: 'cms', indication: 'TOTAL-PASSED' })
		expect(report.signatures[0]).toMatchObject({
			signer: { name: `CN=Osoba ${person.serial}`, issuer: 'CN=Ukázkov CA' },
			claimed: ISSUED + 30 * DAY,
			provenAt: null,
			unexamined: [],
		})
		const ids = report.signatures[0]?.checks.map(({ id }) => id)
		expect(ids).toEqual(['sig-digest', 'sig-certificate', 'sig-value', 'sig-path', 'sig-not-revoked'])
	})

	test('two signers are judged one by one', async () => {
		const report = await judge(makeOne({ signers: 2 }))
		expect(report.signatures.map(({ indication }) => indication)).toEqual(['TOTAL-PASSED', 'TOTAL-PASSED'])
	})
})

const flip = (bytes: Buffer) => {
	const changed = Buffer.from(bytes)
	changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1
	return changed
}
const without = (id: string) => (usual: Map<string, Buffer>) =>
	[...usual].filter(([key]) => key !== id).map(([, value]) => value)
const withMore =
	(...more: Buffer[]) =>
	(usual: Map<string, Buffer>) => [...usual.values(), ...more]
const otherIdentifier = () => {
	const hash = createHash('sha256').update(issuer.der).digest()
	return attribute(ATTRIBUTES.signingCertificateV2, sequence(sequence(sequence(octets(hash)))))
}
const replaced = (id: string, by: Buffer) => (usual: Map<string, Buffer>) => [
	...new Map([...usual, [id, by]]).values(),
]
const withoutKeyUsage = () =>
	office.person({ extensions: [['2.5.29.15', true, tlv(0x03, Buffer.from([5, 0x20]))]] })

describe('what is wrong with a signature is named', () => {
	const cases: [string, () => Buffer, SubIndication][] = [
		[
			'another content',
			() => Buffer.from(makeOne().toString('latin1').replace('2026', '2027'), 'latin1'),
			'HASH_FAILURE',
		],
		['a value that does not match', () => makeOne({ value: flip }), 'SIG_CRYPTO_FAILURE'],
		[
			'another signed kind of content',
			() =>
				makeOne({
					signed: replaced(
						ATTRIBUTES.contentType,
						attribute(ATTRIBUTES.contentType, oid('1.2.840.113549.1.9.16.1.4')),
					),
				}),
			'FORMAT_FAILURE',
		],
		[
			'no signed kind of content',
			() => makeOne({ signed: without(ATTRIBUTES.contentType) }),
			'SIG_CONSTRAINTS_FAILURE',
		],
		[
			'no signed digest',
			() => makeOne({ signed: without(ATTRIBUTES.messageDigest) }),
			'SIG_CONSTRAINTS_FAILURE',
		],
		[
			'a signed digest twice',
			() =>
				makeOne({
					signed: (usual) => [...usual.values(), usual.get(ATTRIBUTES.messageDigest) ?? Buffer.of()],
				}),
			'SIG_CONSTRAINTS_FAILURE',
		],
		[
			'two values of the signing certificate',
			() =>
				makeOne({
					signed: withMore(otherIdentifier()),
				}),
			'SIG_CONSTRAINTS_FAILURE',
		],
		[
			'no signing certificate',
			() => makeOne({ signed: without(ATTRIBUTES.signingCertificateV2) }),
			'SIG_CONSTRAINTS_FAILURE',
		],
		[
			'another signing certificate',
			() => makeOne({ signed: replaced(ATTRIBUTES.signingCertificateV2, otherIdentifier()) }),
			'NO_SIGNING_CERTIFICATE_FOUND',
		],
		['no signed attributes', () => makeOne({ signed: null }), 'SIG_CONSTRAINTS_FAILURE'],
		[
			'no certificate of the signer',
			() => makeOne({ certificates: [issuer.der] }),
			'NO_SIGNING_CERTIFICATE_FOUND',
		],
		[
			'no certificate of the authority',
			() => makeOne({ certificates: [person.der] }),
			'NO_CERTIFICATE_CHAIN_FOUND',
		],
		['SHA-1', () => makeOne({ digest: 'sha1' }), 'CRYPTO_CONSTRAINTS_FAILURE'],
		['a key that may not sign', () => makeOne({}, withoutKeyUsage()), 'CHAIN_CONSTRAINTS_FAILURE'],
		[
			'a signature policy',
			() => makeOne({ signed: withMore(attribute(ATTRIBUTES.policy, sequence(oid('1.2.3')))) }),
			'GENERIC',
		],
		[
			'an unknown signed attribute',
			() => makeOne({ signed: withMore(attribute('1.2.3.4', integer(1))) }),
			'GENERIC',
		],
		[
			'a counter-signature',
			() => makeOne({ unsigned: () => [attribute(ATTRIBUTES.counterSignature, sequence())] }),
			'GENERIC',
		],
		['a digest algorithm that is not known', () => unknownDigest(), 'CRYPTO_CONSTRAINTS_FAILURE'],
	]
	for (const [name, make, sub] of cases) {
		test(`${name}: ${sub}`, async () => {
			expect(await verdict(make())).toBe(sub)
		})
	}

	/** SHA3-256 where SHA-256 stood, in the signer's part and outside. */
	function unknownDigest(): Buffer {
		const made = makeOne()
		const [known, other] = [oid('2.16.840.1.101.3.4.2.1'), oid('2.16.840.1.101.3.4.2.8')]
		for (let at = made.indexOf(known); at >= 0; at = made.indexOf(known, at + 1)) other.copy(made, at)
		return made
	}
})

describe('whom it leads to', () => {
	test('no roots, other roots', async () => {
		expect(await verdict(makeOne(), { roots: [] })).toBe('NO_CERTIFICATE_CHAIN_FOUND')
		expect(await verdict(makeOne(), { roots: [openOffice().root.der] })).toBe('NO_CERTIFICATE_CHAIN_FOUND')
	})

	test('a pinned certificate of the signer is a root', async () => {
		expect(await verdict(makeOne({ lists: [] }), { roots: [person.der] })).toBe('TOTAL-PASSED')
	})

	test('an authority that is none', async () => {
		const pretender = openOffice('Cizí', { extensions: [] })
		const by = pretender.person()
		const file = signCms(by, content, { issuer: pretender.authority })
		expect(await verdict(file, { roots: [pretender.root.der] })).toBe('NO_CERTIFICATE_CHAIN_FOUND')
	})

	test('after the end and before the beginning of the certificate', async () => {
		const short = office.person({ notBefore: ISSUED, notAfter: ISSUED + 50 * DAY })
		const file = makeOne({}, short)
		expect(await verdict(file)).toBe('OUT_OF_BOUNDS_NO_POE')
		expect(await verdict(file, { existedBy: ISSUED + 40 * DAY })).toBe('TOTAL-PASSED')
		expect(await verdict(file, { existedBy: ISSUED - DAY })).toBe('NOT_YET_VALID')
	})
})

describe('revocation', () => {
	const listsWith = (serial: number, at: number, by = issuer) => [
		makeList(by, { ...fresh, revoked: [{ serial, at, reason: 1 }] }),
		makeList(office.root, fresh),
	]
	const rootList = makeList(office.root, fresh)
	const at = NOW - 20 * DAY
	const cases: [string, () => Buffer, string, Partial<SignaturesInput>?][] = [
		['no list', () => makeOne({ lists: [] }), 'TRY_LATER'],
		['a list of the authority alone', () => makeOne({ lists: [rootList] }), 'TRY_LATER'],
		[
			'an old list',
			() =>
				makeOne({
					lists: [makeList(issuer, { thisUpdate: NOW - 50 * DAY, nextUpdate: NOW - DAY }), rootList],
				}),
			'TRY_LATER',
		],
		[
			'a list from the future',
			() => makeOne({ lists: [makeList(issuer, { thisUpdate: NOW + DAY }), rootList] }),
			'TRY_LATER',
		],
		[
			'a list by another key',
			() => makeOne({ lists: [makeList(issuer, { ...fresh, key: makeKey('ecdsa') }), rootList] }),
			'TRY_LATER',
		],
		[
			'a list that is only a difference',
			() =>
				makeOne({
					lists: [
						makeList(issuer, {
							...fresh,
							extensions: [sequence(oid('2.5.29.27'), Buffer.from([1, 1, 255]), octets(integer(1)))],
						}),
						rootList,
					],
				}),
			'TRY_LATER',
		],
		['withdrawn', () => makeOne({ lists: listsWith(person.serial, at) }), 'REVOKED_NO_POE'],
		[
			'withdrawn after it is proven to have existed',
			() => makeOne({ lists: listsWith(person.serial, at) }),
			'TOTAL-PASSED',
			{ existedBy: at - DAY },
		],
		[
			'withdrawn before that',
			() => makeOne({ lists: listsWith(person.serial, at) }),
			'REVOKED_NO_POE',
			{ existedBy: at + DAY },
		],
		['another one withdrawn', () => makeOne({ lists: listsWith(person.serial + 1000, at) }), 'TOTAL-PASSED'],
		[
			'the authority withdrawn',
			() =>
				makeOne({
					lists: [lists[0] as Buffer, makeList(office.root, { ...fresh, revoked: [{ serial: 7, at }] })],
				}),
			'REVOKED_CA_NO_POE',
		],
		[
			'by answers of the authority',
			() => withValues([rootList], [makeResponse(issuer, person.serial, fresh)]),
			'TOTAL-PASSED',
		],
		[
			'by answers of a responder',
			() =>
				withValues(
					[rootList],
					[makeResponse(issuer, person.serial, { ...fresh, responder: responderOf(issuer) })],
				),
			'TOTAL-PASSED',
		],
		[
			'by a responder that one would have to ask about',
			() =>
				withValues(
					[rootList],
					[makeResponse(issuer, person.serial, { ...fresh, responder: responderOf(issuer, false) })],
				),
			'TRY_LATER',
		],
		[
			'by a stranger’s answer',
			() =>
				withValues(
					[rootList],
					[makeResponse(issuer, person.serial, { ...fresh, responder: responderOf(office.root) })],
				),
			'TRY_LATER',
		],
		[
			'by an answer about another certificate',
			() => withValues([rootList], [makeResponse(issuer, person.serial + 1, fresh)]),
			'TRY_LATER',
		],
		[
			'withdrawn by an answer',
			() => withValues([rootList], [makeResponse(issuer, person.serial, { ...fresh, revokedAt: at })]),
			'REVOKED_NO_POE',
		],
	]
	function withValues(ownLists: Buffer[], responses: Buffer[]): Buffer {
		return makeOne({ lists: [], unsigned: () => [revocationValues(ownLists, responses)] })
	}
	for (const [name, make, expected, options] of cases) {
		test(`${name}: ${expected}`, async () => {
			expect(await verdict(make(), options)).toBe(expected)
		})
	}

	test('evidence whose own certificate has run out is none', async () => {
		const old = openOffice('Stará', { notAfter: NOW + 20 * DAY })
		const by = old.person()
		const own = [
			makeList(old.authority, { thisUpdate: NOW, nextUpdate: NOW + 15 * DAY }),
			makeList(old.root, { thisUpdate: NOW, nextUpdate: NOW + 15 * DAY }),
		]
		const file = signCms(by, content, { issuer: old.authority, lists: own })
		const roots = [old.root.der]
		expect(await verdict(file, { roots, now: NOW + 10 * DAY })).toBe('TOTAL-PASSED')
		expect(await verdict(file, { roots, now: NOW + 30 * DAY })).toBe('OUT_OF_BOUNDS_NO_POE')
		const existedBy = NOW + 10 * DAY
		expect(await verdict(file, { roots, now: NOW + 30 * DAY, existedBy })).toBe('TOTAL-PASSED')
	})
})

describe('time-stamps on the signature', () => {
	const tsa = createAuthority('Razítko')
	const roots = [office.root.der, tsa.root]
	const stampedAt = ISSUED + 31 * DAY
	const short = office.person({ notBefore: ISSUED, notAfter: ISSUED + 50 * DAY })
	const tsaList = makeList(tsa.issuer, fresh)
	const digestOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest()
	const stamped = (
		over: (value: Buffer) => Buffer = (value) => value,
		options: Partial<Parameters<typeof tsa.stamp>[1]> = {},
		by = tsa,
	) =>
		makeOne(
			{
				unsigned: (value) => [
					attribute(
						ATTRIBUTES.signatureStamp,
						by.stamp(digestOf(over(value)), {
							genTime: stampedAt,
							accuracy: 1000,
							lists: [tsaList],
							...options,
						}),
					),
				],
			},
			short,
		)

	test('prove that it existed while its certificate was valid', async () => {
		const report = await judge(stamped(), { roots })
		expect(report.signatures[0]).toMatchObject({
			indication: 'TOTAL-PASSED',
			provenAt: stampedAt + 1000,
			stamps: [{ verdict: 'holds', genTime: stampedAt, signer: 'CN=Razítko TSA' }],
		})
	})

	const open: [string, () => Buffer, Partial<SignaturesInput>?][] = [
		['of an authority nobody trusts', () => stamped(), { roots: [office.root.der] }],
		['without lists', () => stamped(undefined, { lists: [] })],
		['later than the file is proven to be', () => stamped(), { existedBy: stampedAt - DAY }],
		[
			'of an authority withdrawn since',
			() =>
				stamped(undefined, {
					lists: [makeList(tsa.issuer, { ...fresh, revoked: [{ serial: 2, at: NOW - DAY, reason: 1 }] })],
				}),
		],
	]
	for (const [name, make, options] of open) {
		test(`${name} prove nothing`, async () => {
			const report = await judge(make(), { roots, ...options })
			const [signature] = report.signatures
			const isDated = options?.existedBy !== undefined
			expect(signature?.stamps).toMatchObject([
				{ verdict: expect.not.stringMatching('holds'), provenAt: null },
			])
			expect(signature?.subIndication).toBe(isDated ? null : 'OUT_OF_BOUNDS_NO_POE')
		})
	}

	test('whose certificate has run out prove nothing any more, unless the file is older', async () => {
		const late = createAuthority('Krátké', undefined, { notAfter: ISSUED + 60 * DAY })
		const own = { lists: [makeList(late.issuer, fresh)] }
		const file = stamped(undefined, own, late)
		const trusted = { roots: [office.root.der, late.root] }
		expect(await verdict(file, trusted)).toBe('OUT_OF_BOUNDS_NO_POE')
		expect(await verdict(file, { ...trusted, existedBy: ISSUED + 55 * DAY })).toBe('TOTAL-PASSED')
	})

	test('over something else leave it open', async () => {
		expect(await verdict(stamped(flip), { roots })).toBe('SIG_CONSTRAINTS_FAILURE')
	})

	test('that are altered leave it open', async () => {
		expect(await verdict(stamped(undefined, { flaw: 'bad-signature' }), { roots })).toBe(
			'SIG_CONSTRAINTS_FAILURE',
		)
	})
})
