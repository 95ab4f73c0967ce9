/**
 * What a citizen has begun, without an account: whoever holds its key (128 random bits, in the address of the form) may go
 * on with it, and nobody else learns that it is there. Kept in the same boxes as the drafts of the staff, under an owner
 * that is a hash of the key; it goes 30 days after the last change.
 *
 * A *filing* holds the answers to an agenda's form; a *reply* belongs to a filing that was made. Files lie beside, a draft
 * of one file each.
 * @module
 */
import { createHash } from 'node:crypto'
import { type DagMap, encodeDag, isDagMap, RefusalError } from '@letopis/format'
import { Turns } from '../documents/idempotency.ts'
import type { Draft, DraftFile } from '../drafts/draft.ts'
import { type Drafts, FILER, LIFE } from '../drafts/drafts.ts'
import type { Principal } from '../http/env.ts'
import { Problem } from '../http/problems.ts'
import type { Step } from './rules.ts'

/** Under which citizens act who have no account. Names of machines hold no colon, so none is taken for it. */
export const FILER_NAME = 'filer:public'
export const FILER_PRINCIPAL: Principal = {
	...{ name: FILER_NAME, grant: null, job: 'filing' },
	scopes: new Set(['documents:write', 'cases:write'] as const),
}

const KEY = /^[A-Za-z0-9_-]{22}$/
/** Files of one filing, and their bytes together. */
export const FILES_MAX = 20
export const FILE_MAX = 50 * 1024 * 1024
export const FILING_MAX = 150 * 1024 * 1024

/** Bytes of all answers of a filing. */
const ANSWERS_MAX = 32 * 1024

/** What a draft is to become. */
export type Purpose =
	| { readonly kind: 'filing' /** CID of the agenda's text */; readonly agenda: string }
	| {
			readonly kind: 'reply' /** CID */
			readonly filing: string
			readonly step: Extract<Step, 'corrected' | 'reply'>
	  }

export interface FiledFile {
	readonly id: string
	/** id of the agenda's attachment; empty in a reply */
	readonly attachment: string
	readonly file: DraftFile
}

export interface Begun {
	readonly owner: string
	readonly draft: Draft
	readonly purpose: Purpose
	readonly answers: DagMap
	/** of a reply */
	readonly text: string
	/** in the order in which they came */
	readonly files: readonly FiledFile[]
	/** ms since 1970 */
	readonly expires: number
}

export function ownerOf(key: string): string {
	return `${FILER}${createHash('sha256').update('filer\0').update(key).digest('base64url')}`
}

/** Bytes from which the keys of all entries derive that the draft leads to. */
export function entryKey(key: string, step: string): Uint8Array {
	return new Uint8Array(
		createHash('sha256').update('filing\0').update(key).update('\0').update(step).digest(),
	)
}

export class FilerDrafts {
	readonly #drafts: Drafts
	readonly #now: () => number
	readonly #random: (length: number) => Uint8Array
	readonly #turns = new Turns()

	/** @param now ms since 1970 */
	constructor(drafts: Drafts, now: () => number, random: (length: number) => Uint8Array) {
		this.#drafts = drafts
		this.#now = now
		this.#random = random
	}

	/** @returns the key */
	async begin(purpose: Purpose): Promise<string> {
		const key = Buffer.from(this.#random(16)).toString('base64url')
		await this.#drafts.create(ownerOf(key), { ...purpose, answers: {}, text: '' }, null)
		return key
	}

	/** @throws Problem 'draft-not-found' */
	async open(key: string): Promise<Begun> {
		const found = await this.find(key)
		if (found === null) throw noDraft()
		return found
	}

	async find(key: string): Promise<Begun | null> {
		if (!KEY.test(key)) return null
		const owner = ownerOf(key)
		const all = await this.#drafts.list(owner)
		const draft = all.find(({ answers }) => answers.kind !== undefined)
		if (draft === undefined) return null
		const { kind, agenda, filing, step, answers, text } = draft.answers
		const purpose: Purpose =
			kind === 'filing'
				? { kind: 'filing' as const, agenda: String(agenda) }
				: {
						kind: 'reply' as const,
						filing: String(filing),
						step: step === 'corrected' ? ('corrected' as const) : ('reply' as const),
					}
		const files = all
			.toSorted((a, b) => a.created - b.created || (a.id < b.id ? -1 : 1))
			.flatMap(({ id, file, answers: { attachment } }) =>
				file !== null && typeof attachment === 'string' ? [{ id, attachment, file }] : [],
			)
		const newest = Math.max(...all.map(({ updated }) => updated))
		// The sweep comes once an hour; the end that was told is kept to the minute.
		if (this.#now() >= newest + LIFE) return null
		return {
			...{ owner, draft, purpose, files, expires: newest + LIFE },
			answers: isDagMap(answers) ? answers : {},
			text: typeof text === 'string' ? text : '',
		}
	}

	/** Puts answers in place of those with the same names; `null` takes one away. */
	async answer(key: string, answers: DagMap): Promise<Begun> {
		return this.#change(key, (begun) => {
			const all = Object.entries({ ...begun.answers, ...answers }).filter(([, value]) => value !== null)
			return { answers: bounded(Object.fromEntries(all)) }
		})
	}

	async say(key: string, text: string): Promise<Begun> {
		return this.#change(key, () => ({ text }))
	}

	/** Goes on under another text of the agenda; the answers stay. */
	async adopt(key: string, agenda: string): Promise<Begun> {
		return this.#change(key, ({ purpose }) => (purpose.kind === 'filing' ? { agenda } : {}))
	}

	/** @returns id of the file's draft */
	async addFile(key: string, attachment: string, file: Omit<DraftFile, 'parts'> | null): Promise<string> {
		return this.#turns.take(ownerOf(key), async () => {
			const { owner, files, draft } = await this.open(key)
			if (files.length >= FILES_MAX) throw new Problem('draft-limit', `There are at most ${FILES_MAX} files.`)
			const bytes = files.reduce((sum, one) => sum + one.file.size, file?.size ?? 0)
			if (bytes > FILING_MAX || (file !== null && file.size > FILE_MAX)) throw tooLarge()
			// The same file again, after a lost answer or a reload: it goes on where it stopped.
			const same = files.find(
				(one) =>
					one.attachment === attachment &&
					file !== null &&
					one.file.name === file.name &&
					one.file.size === file.size &&
					one.file.parts.includes(null),
			)
			if (same !== undefined && file !== null) {
				// Cut otherwise, it is another file of the same name: parts of both must not be mixed.
				if (same.file.partSize !== file.partSize) await this.#drafts.plan(owner, same.id, file)
				return same.id
			}
			const { id } = await this.#drafts.create(owner, { attachment }, file)
			// A file keeps all alive that belongs to it.
			await this.#drafts.answer(owner, draft.id, { ...draft.answers })
			return id
		})
	}

	/** The bound for a file whose size is not known before its end. */
	async roomLeft(key: string): Promise<number> {
		const { files } = await this.open(key)
		return Math.min(FILE_MAX, FILING_MAX - files.reduce((sum, one) => sum + one.file.size, 0))
	}

	async removeFile(key: string, id: string): Promise<void> {
		const { owner, files } = await this.open(key)
		if (!files.some((file) => file.id === id)) return
		await this.#drafts.remove(owner, id)
	}

	/** Runs what makes entries of it, one at a time; nothing changes its answers meanwhile. */
	async settle<T>(key: string, task: (begun: Begun) => Promise<T>): Promise<T> {
		return this.#turns.take(ownerOf(key), async () => task(await this.open(key)))
	}

	/** Takes all of it away; the answers last, so that what a crash leaves is still found. */
	async remove(key: string): Promise<void> {
		const owner = ownerOf(key)
		const all = await this.#drafts.list(owner)
		const last = (draft: Draft) => Number(draft.answers.kind !== undefined)
		for (const { id } of all.toSorted((a, b) => last(a) - last(b))) await this.#drafts.remove(owner, id)
	}

	async #change(key: string, change: (begun: Begun) => DagMap): Promise<Begun> {
		return this.#turns.take(ownerOf(key), async () => {
			const begun = await this.open(key)
			await this.#drafts.answer(begun.owner, begun.draft.id, { ...begun.draft.answers, ...change(begun) })
			return this.open(key)
		})
	}
}

/** @throws Problem 'bad-request', 'body-too-large' */
function bounded(answers: DagMap): DagMap {
	try {
		encodeDag(answers, { maxBytes: ANSWERS_MAX, maxDepth: 4 })
		return answers
	} catch (cause) {
		if (!(cause instanceof RefusalError)) throw cause
		if (cause.code === 'too-large') {
			throw new Problem('body-too-large', `Answers have at most ${ANSWERS_MAX} bytes.`, { cause })
		}
		throw new Problem('bad-request', `Answers: ${cause.message}`, { cause })
	}
}

export function noDraft(): Problem {
	return new Problem('draft-not-found', 'It was filed or deleted, or nobody touched it for 30 days.')
}

function tooLarge(): Problem {
	return new Problem(
		'upload-too-large',
		`A file has at most ${FILE_MAX} bytes here, all together ${FILING_MAX}.`,
		{
			extra: { maxUpload: FILE_MAX },
		},
	)
}
