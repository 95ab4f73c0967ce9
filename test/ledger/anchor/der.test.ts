/**
 * Encodings that BER allows and DER does not, and values at the bounds of what is read. Source: X.690 §8 to
 * §11.
 */
import { fromHex } from '@letopis/format'
import { describe, expect, test } from 'vitest'
import { DER_MAX_BYTES, type Der, parseDer } from '../../../ledger/anchor/der.ts'
import {
	certificateTime,
	generalizedTime,
	oidText,
	serialText,
	smallInteger,
} from '../../../ledger/anchor/der-values.ts'

const bytes = (text: string) => fromHex(text.replaceAll(' ', ''))
const der = (text: string): Der => parseDer(bytes(text))
const ascii = (tag: string, text: string) => {
	const length = text.length.toString(16).padStart(2, '0')
	return der(`${tag} ${length} ${Buffer.from(text, 'latin1').toString('hex')}`)
}

describe('refused encodings', () => {
	const cases: Record<string, string> = {
		nothing: '',
		'an identifier alone': '30',
		'a length cut short': '30 82 01',
		'an indefinite length': '30 80 00 00',
		'a long length below 128': '04 81 01 00',
		'a length with a leading zero': '04 82 00 01 00',
		'a length of four octets': '04 84 00 00 00 01 00',
		'contents beyond the end': '04 02 00',
		'a child beyond its parent': '30 03 04 02 00',
		'a byte after the value': '05 00 00',
		'a high tag number': '1f 1f 00',
		'a primitive sequence': '10 00',
		'a constructed integer': '22 03 02 01 00',
		'a constructed octet string': '24 03 04 01 00',
		'TRUE as 01': '01 01 01',
		'a boolean of two octets': '01 02 00 00',
		'NULL with contents': '05 01 00',
		'an empty integer': '02 00',
		'an integer with a leading zero octet': '02 02 00 7f',
		'a negative integer with a leading octet': '02 02 ff 80',
		'an empty object identifier': '06 00',
		'an object identifier cut short': '06 02 2a 86',
		'an arc with a leading zero': '06 03 2a 80 01',
		'a bit string without its count': '03 00',
		'eight unused bits': '03 02 08 00',
		'unused bits of no octet': '03 01 01',
		'unused bits that are set': '03 02 01 01',
	}
	for (const [name, text] of Object.entries(cases)) {
		test(name, () => expect(() => der(text)).toThrow(expect.objectContaining({ reason: 'malformed' })))
	}

	test('more than 64 KiB', () => {
		expect(() => parseDer(new Uint8Array(DER_MAX_BYTES + 1))).toThrow(
			expect.objectContaining({ reason: 'too-large' }),
		)
	})

	test('33 levels, while 32 are read', () => {
		const nested = (levels: number) =>
			Array.from({ length: levels }, (_, i) => i).reduce((inner) => wrap(inner), bytes('0500'))
		expect(() => parseDer(nested(32))).not.toThrow()
		expect(() => parseDer(nested(33))).toThrow(expect.objectContaining({ reason: 'malformed' }))
	})

	test('too many values', () => {
		const many = wrap(new Uint8Array(8_192 * 2).map((_, i) => (i % 2 === 0 ? 0x05 : 0)))
		expect(() => parseDer(many)).toThrow(expect.objectContaining({ reason: 'malformed' }))
	})
})

function wrap(inner: Uint8Array): Uint8Array {
	const { length } = inner
	const head = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
	return Uint8Array.of(0x30, ...head, ...inner)
}

test('values keep their bytes', () => {
	const value = der('30 06 02 01 05 04 01 ff')
	expect(value.children.map((child) => [child.tag, child.value[0]])).toEqual([
		[0x02, 5],
		[0x04, 0xff],
	])
})

test('object identifiers', () => {
	expect(oidText(der('06 03 55 04 03'))).toBe('2.5.4.3')
	expect(oidText(der('06 01 27'))).toBe('0.39')
	expect(oidText(der('06 01 4f'))).toBe('1.39')
	expect(oidText(der('06 03 88 37 03'))).toBe('2.999.3')
	expect(oidText(der('06 0b 2a 86 48 86 f7 0d 01 09 10 01 04'))).toBe('1.2.840.113549.1.9.16.1.4')
	expect(() => oidText(der('06 09 2a ff ff ff ff ff ff ff 7f'))).toThrow(/too large/)
})

test('integers', () => {
	expect(smallInteger(der('02 04 7f ff ff ff'), 'x')).toBe(2 ** 31 - 1)
	expect(() => smallInteger(der('02 05 00 80 00 00 00'), 'x')).toThrow(/2\^31/)
	expect(() => smallInteger(der('02 01 ff'), 'x')).toThrow(/2\^31/)
	expect(serialText(der('02 02 00 80'), 'x')).toBe('80')
	expect(serialText(der('02 01 00'), 'x')).toBe('00')
	expect(serialText(der('02 01 80'), 'x')).toBe('-80')
	expect(() => serialText(der(`02 16 01 ${'00'.repeat(21)}`), 'x')).toThrow(/160 bits/)
})

describe('times', () => {
	const generalized: [string, string, number][] = [
		['20261122101112Z', '2026-11-22T10:11:12.000Z', 0],
		['20261122101112.5Z', '2026-11-22T10:11:12.500Z', 0],
		['20261122101112.123456789Z', '2026-11-22T10:11:12.123Z', 0.456789],
		['20240229000000Z', '2024-02-29T00:00:00.000Z', 0],
	]
	for (const [text, iso, rest] of generalized) {
		test(text, () => {
			const time = generalizedTime(ascii('18', text), 'x')
			expect(new Date(time.ms).toISOString()).toBe(iso)
			expect(time.rest).toBeCloseTo(rest, 9)
		})
	}
	for (const text of [
		'20250229000000Z',
		'20261122101112.1234567890Z',
		'20261122101112,5Z',
		'20261122240000Z',
		'202611221011Z',
	]) {
		test(`${text} is refused`, () => expect(() => generalizedTime(ascii('18', text), 'x')).toThrow())
	}
	test('two-digit years turn at 50 (RFC 5280 §4.1.2.5.1)', () => {
		expect(new Date(certificateTime(ascii('17', '491231235959Z'), 'x')).toISOString()).toBe(
			'2049-12-31T23:59:59.000Z',
		)
		expect(new Date(certificateTime(ascii('17', '500101000000Z'), 'x')).toISOString()).toBe(
			'1950-01-01T00:00:00.000Z',
		)
	})
	test('certificates have no fractions of seconds', () => {
		expect(() => certificateTime(ascii('18', '20500101000000.5Z'), 'x')).toThrow(/fraction/)
	})
})
