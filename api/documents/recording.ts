/**
 * Recording: an upload that has arrived becomes an entry of the log, or an answer that it already is one.
 * @module
 */
import {
	type Cid,
	cidText,
	type DagMap,
	type DagValue,
	type Fields,
	hex,
	type Links,
	RefusalError,
} from '@letopis/format'
import { LedgerError, type LedgerErrorCode } from '@letopis/ledger'
import type { Appended, Draft } from '../deps.ts'
import type { Principal } from '../http/env.ts'
import { Problem } from '../http/problems.ts'
import { actorOf } from '../people/actor.ts'
import type { ApiDeps } from '../services.ts'
import { grantField } from './access.ts'
import { earlierEntry, fingerprint, type Idempotency, Turns } from './idempotency.ts'
import {
	cleanMediaType,
	type Metadata,
	parseMetadata,
	parseReason,
	parseRelation,
	parseVisibility,
	sanitizeFileName,
	type VersionRelation,
} from './metadata.ts'
import { findVersion } from './queries.ts'
import { type LocatedDocument, locateDocument } from './reading.ts'
import type { Upload } from './upload.ts'

/** What the client wants recorded, checked. */
export interface Recording {
	readonly upload: Upload
	readonly visibility: 'private' | 'public'
	readonly metadata: Metadata
	readonly file: { name: string; type: string; size: number }
	/** code of the department that it is for, where whoever records it is of none */
	readonly department?: string
	/** why, from who acts outside their department */
	readonly purpose: string | null
	readonly version: { readonly relation: VersionRelation; readonly reason: string | null } | null
}

/** An entry that stands for the request: made now, or by an earlier request with the same key. */
export type Recorded =
	| { readonly replayed: false; readonly appended: Appended }
	/** position of that entry */
	| { readonly replayed: true; readonly index: number }

/**
 * Codes with which the log refuses before anything is written. With any other, the entry may be in the log: also
 * with `frozen` and `closed`, which can come while its batch is being written.
 */
const NOTHING_WRITTEN: readonly LedgerErrorCode[] = ['queue-full', 'clock', 'too-large', 'conflict', 'erased']

/** @throws Problem if a part of the form is not what it should be */
export function checkRecording(upload: Upload, isVersion: boolean, purpose: string | null): Recording {
	const { parts } = upload
	return {
		upload,
		visibility: parseVisibility(parts.get('visibility')),
		metadata: parseMetadata(parts.get('metadata')),
		file: {
			name: sanitizeFileName(upload.name),
			type: cleanMediaType(upload.type),
			size: upload.content.size,
		},
		purpose,
		version: isVersion
			? { relation: parseRelation(parts.get('relation')), reason: parseReason(parts.get('reason')) }
			: null,
	}
}

export class Recorder {
	readonly #deps: ApiDeps
	readonly #turns = new Turns()

	constructor(deps: ApiDeps) {
		this.#deps = deps
	}

	/** Records a new document. */
	async document(recording: Recording, principal: Principal, key: Uint8Array | null): Promise<Recorded> {
		return this.#once(
			key,
			() => this.#request('documents', recording),
			(idempotency) => this.#append(recording, principal, {}, idempotency),
		)
	}

	/**
	 * Records a version after the newest one. Versions of one document come one after the other, so that two
	 * clients cannot both continue the same one.
	 * @param check throws if the client expected another newest version
	 */
	async version(
		id: Cid,
		recording: Recording,
		principal: Principal,
		key: Uint8Array | null,
		check: (latest: Cid) => void,
	): Promise<Recorded> {
		const name = cidText(id)
		return this.#once(
			key,
			() => this.#request(name, recording),
			(idempotency) =>
				this.#turns.take(`document ${name}`, async () => {
					const document = await locateDocument(this.#deps, name)
					const latest = await latestCid(this.#deps, document)
					check(latest)
					return this.#append(recording, principal, versionLinks(recording, latest), idempotency)
				}),
		)
	}

	/** Runs a task on a document while no version of it is being recorded. */
	alone<T>(id: Cid, task: () => Promise<T>): Promise<T> {
		return this.#turns.take(`document ${cidText(id)}`, task)
	}

	#request(target: string, { upload, visibility, metadata, file, version }: Recording): Uint8Array {
		const parts: DagValue[] = [
			target,
			upload.content.sha256,
			visibility,
			file,
			metadata.public,
			metadata.private,
			version === null ? null : [version.relation, version.reason],
		]
		return fingerprint(this.#deps.secret, parts)
	}

	/** Runs `append` unless an entry with the same key exists; same keys at the same time take turns. */
	#once(
		key: Uint8Array | null,
		fingerprint: () => Uint8Array,
		append: (idempotency: Idempotency | null) => Promise<Appended>,
	): Promise<Recorded> {
		if (key === null) return append(null).then((appended) => this.#recorded(appended))
		return this.#turns.take(`key ${hex(key)}`, async () => {
			const request = fingerprint()
			const index = await earlierEntry(this.#deps.projection.chronicle, { key, request })
			if (index !== undefined) return { replayed: true, index }
			return this.#recorded(await append({ key, request }))
		})
	}

	#recorded(appended: Appended): Recorded {
		return appended.repeated === true
			? { replayed: true, index: this.#deps.projection.chronicle.base + appended.index }
			: { replayed: false, appended }
	}

	async #append(
		{ upload, visibility, metadata, file, department, purpose, version }: Recording,
		principal: Principal,
		links: Links,
		idempotency: Idempotency | null,
	): Promise<Appended> {
		const { content } = upload
		const open: DagMap = metadata.public === null ? {} : { public: metadata.public }
		const body: DagMap =
			visibility === 'public'
				? { content: content.cid, sha256: content.sha256, ...open }
				: { content: content.cid, ...open }
		const details: DagMap = {
			file,
			...(metadata.private === null ? {} : { data: metadata.private }),
			signed: upload.signed,
			...(department === undefined ? {} : { department }),
			...(version?.reason == null ? {} : { reason: version.reason }),
		}
		const fields: Fields = {
			actor: actorOf(principal),
			kind: 'document',
			content: content.sha256,
			metadata: details,
			...grantField(principal),
			...(purpose === null ? {} : { purpose }),
		}
		const draft: Draft = {
			kind: visibility === 'public' ? 'document' : 'sealed',
			body,
			links,
			fields,
			header: content.header,
			secret: this.#deps.random(32),
			...(idempotency === null ? {} : { idempotency }),
		}
		return this.#deps.ledger.log.append(draft)
	}
}

/** @throws Problem 'document-disposed' */
export async function latestCid(deps: ApiDeps, { first, row }: LocatedDocument): Promise<Cid> {
	if (row.state === 'disposed') throw new Problem('document-disposed', 'It takes no further versions.')
	const latest = await findVersion(deps.projection.store, first, row.latest)
	if (latest === undefined) throw new Error('the projection lacks the newest version')
	return latest.cid
}

function versionLinks({ version }: Recording, latest: Cid): Links {
	if (version === null || version.relation === 'version') return { previous: [latest] }
	return { previous: [latest], [version.relation]: [latest] }
}

/**
 * Whether the payload of a failed recording may be removed. A failure in the middle of a write leaves open whether
 * the entry is in the log; then the payload stays, and the sweep at the next start decides.
 */
export function nothingWritten(error: unknown): boolean {
	if (error instanceof LedgerError) return NOTHING_WRITTEN.includes(error.code)
	return error instanceof Problem || error instanceof RefusalError
}
