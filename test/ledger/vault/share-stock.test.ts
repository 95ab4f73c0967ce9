import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { openHeader, sealHeader } from '../../../ledger/vault/age-header.ts'
import { makeIdentity, type Share } from '../../../ledger/vault/identity.ts'
import { makeShares } from '../../../ledger/vault/sealing.ts'
import { ShareStock } from '../../../ledger/vault/share-stock.ts'

const BATCH = 64
const newIdentity = () => makeIdentity(new Uint8Array(randomBytes(32)))
const settled = () => new Promise((resolve) => setImmediate(resolve))

/** Takes so many, one in each turn. */
async function takeMany(stock: ShareStock, recipient: Uint8Array, count: number): Promise<Share[]> {
	const taken: Share[] = []
	for (let i = 0; i < count; i++) {
		const share = stock.take(recipient)
		if (share !== undefined) taken.push(share)
		await settled()
	}
	return taken
}

/** A stock that is past its patience and filled. */
async function filled(
	recipient: Uint8Array,
	make = async (to: Uint8Array, count: number) => makeShares(to, count),
) {
	const stock = new ShareStock(make)
	await takeMany(stock, recipient, 260)
	return stock
}

describe('shares made ahead', () => {
	test('open what they wrap, and are given out once each', async () => {
		const identity = newIdentity()
		const { point } = identity.recipient
		const taken = await takeMany(await filled(point), point, 3 * BATCH)
		expect(taken.length).toBe(3 * BATCH)
		expect(new Set(taken.map((share) => Buffer.from(share.point).toString('hex'))).size).toBe(3 * BATCH)
		expect(new Set(taken.map((share) => Buffer.from(share.key).toString('hex'))).size).toBe(3 * BATCH)
		for (const share of taken.slice(0, 8)) {
			const fileKey = new Uint8Array(randomBytes(16))
			const opened = openHeader(sealHeader(fileKey, identity.recipient, share), [identity])
			expect(opened && new Uint8Array(opened)).toEqual(fileKey)
		}
	})

	test('are not made for a few documents', async () => {
		let asked = 0
		const stock = new ShareStock(async (to, count) => {
			asked++
			return makeShares(to, count)
		})
		expect(await takeMany(stock, newIdentity().recipient.point, 256)).toEqual([])
		expect(asked).toBe(0)
	})

	test('of an epoch that ended are given to nobody, nor those that come late', async () => {
		const [before, after] = [newIdentity(), newIdentity()]
		const late: (() => void)[] = []
		let isSlow = false
		const stock = await filled(before.recipient.point, async (to, count) => {
			const made = makeShares(to, count)
			if (isSlow) await new Promise<void>((resolve) => late.push(resolve))
			return made
		})
		isSlow = true
		await takeMany(stock, before.recipient.point, BATCH)
		expect(late.length).toBe(1)
		expect(stock.take(after.recipient.point)).toBeUndefined()
		isSlow = false
		late[0]?.()
		await settled()
		for (const share of await takeMany(stock, after.recipient.point, 3 * BATCH)) {
			const fileKey = new Uint8Array(16)
			const header = sealHeader(fileKey, after.recipient, share)
			expect(openHeader(header, [before])).toBeUndefined()
			expect(openHeader(header, [after])?.length).toBe(16)
		}
	})

	test('are asked for again after the thread that makes them ended', async () => {
		const { point } = newIdentity().recipient
		let fails = true
		const stock = new ShareStock(async (to, count) => {
			if (fails) throw new Error('ended')
			return makeShares(to, count)
		})
		expect(await takeMany(stock, point, 300)).toEqual([])
		fails = false
		expect((await takeMany(stock, point, 10)).length).toBeGreaterThan(5)
	})
})
