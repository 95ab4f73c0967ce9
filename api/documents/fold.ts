/**
 * What one log entry does to the projection's rows. A pure fold over log and vault: the same entries give the same
 * rows, whether they come one by one as they are appended or all at once when the projection is built anew.
 * @module
 */
import { createHmac, createSecretKey, type KeyObject } from 'node:crypto'
import { bodyOf, type Cid, type Entry, isCid, isDagMap, type Opening, uint64be } from '@letopis/format'
import type { Store, WriteOp } from '@letopis/ledger'
import { AGENDA_KIND } from '../agendas/records.ts'
import { foldAgenda } from '../agendas/rows.ts'
import { foldBoard } from '../board/rows.ts'
import {
	foldMailing,
	foldSubscription,
	forgetSubscription,
	MAILING_KIND,
	SUBSCRIPTION_KIND,
} from '../board/subscriber-rows.ts'
import { enlist, forget, move, rename } from '../cases/register.ts'
import { foldCaseAccess, foldCases } from '../cases/rows.ts'
import { foldFilings } from '../filings/rows.ts'
import { actorDepartment, actorName } from '../people/actor.ts'
import { foldPeople } from '../people/fold.ts'
import { CHECK_KIND, foldCheck, foldSigned, forgetSigned } from '../signatures/rows.ts'
import { foldWebhooks, forgetEvent } from '../webhooks/rows.ts'
import { type Doubt, doubtOf, encodeDoubt } from './doubts.ts'
import { bytesField, cidField, metadata, textField } from './fields.ts'
import type { FoldedEntry } from './folded.ts'
import { namesIn } from './names.ts'
import {
	compareKeys,
	type DocumentRow,
	decodeDocument,
	decodeVersion,
	encodeDocument,
	encodeVersion,
	indexIn,
	keys,
	OWNER_SIZE,
	RELATIONS,
	ranges,
	STATES,
	stateAfter,
} from './rows.ts'

/** A change that matters to what is kept in memory. */
export type MemoryEvent =
	| { readonly type: 'granted'; readonly index: number; readonly cid: Cid; readonly opening: Opening }
	| { readonly type: 'revoked'; readonly grant: number }
	| { readonly type: 'people'; readonly index: number; readonly cid: Cid; readonly opening: Opening }
	| { readonly type: 'doubted'; readonly doubt: Doubt }

const EMPTY = new Uint8Array(0)
/** Bytes of the name that a clause sheet leads to. */
const CLAUSE_NAME = 16

interface Change {
	readonly key: Uint8Array
	/** null: deleted */
	readonly value: Uint8Array | null
}

/** Rows being changed by one batch: later entries of the batch see what earlier ones wrote. */
export class Draft {
	readonly #store: Store
	readonly #changes = new Map<string, Change>()

	constructor(store: Store) {
		this.#store = store
	}

	async get(key: Uint8Array): Promise<Uint8Array | undefined> {
		const change = this.#changes.get(nameOf(key))
		if (change !== undefined) return change.value ?? undefined
		return this.#store.get(key)
	}

	async getMany(names: readonly Uint8Array[]): Promise<(Uint8Array | undefined)[]> {
		const changes = names.map((key) => this.#changes.get(nameOf(key)))
		const asked = names.filter((_, i) => changes[i] === undefined)
		const stored = (asked.length === 0 ? [] : await this.#store.getMany(asked)).values()
		return changes.map((change) => (change === undefined ? stored.next().value : (change.value ?? undefined)))
	}

	/** Versions of a document up to its latest, also those of this batch. */
	async versions(first: number, latest: number): Promise<number[]> {
		const found = new Set<number>()
		const { gte, lt } = ranges.versions(first, first, latest + 1)
		for await (const [key] of this.#store.range({ gte, lt })) found.add(indexIn(key))
		for (const { key } of this.#changes.values()) {
			if (compareKeys(key, gte) >= 0 && compareKeys(key, lt) < 0) found.add(indexIn(key))
		}
		return [...found]
	}

	put(key: Uint8Array, value: Uint8Array = EMPTY): void {
		this.#changes.set(nameOf(key), { key, value })
	}

	delete(key: Uint8Array): void {
		this.#changes.set(nameOf(key), { key, value: null })
	}

	ops(): WriteOp[] {
		const names = [...this.#changes.keys()].sort()
		return names.map((name) => {
			const { key, value } = this.#changes.get(name) as Change
			return value === null ? { key, delete: true } : { key, value }
		})
	}
}

/** One character for each byte, so that names sort as keys do. */
function nameOf({ buffer, byteOffset, length }: Uint8Array): string {
	return Buffer.from(buffer, byteOffset, length).toString('latin1')
}

/** Tags kept: principals and words come again and again. */
const MAX_TAGS = 16_384

/** Keyed hashes under which the documents of a principal are found without their name being stored. */
export class OwnerTags {
	readonly #key: KeyObject
	readonly #tags = new Map<string, Uint8Array>()

	/** @param secret 32 B that stay the same for the town */
	constructor(secret: Uint8Array) {
		this.#key = createSecretKey(secret)
	}

	of(principal: string): Uint8Array {
		return this.tag('owner', principal)
	}

	/** Tag of another kind of value, 16 B. @param space tells kinds apart */
	tag(space: string, value: string | Uint8Array): Uint8Array {
		if (typeof value !== 'string') return this.#make(space, value)
		const name = `${space}\0${value}`
		const known = this.#tags.get(name)
		if (known !== undefined) return known
		const tag = this.#make(space, value)
		if (this.#tags.size >= MAX_TAGS) this.#tags.clear()
		this.#tags.set(name, tag)
		return tag
	}

	#make(space: string, value: string | Uint8Array): Uint8Array {
		const hmac = createHmac('sha256', this.#key).update(`${space}\0`).update(value).digest()
		return new Uint8Array(hmac.subarray(0, OWNER_SIZE))
	}
}

export interface FoldContext {
	readonly draft: Draft
	readonly owners: OwnerTags
	indexOf(cid: Cid): Promise<number | undefined>
	/** Whether an act that nobody can read is an access to a document. */
	isAccess(folded: FoldedEntry): Promise<boolean>
	/** Whether the log declares, at whatever later place, that an entry was disposed of. */
	isDisposed(folded: FoldedEntry): Promise<boolean>
}

/** Folds one entry. Entries must come in the order of the log. */
export async function fold(context: FoldContext, folded: FoldedEntry): Promise<MemoryEvent | null> {
	const { entry, opening, index } = folded
	if (isDocument(entry, opening)) await foldDocument(context, folded)
	await foldRelations(context, folded)
	await foldWebhooks(context.draft, folded, context.indexOf)
	const doubt = doubtOf(folded)
	if (doubt !== null && !(await isHarmless(context, folded, doubt))) {
		context.draft.put(keys.unread(index), encodeDoubt(doubt))
		return { type: 'doubted', doubt }
	}
	// All that the board's rows hold is public, so they are the same when private halves are gone.
	if (await foldBoard(context, folded)) return null
	if (opening === null || entry.kind !== 'sealed') return null
	switch (textField(opening, 'kind')) {
		case 'access':
			await foldAccess(context, index, opening)
			return null
		case CHECK_KIND:
			await foldCheck(context.draft, index, opening, context.indexOf)
			return null
		case AGENDA_KIND:
			foldAgenda(context.draft, index, opening)
			return null
		case SUBSCRIPTION_KIND:
			foldSubscription(context.draft, context.owners, index, opening)
			return null
		case MAILING_KIND:
			await foldMailing(context.draft, opening, context.indexOf)
			return null
		case 'token-grant': {
			const hash = grantHash(opening)
			if (hash !== null) context.draft.put(keys.token(hash), uint64be(index))
			return { type: 'granted', index, cid: folded.cid, opening }
		}
		case 'token-revoke': {
			const object = cidField(opening, 'object')
			const grant = object === null ? undefined : await context.indexOf(object)
			if (grant === undefined) return null
			context.draft.put(keys.revoked(grant), uint64be(index))
			return { type: 'revoked', grant }
		}
		default: {
			const { draft, owners: tags, indexOf } = context
			const put = (key: Uint8Array, value?: Uint8Array) => draft.put(key, value)
			const cases = {
				...{ rows: draft, tags, position: indexOf },
				document: async (position: number) => {
					const of = await draft.get(keys.entry(position))
					return of === undefined ? undefined : indexIn(of)
				},
			}
			if (await foldCases(cases, folded, opening)) return null
			if (await foldFilings(cases, folded, opening)) return null
			const people = await foldPeople({ put, tags, indexOf }, index, opening)
			return people ? { type: 'people', index, cid: folded.cid, opening } : null
		}
	}
}

/** What is missing altogether is never known to be harmless. */
async function isHarmless(context: FoldContext, folded: FoldedEntry, { why }: Doubt): Promise<boolean> {
	return why !== 'missing' && ((await context.isDisposed(folded)) || (await context.isAccess(folded)))
}

/**
 * Whether the entry is a version of a document. After its fields were erased, a sealed entry is still known by the
 * payload that it names: nothing else has one.
 */
function isDocument(entry: Entry, opening: Opening | null): boolean {
	if (entry.kind === 'document') return true
	if (entry.kind !== 'sealed' || !isCid(entry.body.content)) return false
	return opening === null || textField(opening, 'kind') === 'document'
}

async function foldDocument({ draft, owners, indexOf }: FoldContext, folded: FoldedEntry): Promise<void> {
	const { index, cid, entry, opening } = folded
	const isPublic = entry.kind === 'document'
	const previous = entry.links.previous?.[0]
	const before = previous === undefined ? undefined : await indexOf(previous)
	const found = before === undefined ? undefined : await draft.get(keys.entry(before))
	const first = found === undefined ? index : indexIn(found)
	const row = first === index ? undefined : await document(draft, first)
	const number = (row?.versions ?? 0) + 1
	draft.put(keys.entry(index), uint64be(first))
	draft.put(keys.history(first, index))
	foldSigned(draft, first, index, opening)
	draft.put(keys.version(first, index), encodeVersion({ number, cid, public: isPublic, state: 'in-force' }))
	if (isPublic) draft.put(keys.public(first))
	// The hash of what is public stands in the log itself, so it is known also where the fields are not.
	const open = bodyOf(entry, 'document')?.sha256 ?? null
	const content = open ?? (opening === null ? null : bytesField(opening, 'content'))
	if (content !== null) {
		const tag = owners.tag('content', content)
		draft.put(keys.content(tag, index))
		draft.put(keys.contentOf(first, index), tag)
	}
	if (row !== undefined) {
		const fresh = entry.links.annuls === undefined ? 'in-force' : 'annulled'
		const current = row.current === 'disposed' ? row.current : fresh
		draft.put(keys.document(first), encodeDocument({ ...row, latest: index, versions: number, current }))
		await move(draft, owners, 'document', first, STATES.indexOf(row.current), STATES.indexOf(current))
		await rename(draft, owners, 'document', first, namesIn(entry, opening))
		return
	}
	const actor = opening === null ? null : actorName(opening)
	const owner = actor === null ? null : owners.of(actor)
	if (owner !== null) draft.put(keys.owned(owner, first))
	const department = opening === null ? null : (actorDepartment(opening) ?? addressee(opening))
	const fresh: DocumentRow = {
		...{ latest: index, versions: 1, public: isPublic, state: 'in-force', current: 'in-force', owner },
		department: department === null ? null : owners.tag('department', department),
	}
	draft.put(keys.document(first), encodeDocument(fresh))
	const { texts, publicNumber, ...names } = namesIn(entry, opening)
	await enlist(draft, owners, 'document', first, 0, { owner: actor, department, texts, publicNumber, names })
}

/** The department that a document was recorded for by somebody of none. */
function addressee(opening: Opening): string | null {
	const { department } = metadata(opening)
	return typeof department === 'string' ? department : null
}

async function foldRelations({ draft, owners, indexOf }: FoldContext, folded: FoldedEntry): Promise<void> {
	for (const relation of RELATIONS) {
		for (const cid of folded.entry.links[relation] ?? []) {
			const target = await indexOf(cid)
			// A link into the future is no statement about an entry: nobody could know its CID.
			if (target === undefined || target >= folded.index) continue
			draft.put(keys.relation(target, folded.index, relation), folded.cid.bytes)
			if (relation === 'disposes') await forgetSubscription(draft, target)
			const of = await draft.get(keys.entry(target))
			// What an entry was an event of is known by its private fields, but for a public version.
			const stays = of !== undefined && (await isPublicVersion(draft, indexIn(of), target))
			if (relation === 'disposes' && !stays) forgetEvent(draft, target)
			if (of === undefined) continue
			const first = indexIn(of)
			draft.put(keys.history(first, folded.index))
			if (relation === 'disposes') forgetSigned(draft, target)
			const versionKey = keys.version(first, target)
			const version = await draft.get(versionKey)
			if (version !== undefined) {
				const row = decodeVersion(version)
				draft.put(versionKey, encodeVersion({ ...row, state: stateAfter(row.state, relation) }))
			}
			await relateDocument(draft, owners, first, target, relation)
		}
	}
}

async function relateDocument(
	draft: Draft,
	owners: OwnerTags,
	first: number,
	target: number,
	relation: (typeof RELATIONS)[number],
): Promise<void> {
	const row = await document(draft, first)
	if (row === undefined) return
	// Whoever recorded a destroyed document is erased with it; a rebuild could not find it out again.
	const gone = relation === 'disposes' && target === first
	if (gone && row.owner !== null) draft.delete(keys.owned(row.owner, first))
	const state = target === first ? stateAfter(row.state, relation) : row.state
	const current = gone || target === row.latest ? stateAfter(row.current, relation) : row.current
	const { owner, department } = gone ? { owner: null, department: null } : row
	draft.put(keys.document(first), encodeDocument({ ...row, state, current, owner, department }))
	await move(draft, owners, 'document', first, STATES.indexOf(row.current), STATES.indexOf(current))
	if (gone) await forgetContents(draft, owners, first, row.latest, STATES.indexOf(current))
}

async function forgetContents(
	draft: Draft,
	owners: OwnerTags,
	first: number,
	latest: number,
	state: number,
): Promise<void> {
	await forget(draft, owners, 'document', first, state)
	for (const version of await draft.versions(first, latest)) {
		const tag = await draft.get(keys.contentOf(first, version))
		if (tag === undefined || (await isPublicVersion(draft, first, version))) continue
		draft.delete(keys.content(tag, version))
		draft.delete(keys.contentOf(first, version))
	}
}

async function isPublicVersion(draft: Draft, first: number, version: number): Promise<boolean> {
	const bytes = await draft.get(keys.version(first, version))
	return bytes !== undefined && decodeVersion(bytes).public
}

async function foldAccess({ draft, indexOf }: FoldContext, index: number, opening: Opening): Promise<void> {
	const object = cidField(opening, 'object')
	const target = object === null ? undefined : await indexOf(object)
	const of = target === undefined ? undefined : await draft.get(keys.entry(target))
	if (of !== undefined) draft.put(keys.access(indexIn(of), index))
	if (of !== undefined) await foldClause({ draft, indexOf }, target, opening)
	else if (target !== undefined) await foldCaseAccess(draft, target, index)
}

/** A clause sheet was made: whoever holds it finds the version by a name that only its secret leads to. */
async function foldClause(
	{ draft, indexOf }: Pick<FoldContext, 'draft' | 'indexOf'>,
	document: number | undefined,
	opening: Opening,
): Promise<void> {
	const { lookup, version } = metadata(opening)
	if (!(lookup instanceof Uint8Array) || lookup.length !== CLAUSE_NAME) return
	const index = isCid(version) ? await indexOf(version) : document
	if (index !== undefined) draft.put(keys.clause(lookup), uint64be(index))
}

async function document(draft: Draft, first: number): Promise<DocumentRow | undefined> {
	const bytes = await draft.get(keys.document(first))
	return bytes === undefined ? undefined : decodeDocument(bytes)
}

/** Hash of the token that an entry grants; null if the entry holds none. */
export function grantHash(opening: Opening): Uint8Array | null {
	const { data } = metadata(opening)
	if (!isDagMap(data)) return null
	return data.hash instanceof Uint8Array && data.hash.length === 32 ? data.hash : null
}
