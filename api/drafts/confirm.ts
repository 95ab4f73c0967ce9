/**
 * Confirming a draft: its file becomes a document or a version, and with it the place in a case and the decision.
 *
 * Each step is recorded once under a key that derives from the draft's id, so confirming again, after a double click, a
 * lost answer or a crash between two steps, goes on where it stopped and gives the same document. The draft goes last.
 *
 * All that can be refused is refused before anything is recorded. Once the document is in the log nothing is: where somebody
 * closed the case since, the document stays outside it and the decision is recorded without it, and the answer says so.
 * @module
 */
import { createHash } from 'node:crypto'
import { cidText, entryCid, formatReceipt, parseCid } from '@letopis/format'
import type { Acting, Cases } from '../cases/cases.ts'
import { idempotencyKey } from '../documents/idempotency.ts'
import {
	demandReason,
	documentOfEntry,
	entryBytes,
	keptOf,
	locateDocument,
	needRead,
} from '../documents/reading.ts'
import type { Receipts } from '../documents/receipts.ts'
import { nothingWritten, type Recorded, type Recorder, type Recording } from '../documents/recording.ts'
import { demandAppends } from '../health/readiness.ts'
import { demandFresh } from '../http/auth.ts'
import type { Principal } from '../http/env.ts'
import { Problem, type ProblemCode } from '../http/problems.ts'
import type { ApiDeps } from '../services.ts'
import { SignatureFinder } from '../signatures/finder.ts'
import { type Intent, intentOf } from './answers.ts'
import { complete, type Draft, type DraftFile } from './draft.ts'
import type { Drafts } from './drafts.ts'

export interface Confirmed {
	readonly document: string
	readonly entry: string
	/** JSON */
	readonly receipt: string
	readonly replayed: boolean
	/** steps that became impossible after the document was recorded */
	readonly undone: Undone[]
}

/** `case`: the document is not in it; `decision-case`: the decision was recorded without it. */
export const UNDONE = ['case', 'decision-case'] as const
export type Undone = (typeof UNDONE)[number]

export class Confirmation {
	readonly #deps: ApiDeps
	readonly #drafts: Drafts
	readonly #recorder: Recorder
	readonly #receipts: Receipts
	readonly #cases: Cases
	readonly #demandRoom: () => Promise<void>

	/** @param demandRoom throws where there is no room for a document */
	constructor(
		deps: ApiDeps,
		drafts: Drafts,
		recorder: Recorder,
		receipts: Receipts,
		cases: Cases,
		demandRoom: () => Promise<void>,
	) {
		this.#deps = deps
		this.#drafts = drafts
		this.#recorder = recorder
		this.#receipts = receipts
		this.#cases = cases
		this.#demandRoom = demandRoom
	}

	/** @param purpose why, where it acts outside the department */
	async confirm(id: string, principal: Principal, purpose: string | null): Promise<Confirmed> {
		const key = idempotencyKey(id, principal.name)
		if (key === null) throw new Error('a draft without an id')
		const owner = principal.name
		try {
			return await this.#drafts.confirm(owner, id, (draft) => this.#record(draft, principal, purpose, key))
		} catch (error) {
			// Confirmed before and gone since: the second of two clicks.
			if (!(error instanceof Problem) || error.code !== 'draft-not-found') throw error
			const earlier = await this.#deps.projection.chronicle.idempotent(key)
			if (earlier === undefined) throw error
			return this.#shown(earlier.index, true, [])
		}
	}

	async #record(
		draft: Draft,
		principal: Principal,
		purpose: string | null,
		key: Uint8Array,
	): Promise<Confirmed> {
		const intent = intentOf(draft.answers)
		const acting = (step: string) => ({ principal, purpose, key: stepKey(key, step) })
		if (intent.version?.relation === 'annuls') demandFresh(principal)
		const before = await this.#deps.projection.chronicle.idempotent(key)
		const isRecorded = before !== undefined
		if (!isRecorded) {
			demandAppends(this.#deps.ledger.log)
			await this.#demandRoom()
		}
		await this.#check(intent, principal, purpose, isRecorded)
		const file = complete(draft)
		const recorded = await this.#store(draft, file, intent, acting('store'), key).catch(async (error) => {
			if (before === undefined || !isRefused(error, 'idempotency-conflict')) throw error
			// Changed after it was cut off: what is recorded stays, and nothing of the change is.
			const { id } = await documentOfEntry(this.#deps, before.index)
			throw new Problem('draft-recorded', 'What was changed since is not; make a version of it.', {
				extra: { document: cidText(id) },
			})
		})
		const { chronicle } = this.#deps.projection
		const position = recorded.replayed ? recorded.index : chronicle.base + recorded.appended.index
		await this.#deps.projection.current()
		const { id } = await documentOfEntry(this.#deps, position)
		const document = cidText(id)
		const undone = await this.#settle(document, intent, acting)
		const confirmed = await this.#shown(position, recorded.replayed, undone)
		await this.#drafts.removeConfirmed(draft.id)
		return confirmed
	}

	/** What is recorded behind the document. */
	async #settle(
		document: string,
		{ case: case_, decision }: Intent,
		acting: (step: string) => Acting,
	): Promise<Undone[]> {
		const undone: Undone[] = []
		if (case_ !== null) {
			const add = async () =>
				this.#cases.addDocument(await this.#cases.locate(case_), document, acting('case'))
			if (!(await possible(add, 'case-closed'))) undone.push('case')
		}
		if (decision === null) return undone
		const decide = (of: string | null, step: string) => () =>
			this.#cases.decide(document, decision, of, acting(step))
		if (!(await possible(decide(case_, 'decision'), 'case-closed'))) {
			await decide(null, 'decision-alone')()
			undone.push('decision-case')
		}
		return undone
	}

	/** @param isRecorded the document is in the log: what became of others since refuses nothing */
	async #check(
		{ version, case: case_, decision }: Intent,
		principal: Principal,
		purpose: string | null,
		isRecorded: boolean,
	): Promise<void> {
		if ((case_ !== null || decision !== null) && !principal.scopes.has('cases:write')) {
			throw new Problem('scope-missing', 'This needs the scope cases:write.', {
				extra: { scope: 'cases:write' },
			})
		}
		if (version !== null) {
			const { row } = await locateDocument(this.#deps, version.document)
			needRead(this.#deps, principal, row)
			if (purpose === null) demandReason(this.#deps, principal, row)
			if (row.state === 'disposed' && !isRecorded)
				throw new Problem('document-disposed', 'It takes no further versions.')
		}
		if (case_ !== null) {
			const { row } = await this.#cases.locate(case_)
			if (purpose === null) demandReason(this.#deps, principal, row)
			if (row.state === 'closed' && !isRecorded) throw new Problem('case-closed', 'It takes nothing more.')
		}
	}

	async #store(
		draft: Draft,
		file: DraftFile,
		intent: Intent,
		{ principal, purpose }: Pick<Acting, 'principal' | 'purpose'>,
		key: Uint8Array,
	): Promise<Recorded> {
		const { vault } = this.#deps.ledger
		const writer = vault.receive()
		const finder = new SignatureFinder()
		try {
			for await (const piece of this.#drafts.content(draft.owner, draft.id)) {
				finder.take(piece)
				await writer.write(piece)
			}
		} catch (error) {
			await writer.abort()
			throw error
		}
		const content = await writer.finish()
		const { metadata, visibility, version, reason } = intent
		const { name, type, size } = file
		const recording: Recording = {
			upload: { content, signed: finder.found, name, type, parts: new Map() },
			...{ metadata, visibility, purpose, file: { name, type, size } },
			version: version === null ? null : { relation: version.relation, reason },
		}
		try {
			const recorded =
				version === null
					? await this.#recorder.document(recording, principal, key)
					: await this.#recorder.version(parseCid(version.document), recording, principal, key, () => {})
			if (recorded.replayed) await vault.discard(content.cid)
			return recorded
		} catch (error) {
			if (nothingWritten(error)) await vault.discard(content.cid)
			throw error
		}
	}

	async #shown(position: number, replayed: boolean, undone: Undone[]): Promise<Confirmed> {
		const bytes = await entryBytes(this.#deps, position)
		const entry = entryCid(bytes)
		const { id } = await documentOfEntry(this.#deps, position)
		const kept = await keptOf(this.#deps, position)
		const opening = typeof kept === 'string' ? null : kept.opening
		const receipt = formatReceipt(await this.#receipts.grown(position, bytes, opening, entry))
		return { document: cidText(id), entry: cidText(entry), receipt, replayed, undone }
	}
}

/** Whether a step could be taken; not where it is refused for this. */
async function possible(step: () => Promise<unknown>, refusal: ProblemCode): Promise<boolean> {
	try {
		await step()
		return true
	} catch (error) {
		if (isRefused(error, refusal)) return false
		throw error
	}
}

function isRefused(error: unknown, refusal: ProblemCode): boolean {
	return error instanceof Problem && error.code === refusal
}

function stepKey(key: Uint8Array, step: string): Uint8Array {
	return new Uint8Array(createHash('sha256').update(key).update(step).digest())
}
