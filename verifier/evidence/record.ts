/**
 * Structure of an evidence record, RFC 4998 §3–§5 with the syntax of RFC 9169, in strict DER. Reading only: whether the
 * hashes lead anywhere and the time-stamps hold is judged by linkage.ts and stamps.ts. Everything is bounded before it is
 * kept, and nothing here calls itself, so that no depth of nesting costs more than its bytes.
 * @module
 */
import { RefusalError } from '@letopis/format'
import { contextTag, DerReader, elements, onlyElement, readOid, smallInteger, TAG } from '../timestamp/der.ts'

/** Longest record, in bytes: some dozens of tokens with their certificates and lists. */
export const EVIDENCE_MAX = 4 * 1024 * 1024
/** Most time-stamps in one record: two renewals a year for thirty years. */
export const STAMPS_MAX = 64
/** Most lists in one reduced hash tree, and values in one list. */
const LISTS_MAX = 128
const VALUES_MAX = 16_384
/** Longest digest, SHA-512. */
const DIGEST_MAX = 64

export interface ArchiveStamp {
	/** Counted from 1, as people do and as failures name them. */
	chain: number
	stamp: number
	/** Identifier of the digest that its tree is made with; undefined where only the time-stamp tells. */
	digest: string | undefined
	/** The reduced hash tree, lowest list first; without any the time-stamp is over the data itself. */
	lists: readonly (readonly Uint8Array[])[]
	/** DER TimeStampToken: what the next stamp of the chain has to cover. */
	token: Uint8Array
}

export interface ArchiveChain {
	/** The whole DER ArchiveTimeStampChain: what later chains have to cover. */
	bytes: Uint8Array
	stamps: readonly ArchiveStamp[]
}

export interface EvidenceRecord {
	/** Identifiers of all digests that the record says it uses. */
	digests: readonly string[]
	/** Whether it is about an encrypted form of the data, RFC 4998 §3.1 and §6. */
	encrypted: boolean
	/** At least one, each with at least one stamp. */
	chains: readonly ArchiveChain[]
}

function refuse(what: string): never {
	throw new RefusalError('malformed', `evidence record: ${what}`)
}

/** AlgorithmIdentifier of a digest, perhaps under a context tag; parameters are absent or NULL (RFC 5754 §2). */
function readDigest(content: Uint8Array): string {
	const reader = new DerReader(content)
	const id = readOid(reader, 'digest algorithm')
	reader.optional(TAG.null)
	reader.end('digest algorithm')
	return id
}

/** SEQUENCE OF, with at least one element, all of one tag. */
function readSome(content: Uint8Array, tag: number, limit: number, what: string) {
	const found = elements(content, limit, what)
	if (found.length === 0) refuse(`no ${what}`)
	if (found.some((element) => element.tag !== tag)) refuse(what)
	return found
}

function readLists(content: Uint8Array): Uint8Array[][] {
	return readSome(content, TAG.sequence, LISTS_MAX, 'reduced hash tree').map((list) =>
		readSome(list.content, TAG.octetString, VALUES_MAX, 'list of hashes').map((value) => {
			if (value.content.length === 0 || value.content.length > DIGEST_MAX) refuse('a hash of no digest')
			return value.content
		}),
	)
}

function readStamp(content: Uint8Array, chain: number, stamp: number): ArchiveStamp {
	const reader = new DerReader(content)
	const digest = reader.optional(contextTag(0, true))
	// Attributes are signed by nobody and would not change what is proven.
	const attributes = reader.optional(contextTag(1, true))
	if (attributes !== undefined) readSome(attributes.content, TAG.sequence, 16, 'attributes')
	const lists = reader.optional(contextTag(2, true))
	const token = reader.take(TAG.sequence, 'time-stamp').bytes
	reader.end('archive time-stamp')
	return {
		chain,
		stamp,
		digest: digest && readDigest(digest.content),
		lists: lists === undefined ? [] : readLists(lists.content),
		token,
	}
}

/** Says where it is what cannot be read. */
function inStamp<T>(chain: number, stamp: number, read: () => T): T {
	try {
		return read()
	} catch (error) {
		if (!(error instanceof RefusalError)) throw error
		const { code, message } = error
		throw new RefusalError(code, `chain ${chain}, stamp ${stamp}: ${message}`, { cause: error })
	}
}

function readChain(element: { bytes: Uint8Array; content: Uint8Array }, chain: number): ArchiveChain {
	const stamps = readSome(element.content, TAG.sequence, STAMPS_MAX, 'archive time-stamps')
	return {
		bytes: element.bytes,
		stamps: stamps.map(({ content }, i) => inStamp(chain, i + 1, () => readStamp(content, chain, i + 1))),
	}
}

/**
 * Reads an EvidenceRecord.
 * @param der at most 4 MiB, 64 chains and 64 time-stamps in all
 * @throws RefusalError on anything else; where a time-stamp is at fault the message names its chain and number
 */
export function parseEvidenceRecord(der: Uint8Array): EvidenceRecord {
	if (der.length > EVIDENCE_MAX) throw new RefusalError('too-large', 'evidence record over 4 MiB')
	const reader = new DerReader(onlyElement(der, TAG.sequence, 'evidence record').content)
	if (smallInteger(reader.take(TAG.integer, 'version')) !== 1) {
		throw new RefusalError('unsupported-version', 'evidence record is not version 1')
	}
	const digests = reader.take(TAG.sequence, 'digestAlgorithms')
	// Certificates and lists that travel beside the stamps (RFC 4998 §3.2): unsigned hints, which are not followed.
	const infos = reader.optional(contextTag(0, true))
	if (infos !== undefined) readSome(infos.content, TAG.sequence, 64, 'cryptoInfos')
	const encryption = reader.optional(contextTag(1, true))
	const sequence = reader.take(TAG.sequence, 'archiveTimeStampSequence')
	reader.end('evidence record')
	const chains = readSome(sequence.content, TAG.sequence, STAMPS_MAX, 'chains').map((chain, i) =>
		readChain(chain, i + 1),
	)
	if (chains.reduce((count, { stamps }) => count + stamps.length, 0) > STAMPS_MAX) {
		throw new RefusalError('too-large', `evidence record with more than ${STAMPS_MAX} time-stamps`)
	}
	return {
		digests: readSome(digests.content, TAG.sequence, 16, 'digestAlgorithms').map(({ content }) =>
			readDigest(content),
		),
		encrypted: encryption !== undefined,
		chains,
	}
}
