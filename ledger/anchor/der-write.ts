/**
 * Writes DER (X.690 §10): values from their parts, each in its one encoding.
 * @module
 */
import { concat, utf8 } from '@letopis/format'
import { TAG } from './der.ts'

/** Tag, length as short as can be (X.690 §10.1), contents. */
export function element(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
	const content = concat(...parts)
	if (content.length < 0x80) return concat(Uint8Array.of(tag, content.length), content)
	const length: number[] = []
	for (let rest = content.length; rest > 0; rest = Math.floor(rest / 256)) length.unshift(rest % 256)
	return concat(Uint8Array.of(tag, 0x80 | length.length, ...length), content)
}

/** SET OF: its members in ascending order of their encodings (X.690 §11.6). */
export function setOf(tag: number, members: readonly Uint8Array[]): Uint8Array {
	return element(tag, ...members.toSorted((a, b) => Buffer.compare(a, b)))
}

/** OBJECT IDENTIFIER of a dotted text. */
export function objectIdentifier(dotted: string): Uint8Array {
	const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
	const octets = [first * 40 + second, ...rest].flatMap((arc) => {
		const base128 = [arc % 128]
		for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128))
			base128.unshift(0x80 | (left % 128))
		return base128
	})
	return element(TAG.oid, Uint8Array.from(octets))
}

/** Time of a certificate, a list or an attribute, whole seconds: UTCTime until 2049, GeneralizedTime from then on (RFC 5280 §4.1.2.5). */
export function time(ms: number): Uint8Array {
	const text = new Date(ms).toISOString().replace(/\.\d{3}Z$|[-T:]/g, '')
	const year = Number(text.slice(0, 4))
	return year < 2050
		? element(TAG.utcTime, utf8(`${text.slice(2)}Z`))
		: element(TAG.generalizedTime, utf8(`${text}Z`))
}
