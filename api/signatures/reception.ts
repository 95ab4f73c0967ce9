/**
 * Examines the signatures of what was received, after the answer to whoever sent it, one document after the other, and
 * records what was found: a sealed entry of the private kind `signature-check`. Reception never waits for it, and is never
 * refused because of it.
 *
 * What waits stands in the projection, so nothing is forgotten: if it crashes before the entry, the next start examines
 * again; if after it, the entry's idempotency key says that it is done. Reading a document for this is a read like any
 * other, with its entry of access before it.
 * @module
 */
import { cidText } from '@letopis/format'
import { recordAccess } from '../documents/access.ts'
import { sendable } from '../documents/content.ts'
import { bytesField } from '../documents/fields.ts'
import { earlierEntry, fingerprint } from '../documents/idempotency.ts'
import { findDocument, findVersion } from '../documents/queries.ts'
import { keptOf, type LocatedVersion, locateVersion, payloadOf } from '../documents/reading.ts'
import type { Recorder } from '../documents/recording.ts'
import type { Principal, Scope } from '../http/env.ts'
import { journalNotice } from '../http/journal.ts'
import { Problem } from '../http/problems.ts'
import type { ApiDeps } from '../services.ts'
import { type Findings, type SignatureChecker, undecided } from './checker.ts'
import { findingsToDag } from './record.ts'
import { CHECK_KIND, isSigned, isWaiting, nextWaiting, type Waiting } from './rows.ts'

/** ms until what failed is tried again: at first, and at most. */
const SOON = 30_000
const LATE = 3_600_000

/** The service itself; it reads what it examines. */
const JOB: Principal = {
	name: 'letopis',
	scopes: new Set<Scope>(['documents:read']),
	grant: null,
	job: CHECK_KIND,
}

export class SignatureReception {
	readonly #deps: ApiDeps
	readonly #recorder: Recorder
	readonly #checker: SignatureChecker
	#running: Promise<void> | null = null
	#again = false
	#delay = SOON
	#timer: NodeJS.Timeout | undefined
	#stopped = false

	constructor(deps: ApiDeps, recorder: Recorder, checker: SignatureChecker) {
		this.#deps = deps
		this.#recorder = recorder
		this.#checker = checker
	}

	/** Begins with what an earlier run left; then follows what is recorded. */
	start(): void {
		const unsubscribe = this.#deps.projection.subscribe(({ opening }) => {
			if (isSigned(opening)) this.#wake()
		})
		this.#deps.stopping?.addEventListener(
			'abort',
			() => {
				this.#stopped = true
				unsubscribe()
				clearTimeout(this.#timer)
			},
			{ once: true },
		)
		this.#wake()
	}

	/** Resolves when nothing waits that could be examined now. */
	async idle(): Promise<void> {
		while (this.#running !== null) await this.#running
	}

	#wake(): void {
		this.#again = true
		if (this.#running !== null || this.#stopped) return
		this.#running = this.#run()
			.catch(() => this.#postpone())
			.finally(() => {
				this.#running = null
				if (this.#again) this.#wake()
			})
	}

	async #run(): Promise<void> {
		const { projection } = this.#deps
		let failed = false
		for (let from = 0; !this.#stopped; ) {
			if (this.#again) from = 0
			this.#again = false
			const next = await nextWaiting(projection.store, from)
			if (next === undefined) break
			from = next.version + 1
			// One that cannot be examined keeps none behind it from being.
			if (!(await this.examined(next))) failed = true
		}
		if (failed) this.#postpone()
		else this.#delay = SOON
	}

	#postpone(): void {
		if (this.#stopped) return
		clearTimeout(this.#timer)
		this.#timer = setTimeout(() => this.#wake(), this.#delay)
		this.#timer.unref()
		this.#delay = Math.min(LATE, this.#delay * 2)
	}

	/** Examines one and records what was found. @returns whether it is done, or can never be */
	async examined(waiting: Waiting): Promise<boolean> {
		try {
			return await this.#examine(waiting)
		} catch (error) {
			// Destroyed, or declared to be: there is nothing to examine.
			if (error instanceof Problem && (error.code === 'erased' || error.code === 'corrupt')) return true
			if (!this.#stopped) journalNotice(this.#deps, 'signature-check-postponed')
			return false
		}
	}

	async #examine({ first, version }: Waiting): Promise<boolean> {
		const located = await this.#locate(first, version)
		if (located === null || located.version.state === 'disposed') return true
		const request = fingerprint(this.#deps.secret, [CHECK_KIND, located.version.cid])
		if ((await earlierEntry(this.#deps.projection.chronicle, { key: request, request })) !== undefined)
			return true
		const findings = await this.#look(located)
		if (findings === null) return false
		await this.#record(located, findings, request)
		return true
	}

	async #locate(first: number, version: number): Promise<LocatedVersion | null> {
		const { store } = this.#deps.projection
		const row = await findDocument(store, first)
		const found = await findVersion(store, first, first)
		if (row === undefined || found === undefined) return null
		const document = { first, id: found.cid, row }
		const of = await findVersion(store, first, version)
		return of === undefined ? null : locateVersion(this.#deps, document, cidText(of.cid))
	}

	/** Reads and examines. @returns null if nothing can be examined now */
	async #look(located: LocatedVersion): Promise<Findings | null> {
		const { clock, projection } = this.#deps
		const { first, id, version } = located
		const content = await sendable(this.#deps, located, JOB)
		const { size } = content.file
		if (size > this.#checker.largest) {
			return undecided('too-large', { by: 'letopis', at: clock.now(), roots: 0 })
		}
		await recordAccess(this.#deps, {
			...{ first, document: id, action: 'signature-check', principal: JOB, purpose: null },
			...(version.index === first ? {} : { version: version.cid }),
		})
		const { vault } = await projection.chronicle.part(version.index)
		const file = new Uint8Array(size)
		let at = 0
		for await (const piece of vault.read(content.content, payloadOf(located.entry))) {
			file.set(piece, at)
			at += piece.length
		}
		return this.#checker.examine(file, { now: clock.now(), second: true })
	}

	async #record(located: LocatedVersion, findings: Findings, request: Uint8Array): Promise<void> {
		const { ledger, projection } = this.#deps
		const { id, version } = located
		// No disposal comes in between: it has to find this entry, or this one nothing that waits.
		await this.#recorder.alone(id, async () => {
			await projection.current()
			if (!(await isWaiting(projection.store, version.index))) return
			const kept = await keptOf(this.#deps, version.index)
			const content = typeof kept === 'string' ? null : bytesField(kept.opening, 'content')
			const appended = await ledger.log.append({
				kind: 'sealed',
				body: {},
				fields: {
					...{ actor: JOB.name, grant: CHECK_KIND, kind: CHECK_KIND, object: id },
					...(content === null ? {} : { content }),
					metadata: { version: version.cid, data: findingsToDag(findings) },
				},
				idempotency: { key: request, request },
			})
			await projection.reached(appended.index + 1)
		})
	}
}
