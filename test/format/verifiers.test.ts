/** Pure and native verification give the same verdict, on the edges of Ed25519 too. */
import { createHash } from 'node:crypto'
import {
	nobleVerifiers,
	parseNote,
	parseSignatureLine,
	signatureLine,
	useVerifiers,
	verifyNote,
} from '@letopis/format'
import { ed25519 } from '@noble/curves/ed25519.js'
import { ml_dsa44 } from '@noble/post-quantum/ml-dsa.js'
import { afterEach, describe, expect, test } from 'vitest'
import { nativeVerifiers } from '../support/native-verifiers.ts'
import { noteSigner } from '../support/note-signer.ts'

afterEach(() => useVerifiers(null))

const { Point } = ed25519
const order = Point.Fn.ORDER
const message = Uint8Array.from({ length: 100 }, (_, i) => i)

function bytesOf(n: bigint): Uint8Array {
	return Uint8Array.from({ length: 32 }, (_, i) => Number((n >> BigInt(8 * i)) & 255n))
}

function numberOf(bytes: Uint8Array): bigint {
	return bytes.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n)
}

function join(...parts: Uint8Array[]): Uint8Array {
	return new Uint8Array(Buffer.concat(parts))
}

/** A point of order 8: some point times the order of the prime subgroup. */
function torsion(): InstanceType<typeof Point> {
	for (let y = 2n; ; y++) {
		try {
			const point = Point.fromBytes(bytesOf(y))
				.multiplyUnsafe(order - 1n)
				.add(Point.fromBytes(bytesOf(y)))
			if (!point.double().double().is0()) return point
		} catch {
			// no point has this y
		}
	}
}

/** Signs with a commitment moved by a point of small order: right only in the equation times the cofactor. */
function shifted(secret: bigint, key: Uint8Array, shift: InstanceType<typeof Point>): Uint8Array {
	const commitment = Point.BASE.multiply(12345n).add(shift).toBytes()
	const digest = createHash('sha512').update(commitment).update(key).update(message).digest()
	return join(commitment, bytesOf((12345n + (numberOf(digest) % order) * secret) % order))
}

describe('Ed25519', () => {
	const secret = 987654321n
	const key = Point.BASE.multiply(secret).toBytes()
	const good = shifted(secret, key, Point.ZERO)
	const s = numberOf(good.subarray(32))
	const changed = (at: number, bit: number) => good.map((byte, i) => (i === at ? byte ^ bit : byte))
	const table: [string, boolean, Uint8Array, Uint8Array?][] = [
		['a good signature', true, good],
		['a flipped bit in R', false, changed(0, 1)],
		['the sign of R flipped', false, changed(31, 0x80)],
		['a flipped bit in s', false, changed(32, 1)],
		['s raised by the order', false, join(good.subarray(0, 32), bytesOf(s + order))],
		['s with its top bit set', false, changed(63, 0x80)],
		['all zero', false, new Uint8Array(64)],
		['all ones', false, new Uint8Array(64).fill(255)],
		['R moved by a point of order 8', false, shifted(secret, key, torsion())],
		['another key', false, good, Point.BASE.multiply(2n).toBytes()],
		['no point as key', false, good, bytesOf(2n)],
	]
	test.each(table)('%s', (_, expected, signature, other = key) => {
		const verdicts = [nobleVerifiers, nativeVerifiers].map((v) => v.ed25519(signature, message, other))
		expect(verdicts).toEqual([expected, expected])
	})

	test('the shifted signature is right times the cofactor, so the case above can fail', () => {
		const signature = shifted(secret, key, torsion())
		expect(ed25519.verify(signature, message, key, { zip215: false })).toBe(true)
	})
})

describe('ML-DSA-44', () => {
	const { publicKey, secretKey } = ml_dsa44.keygen(new Uint8Array(32).fill(7))
	const good = ml_dsa44.sign(message, secretKey)
	const changed = (at: number) => good.map((byte, i) => (i === at ? byte ^ 1 : byte))
	const table: [string, boolean, Uint8Array, Uint8Array?][] = [
		['a good signature', true, good],
		['a flipped bit in the challenge', false, changed(0)],
		['a flipped bit in z', false, changed(1000)],
		['a flipped bit in the hint', false, changed(2420 - 20)],
		['a flipped bit in the last byte', false, changed(2419)],
		['all zero', false, new Uint8Array(2420)],
		['all ones', false, new Uint8Array(2420).fill(255)],
		['another key', false, good, ml_dsa44.keygen(new Uint8Array(32).fill(8)).publicKey],
		['a key of zeros', false, good, new Uint8Array(1312)],
		['signed under a context', false, ml_dsa44.sign(message, secretKey, { context: Uint8Array.of(1) })],
	]
	test.each(table)('%s', (_, expected, signature, key = publicKey) => {
		const verdicts = [nobleVerifiers, nativeVerifiers].map((v) => v.mldsa44(signature, message, key))
		expect(verdicts).toEqual([expected, expected])
	})
})

test('what is handed in is what verifies, until it is taken back', () => {
	const signer = noteSigner('ukazkov.example/log/1', 0x01)
	const text = 'any text\n'
	const note = parseNote(`${text}\n${signer.line(text)}\n`)
	useVerifiers({ ed25519: () => false, mldsa44: () => false })
	expect(() => verifyNote(note, [signer.vkey])).toThrow(expect.objectContaining({ code: 'bad-signature' }))
	useVerifiers(null)
	expect(verifyNote(note, [signer.vkey])).toHaveLength(1)
})

describe('0x06 on a checkpoint', () => {
	const origin = 'ukazkov.example/log/1'
	const log = noteSigner(origin, 0x06)
	const text = `${origin}\n42\n${Buffer.alloc(32, 1).toString('base64')}\n`
	const verify = (line: string, noteText = text) =>
		verifyNote(parseNote(`${noteText}\n${line}\n`), [log.vkey])

	test('a timestamp is told, 0 is no statement of time', () => {
		expect(verify(log.line(text, 1767139200))).toEqual([{ vkey: log.vkey, timestamp: 1767139200 }])
		expect(verify(log.line(text, 0))).toEqual([{ vkey: log.vkey }])
	})

	test('another text and a text with extension lines are refused', () => {
		const badSignature = expect.objectContaining({ code: 'bad-signature' })
		expect(() => verify(log.line(text), text.replace('42', '43'))).toThrow(badSignature)
		expect(() => verify(log.line(text), `${text}extension\n`)).toThrow(badSignature)
	})

	test('the name is signed: the same key under another name signed another message', () => {
		const renamed = noteSigner('witness.example', 0x06, origin)
		const { signature } = parseSignatureLine(renamed.line(text))
		const line = signatureLine(origin, log.vkey.id, signature)
		expect(renamed.vkey.key).toEqual(log.vkey.key)
		expect(() => verify(line)).toThrow(expect.objectContaining({ code: 'bad-signature' }))
	})
})

describe('what is computed for a note', () => {
	const origin = 'ukazkov.example/log/1'
	const [log, mldsa] = [noteSigner(origin, 0x01), noteSigner(origin, 0x06)]
	const text = `${origin}\n42\n${Buffer.alloc(32, 1).toString('base64')}\n`
	/** How many signatures are verified before the note is accepted or refused, and its outcome. */
	const workOf = (lines: string[]) => {
		let count = 0
		const counting = <T extends unknown[]>(check: (...args: T) => boolean) => {
			return (...args: T) => {
				count++
				return check(...args)
			}
		}
		useVerifiers({
			ed25519: counting(nobleVerifiers.ed25519),
			mldsa44: counting(nobleVerifiers.mldsa44),
		})
		try {
			const signed = verifyNote(parseNote(`${text}\n${lines.join('\n')}\n`), [log.vkey, mldsa.vkey])
			return { count, outcome: signed.length }
		} catch (error) {
			return { count, outcome: (error as { code: string }).code }
		}
	}
	const strangers = (n: number) =>
		Array.from({ length: n }, (_, i) => noteSigner(`stranger-${i}.example`, 0x06).line(text))

	test('nothing for the lines of strangers', () => {
		expect(workOf([log.line(text), ...strangers(10)])).toEqual({ count: 1, outcome: 1 })
	})

	test('once for a line that stands there many times', () => {
		const repeated = new Array<string>(15).fill(mldsa.line(text, 7))
		expect(workOf([log.line(text), ...repeated])).toEqual({ count: 2, outcome: 2 })
	})

	test('four different lines of a key, not five', () => {
		const lines = (n: number) => Array.from({ length: n }, (_, i) => mldsa.line(text, 7 + i))
		expect(workOf(lines(4))).toEqual({ count: 4, outcome: 1 })
		expect(workOf(lines(5))).toEqual({ count: 0, outcome: 'too-large' })
	})
})
