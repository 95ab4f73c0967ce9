/**
 * Finding a document and deciding who may see what of it.
 *
 * `{id}` is the CID of the first version's entry. Without `entry`, a request is about that very entry, so that an
 * address never changes what it answers with; `entry=latest` names the newest version, a CID or index another one.
 * An index is one in the log of the document's first entry, so it means the same after a succession. Here and in all
 * that reads documents, entries are found by their position in the chronicle of the town's logs.
 * @module
 */
import {
	bodyOf,
	type Cid,
	cidText,
	decodeEntry,
	decodeOpening,
	type Entry,
	equalBytes,
	type Opening,
	parseCid,
	RefusalError,
} from '@letopis/format'
import { LedgerError } from '@letopis/ledger'
import type { VaultRecord } from '../deps.ts'
import type { Principal } from '../http/env.ts'
import { Problem } from '../http/problems.ts'
import type { ApiDeps } from '../services.ts'
import { documentOf, type FoundVersion, findDocument, findVersion } from './queries.ts'
import type { DocumentRow } from './rows.ts'

export interface LocatedDocument {
	/** position of the first entry */
	readonly first: number
	/** CID of the first entry: the document's id */
	readonly id: Cid
	readonly row: DocumentRow
}

export interface LocatedVersion extends LocatedDocument {
	readonly version: FoundVersion
	readonly bytes: Uint8Array
	readonly entry: Entry
}

export interface Intact {
	readonly opening: Opening
	readonly record: VaultRecord
}

/** What the vault still has of an entry; `lost`: both copies are damaged there. */
export type Kept = Intact | 'erased' | 'lost'

/**
 * The document of an id, as of everything acknowledged so far.
 * @throws Problem 'document-not-found'
 */
export async function locateDocument({ projection }: ApiDeps, id: string): Promise<LocatedDocument> {
	const cid = parseId(id)
	await projection.current()
	const first = await projection.chronicle.indexOf(cid)
	const row = first === undefined ? undefined : await findDocument(projection.store, first)
	if (first === undefined || row === undefined) throw noDocument()
	return { first, id: cid, row }
}

/**
 * One version of a document.
 * @param wanted the query parameter `entry`: absent, `latest`, a CID or an index
 * @throws Problem 'document-not-found', 'entry-not-found', 'bad-request'
 */
export async function locateVersion(
	deps: ApiDeps,
	document: LocatedDocument,
	wanted: string | undefined,
): Promise<LocatedVersion> {
	const { projection } = deps
	const index = await versionIndex(deps, document, wanted)
	const version = await findVersion(projection.store, document.first, index)
	if (version === undefined) {
		throw new Problem('entry-not-found', 'That entry is not a version of this document.')
	}
	const bytes = await entryBytes(deps, index)
	return { ...document, version, bytes, entry: decodeEntry(bytes) }
}

/** Bytes of the entry at a position. @throws Error if the log has lost it */
export async function entryBytes({ projection }: ApiDeps, index: number): Promise<Uint8Array> {
	const bytes = await projection.chronicle.entry(index)
	if (bytes === undefined) throw new Error(`the logs have lost the entry at ${index}`)
	return bytes
}

async function versionIndex(
	{ projection: { chronicle } }: ApiDeps,
	{ first, row }: LocatedDocument,
	wanted: string | undefined,
): Promise<number> {
	if (wanted === undefined) return first
	if (wanted === 'latest') return row.latest
	const index = await entryNamed(wanted, chronicle, (at) => chronicle.inLogOf(first, at))
	if (index === undefined) throw new Problem('entry-not-found', 'No entry of the log has this index or CID.')
	return index
}

/**
 * Where an entry is that is named by its index or CID.
 * @param atIndex what an index leads to; undefined beyond the end
 * @returns undefined if there is no such entry
 * @throws Problem 'bad-request' if the text is neither
 */
export async function entryNamed(
	name: string,
	log: { indexOf(cid: Cid): Promise<number | undefined> },
	atIndex: (index: number) => number | undefined,
): Promise<number | undefined> {
	if (/^(0|[1-9]\d{0,15})$/.test(name)) return atIndex(Number(name))
	try {
		return await log.indexOf(parseCid(name))
	} catch (error) {
		if (!(error instanceof RefusalError)) throw error
		throw new Problem('bad-request', 'An entry is named by its index or by its CID.', { cause: error })
	}
}

function parseId(id: string): Cid {
	try {
		return parseCid(id)
	} catch (error) {
		if (!(error instanceof RefusalError)) throw error
		throw noDocument()
	}
}

function noDocument(): Problem {
	return new Problem('document-not-found', 'A document is named by the CID of its first entry.')
}

/** The document that an entry is a version of, by position. */
export async function documentOfEntry(deps: ApiDeps, index: number): Promise<LocatedDocument> {
	await deps.projection.current()
	const first = await documentOf(deps.projection.store, index)
	const row = first === undefined ? undefined : await findDocument(deps.projection.store, first)
	const version = first === undefined ? undefined : await findVersion(deps.projection.store, first, first)
	if (first === undefined || row === undefined || version === undefined) throw noDocument()
	return { first, id: version.cid, row }
}

/** Opening, header and secret of an entry. */
export async function keptOf({ projection }: Pick<ApiDeps, 'projection'>, index: number): Promise<Kept> {
	const first = await documentOf(projection.store, index)
	const version = first === undefined ? undefined : await findVersion(projection.store, first, index)
	// Declared is enough: its destruction may have been cut off.
	if (version?.state === 'disposed') return 'erased'
	try {
		const record = await projection.chronicle.record(index)
		if (record === undefined) return 'lost'
		return record === 'erased' ? record : { opening: decodeOpening(record.opening), record }
	} catch (error) {
		if (error instanceof LedgerError && error.code === 'corrupt') return 'lost'
		throw error
	}
}

/** What must be there for an answer. @throws Problem 'erased', 'corrupt' */
export function intact(kept: Kept): Intact {
	if (kept === 'erased') throw new Problem('erased', 'The content has been destroyed; its record remains.')
	if (kept === 'lost')
		throw new Problem('corrupt', 'Both copies of what belongs to it are damaged; a backup may have it.')
	return kept
}

/** Whether the reader may see what is private of the document. */
export function mayRead(deps: ApiDeps, principal: Principal | null, row: DocumentRow): boolean {
	if (principal === null) return false
	if (principal.scopes.has('documents:read')) return true
	if (!principal.scopes.has('documents:write') || row.owner === null) return false
	return Buffer.compare(row.owner, deps.projection.owners.of(principal.name)) === 0
}

/** Whether a person has to say why they read: the document is neither theirs nor of their department. */
export function needsReason(
	{ projection: { owners } }: ApiDeps,
	{ name, standing }: Principal,
	{ owner, department }: Pick<DocumentRow, 'owner' | 'department'>,
): boolean {
	if (standing === undefined) return false
	if (owner !== null && equalBytes(owner, owners.of(name))) return false
	if (standing.department === null || department === null) return true
	return !equalBytes(department, owners.tag('department', standing.department))
}

/**
 * Whether a person is kept from what is never public of a document: decisions on it, and that it is in cases. Of a
 * document that is not public they see nothing without saying why; of a public one, all but this.
 */
export function keepsBack(
	deps: ApiDeps,
	reader: Principal,
	row: Pick<DocumentRow, 'owner' | 'department'>,
	purpose: string | null,
): boolean {
	return purpose === null && needsReason(deps, reader, row)
}

/** @throws Problem 'reason-needed' from a person who reads outside their department without saying why */
export function demandReason(
	deps: ApiDeps,
	reader: Principal,
	row: Pick<DocumentRow, 'owner' | 'department'>,
): void {
	if (!needsReason(deps, reader, row)) return
	throw new Problem('reason-needed', 'Say why in the header Letopis-Purpose; it is kept with the access.')
}

/** @throws Problem 'token-missing', 'scope-missing', 'not-yours' */
export function needRead(deps: ApiDeps, principal: Principal | null, row: DocumentRow): Principal {
	if (principal === null) throw new Problem('token-missing', 'The document is not public.')
	if (mayRead(deps, principal, row)) return principal
	if (principal.scopes.has('documents:write')) {
		throw new Problem('not-yours', 'Without documents:read, only documents of the same principal are shown.')
	}
	throw new Problem('scope-missing', 'This needs the scope documents:read.', {
		extra: { scope: 'documents:read' },
	})
}

/** CID of the encrypted payload of a version. */
export function payloadOf(entry: Entry): Cid {
	const content = bodyOf(entry, 'document')?.content ?? bodyOf(entry, 'sealed')?.content
	if (content === undefined) throw new Error('a version of a document names no payload')
	return content
}

/** Public members that the recorder attached; empty if none. */
export function publicOf(entry: Entry): Record<string, unknown> {
	return bodyOf(entry, 'document')?.public ?? bodyOf(entry, 'sealed')?.public ?? {}
}

/** Strong validator of a document: changes with each version. */
export function documentEtag(latest: Cid): string {
	return `"${cidText(latest)}"`
}
