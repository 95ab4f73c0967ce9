import { createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { fromHex, hex } from '@letopis/format'
import { describe, expect, test } from 'vitest'
import { hkdfSha256, hmacSha256 } from '../../../ledger/vault/hmac.ts'

describe('HMAC-SHA256', () => {
	// RFC 4231 §4.2 to §4.5, those with keys of at most a block.
	test.each([
		['0b'.repeat(20), '4869205468657265', 'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7'],
		[
			'4a656665',
			'7768617420646f2079612077616e7420666f72206e6f7468696e673f',
			'5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
		],
		['aa'.repeat(20), 'dd'.repeat(50), '773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe'],
	])('vector with key %s', (key, message, mac) => {
		expect(hex(hmacSha256(fromHex(key), fromHex(message)))).toBe(mac)
	})

	test('is that of Node for every length of key, and of messages in parts', () => {
		for (let length = 0; length <= 64; length++) {
			const [key, a, b] = [randomBytes(length), randomBytes(3 * length), randomBytes(64 - length)]
			const wanted = createHmac('sha256', key).update(a).update(b).digest('hex')
			expect(hex(hmacSha256(key, a, b))).toBe(wanted)
		}
	})

	test('a longer key is the caller’s mistake', () => {
		expect(() => hmacSha256(new Uint8Array(65))).toThrow(RangeError)
	})
})

test('HKDF-SHA256 is that of Node, with and without salt', () => {
	for (let length = 0; length <= 64; length++) {
		const [key, salt, info] = [randomBytes(16 + length), randomBytes(length), 'x'.repeat(length)]
		expect(hex(hkdfSha256(key, salt, info))).toBe(
			Buffer.from(hkdfSync('sha256', key, salt, info, 32)).toString('hex'),
		)
	}
})
