import { createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { fromHex, hex } from '@letopis/format'
import { describe, expect, test } from 'vitest'
import { hkdfSha256, hmacSha256 } from '../../../ledger/vault/hmac.ts'
import { writeMacs } from '../../../ledger/vault/hmac-lanes.ts'

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

test('many at a time are those of Node, for every length of message and any number of keys', () => {
	for (let length = 0; length <= 320; length += length < 130 ? 7 : 19) {
		const message = randomBytes(length)
		for (const count of [0, 1, 3, 4, 5, 9]) {
			const keys = randomBytes(32 * count)
			const target = new Uint8Array(1 + 40 * count)
			writeMacs(message, keys, count, target, 1, 40)
			for (let i = 0; i < count; i++) {
				const wanted = createHmac('sha256', keys.subarray(32 * i, 32 * (i + 1)))
				expect(hex(target.slice(1 + 40 * i, 33 + 40 * i))).toBe(wanted.update(message).digest('hex'))
			}
			expect(target[0]).toBe(0)
		}
	}
})

test('HKDF-SHA256 is that of Node, with and without salt', () => {
	for (let length = 0; length <= 64; length++) {
		const [key, salt, info] = [randomBytes(16 + length), randomBytes(length), 'x'.repeat(length)]
		expect(hex(hkdfSha256(key, salt, info))).toBe(
			Buffer.from(hkdfSync('sha256', key, salt, info, 32)).toString('hex'),
		)
	}
})
