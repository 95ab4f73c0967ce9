import { createHash, randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { DigestThread } from '../../../ledger/anchor/digest-thread.ts'

async function* pieces(bytes: Uint8Array, failsAt = Number.POSITIVE_INFINITY) {
	for (let at = 0; at < bytes.length; at += 65_536) {
		if (at >= failsAt) throw new Error('the disk is gone')
		yield Uint8Array.from(bytes.subarray(at, at + 65_536))
	}
}
const sha512 = (bytes: Uint8Array) => createHash('sha512').update(bytes).digest('hex')

test('small and large contents have the digest that Node gives, one after the other', async () => {
	await using thread = new DigestThread()
	for (const size of [0, 1, 262_144, 262_145, 9_000_000, 100, 1_000_000]) {
		const bytes = randomBytes(size)
		expect(Buffer.from(await thread.digest(pieces(bytes))).toString('hex')).toBe(sha512(bytes))
	}
})

test('pieces of their own are hashed, and then given back', async () => {
	await using thread = new DigestThread()
	for (const size of [4, 400_000]) {
		const given = [1, 2].map((at) => new Uint8Array(size).fill(at))
		const whole = Buffer.concat(given)
		const digest = await thread.digest(
			(async function* () {
				yield* given
			})(),
		)
		expect(Buffer.from(digest).toString('hex')).toBe(sha512(whole))
		expect(given.map(({ length }) => length)).toEqual([0, 0])
	}
})

test('after one that failed half-way the next is right all the same', async () => {
	await using thread = new DigestThread()
	const bytes = randomBytes(3_000_000)
	await expect(thread.digest(pieces(bytes, 1_000_000))).rejects.toThrow('the disk is gone')
	expect(Buffer.from(await thread.digest(pieces(bytes))).toString('hex')).toBe(sha512(bytes))
})
