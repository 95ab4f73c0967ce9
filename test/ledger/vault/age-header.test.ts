/**
 * age v1 headers and X25519 keys: against typage (an independent implementation) both ways, strict parsing as a
 * table, and every byte flip.
 */
import { RefusalError } from '@letopis/format'
import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption'
import { describe, expect, test } from 'vitest'
import { HEADER_MAX, openHeader, parseHeader, sealHeader } from '../../../ledger/vault/age-header.ts'
import {
	formatIdentity,
	formatRecipient,
	makeIdentity,
	parseIdentity,
	parseRecipient,
	pointRecipient,
} from '../../../ledger/vault/identity.ts'
import { sealDocument } from '../../../ledger/vault/sealing.ts'
import { codeOf, noise } from './fixture.ts'

const identity = makeIdentity(noise('identity', 32))
const other = makeIdentity(noise('other', 32))
const fileKey = noise('file key', 16)
const header = Buffer.from(sealHeader(fileKey, identity.recipient))

describe('keys', () => {
	test('texts go there and back, and agree with typage', async () => {
		const theirs = await generateX25519Identity()
		const parsed = parseIdentity(theirs)
		expect(formatIdentity(parsed)).toBe(theirs)
		expect(formatRecipient(parsed.recipient)).toBe(await identityToRecipient(theirs))
		expect(await identityToRecipient(formatIdentity(identity))).toBe(formatRecipient(identity.recipient))
		expect(parseRecipient(formatRecipient(identity.recipient)).point).toEqual(identity.recipient.point)
	})

	const text = formatIdentity(identity)
	const recipient = formatRecipient(identity.recipient)
	test.each([
		['lower case', text.toLowerCase()],
		['mixed case', `${text.slice(0, -1)}${text.slice(-1).toLowerCase()}`],
		['one character changed', `${text.slice(0, -1)}${text.endsWith('Q') ? 'P' : 'Q'}`],
		['one character short', text.slice(0, -1)],
		['a recipient', recipient.toUpperCase()],
		['empty', ''],
		['far too long', `AGE-SECRET-KEY-1${'Q'.repeat(10_000)}`],
	])('an identity is refused: %s', (_, wrong) => {
		expect(() => parseIdentity(wrong)).toThrow(expect.objectContaining({ code: 'malformed' }))
		expect(() => parseIdentity(wrong)).not.toThrow(/AGE-SECRET/)
	})

	test.each([
		['upper case', recipient.toUpperCase()],
		['white space', ` ${recipient}`],
		['an identity', text.toLowerCase()],
		['another kind of recipient', `age1pq1${recipient.slice(4)}`],
		['empty', ''],
	])('a recipient is refused: %s', (_, wrong) => {
		expect(() => parseRecipient(wrong)).toThrow(expect.objectContaining({ code: 'malformed' }))
	})

	test.each([
		['zero', Buffer.alloc(32)],
		['one', Buffer.from([1, ...Buffer.alloc(31)])],
	])('nothing is wrapped for a point of low order: %s', (_, point) => {
		expect(() => sealHeader(fileKey, pointRecipient(point))).toThrow(
			expect.objectContaining({ code: 'malformed' }),
		)
	})
})

describe('headers', () => {
	test('only the identity it was sealed for opens it', () => {
		expect(openHeader(header, [identity])).toEqual(fileKey)
		expect(openHeader(header, [other, identity])).toEqual(fileKey)
		expect(openHeader(header, [other])).toBeUndefined()
		expect(openHeader(header, [])).toBeUndefined()
	})

	test('no two headers of a file key are alike', () => {
		expect(Buffer.from(sealHeader(fileKey, identity.recipient)).equals(header)).toBe(false)
	})

	test('every flipped bit and every cut is noticed', async () => {
		for (let i = 0; i < header.length; i++) {
			for (const bit of [1, 2, 4, 8, 16, 32, 64, 128]) {
				const wrong = Buffer.from(header)
				wrong[i] = (wrong[i] as number) ^ bit
				const outcome = await codeOf((async () => openHeader(wrong, [identity]))())
				expect(outcome, `byte ${i}, bit ${bit}`).not.toEqual({ resolved: fileKey })
			}
		}
		for (let size = 0; size < header.length; size++) {
			expect(() => openHeader(header.subarray(0, size), [identity]), `${size} bytes`).toThrow(RefusalError)
		}
		expect(() => openHeader(Buffer.concat([header, Buffer.from('x')]), [identity])).toThrow(RefusalError)
	})

	const lines = header.toString('latin1').split('\n')
	const [, stanza = '', body = '', mac = ''] = lines
	const headerOf = (...wrong: string[]) => Buffer.from(`${wrong.join('\n')}\n`, 'latin1')
	const v1 = 'age-encryption.org/v1'
	test.each([
		['another version', headerOf('age-encryption.org/v2', stanza, body, mac), 'malformed'],
		['no stanza', headerOf(v1, mac), 'malformed'],
		['carriage returns', headerOf(`${v1}\r`, `${stanza}\r`, `${body}\r`, `${mac}\r`), 'malformed'],
		['two spaces', headerOf(v1, stanza.replace('X25519 ', 'X25519  '), body, mac), 'malformed'],
		['a space at the end', headerOf(v1, `${stanza} `, body, mac), 'malformed'],
		['an empty argument', headerOf(v1, '-> ', body, mac), 'malformed'],
		['padded base64', headerOf(v1, stanza, body, `${mac}=`), 'malformed'],
		['stray bits in the MAC', headerOf(v1, stanza, body, withStrayBits(mac)), 'not-canonical'],
		['stray bits in the body', headerOf(v1, stanza, withStrayBits(body), mac), 'not-canonical'],
		['URL-safe base64', headerOf(v1, stanza, `_${body.slice(1)}`, mac), 'malformed'],
		['a body line too long', headerOf(v1, stanza, 'A'.repeat(65), mac), 'malformed'],
		['a body without its short last line', headerOf(v1, stanza, 'A'.repeat(64), mac), 'malformed'],
		['a short MAC', headerOf(v1, stanza, body, '--- AAAA'), 'malformed'],
		['no space before the MAC', headerOf(v1, stanza, body, mac.replace('--- ', '---')), 'malformed'],
		['an empty line', headerOf(v1, '', stanza, body, mac), 'malformed'],
		['X25519 with two arguments', headerOf(v1, `${stanza} more`, body, mac), 'malformed'],
		['X25519 without a share', headerOf(v1, '-> X25519', body, mac), 'malformed'],
		['a short share', headerOf(v1, '-> X25519 AAAA', body, mac), 'malformed'],
		['too large', headerOf(v1, `-> ${'x'.repeat(HEADER_MAX)}`, body, mac), 'too-large'],
		['nothing', Buffer.alloc(0), 'malformed'],
	])('is refused: %s', (_, wrong, code) => {
		expect(() => openHeader(wrong, [identity])).toThrow(expect.objectContaining({ code }))
	})

	test('stanzas of other kinds are stepped over, whatever their length', () => {
		const foreign = ['-> scrypt c2FsdA 18', 'A'.repeat(64), 'A'.repeat(64), '', '-> X-grease a b', '']
		const parsed = parseHeader(headerOf(v1, ...foreign, stanza, body, mac))
		expect(parsed.stanzas.map(({ args, body }) => [args[0], body.length])).toEqual([
			['scrypt', 96],
			['X-grease', 0],
			['X25519', 32],
		])
		// The MAC covers them: they cannot be added behind the back of who sealed it.
		expect(() => openHeader(headerOf(v1, ...foreign, stanza, body, mac), [identity])).toThrow(
			expect.objectContaining({ code: 'commitment-mismatch' }),
		)
	})

	test('typage opens what we seal', async () => {
		const decrypter = new Decrypter()
		decrypter.addIdentity(formatIdentity(identity))
		// An empty payload: the header is what is at stake.
		const sealed = sealDocument(
			{ random: noise('random', 32), recipient: identity.recipient.point },
			new Uint8Array(0),
		)
		const plaintext = await decrypter.decrypt(new Uint8Array(Buffer.concat([sealed.header, sealed.payload])))
		expect(plaintext.length).toBe(0)
	})

	test('we open what typage seals for several recipients', async () => {
		const encrypter = new Encrypter()
		encrypter.addRecipient(formatRecipient(other.recipient))
		encrypter.addRecipient(formatRecipient(identity.recipient))
		const file = await encrypter.encrypt('text')
		const { length } = parseHeader(file)
		expect(openHeader(file.subarray(0, length), [identity])).toHaveLength(16)
		expect(openHeader(file.subarray(0, length), [other])).toEqual(
			openHeader(file.subarray(0, length), [identity]),
		)
	})
})

/** The same base64 with its unused last bits set. */
function withStrayBits(line: string): string {
	const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
	return line.slice(0, -1) + alphabet[alphabet.indexOf(line.slice(-1)) | 1]
}
