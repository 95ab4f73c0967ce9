/**
 * Disposal of a document: all its versions, their contents, their private fields and their secrets, and the private
 * fields of decisions and acts on it, of what was found of its signatures, and of its postings on the notice board, for good. The entry that declares it comes first, public and linked to each of them; then the private halves leave both copies of the
 * vault, then the payloads go. What the disk may still hold of them is closed by the next rotation of the epoch.
 *
 * If it crashes after the entry, the document is declared as disposed of and not yet destroyed: nothing of it is given out
 * any more, the next start of the town ends it (`ledger/town/disposals.ts`), and so does asking again. The same holds where
 * destroying fails, or the town is stopped meanwhile.
 * @module
 */
import { type Cid, decodeEntry, entryCid, isCid } from '@letopis/format'
import { POSTING_KIND } from '../board/records.ts'
import { decisionsOn } from '../cases/rows.ts'
import type { Principal } from '../http/env.ts'
import { Problem } from '../http/problems.ts'
import { actorOf } from '../people/actor.ts'
import type { ApiDeps } from '../services.ts'
import { CHECK_KIND, checksOn } from '../signatures/rows.ts'
import { grantField } from './access.ts'
import { cidField, textField } from './fields.ts'
import { listHistory, listRelations, listVersions } from './queries.ts'
import { entryBytes, keptOf, locateDocument } from './reading.ts'
import type { Recorder } from './recording.ts'

/** CIDs that one entry may link to (format §6). */
const MAX_LINKS = 1024

/** Private kinds of the entries on a document that go with it. */
const ATTACHED: ReadonlySet<string> = new Set(['decision', 'act', CHECK_KIND, POSTING_KIND])
const MOST_ATTACHED = 1_000_000

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
		const versions = await allVersions(deps, first)
		const all = [...versions, ...(await attached(deps, first, document))]
		const left = all.filter(({ declared }) => !declared).map(({ cid }) => cid)
		let declared: Cid | null = null
		for (let from = 0; from < left.length; from += MAX_LINKS) {
			const some = left.slice(from, from + MAX_LINKS)
			const entry = await declare(deps, document, some, reason, principal)
			declared ??= entry
		}
		for (const { index } of all) await destroy(deps, index)
		ended()
		return {
			document,
			entry: earlier || declared === null ? await declaredBy(deps, first) : declared,
			versions: versions.length,
			repeated: earlier,
		}
	})
}

/** One entry that goes. */
interface Part {
	readonly index: number
	readonly cid: Cid
	/** An earlier entry says so. */
	readonly declared: boolean
}

async function allVersions({ projection }: ApiDeps, first: number): Promise<Part[]> {
	const all: Part[] = []
	for (let from = first; ; from = (all.at(-1) as Part).index + 1) {
		const some = await listVersions(projection.store, first, from, MAX_LINKS)
		if (some.length === 0) return all
		all.push(...some.map(({ index, cid, state }) => ({ index, cid, declared: state === 'disposed' })))
	}
}

/** Decisions and acts on it, and what was found of its signatures: what they say in private is about the same people. */
async function attached(deps: ApiDeps, first: number, document: Cid): Promise<Part[]> {
	const { store, chronicle } = deps.projection
	const decisions = await decisionsOn(store, first, MOST_ATTACHED)
	const acts = await listHistory(store, first, first, MOST_ATTACHED, false)
	const checks = (await checksOn(store, first)).map(({ check }) => check)
	const parts: Part[] = []
	for (const index of [...decisions, ...acts, ...checks]) {
		const kept = await keptOf(deps, index)
		if (typeof kept === 'string') continue
		if (!ATTACHED.has(textField(kept.opening, 'kind') ?? '')) continue
		if (cidField(kept.opening, 'object')?.equals(document) !== true) continue
		const relations = await listRelations(store, index, chronicle.size, MAX_LINKS)
		parts.push({
			index,
			cid: entryCid(await entryBytes(deps, index)),
			declared: relations.some(({ relation }) => relation === 'disposes'),
		})
	}
	return parts
}

async function declare(
	{ ledger, projection }: ApiDeps,
	document: Cid,
	parts: readonly Cid[],
	reason: string,
	principal: Principal,
): Promise<Cid> {
	const appended = await ledger.log.append({
		kind: 'disposal',
		body: {},
		links: { disposes: parts.toSorted((a, b) => Buffer.compare(a.bytes, b.bytes)) },
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
	const { content } = decodeEntry(await entryBytes(deps, position)).body
	if (isCid(content)) await vault.deletePayload(content)
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
