/**
 * Writes ASN.1 DER for test certificates and tokens: small enough to be obviously right, and able to write wrong things.
 * @module
 */
export function tlv(tag: number, ...parts: readonly Uint8Array[]): Buffer {
	const content = Buffer.concat(parts)
	const length: number[] = []
	if (content.length < 0x80) length.push(content.length)
	else {
		for (let rest = content.length; rest > 0; rest >>>= 8) length.unshift(rest & 0xff)
		length.unshift(0x80 | length.length)
	}
	return Buffer.concat([Buffer.from([tag, ...length]), content])
}

export const sequence = (...parts: readonly Uint8Array[]) => tlv(0x30, ...parts)
export const octets = (bytes: Uint8Array) => tlv(0x04, bytes)
export const bits = (bytes: Uint8Array, unused = 0) => tlv(0x03, Buffer.from([unused]), bytes)
export const boolean = (value: boolean) => tlv(0x01, Buffer.from([value ? 0xff : 0]))
export const nothing = () => tlv(0x05)
export const explicit = (n: number, ...parts: readonly Uint8Array[]) => tlv(0xa0 | n, ...parts)
export const text = (value: string) => tlv(0x0c, Buffer.from(value))

/** SET OF: DER wants the elements sorted by their encoding. */
export const set = (...parts: readonly Uint8Array[]) => tlv(0x31, ...[...parts].sort(Buffer.compare))

export function integer(value: number | Uint8Array): Buffer {
	const bytes = typeof value === 'number' ? Buffer.from(value.toString(16).padStart(2, '0'), 'ascii') : null
	const raw = bytes === null ? Buffer.from(value as Uint8Array) : fromHexText(bytes.toString())
	return tlv(0x02, (raw[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), raw]) : raw)
}

function fromHexText(text: string): Buffer {
	return Buffer.from(text.length % 2 === 0 ? text : `0${text}`, 'hex')
}

export function oid(dotted: string): Buffer {
	const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
	const octetsOf = (arc: number): number[] => {
		const found = [arc & 0x7f]
		for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128))
			found.unshift(0x80 | (left & 0x7f))
		return found
	}
	return tlv(0x06, Buffer.from([first * 40 + second, ...rest].flatMap(octetsOf)))
}

/** GeneralizedTime in UTC; milliseconds only when there are any, without trailing zeros. */
/** @param finer digits of the fraction after the millisecond */
export function generalizedTime(ms: number, finer = ''): Buffer {
	const iso = new Date(ms).toISOString()
	const fraction = `${iso.slice(20, 23)}${finer}`.replace(/0+$/, '')
	return tlv(
		0x18,
		Buffer.from(`${iso.slice(0, 19).replace(/[-:T]/g, '')}${fraction === '' ? '' : `.${fraction}`}Z`),
	)
}
