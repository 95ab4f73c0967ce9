/**
 * Acts on a document without a new version: superseded by another, corrected, annulled. The act is a sealed entry; what
 * it does stands in its public links to every version, so that whoever holds a receipt of any of them learns of it.
 * @module
 */
import type { Cid, DagMap } from '@letopis/format'
import type { Appended } from '../deps.ts'
import { grantField } from '../documents/access.ts'
import { earlierEntry, fingerprint, Turns } from '../documents/idempotency.ts'
import { listVersions } from '../documents/queries.ts'
import { demandReason, locateDocument, needRead } from '../documents/reading.ts'
import { STATES, stateAfter } from '../documents/rows.ts'
import { Problem } from '../http/problems.ts'
import { actorOf } from '../people/actor.ts'
import type { ApiDeps } from '../services.ts'
import type { Acting } from './cases.ts'

export const ACTS = ['supersedes', 'corrects', 'annuls'] as const
export type Act = (typeof ACTS)[number]

/** CIDs that one entry may link to (format §6). */
const MAX_LINKS = 1024

export class Acts {
	readonly #deps: ApiDeps
	readonly #turns = new Turns()

	constructor(deps: ApiDeps) {
		this.#deps = deps
	}

	/**
	 * @param by the document that does it; null if there is none
	 * @returns the entry, or the position of the one that the same request made before
	 * @throws Problem 'act-repeated' if a later act could not change anything any more
	 */
	async record(
		id: string,
		act: Act,
		reason: string,
		by: string | null,
		acting: Acting,
	): Promise<Appended | number> {
		const { ledger, projection, secret } = this.#deps
		const { principal, purpose, key } = acting
		const request = ['act', id, act, reason, by]
		return this.#turns.take(id, async () => {
			const document = await locateDocument(this.#deps, id)
			const { row, first } = document
			needRead(this.#deps, principal, row)
			if (purpose === null) demandReason(this.#deps, principal, row)
			const print = key === null ? null : fingerprint(secret, request)
			if (key !== null && print !== null) {
				const earlier = await earlierEntry(projection.chronicle, { key, request: print })
				if (earlier !== undefined) return earlier
			}
			if (row.state === 'disposed') throw new Problem('document-disposed', 'Nothing is left to act on.')
			const doer = by === null ? null : await this.#doer(by, document.id, acting)
			const versions = await listVersions(projection.store, first, first, MAX_LINKS)
			const targets = versions.filter(({ state }) => stateAfter(state, act) !== state)
			if (targets.length === 0) {
				throw new Problem('act-repeated', `It is ${STATES.find((state) => state === row.state)} already.`)
			}
			const metadata: DagMap = { reason, ...(doer === null ? {} : { by: doer }) }
			const appended = await ledger.log.append({
				kind: 'sealed',
				body: {},
				links: { [act]: sorted(targets.map(({ cid }) => cid)) },
				fields: {
					actor: actorOf(principal),
					...grantField(principal),
					...{ kind: 'act', object: document.id, metadata },
					...(purpose === null ? {} : { purpose }),
				},
				...(key === null || print === null ? {} : { idempotency: { key, request: print } }),
			})
			await projection.reached(appended.index + 1)
			return appended
		})
	}

	/** The other document, which must be one that the actor may see. */
	async #doer(by: string, target: Cid, { principal }: Acting): Promise<Cid> {
		const { id, row } = await locateDocument(this.#deps, by)
		if (id.equals(target)) throw new Problem('act-itself', 'A document cannot do this to itself.')
		if (!row.public) needRead(this.#deps, principal, row)
		return id
	}
}

/** In the order that the format wants. */
function sorted(cids: readonly Cid[]): Cid[] {
	return cids.toSorted((a, b) => Buffer.compare(a.bytes, b.bytes))
}
