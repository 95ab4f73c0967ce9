/** Rate of requests, runs of downloads, turns, cursors: the small machines, driven by a clock of their own. */
import { entryCid } from '@letopis/format'
import { describe, expect, test } from 'vitest'
import { Downloads, parsePurpose } from '../../api/documents/access.ts'
import { readCursor, writeCursor } from '../../api/documents/cursor.ts'
import { idempotencyKey, Turns } from '../../api/documents/idempotency.ts'
import { clientAddress, RateLimiter } from '../../api/http/limits.ts'
import { isLoopback } from '../../api/http/server.ts'

const limited = expect.objectContaining({ code: 'rate-limited' })

describe('rate limiter', () => {
	test('lets a burst through, then one per interval', () => {
		let now = 0
		const limiter = new RateLimiter(3, 0.5, () => now)
		for (let i = 0; i < 3; i++) limiter.take('a')
		expect(() => limiter.take('a')).toThrow(limited)
		now = 1999
		expect(() => limiter.take('a')).toThrow(limited)
		now = 2000
		limiter.take('a')
		expect(() => limiter.take('a')).toThrow(limited)
		limiter.take('b')
	})

	test('says when to come back', () => {
		const limiter = new RateLimiter(1, 0.1, () => 0)
		limiter.take('a')
		expect(() => limiter.take('a')).toThrow(expect.objectContaining({ headers: { 'Retry-After': '10' } }))
	})

	test('many addresses together get ten times what one gets', () => {
		const limiter = new RateLimiter(2, 0.1, () => 0)
		let taken = 0
		expect(() => {
			for (let i = 0; i < 1000; i++, taken++) limiter.take(`address ${i}`)
		}).toThrow(limited)
		expect(taken).toBe(20)
	})

	test('one client has all addresses of a /64, and an IPv4 address is one on any socket', () => {
		const limiter = new RateLimiter(2, 0.1, () => 0)
		limiter.take('2001:db8:1:2::1')
		limiter.take('2001:db8:1:2:ffff::9')
		expect(() => limiter.take('2001:db8:1:2:3:4:5:6')).toThrow(limited)
		limiter.take('2001:db8:1:3::1')
		limiter.take('::ffff:192.0.2.1')
		limiter.take('192.0.2.1')
		expect(() => limiter.take('192.0.2.1')).toThrow(limited)
		limiter.take('::ffff:192.0.2.2')
	})

	test('a clock set back takes nothing away', () => {
		let now = 10_000
		const limiter = new RateLimiter(2, 1, () => now)
		limiter.take('a')
		now = 0
		limiter.take('a')
		expect(() => limiter.take('a')).toThrow(limited)
	})
})

describe('downloads', () => {
	const version = entryCid(new Uint8Array(1))
	const other = entryCid(new Uint8Array(2))
	const setUp = () => {
		const state = { now: 0, recorded: 0, fail: false }
		const downloads = new Downloads(() => state.now)
		const record = async () => {
			if (state.fail) throw new Error('log refused')
			state.recorded++
		}
		const begin = (start: number, end: number, reader = 'r', of = version) =>
			downloads.begin(reader, of, start, end, record)
		return { state, begin }
	}

	test('ranges of one download make one access', async () => {
		const { state, begin } = setUp()
		await begin(0, 10)
		await begin(20, 30)
		await begin(10, 20)
		expect(state.recorded).toBe(1)
	})

	test('a byte asked for again is another access', async () => {
		const { state, begin } = setUp()
		await begin(0, 10)
		await begin(9, 12)
		expect(state.recorded).toBe(2)
		// The second access began anew: what the first had covered may be had once under it.
		await begin(0, 9)
		expect(state.recorded).toBe(2)
		await begin(0, 1)
		expect(state.recorded).toBe(3)
	})

	test('an empty document read again is another access', async () => {
		const { state, begin } = setUp()
		for (let i = 0; i < 3; i++) await begin(0, 0)
		expect(state.recorded).toBe(3)
	})

	test('another reader and another version are other accesses', async () => {
		const { state, begin } = setUp()
		await begin(0, 10)
		await begin(10, 20, 'someone else')
		await begin(10, 20, 'r', other)
		expect(state.recorded).toBe(3)
		await begin(10, 20)
		expect(state.recorded).toBe(3)
	})

	test('after 15 minutes a range is another access', async () => {
		const { state, begin } = setUp()
		await begin(0, 10)
		state.now = 15 * 60_000 - 1
		await begin(10, 20)
		expect(state.recorded).toBe(1)
		state.now = 15 * 60_000
		await begin(20, 30)
		expect(state.recorded).toBe(2)
	})

	test('an access that could not be recorded lets nothing through, also nobody who joined it', async () => {
		const { state, begin } = setUp()
		state.fail = true
		const first = begin(0, 10)
		const joined = begin(10, 20)
		await expect(first).rejects.toThrow('log refused')
		await expect(joined).rejects.toThrow('log refused')
		state.fail = false
		await begin(10, 20)
		expect(state.recorded).toBe(1)
	})

	test('an empty file can be read again and again under one access', async () => {
		const { state, begin } = setUp()
		await begin(0, 0)
		await begin(0, 0)
		expect(state.recorded).toBeGreaterThan(0)
	})
})

test('turns: one at a time under a name, and a failure does not stop the next', async () => {
	const turns = new Turns()
	const order: string[] = []
	const gate = Promise.withResolvers<void>()
	const first = turns.take('a', async () => {
		order.push('first begins')
		await gate.promise
		order.push('first ends')
		throw new Error('first fails')
	})
	const second = turns.take('a', async () => order.push('second'))
	const other = turns.take('b', async () => order.push('other'))
	await other
	gate.resolve()
	await expect(first).rejects.toThrow('first fails')
	await second
	expect(order).toEqual(['first begins', 'other', 'first ends', 'second'])
})

test('idempotency keys are visible ASCII, and belong to a principal', () => {
	expect(idempotencyKey(undefined, 'a')).toBeNull()
	for (const wrong of ['', 'a b', 'č', 'x'.repeat(256), '\t']) {
		expect(() => idempotencyKey(wrong, 'a')).toThrow(
			expect.objectContaining({ code: 'idempotency-key-malformed' }),
		)
	}
	const key = (text: string, principal: string) =>
		Buffer.from(idempotencyKey(text, principal) ?? []).toString('hex')
	expect(key('x'.repeat(255), 'a')).toHaveLength(64)
	expect(key('k', 'a')).not.toBe(key('k', 'b'))
	// The separator keeps name and key apart: "a" with "bk" is not "ab" with "k".
	expect(key('bk', 'a')).not.toBe(key('k', 'ab'))
})

test('cursors lead back to where the page ended, in their own list only', () => {
	expect(readCursor('d', writeCursor('d', 42))).toBe(42)
	expect(readCursor('d', undefined)).toBeNull()
	const wrong = [
		writeCursor('d', 2 ** 53),
		writeCursor('h', 42),
		'x',
		'',
		`${writeCursor('d', 42)}=`,
		writeCursor('d', Number.NaN),
		'ZA',
	]
	for (const cursor of wrong) {
		expect(() => readCursor('d', cursor), cursor).toThrow(
			expect.objectContaining({ code: 'cursor-malformed' }),
		)
	}
})

test('a purpose is percent-encoded text', () => {
	expect(parsePurpose(undefined)).toBeNull()
	expect(parsePurpose('  ')).toBeNull()
	expect(parsePurpose('odvol%C3%A1n%C3%AD')).toBe('odvolání')
	expect(parsePurpose('e%CC%81')).toBe('é')
	for (const wrong of ['%', '%ff', '%00', 'x'.repeat(257), 'x'.repeat(2000)]) {
		expect(() => parsePurpose(wrong)).toThrow(expect.objectContaining({ code: 'purpose-malformed' }))
	}
})

test('the address of a client is what the nearest trusted party saw', () => {
	const env = { incoming: { socket: { remoteAddress: '10.0.0.9' } } } as never
	expect(clientAddress(env, '1.1.1.1', false)).toBe('10.0.0.9')
	expect(clientAddress(env, '6.6.6.6, 1.1.1.1', true)).toBe('1.1.1.1')
	expect(clientAddress(env, undefined, true)).toBe('10.0.0.9')
	expect(clientAddress(undefined, undefined, false)).toBe('unknown')
})

test('loopback is loopback', () => {
	for (const host of ['127.0.0.1', '127.9.9.9', '::1', 'localhost']) expect(isLoopback(host), host).toBe(true)
	for (const host of ['0.0.0.0', '::', '10.0.0.1', '127.0.0.1.example.com', 'localhost.example.com', '']) {
		expect(isLoopback(host), host).toBe(false)
	}
})
