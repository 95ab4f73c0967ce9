/**
 * What a client says about a document beside its bytes: metadata, file name, media type, visibility, relation.
 * All of it is hostile until it has passed here.
 * @module
 */
import { type DagMap, encodeDag, fromUtf8, isDagMap, parseJson, RefusalError } from '@letopis/format'
import { refusedAs } from '../http/problem.ts'
import { Problem } from '../http/problems.ts'

export const METADATA_MAX_BYTES = 32 * 1024
/** Leaves room for the levels of entry and field around it: 8 in all. */
export const METADATA_MAX_DEPTH = 6
const NAME_MAX_BYTES = 255
export const REASON_MAX_BYTES = 4096

export interface Metadata {
	/** goes into the entry, for everyone to read */
	readonly public: DagMap | null
	/** the rest, a private field */
	readonly private: DagMap | null
}

const MALFORMED = { tooLarge: 'metadata-too-large', tooDeep: 'metadata-too-deep' } as const

/**
 * @param bytes of the part `metadata`: strict JSON (RFC 8259 without duplicate keys, fractions, exponents and
 *   numbers beyond ±(2^53 − 1)), an object, text in NFC; at most 32 KiB, 6 levels
 * @throws Problem 'metadata-malformed', 'metadata-too-large', 'metadata-too-deep'
 */
export function parseMetadata(bytes: Uint8Array | undefined): Metadata {
	if (bytes === undefined) return { public: null, private: null }
	const limits = { maxBytes: METADATA_MAX_BYTES, maxDepth: METADATA_MAX_DEPTH }
	return refusedAs(
		'metadata-malformed',
		() => {
			const value = parseJson(fromUtf8(bytes), limits)
			// What is accepted here must fit the entry and the field: the same profile, checked the same way.
			encodeDag(value)
			if (!isDagMap(value)) throw new RefusalError('malformed', 'metadata are not an object')
			const { public: open, ...rest } = value
			if (open !== undefined && !isDagMap(open)) {
				throw new RefusalError('malformed', 'the member "public" is not an object')
			}
			return { public: open ?? null, private: Object.keys(rest).length === 0 ? null : rest }
		},
		MALFORMED,
	)
}

/** @throws Problem 'part-malformed' */
export function parseVisibility(bytes: Uint8Array | undefined): 'private' | 'public' {
	if (bytes === undefined) return 'private'
	const text = partText(bytes, 'visibility')
	if (text === 'private' || text === 'public') return text
	throw new Problem('part-malformed', 'visibility is "private" or "public".')
}

const VERSION_RELATIONS = ['version', 'supersedes', 'corrects', 'annuls'] as const
export type VersionRelation = (typeof VERSION_RELATIONS)[number]

/** @throws Problem 'part-malformed' */
export function parseRelation(bytes: Uint8Array | undefined): VersionRelation {
	if (bytes === undefined) return 'version'
	const text = partText(bytes, 'relation')
	const relation = VERSION_RELATIONS.find((candidate) => candidate === text)
	if (relation === undefined) {
		throw new Problem('part-malformed', `relation is one of ${VERSION_RELATIONS.join(', ')}.`)
	}
	return relation
}

/** Private words on why a version was made; null if none. @throws Problem 'part-malformed' */
export function parseReason(bytes: Uint8Array | undefined): string | null {
	if (bytes === undefined || bytes.length === 0) return null
	const text = partText(bytes, 'reason').normalize('NFC')
	// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
	if (/[\u0000-\u0008\u000b-\u001f\ufeff]/.test(text)) {
		throw new Problem('part-malformed', 'reason holds a control character.')
	}
	return text
}

function partText(bytes: Uint8Array, part: string): string {
	try {
		return fromUtf8(bytes)
	} catch (cause) {
		throw new Problem('part-malformed', `${part} is not UTF-8 text.`, { cause })
	}
}

/**
 * A name that is safe to show and to save under: last step of a path, NFC, no control, direction or reserved
 * character, at most 255 bytes with its extension kept. `document` if nothing is left.
 */
export function sanitizeFileName(name: string | undefined): string {
	const last = (name ?? '').toWellFormed().normalize('NFC').split(/[/\\]/).at(-1) ?? ''
	const clean = last
		.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}<>:"|?*]/gu, '')
		.replace(/\s+/g, ' ')
		.replace(/^[. ]+|[. ]+$/g, '')
		.normalize('NFC')
	if (clean === '') return 'document'
	return shorten(clean)
}

function shorten(name: string): string {
	if (Buffer.byteLength(name) <= NAME_MAX_BYTES) return name
	const dot = name.lastIndexOf('.')
	const extension = dot > 0 && Buffer.byteLength(name.slice(dot)) <= 16 ? name.slice(dot) : ''
	let stem = ''
	let room = NAME_MAX_BYTES - Buffer.byteLength(extension)
	for (const character of name.slice(0, name.length - extension.length)) {
		room -= Buffer.byteLength(character)
		if (room < 0) break
		stem += character
	}
	return `${stem.trimEnd()}${extension}`
}

/** Type and subtype in lower case, without parameters; `application/octet-stream` for anything else. */
export function cleanMediaType(type: string | undefined): string {
	const essence = (type ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
	const token = /^[a-z0-9][a-z0-9!#$&^_.+-]{0,62}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,62}$/
	return token.test(essence) ? essence : 'application/octet-stream'
}
