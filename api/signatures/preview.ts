/**
 * What the signatures of a draft's file look like before it is confirmed. Examined within bounds, for somebody who waits;
 * nothing is recorded, nobody else is asked, and at reception they are examined anew.
 * @module
 */
import type { DraftFile } from '../drafts/draft.ts'
import type { Recognised } from '../drafts/recognise.ts'
import type { Findings, SignatureChecker } from './checker.ts'

/** ms that an answer waits for an examination. */
const PATIENCE = 2000

export const PREVIEW_STATES = ['running', 'later', 'checked'] as const

export type Preview =
	| { readonly state: 'running' | 'later'; readonly findings: null }
	| { readonly state: 'checked'; readonly findings: Findings }

const EXAMINED: ReadonlySet<Recognised['format']> = new Set(['pdf', 'cms', 'zfo', 'asic-e', 'asic-s'])
const LATER: Preview = { state: 'later', findings: null }

export class SignaturePreviews {
	readonly #checker: SignatureChecker | undefined
	readonly #now: () => number
	/** by the file as it is now: another one is another object */
	readonly #found = new WeakMap<DraftFile, Promise<Findings | null>>()

	/** @param now ms */
	constructor(checker: SignatureChecker | undefined, now: () => number) {
		this.#checker = checker
		this.#now = now
	}

	/**
	 * @param content the whole file
	 * @returns null where there is nothing to examine
	 */
	async of(
		file: DraftFile,
		recognised: Recognised,
		content: () => AsyncIterable<Uint8Array>,
	): Promise<Preview | null> {
		if (recognised.signatures !== 'contained-unchecked' || !EXAMINED.has(recognised.format)) return null
		const checker = this.#checker
		if (checker === undefined || file.size > checker.largest) return LATER
		const running = this.#found.get(file) ?? this.#examine(checker, file, content)
		this.#found.set(file, running)
		const waiting = new Promise<'running'>((resolve) => setTimeout(resolve, PATIENCE, 'running').unref())
		const findings = await Promise.race([running, waiting])
		if (findings === 'running') return { state: findings, findings: null }
		return findings === null ? LATER : { state: 'checked', findings }
	}

	async #examine(
		checker: SignatureChecker,
		file: DraftFile,
		content: () => AsyncIterable<Uint8Array>,
	): Promise<Findings | null> {
		const whole = new Uint8Array(file.size)
		let findings: Findings | null = null
		try {
			let at = 0
			for await (const piece of content()) {
				whole.set(piece, at)
				at += piece.length
			}
			findings = await checker.examine(whole, { now: this.#now(), second: false, waitedFor: true })
		} catch {
			// The file changed while it was read, or is gone: whoever asks again is told of that.
		}
		// Too many waited: the next one to look tries again.
		if (findings === null) this.#found.delete(file)
		return findings
	}
}
