/**
 * Drafts: what somebody has begun and not yet confirmed. Answers and the parts of a file survive a restart, the end of
 * the session and a lost connection; they are encrypted, belong to one account, are bounded in number and bytes, and
 * go after 30 days. Nothing of them is in the log until they are confirmed.
 * @module
 */
import { createHash } from 'node:crypto'
import { type DagMap, equalBytes } from '@letopis/format'
import { LedgerError } from '@letopis/ledger'
import type { Vault } from '../deps.ts'
import { Turns } from '../documents/idempotency.ts'
import { Problem } from '../http/problems.ts'
import { Box } from './box.ts'
import {
	complete,
	type Draft,
	type DraftFile,
	decodeState,
	encodeState,
	isComplete,
	partLength,
} from './draft.ts'
import { DraftFiles } from './files.ts'
import { type Recognised, Recogniser } from './recognise.ts'

/** Largest part. */
export const PART_MAX = 8 * 1024 * 1024
export const ANSWERS_MAX = 60_000
const MAX_PARTS = 1024
/** Before the names of those who file: whoever knows the draft's key, not an account. */
export const FILER = 'filer:'
/**
 * Drafts at once of all and of one owner, and the share of all bytes that one may take. Those who file have their own, so
 * that strangers never take the room of the staff.
 */
const REALMS = {
	staff: { all: 2000, own: 50, share: 1 / 2 },
	filers: { all: 20_000, own: 25, share: 1 / 8 },
}

function realmOf(owner: string): keyof typeof REALMS {
	return owner.startsWith(FILER) ? 'filers' : 'staff'
}

/** ms from the last change */
export const LIFE = 30 * 86_400_000

interface Kept {
	draft: Draft
	readonly box: Box
	/** of the file as it is now; made when first asked for */
	recognised: Promise<Recognised> | null
}

export interface DraftsOptions {
	readonly folder: string
	readonly vault: Pick<Vault, 'newKey' | 'openKey'>
	readonly now: () => number
	readonly random: (length: number) => Uint8Array
	/** bytes of one file */
	readonly maxFile: number
	/** bytes of all files together: of the staff, and again of those who file */
	readonly maxTotal: number
	/** told of what a sweep removed, or could not read */
	readonly notice: (what: string) => void
}

export class Drafts {
	readonly #options: DraftsOptions
	readonly #files: DraftFiles
	readonly #drafts = new Map<string, Kept>()
	readonly #turns = new Turns()
	/** Drafts into which a form is being received. */
	readonly #spooling = new Set<string>()
	/** Bytes that are asked for, or arrived, and that no draft states yet: by draft. */
	readonly #asked = new Map<string, { owner: string; bytes: number }>()
	#opened: Promise<void> | null = null

	constructor(options: DraftsOptions) {
		this.#options = options
		this.#files = new DraftFiles(options.folder)
	}

	/** Reads what there is, once. One that cannot be read is left alone: its key may come back. */
	open(): Promise<void> {
		this.#opened ??= this.#load().catch((error) => {
			this.#opened = null
			throw error
		})
		return this.#opened
	}

	async #load(): Promise<void> {
		for (const id of await this.#files.list()) {
			try {
				const box = new Box(this.#options.vault.openKey(await this.#files.read(id, 'key')))
				const draft = decodeState(id, box.open('state', await this.#files.read(id, 'state')))
				await this.#files.tidy(id, draft.file?.parts.length ?? 0)
				this.#drafts.set(id, { draft, box, recognised: null })
			} catch (error) {
				if (!(error instanceof LedgerError)) throw error
				this.#options.notice('draft-unreadable')
			}
		}
	}

	/** Newest change first. */
	async list(owner: string): Promise<Draft[]> {
		await this.open()
		return [...this.#drafts.values()]
			.map(({ draft }) => draft)
			.filter((draft) => draft.owner === owner)
			.toSorted((a, b) => b.updated - a.updated || (a.id < b.id ? -1 : 1))
	}

	/** @throws Problem 'draft-not-found', also for another's */
	async get(owner: string, id: string): Promise<Draft> {
		await this.open()
		return this.#own(owner, id).draft
	}

	async create(owner: string, answers: DagMap, file: Omit<DraftFile, 'parts'> | null): Promise<Draft> {
		await this.open()
		return this.#turns.take('create', async () => {
			const realm = realmOf(owner)
			const limits = REALMS[realm]
			let [all, own] = [0, 0]
			for (const { draft } of this.#drafts.values()) {
				if (realmOf(draft.owner) === realm) all++
				if (draft.owner === owner) own++
			}
			if (own >= limits.own || all >= limits.all) {
				throw new Problem(
					'draft-limit',
					`There are at most ${limits.own} drafts of one account: confirm or delete some.`,
				)
			}
			const { now, random, vault } = this.#options
			const id = Buffer.from(random(16)).toString('base64url')
			const moment = now()
			const planned = file === null ? null : this.#planned(owner, file, 0)
			const draft: Draft = { id, owner, created: moment, updated: moment, answers, file: planned }
			return this.#asking(id, owner, planned?.size ?? 0, async () => {
				const { key, header } = vault.newKey()
				const box = new Box(key)
				await this.#files.create(id, header, box.seal('state', encodeState(draft)))
				this.#drafts.set(id, { draft, box, recognised: null })
				return draft
			})
		})
	}

	async answer(owner: string, id: string, answers: DagMap): Promise<Draft> {
		return this.#change(owner, id, async (kept) => ({ ...kept.draft, answers }))
	}

	/** Says what file is to come; parts of another one are dropped. */
	async plan(owner: string, id: string, file: Omit<DraftFile, 'parts'>): Promise<Draft> {
		return this.#change(owner, id, async (kept) => {
			this.#demandIdle(id)
			const before = kept.draft.file
			const same = before !== null && before.size === file.size && before.partSize === file.partSize
			if (same && before.name === file.name && before.type === file.type) return kept.draft
			const planned = this.#planned(owner, file, before?.size ?? 0)
			const more = planned.size - (before?.size ?? 0)
			const changed = { ...kept.draft, file: planned }
			await this.#asking(id, owner, Math.max(0, more), () => this.#keep(id, kept, changed))
			return kept.draft
		})
	}

	/**
	 * Takes a part in; the same one again changes nothing.
	 * @throws Problem 'draft-part-refused' for a number or length that the file does not have
	 */
	async part(owner: string, id: string, number: number, bytes: Uint8Array): Promise<Draft> {
		return this.#change(owner, id, async (kept) => {
			this.#demandIdle(id)
			const { file } = kept.draft
			if (file === null) throw new Problem('draft-part-refused', 'Say first what file it is.')
			const length = partLength(file, number)
			if (bytes.length !== length) {
				const detail = length === null ? 'The file has no such part.' : `This part has ${length} bytes.`
				throw new Problem('draft-part-refused', detail)
			}
			const digest = new Uint8Array(createHash('sha256').update(bytes).digest())
			const known = file.parts[number]
			if (known != null && equalBytes(known, digest)) return kept.draft
			const withPart = (is: Uint8Array | null) => {
				const parts = file.parts.map((part, i) => (i === number ? is : part))
				return { ...kept.draft, file: { ...file, parts } }
			}
			// If it crashes between, the state must not tell of a part that is another one by now.
			if (known != null) await this.#keep(id, kept, withPart(null))
			await this.#files.replace(id, `part-${number}`, kept.box.seal(`part-${number}`, bytes))
			return withPart(digest)
		})
	}

	/** Names the file that is there. */
	async name(owner: string, id: string, { name, type }: { name: string; type: string }): Promise<Draft> {
		return this.#change(owner, id, async ({ draft }) => {
			if (draft.file === null) throw new Problem('draft-incomplete', 'There is no file.')
			return { ...draft, file: { ...draft.file, name, type } }
		})
	}

	async dropFile(owner: string, id: string): Promise<void> {
		await this.#change(owner, id, async ({ draft }) => ({ ...draft, file: null }))
	}

	/**
	 * Takes in a file whose size is not known before its end, in place of the one of before. Until `finish`, the draft
	 * says nothing of it.
	 */
	spool(owner: string, id: string, partSize: number) {
		this.#demandIdle(id)
		this.#spooling.add(id)
		const digests: Uint8Array[] = []
		let pending: Buffer[] = []
		let held = 0
		let size = 0
		const flush = async () => {
			const bytes = Buffer.concat(pending)
			pending = []
			held = 0
			const { box } = this.#own(owner, id)
			this.#demandTotal(owner, bytes.length)
			this.#asked.set(id, { owner, bytes: size })
			const number = digests.length
			if (number >= MAX_PARTS)
				throw new Problem('draft-part-refused', `A file has at most ${MAX_PARTS} parts.`)
			// Parts of the file before are overwritten from here on: it must be gone first.
			if (number === 0) await this.dropFile(owner, id)
			await this.#files.replace(id, `part-${number}`, box.seal(`part-${number}`, bytes))
			digests.push(new Uint8Array(createHash('sha256').update(bytes).digest()))
		}
		return {
			write: async (chunk: Uint8Array): Promise<void> => {
				for (let at = 0; at < chunk.length; ) {
					const piece = Buffer.from(chunk.subarray(at, at + partSize - held))
					pending.push(piece)
					held += piece.length
					size += piece.length
					at += piece.length
					if (held === partSize) await flush()
				}
			},
			finish: async (): Promise<number> => {
				if (held > 0 || digests.length === 0) await flush()
				const named = { name: 'document', type: 'application/octet-stream' }
				await this.#change(owner, id, async ({ draft }) => {
					return { ...draft, file: { ...named, size, partSize, parts: digests } }
				})
				this.#asked.delete(id)
				this.#spooling.delete(id)
				return size
			},
			abort: async (): Promise<void> => {
				// Before the first part was written, the file of before is still there.
				if (digests.length > 0) await this.#files.dropParts(id, 0)
				this.#asked.delete(id)
				this.#spooling.delete(id)
			},
		}
	}

	/** The file, part by part. @throws Problem 'draft-incomplete' */
	async *content(owner: string, id: string): AsyncIterable<Uint8Array> {
		const { draft, box } = this.#own(owner, id)
		yield* this.#parts(complete(draft), id, box)
	}

	async *#parts(file: DraftFile, id: string, box: Box): AsyncIterable<Uint8Array> {
		for (const [number, digest] of file.parts.entries()) {
			const bytes = box.open(`part-${number}`, await this.#files.read(id, `part-${number}`))
			// A part that was written again meanwhile would make a file that nobody sent.
			if (digest === null || !equalBytes(createHash('sha256').update(bytes).digest(), digest)) {
				throw new Problem('draft-incomplete', 'The file changed while it was read; try again.')
			}
			yield bytes
		}
	}

	/** What the file is, once all of it is there; null before. */
	async recognised(owner: string, id: string): Promise<Recognised | null> {
		const kept = this.#own(owner, id)
		const { draft, box } = kept
		if (draft.file === null || !isComplete(draft.file)) return null
		const { file } = draft
		kept.recognised ??= (async () => {
			const recogniser = new Recogniser(file.name, file.size)
			for await (const piece of this.#parts(file, id, box)) recogniser.take(piece)
			return recogniser.result()
		})()
		kept.recognised.catch(() => {
			kept.recognised = null
		})
		return kept.recognised
	}

	/** Runs the confirmation of a draft, one at a time; nothing else changes it meanwhile. */
	async confirm<T>(owner: string, id: string, task: (draft: Draft) => Promise<T>): Promise<T> {
		await this.open()
		return this.#turns.take(id, () => task(this.#own(owner, id).draft))
	}

	async remove(owner: string, id: string): Promise<void> {
		await this.open()
		await this.#turns.take(id, async () => {
			this.#own(owner, id)
			await this.#remove(id)
		})
	}

	/** For {@link confirm}, which holds the turn. */
	async removeConfirmed(id: string): Promise<void> {
		await this.#remove(id)
	}

	async #remove(id: string): Promise<void> {
		await this.#files.remove(id)
		this.#drafts.delete(id)
	}

	/** Removes what nobody touched for 30 days. */
	async sweep(): Promise<number> {
		await this.open()
		const old = this.#options.now() - LIFE
		let removed = 0
		for (const { draft } of [...this.#drafts.values()]) {
			if (draft.updated > old) continue
			await this.#turns.take(draft.id, async () => {
				if ((this.#drafts.get(draft.id)?.draft.updated ?? old + 1) > old) return
				await this.#remove(draft.id)
				removed++
			})
		}
		if (removed > 0) this.#options.notice(`drafts-swept-${removed}`)
		return removed
	}

	#own(owner: string, id: string): Kept {
		const kept = this.#drafts.get(id)
		if (kept?.draft.owner === owner) return kept
		throw new Problem('draft-not-found', 'It was confirmed or deleted, is over 30 days old, or is another’s.')
	}

	/** One change after the other; the new state is on the disk when this resolves. */
	async #change(owner: string, id: string, change: (kept: Kept) => Promise<Draft>): Promise<Draft> {
		await this.open()
		return this.#turns.take(id, async () => {
			const kept = this.#own(owner, id)
			const changed = await change(kept)
			return changed === kept.draft ? changed : this.#keep(id, kept, changed)
		})
	}

	async #keep(id: string, kept: Kept, changed: Draft): Promise<Draft> {
		const draft = { ...changed, updated: this.#options.now() }
		await this.#files.replace(id, 'state', kept.box.seal('state', encodeState(draft)))
		const before = kept.draft.file
		kept.draft = draft
		if (draft.file !== before) kept.recognised = null
		if (draft.file === null && before !== null) await this.#files.dropParts(id, 0)
		if (before !== null && draft.file !== before && draft.file?.parts.every((part) => part === null)) {
			// If it crashes before, parts of the old file lie there until others take their places.
			await this.#files.dropParts(id, 0)
		}
		return draft
	}

	#demandIdle(id: string): void {
		if (this.#spooling.has(id)) throw new Problem('draft-busy', 'Wait until the other upload has ended.')
	}

	/** Counts bytes while nothing on the disk speaks of them: others ask for room at the same time. */
	async #asking<T>(id: string, owner: string, bytes: number, task: () => Promise<T>): Promise<T> {
		this.#asked.set(id, { owner, bytes })
		try {
			return await task()
		} finally {
			this.#asked.delete(id)
		}
	}

	/** @throws Problem 'draft-limit' if so many bytes more are too many: of all, or of one who would keep others out */
	#demandTotal(owner: string, more: number): void {
		const { maxTotal } = this.#options
		const realm = realmOf(owner)
		let [all, own] = [more, more]
		const count = (whose: string, bytes: number) => {
			if (realmOf(whose) === realm) all += bytes
			if (whose === owner) own += bytes
		}
		for (const { draft } of this.#drafts.values()) count(draft.owner, draft.file?.size ?? 0)
		for (const asked of this.#asked.values()) count(asked.owner, asked.bytes)
		if (all > maxTotal || own > maxTotal * REALMS[realm].share)
			throw new Problem('draft-limit', 'Drafts take too much room; delete some, or ask the operator.')
	}

	/** @param before bytes that the draft has reserved so far */
	#planned(owner: string, file: Omit<DraftFile, 'parts'>, before: number): DraftFile {
		const { maxFile } = this.#options
		if (file.size > maxFile) {
			throw new Problem('upload-too-large', `A file has at most ${maxFile} bytes here.`, {
				extra: { maxUpload: maxFile },
			})
		}
		const count = Math.max(1, Math.ceil(file.size / file.partSize))
		if (count > MAX_PARTS) throw new Problem('draft-part-refused', `A file has at most ${MAX_PARTS} parts.`)
		this.#demandTotal(owner, file.size - before)
		return { ...file, parts: Array.from({ length: count }, () => null) }
	}
}
