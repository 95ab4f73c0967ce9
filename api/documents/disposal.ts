/**
 * Disposal of a document: all its versions, their contents, their private fields and their secrets, for good. The entry
 * that declares it comes first, public and linked to every version; then the private halves leave both copies of the
 * vault, then the payloads go. What the disk may still hold of them is closed by the next rotation of the epoch.
 *
 * If it crashes after the entry, the document is declared as disposed of and not yet destroyed: nothing of it is given out
 * any more, the next start of the town ends it (`ledger/town/disposals.ts`), and so does asking again. The same holds where
 * destroying fails, or the town is stopped meanwhile.
 * @module
 */
import { type Cid, decodeEntry } from '@letopis/format'
import type { Principal } from '../http/env.ts'
import { Problem } from '../http/problems.ts'
import { actorOf } from '../people/actor.ts'
import type { ApiDeps } from '../services.ts'
import { grantField } from './access.ts'
import { type FoundVersion, listRelations, listVersions } from './queries.ts'
import { entryBytes, locateDocument, payloadOf } from './reading.ts'
import type { Recorder } from './recording.ts'

/** CIDs that one entry may link to (format §6). */
const MAX_LINKS = 1024

export interface Disposed {
	readonly document: Cid
	/** CID of the entry that declared it first */
	readonly entry: Cid
	readonly versions: number
	/** An earlier request had declared it. */
	readonly repeated: boolean
}

/**
 * @param reason in the disposer's words, kept private
 * @throws Problem 'document-not-found'; what log and vault throw: then ask again
 */
export async function dispose(
	deps: ApiDeps,
	recorder: Recorder,
	id: string,
	reason: string,
	principal: Principal,
): Promise<Disposed> {
	const { id: document } = await locateDocument(deps, id)
	// No version comes in between.
	return recorder.alone(document, async () => {
		const { first, row } = await locateDocument(deps, id)
		const ended = deps.ledger.disposing()
		const earlier = row.state === 'disposed'
		let declared: Cid | null = null
		const all: FoundVersion[] = []
		for (let from = first; ; ) {
			const some = await listVersions(deps.projection.store, first, from, MAX_LINKS)
			if (some.length === 0) break
			all.push(...some)
			from = (some.at(-1) as FoundVersion).index + 1
			const left = some.filter(({ state }) => state !== 'disposed').map(({ cid }) => cid)
			if (left.length === 0) continue
			const entry = await declare(deps, document, left, reason, principal)
			declared ??= entry
		}
		for (const { index } of all) await destroy(deps, index)
		ended()
		return {
			document,
			entry: earlier || declared === null ? await declaredBy(deps, first) : declared,
			versions: all.length,
			repeated: earlier,
		}
	})
}

async function declare(
	{ ledger, projection }: ApiDeps,
	document: Cid,
	versions: readonly Cid[],
	reason: string,
	principal: Principal,
): Promise<Cid> {
	const appended = await ledger.log.append({
		kind: 'disposal',
		body: {},
		links: { disposes: versions.toSorted((a, b) => Buffer.compare(a.bytes, b.bytes)) },
		fields: {
			actor: actorOf(principal),
			...grantField(principal),
			...{ kind: 'disposal', object: document, metadata: { reason } },
		},
	})
	await projection.reached(appended.index + 1)
	return appended.cid
}

/** Both can be done again. */
async function destroy(deps: ApiDeps, position: number): Promise<void> {
	const { vault, first } = await deps.projection.chronicle.part(position)
	await vault.erase([position - first])
	await vault.deletePayload(payloadOf(decodeEntry(await entryBytes(deps, position))))
}

async function declaredBy({ projection }: ApiDeps, first: number): Promise<Cid> {
	const { store, chronicle } = projection
	const relations = await listRelations(store, first, chronicle.size, MAX_LINKS)
	const found = relations.find(({ relation }) => relation === 'disposes')
	if (found === undefined) throw new Error(`nothing says that ${first} was disposed of`)
	return found.cid
}

/** @throws Problem 'scope-missing' unless it is the administrator's token, a file among the keys */
export function demandKeys({ grant, session }: Principal): void {
	if (grant === null && session === undefined) return
	throw new Problem('scope-missing', 'This needs the administrator token, which lies among the keys.')
}

/** @throws Problem 'bad-request' unless the id is said a second time */
export function demandConfirmed(id: string, confirm: string): void {
	if (confirm === id) return
	throw new Problem('bad-request', 'What cannot be undone is confirmed: "confirm" is the id of the document.')
}
