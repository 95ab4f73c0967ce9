/**
 * From a draft to the bytes of an entry. Everything that can be refused is refused here, before queueing:
 * `encodeEntry` decodes what it made, so an acknowledged entry that our own decoder refuses cannot exist.
 * @module
 */
import {
	accessTag,
	type Cid,
	commitFields,
	type Entry,
	encodeEntry,
	encodeOpening,
	entryCid,
	type Fields,
	isCid,
	type Opening,
	RefusalError,
} from '@letopis/format'
import type { Draft } from './types.ts'

const MINUTE = 60_000
/** What a vault record takes: see vault/record-format.ts. */
const OPENING_MAX = 1_048_576
const HEADER_MAX = 16_384

/** An entry that waits for its place in the log. */
export interface Prepared {
	readonly draft: Draft
	readonly cid: Cid
	readonly entry: Uint8Array
	readonly opening: Opening
	readonly openingBytes: Uint8Array
	/** ms since 1970 */
	readonly time: number
	/** of the access, for an access entry */
	readonly accessNumber?: number
}

export interface EntryContext {
	/** ms since 1970 */
	readonly time: number
	readonly anchors: readonly Cid[]
	readonly random: (size: number) => Uint8Array
	/** of the access, for an access entry */
	readonly accessNumber?: number
}

/**
 * @throws RefusalError for values that the format refuses; TypeError or RangeError for a draft that no caller
 *   should make
 */
export function makeEntry(draft: Draft, context: EntryContext): Prepared {
	checkDraft(draft)
	const { time, random } = context
	const fields: Fields = { ...draft.fields, time }
	const { idempotency } = draft
	if (idempotency) fields.idempotency = { key: idempotency.key, request: idempotency.request }
	const { commitment, opening } = commitFields(fields, random)
	const unsealed: Entry = {
		v: 1,
		kind: draft.kind,
		time: Math.floor(time / MINUTE),
		anchors: context.anchors as Cid[],
		links: draft.links ?? {},
		body: draft.body,
		commitment,
	}
	const sealed = draft.kind === 'sealed' ? { ...unsealed, tag: tagOf(draft, context) } : unsealed
	const openingBytes = encodeOpening(opening)
	if (openingBytes.length > OPENING_MAX)
		throw new RefusalError('too-large', 'the private fields exceed 1 MiB')
	const entry = encodeEntry(sealed)
	const prepared = { draft, cid: entryCid(entry), entry, opening, openingBytes, time }
	return context.accessNumber === undefined ? prepared : { ...prepared, accessNumber: context.accessNumber }
}

function tagOf(draft: Draft, { accessNumber, random }: EntryContext): Uint8Array {
	if (draft.access === undefined) return random(32)
	if (accessNumber === undefined) throw new RangeError('expected a number for this access')
	return accessTag(draft.access.key, accessNumber)
}

function checkDraft({ kind, fields, access, header, secret }: Draft): void {
	if ('time' in fields || 'idempotency' in fields)
		throw new TypeError('time and idempotency are set by the log')
	if (access !== undefined) {
		const { object } = fields
		// The counter is rebuilt from these two fields, so they must say the same.
		const same = fields.kind === 'access' && isCid(object) && object.equals(access.document)
		if (kind !== 'sealed' || !same)
			throw new TypeError('expected the fields of an access to the same document')
	} else if (fields.kind === 'access') {
		throw new TypeError('expected the key of the document for an access')
	}
	if (header !== undefined && (header.length === 0 || header.length > HEADER_MAX)) {
		throw new RangeError(`expected a header of 1..${HEADER_MAX} bytes, got ${header.length}`)
	}
	if (secret !== undefined && secret.length !== 32) {
		throw new RangeError(`expected a secret of 32 bytes, got ${secret.length}`)
	}
}
