/**
 * The PIN that leads, with the number, to a filing: eight characters of Crockford's base32, derived and so never kept.
 * And the gate that bounds guessing.
 *
 * A PIN has 40 bits. From one place (an address, of IPv6 a /64) a number is asked five times at once and then every ten
 * seconds, and all numbers together two hundred times at once and then twice a second; wrong ones alone are counted, and
 * those on their way. If one number is guessed at from many places, answers about it slow down to a moment, for right and
 * wrong alike, and no more than some wait at once, a few of one network (of IPv6 a /48, of IPv4 a /24); but a place that has
 * known its PIN within the last day does not wait with them. So nobody keeps out who knows the PIN, short of holding
 * machines in many networks: another place has its own five, and the same place waits ten seconds at most for its next.
 * @module
 */
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Cid } from '@letopis/format'
import { placeOf, plainAddress } from '../http/connections.ts'
import { Problem } from '../http/problems.ts'

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const LENGTH = 8

/** @param generation raised each time a new PIN is given out */
export function pinOf(secret: Uint8Array, filing: Cid, generation: number): string {
	const hmac = createHmac('sha256', secret).update('filing-pin\0').update(filing.bytes)
	const bytes = hmac.update(`\0${generation}`).digest()
	return Array.from({ length: LENGTH }, (_, i) => {
		const bit = i * 5
		const pair = ((bytes[bit >> 3] ?? 0) << 8) | (bytes[(bit >> 3) + 1] ?? 0)
		return ALPHABET[(pair >> (11 - (bit & 7))) & 31]
	}).join('')
}

/** The PIN in two groups, as it is printed. */
export function printedPin(pin: string): string {
	return `${pin.slice(0, 4)}-${pin.slice(4)}`
}

/** As people type it: any case, with spaces and hyphens, and the letters that are mistaken for digits. Null if it is none. */
export function typedPin(text: string): string | null {
	const plain = text
		.slice(0, 64)
		.toUpperCase()
		.replace(/[\s\u00a0\u2010-\u2015-]/g, '')
		.replace(/O/g, '0')
		.replace(/[IL]/g, '1')
	return plain.length === LENGTH && [...plain].every((letter) => ALPHABET.includes(letter)) ? plain : null
}

export function samePin(right: string, typed: string): boolean {
	return right.length === typed.length && timingSafeEqual(Buffer.from(right), Buffer.from(typed))
}

interface Allowance {
	level: number
	at: number
}

interface Bounds {
	readonly burst: number
	/** per second */
	readonly rate: number
}

/** One number from one place; all numbers from one place; one number from everywhere. */
const PAIR: Bounds = { burst: 5, rate: 0.1 }
const PLACE: Bounds = { burst: 200, rate: 2 }
const NUMBER: Bounds = { burst: 60, rate: 0.5 }
const MAX_KEPT = 20_000
/** ms that an answer waits when its number is guessed at from many places. */
const SLOW = 2000
const MAX_SLOW = 20
const MAX_SLOW_OF_NETWORK = 4
/** ms for which a place is known to have known the PIN. */
const KNOWN = 86_400_000

export class PinGate {
	readonly #now: () => number
	readonly #wait: (ms: number) => Promise<void>
	readonly #allowances = new Map<string, Allowance>()
	readonly #known = new Map<string, number>()
	readonly #slow = new Map<string, number>()

	/** @param now ms @param wait resolves after so many ms */
	constructor(now: () => number, wait: (ms: number) => Promise<void>) {
		this.#now = now
		this.#wait = wait
	}

	/**
	 * Asks whether somebody at an address knows the PIN of a number.
	 * @param number as it was typed, in one spelling
	 * @param isRight is asked at most once
	 * @throws Problem 'rate-limited', 'filing-unknown' for a wrong PIN or number alike
	 */
	async ask(address: string, number: string, isRight: () => Promise<boolean>): Promise<void> {
		const place = placeOf(plainAddress(address))
		const pair = `${place}\n${number}`
		const until = this.#known.get(pair) ?? 0
		this.#demand(`pair\n${pair}`, PAIR)
		const isKnown = until > this.#now()
		if (!isKnown) this.#demand(`place\n${place}`, PLACE)
		if (!isKnown && this.#level(`number\n${number}`, NUMBER) < 1) await this.#slowly(number, networkOf(place))
		// Taken before it is asked, so that many at once are not all let through; given back when it was right.
		const taken = [`pair\n${pair}`, `place\n${place}`, `number\n${number}`]
		for (const name of taken) this.#change(name, -1)
		if (!(await isRight())) throw new Problem('filing-unknown', 'No filing has this number and PIN.')
		for (const name of taken) this.#change(name, 1)
		this.#keep(this.#known, pair, this.#now() + KNOWN)
	}

	async #slowly(number: string, network: string): Promise<void> {
		const bounds = new Map([
			[number, MAX_SLOW],
			[`${number}\n${network}`, MAX_SLOW_OF_NETWORK],
		])
		for (const [name, most] of bounds) if ((this.#slow.get(name) ?? 0) >= most) throw limited(SLOW / 1000)
		for (const name of bounds.keys()) this.#slow.set(name, (this.#slow.get(name) ?? 0) + 1)
		try {
			await this.#wait(SLOW)
		} finally {
			for (const name of bounds.keys()) {
				const left = (this.#slow.get(name) ?? 1) - 1
				if (left === 0) this.#slow.delete(name)
				else this.#slow.set(name, left)
			}
		}
	}

	/** @throws Problem 'rate-limited' */
	#demand(name: string, bounds: Bounds): void {
		const level = this.#level(name, bounds)
		if (level < 1) throw limited(Math.max(1, Math.ceil((1 - level) / bounds.rate)))
	}

	#level(name: string, { burst, rate }: Bounds): number {
		const now = this.#now()
		const allowance = this.#allowances.get(name) ?? { level: burst, at: now }
		// A clock set back must not empty it.
		const level = Math.min(burst, allowance.level + (Math.max(0, now - allowance.at) / 1000) * rate)
		this.#keep(this.#allowances, name, { level, at: now })
		return level
	}

	#change(name: string, by: number): void {
		const allowance = this.#allowances.get(name)
		if (allowance !== undefined) allowance.level += by
	}

	#keep<V>(map: Map<string, V>, name: string, value: V): void {
		map.delete(name)
		map.set(name, value)
		const oldest = map.keys().next().value
		if (map.size > MAX_KEPT && oldest !== undefined) map.delete(oldest)
	}
}

/** What one holder of many places has at once. @param place as `placeOf` gives it */
function networkOf(place: string): string {
	const by = place.includes(':') ? ':' : '.'
	return place.split(by).slice(0, 3).join(by)
}

function limited(seconds: number): Problem {
	return new Problem('rate-limited', `Try again in ${seconds} s.`, {
		headers: { 'Retry-After': String(seconds) },
	})
}
