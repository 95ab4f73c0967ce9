/**
 * One look at a notice board, over the network like anybody's: the list, the page of each notice, and the bytes of its document.
 * What the board says of itself is not believed: the hash is of what came.
 * @module
 */
import { createHash } from 'node:crypto'
import { fromBase64, fromHex } from '@letopis/format'
import { markOf, type Seen } from '../../api/board/statement.ts'

/** One answer, from the request to its last byte, ms. */
const PATIENCE = 60_000
const MOST_PAGES = 100
const MOST_TEXT = 4_000_000

/** Blinded hashes of the notices that were there before, as they were seen first; null for one not yet seen whole. */
export type Known = ReadonlyMap<string, string | null>

export interface Look {
	readonly seen: readonly Seen[]
	/** what is to be looked for next time */
	readonly known: Known
}

interface Told {
	readonly state: string
	readonly content: { readonly sha256: string; readonly salt: string } | null
}

/** @param url of the town, without a slash at its end */
export async function lookAtBoard(url: string, known: Known): Promise<Look> {
	const listed = await listOf(url)
	if (listed === null) {
		const seen = [...known.keys()].map((posting): Seen => ({ posting, status: 'silent', mark: null }))
		return { seen, known }
	}
	const seen: Seen[] = []
	const next = new Map<string, string | null>()
	for (const posting of new Set([...known.keys(), ...listed])) {
		const before = known.get(posting) ?? null
		const one = await lookAt(url, posting, before)
		// Taken down: it is to be there no more.
		if (one === null) continue
		const isListed = listed.includes(posting)
		seen.push(isListed || one.status !== 'ok' ? one : { posting, status: 'absent', mark: null })
		next.set(posting, before ?? (one.status === 'ok' ? one.mark : null))
	}
	return { seen, known: next }
}

/** @returns null for a notice that was taken down */
async function lookAt(url: string, posting: string, before: string | null): Promise<Seen | null> {
	const told = await json<Told>(`${url}/api/v1/board/${posting}`)
	if (told?.state === 'taken-down') return null
	if (told === null) return { posting, status: 'absent', mark: null }
	const page = await text(`${url}/deska/${posting}`)
	// Its own address, and the way to its document.
	if (page?.includes(`/deska/${posting}/obsah`) !== true) return { posting, status: 'page', mark: null }
	const hash = told.content === null ? null : await hashOf(`${url}/deska/${posting}/obsah`)
	if (told.content === null || hash === null) return { posting, status: 'content', mark: null }
	const salt = fromBase64(told.content.salt)
	const mark = markOf(salt, hash)
	const same = mark === markOf(salt, fromHex(told.content.sha256)) && (before === null || before === mark)
	return { posting, status: same ? 'ok' : 'differs', mark }
}

/** @returns null when the board does not answer */
async function listOf(url: string): Promise<string[] | null> {
	const found: string[] = []
	let cursor = ''
	for (let page = 0; page < MOST_PAGES; page++) {
		const answer = await json<{ postings: { id: string }[]; next: string | null }>(
			`${url}/api/v1/board?limit=100${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
		)
		if (answer === null) return null
		found.push(...answer.postings.map(({ id }) => id))
		if (answer.next === null) break
		cursor = answer.next
	}
	return found
}

async function json<T>(address: string): Promise<T | null> {
	const found = await text(address)
	try {
		return found === null ? null : (JSON.parse(found) as T)
	} catch {
		return null
	}
}

async function text(address: string): Promise<string | null> {
	let all = ''
	const decoder = new TextDecoder()
	const whole = await read(address, (piece) => {
		all += decoder.decode(piece, { stream: true })
		return all.length <= MOST_TEXT
	})
	return whole ? all : null
}

async function hashOf(address: string): Promise<Uint8Array | null> {
	const hash = createHash('sha256')
	const whole = await read(address, (piece) => {
		hash.update(piece)
		return true
	})
	return whole ? new Uint8Array(hash.digest()) : null
}

/** @param take returns false to have no more @returns whether all of a good answer came */
async function read(address: string, take: (piece: Uint8Array) => boolean): Promise<boolean> {
	try {
		const answer = await fetch(address, {
			signal: AbortSignal.timeout(PATIENCE),
			redirect: 'error',
			cache: 'no-store',
		})
		if (!answer.ok || answer.body === null) {
			await answer.body?.cancel()
			return false
		}
		for await (const piece of answer.body) if (!take(piece)) return false
		return true
	} catch {
		// Whatever went wrong on the way is what a reader would have met.
		return false
	}
}
