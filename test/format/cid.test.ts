import {
	blobCid,
	cidDigest,
	cidOfDigest,
	cidText,
	decodeCid,
	entryCid,
	fromHex,
	hex,
	isCid,
	parseCid,
	sha256,
	sortCids,
	utf8,
} from '@letopis/format'
import { CID } from 'multiformats/cid'
import * as Digest from 'multiformats/hashes/digest'
import { describe, expect, test } from 'vitest'
import { expectBytes, refusal } from '../support/vectors.ts'

/** Raw CID of "hello world": its SHA-256 is known everywhere, the base32 is Python's. */
const HELLO = 'bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e'

test('a CID known from elsewhere', () => {
	expect(cidText(blobCid(utf8('hello world')))).toBe(HELLO)
	expectBytes(parseCid(HELLO).bytes).toBe(
		'01551220b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9',
	)
})

test('entries and blobs with the same bytes have different CIDs and the same digest', () => {
	const bytes = utf8('x')
	expect(cidText(entryCid(bytes))).not.toBe(cidText(blobCid(bytes)))
	expectBytes(cidDigest(entryCid(bytes))).toBe(hex(sha256(bytes)))
	expectBytes(cidDigest(blobCid(bytes))).toBe(hex(sha256(bytes)))
	expect(cidText(cidOfDigest('entry', sha256(bytes)))).toBe(cidText(entryCid(bytes)))
	expect(cidText(cidOfDigest('blob', sha256(bytes)))).toBe(cidText(blobCid(bytes)))
	expect(() => cidOfDigest('blob', new Uint8Array(31))).toThrow(RangeError)
})

test('binary and text forms come back', () => {
	for (const cid of [entryCid(utf8('a')), blobCid(utf8('b'))]) {
		expect(cidText(parseCid(cidText(cid)))).toBe(cidText(cid))
		expectBytes(decodeCid(cid.bytes).bytes).toBe(hex(cid.bytes))
		expect(CID.parse(cidText(cid)).equals(cid)).toBe(true)
		expect(isCid(cid)).toBe(true)
	}
})

describe('texts that are refused', () => {
	const digest = entryCid(utf8('x')).multihash
	test.each<[string, string]>([
		['empty', ''],
		['upper case', HELLO.toUpperCase()],
		['one letter in upper case', `bA${HELLO.slice(2)}`],
		['white space', ` ${HELLO}`],
		['line break', `${HELLO}\n`],
		['padding', `${HELLO}=`],
		['a character too few', HELLO.slice(0, -1)],
		['a character too many', `${HELLO}a`],
		['a digit that base32 does not have', `${HELLO.slice(0, -1)}1`],
		['path behind it', `${HELLO}/x`],
		['stray bits', `${HELLO.slice(0, -1)}f`],
		['CIDv0', 'QmUNLLsPACCz1vLxQVkXqqLX5R1X345qqfHbsf67hvA3Nn'],
		['base58', `z${'1'.repeat(58)}`],
		['dag-pb', CID.create(1, 0x70, digest).toString()],
		['SHA-1', CID.create(1, 0x55, Digest.create(0x11, new Uint8Array(20))).toString()],
		['identity hash', CID.create(1, 0x55, Digest.create(0, new Uint8Array(32))).toString()],
	])('%s', (_, text) => {
		expect(refusal(() => parseCid(text))).toBe('malformed')
	})
})

describe('bytes that are refused', () => {
	const good = hex(entryCid(utf8('x')).bytes)
	test.each([
		['empty', ''],
		['a byte too few', good.slice(0, -2)],
		['a byte too many', `${good}00`],
		['version 0', `00${good.slice(2)}`],
		['version 2', `02${good.slice(2)}`],
		['dag-pb', `0170${good.slice(4)}`],
		['SHA-512', `017113${good.slice(6)}`],
		['another length', `01711221${good.slice(8)}`],
	])('%s', (_, bytes) => {
		expect(refusal(() => decodeCid(fromHex(bytes)))).toBe('malformed')
	})
})

test('sorting removes repetitions and goes by bytes', () => {
	const cids = ['a', 'b', 'c', 'd', 'a', 'd'].map((text) => entryCid(utf8(text)))
	const sorted = sortCids(cids).map((cid) => hex(cid.bytes))
	expect(sorted).toEqual([...new Set(cids.map((cid) => hex(cid.bytes)))].sort())
})
