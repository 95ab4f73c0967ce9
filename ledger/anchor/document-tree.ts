/**
 * The documents that one anchor stamps beside a head: which they are, their blinded nodes, and the tree over these.
 * @module
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import {
	type Cid,
	decodeEntry,
	decodeOpening,
	HASH_SIZE,
	type Hash,
	RENEWAL_SIZES,
	type RenewalDigest,
} from '@letopis/format'
import { LedgerError } from '../error.ts'
import { writeSortedPairs } from '../tree/sorted-pairs.ts'
import { writeMacs } from '../vault/hmac-lanes.ts'
import { anchorBlinder, anchorPurpose, SECRET_SIZE } from '../vault/secrets.ts'
import type { AnchorLog, AnchorVault } from './anchor-log.ts'
import { growLevels, hashAt, treeLength } from './flat-tree.ts'

/** Entries between two turns of the event loop: collecting must not hold up appends. */
const SLICE = 64

export interface DocumentTree {
	/** Indexes of the documents' entries, ascending. */
	readonly indexes: Float64Array
	/** All levels of the tree over their nodes, see flat-tree.ts. */
	readonly hashes: Uint8Array
	/** What the tree is made with; SHA-256 unless given. */
	readonly digest?: RenewalDigest
}

/** Which entries may be documents to stamp: those of [from, to), and single ones before it. */
export interface Selection {
	readonly from: number
	readonly to: number
	readonly also?: readonly number[]
}

/** The parts of the log that documents are collected from. */
export type DocumentSource = Pick<AnchorLog, 'entry' | 'entries'>

/** What r of a document in one anchor is derived from, beside its secret. */
export interface Blinding {
	readonly authority: string
	readonly note: Cid
}

/** H(d) and r of a document in one anchor: the first two lists of its evidence record. */
export interface BlindedDocument {
	readonly digest: Hash
	readonly blinder: Hash
}

/** H(d), and what r is derived from. */
export interface SecretDocument {
	readonly digest: Hash
	/** 32 bytes. */
	readonly secret: Uint8Array
}

/**
 * Tree over the documents among the selected entries: those whose vault record holds a content digest and a
 * secret. Erased ones are left out. Stops early, with what it has, when `stopped` says so. Cost: every entry is
 * decoded, and the vault is asked for every sealed or document entry.
 */
export async function collectDocuments(
	log: DocumentSource,
	vault: AnchorVault,
	{ from, to, also = [] }: Selection,
	blinding: Blinding,
	stopped: () => boolean = () => false,
): Promise<DocumentTree> {
	const nodes = new NodeList(blinding)
	const consider = async (index: number, entry: Uint8Array): Promise<void> => {
		if (index % SLICE === 0) await nextTurn()
		const { kind } = decodeEntry(entry)
		if (kind !== 'sealed' && kind !== 'document') return
		const document = await documentAt(vault, index)
		if (document !== null) nodes.add(index, document)
	}
	for (const index of also.toSorted((a, b) => a - b)) {
		const entry = index < from ? await log.entry(index) : undefined
		if (entry !== undefined) await consider(index, entry)
	}
	for await (const { index, entry } of log.entries(from, to)) {
		if (stopped()) break
		await consider(index, entry)
	}
	return nodes.tree()
}

/** Pairs of digest and blinder that are hashed at a time. */
const PAIRS = 256

/** Bytes of nodes in one array, whole flushes of them: a single array that grew would be there twice when it does. */
const CHUNK = 128 * PAIRS * HASH_SIZE

/** Nodes in the order of their indexes. */
export class NodeList {
	readonly #purpose: Uint8Array
	#indexes = new Float64Array(PAIRS)
	#count = 0
	/** Full ones, and the one that is filled. */
	readonly #full: Uint8Array<ArrayBuffer>[] = []
	#nodes = new Uint8Array(PAIRS * HASH_SIZE)
	readonly #pairs = new Uint8Array(2 * PAIRS * HASH_SIZE)
	readonly #secrets = new Uint8Array(PAIRS * SECRET_SIZE)
	/** Pairs that wait to be hashed. */
	#waiting = 0

	constructor({ authority, note }: Blinding) {
		this.#purpose = anchorPurpose(authority, note)
	}

	add(index: number, { digest, secret }: SecretDocument): void {
		if (digest.length !== HASH_SIZE || secret.length !== SECRET_SIZE) {
			throw new RangeError('expected a digest and a secret of 32 bytes')
		}
		this.#pairs.set(digest, 2 * this.#waiting * HASH_SIZE)
		this.#secrets.set(secret, this.#waiting * SECRET_SIZE)
		if (this.#count === this.#indexes.length) {
			this.#indexes = new Float64Array(this.#indexes.buffer.transfer(2 * this.#indexes.byteLength))
		}
		this.#indexes[this.#count++] = index
		if (++this.#waiting === PAIRS) this.#hash()
	}

	#hash(): void {
		const from = (this.#count - this.#waiting) * HASH_SIZE - this.#full.length * CHUNK
		// Few documents, as most anchors have, take little.
		if (from === this.#nodes.length && from < CHUNK) this.#nodes = widened(this.#nodes)
		// r stands beside the digest that it blinds.
		writeMacs(this.#purpose, this.#secrets, this.#waiting, this.#pairs, HASH_SIZE, 2 * HASH_SIZE)
		writeSortedPairs(this.#nodes, from, this.#pairs, 0, this.#waiting)
		this.#waiting = 0
		if (from + PAIRS * HASH_SIZE < CHUNK) return
		this.#full.push(this.#nodes)
		this.#nodes = new Uint8Array(CHUNK)
	}

	/** Hashes the tree over what was added; to be called once. */
	async tree(): Promise<DocumentTree> {
		this.#hash()
		const count = this.#count
		const hashes = new Uint8Array(treeLength(count) * HASH_SIZE)
		for (const [i, { buffer }] of [...this.#full, this.#nodes].entries()) {
			const rest = count * HASH_SIZE - i * CHUNK
			hashes.set(new Uint8Array(buffer, 0, Math.min(buffer.byteLength, rest)), i * CHUNK)
			// Given back at once, not when memory runs short.
			buffer.transfer(0)
		}
		await growLevels(hashes, count)
		return { indexes: this.#indexes.subarray(0, count), hashes }
	}
}

/** The same bytes in an array of twice the length. */
function widened(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
	return new Uint8Array(bytes.buffer.transfer(2 * bytes.length))
}

/** @returns null for an entry that is no document, or of which nothing is left */
export async function blindDocument(
	vault: AnchorVault,
	index: number,
	{ authority, note }: Blinding,
): Promise<BlindedDocument | null> {
	const document = await documentAt(vault, index)
	if (document === null) return null
	return { digest: document.digest, blinder: anchorBlinder(document.secret, authority, note) }
}

async function documentAt(vault: AnchorVault, index: number): Promise<SecretDocument | null> {
	const record = await readable(vault, index)
	// Only documents have a secret; without one nothing could blind the digest.
	if (record === undefined || record === 'erased' || record.secret === undefined) return null
	const content = decodeOpening(record.opening).fields.find(({ name }) => name === 'content')?.value
	if (!(content instanceof Uint8Array) || content.length !== HASH_SIZE) return null
	return { digest: content, secret: record.secret }
}

/** A record that both copies have lost cannot be stamped; all others are. */
async function readable(vault: AnchorVault, index: number): ReturnType<AnchorVault['record']> {
	try {
		return await vault.record(index)
	} catch (error) {
		if (error instanceof LedgerError && error.code === 'corrupt') return undefined
		throw error
	}
}

/** D of a tree, null for an empty one. */
export function treeRoot({ indexes, hashes, digest = 'sha2-256' }: DocumentTree): Uint8Array | null {
	const size = RENEWAL_SIZES[digest]
	return indexes.length === 0 ? null : hashAt(hashes, hashes.length / size - 1, size)
}
