/**
 * What a probe has seen and not yet delivered, in a file beside its key, so that neither a restart nor a town that cannot be
 * reached loses a look. Bounded: what is older than the town would take is dropped.
 * @module
 */
import { readFile, rename, writeFile } from 'node:fs/promises'
import type { Known } from './look.ts'

/** Signed statements that wait; every five minutes for a little more than eight days. */
const MOST_NOTES = 2400
/** One delivery: what the service takes at once (api/board/probes.ts). */
const BATCH = 64
const BATCH_CHARACTERS = 56_000

export class Waiting {
	readonly #file: string
	#notes: string[]
	known: Known

	private constructor(file: string, notes: string[], known: Known) {
		this.#file = file
		this.#notes = notes
		this.known = known
	}

	/** A file that is missing or damaged is an empty one: the next look begins anew. */
	static async open(file: string): Promise<Waiting> {
		try {
			const { notes, known } = JSON.parse(await readFile(file, 'utf8')) as {
				notes: string[]
				known: [string, string | null][]
			}
			return new Waiting(file, notes, new Map(known))
		} catch {
			return new Waiting(file, [], new Map())
		}
	}

	get size(): number {
		return this.#notes.length
	}

	/** The oldest ones, as many as one delivery takes. */
	batch(): string[] {
		const some: string[] = []
		let characters = 0
		for (const note of this.#notes.slice(0, BATCH)) {
			characters += note.length
			if (characters > BATCH_CHARACTERS) break
			some.push(note)
		}
		return some
	}

	add(notes: readonly string[]): void {
		this.#notes = [...this.#notes, ...notes].slice(-MOST_NOTES)
	}

	delivered(count: number): void {
		this.#notes = this.#notes.slice(count)
	}

	/** Durable when it resolves; a crash in the middle leaves what was there before. */
	async save(): Promise<void> {
		const text = JSON.stringify({ notes: this.#notes, known: [...this.known] })
		await writeFile(`${this.#file}.new`, text, { mode: 0o600, flush: true })
		await rename(`${this.#file}.new`, this.#file)
	}
}
