/**
 * The file that keeps an anchor's document tree for evidence records (RFC 4998). It is never believed: D in the log's
 * `anchor` entry decides whether it is the right one, and a path whether it leads there.
 *
 * `letopis-anchor-tree/v2` LF, u64 count, count × u64 index of the entry (ascending), the levels of the tree (flat-tree.ts),
 * SHA-256 of all before it. Numbers are big-endian. Version 1 keeps the lowest level alone: when it is first asked for, it is
 * written anew with all of them. Version 3 is that of a tree under SHA-512. Trees of renewals are kept in the same way (renewal-tree.ts).
 * @module
 */
import { createHash } from 'node:crypto'
import { type FileHandle, mkdir, open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { equalBytes, HASH_SIZE, RENEWAL_SIZES, utf8 } from '@letopis/format'
import { type DocumentTree, treeRoot } from './document-tree.ts'
import { writeDurably } from './durable-file.ts'
import { growLevels, hashAt, siblingPlaces, treeLength } from './flat-tree.ts'

const MAGIC = [1, 2, 3].map((version) => utf8(`letopis-anchor-tree/v${version}\n`))
const COUNT_AT = utf8('letopis-anchor-tree/v1\n').length
const HEAD = COUNT_AT + 8
/** Indexes looked at in one read, at the end of a binary search in the file. */
const WINDOW = 512

function treeFile(dir: string, size: number): string {
	return join(dir, `${size}.nodes`)
}

/**
 * Keeps the tree of the anchor over the head of `size`. Durable when it resolves; a crash before the `anchor`
 * entry is appended leaves a file that nothing refers to, and the next anchor at that size replaces it.
 */
export async function writeTree(
	dir: string,
	size: number,
	{ indexes, hashes, digest = 'sha2-256' }: DocumentTree,
): Promise<void> {
	const head = new Uint8Array(HEAD + indexes.length * 8)
	head.set(MAGIC[digest === 'sha2-256' ? 1 : 2] as Uint8Array)
	const view = new DataView(head.buffer)
	setNumber(view, COUNT_AT, indexes.length)
	for (let i = 0; i < indexes.length; i++) setNumber(view, HEAD + i * 8, indexes[i] as number)
	await mkdir(dir, { recursive: true, mode: 0o700 })
	await writeDurably(treeFile(dir, size), [head, hashes, sha256(head, hashes)])
}

/** The kept tree whose root is `documents`, or null if the file is missing, damaged or of another anchor. */
export async function readTree(
	dir: string,
	size: number,
	documents: Uint8Array,
): Promise<DocumentTree | null> {
	let bytes: Uint8Array
	try {
		bytes = await readFile(treeFile(dir, size))
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
		throw error
	}
	const tree = await decodeTree(bytes)
	if (tree === null) return null
	const root = treeRoot(tree)
	return root !== null && equalBytes(root, documents) ? tree : null
}

async function decodeTree(bytes: Uint8Array): Promise<DocumentTree | null> {
	if (bytes.length < HEAD + HASH_SIZE) return null
	const version = versionOf(bytes)
	const body = bytes.subarray(0, bytes.length - HASH_SIZE)
	if (version === null || !equalBytes(sha256(body), bytes.subarray(body.length))) return null
	const view = new DataView(body.buffer, body.byteOffset, body.length)
	const count = getNumber(view, COUNT_AT)
	const kept = version === 1 ? count : treeLength(count)
	const digest = version === 3 ? 'sha2-512' : 'sha2-256'
	const width = RENEWAL_SIZES[digest]
	if (body.length !== HEAD + count * 8 + kept * width) return null
	const indexes = Float64Array.from({ length: count }, (_, i) => getNumber(view, HEAD + i * 8))
	const hashes = new Uint8Array(treeLength(count) * width)
	hashes.set(body.subarray(HEAD + count * 8))
	// All levels are derived anew: what lies in the file above the nodes might not belong to them.
	const levels = version === 1 ? null : hashes.slice()
	await growLevels(hashes, count, digest)
	if (levels !== null && !equalBytes(levels, hashes)) return null
	return digest === 'sha2-256' ? { indexes, hashes } : { indexes, hashes, digest }
}

/** What the file says of one document. */
export interface KeptPath {
	readonly node: Uint8Array
	/** Siblings that lead the node to the root, lowest first. */
	readonly siblings: readonly Uint8Array[]
}

/**
 * The path of the document at `index`, without reading the whole file. It is for the caller to see where it leads.
 * Cost: about thirty small reads with a million documents; of a file of version 1, once, making its tree.
 * @returns null if the file is missing, cut, of no known version, or does not name the document
 */
export async function readPath(dir: string, size: number, index: number): Promise<KeptPath | null> {
	let file: FileHandle
	try {
		file = await open(treeFile(dir, size))
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
		throw error
	}
	let path: KeptPath | 'old' | null
	try {
		path = await pathIn(file, index)
	} finally {
		await file.close()
	}
	return path === 'old' ? pathInOld(dir, size, index) : path
}

/** Trees of version 1 that are being made. */
const making = new Map<string, Promise<DocumentTree | null>>()

async function pathInOld(dir: string, size: number, index: number): Promise<KeptPath | null> {
	const path = treeFile(dir, size)
	const known = making.get(path)
	const made = known ?? makeOld(dir, size)
	if (known === undefined) {
		making.set(path, made)
		made.finally(() => making.delete(path)).catch(() => {})
	}
	const tree = await made
	const at = tree?.indexes.indexOf(index) ?? -1
	if (tree === null || at < 0) return null
	const { indexes, hashes } = tree
	return {
		node: hashAt(hashes, at),
		siblings: siblingPlaces(indexes.length, at).map((place) => hashAt(hashes, place)),
	}
}

/** All levels of a tree of version 1, kept for whoever asks next. */
async function makeOld(dir: string, size: number): Promise<DocumentTree | null> {
	const tree = await decodeTree(await readFile(treeFile(dir, size)))
	// A disk that takes nothing keeps nobody from the record.
	if (tree !== null) await writeTree(dir, size, tree).catch(() => {})
	return tree
}

async function pathIn(file: FileHandle, index: number): Promise<KeptPath | 'old' | null> {
	const head = await readAt(file, 0, HEAD)
	const version = head === null ? null : versionOf(head)
	if (head === null || version === null) return null
	const count = getNumber(viewOf(head), COUNT_AT)
	const width = version === 3 ? RENEWAL_SIZES['sha2-512'] : HASH_SIZE
	const at = await positionOf(file, count, index)
	if (at === null) return null
	const hashesAt = HEAD + count * 8
	if (version === 1) return 'old'
	const hash = (place: number) => readAt(file, hashesAt + place * width, width)
	const [node, ...siblings] = await Promise.all([at, ...siblingPlaces(count, at)].map(hash))
	if (node == null || siblings.some((sibling) => sibling === null)) return null
	return { node, siblings: siblings.filter((sibling) => sibling !== null) }
}

/** Position of a document among the indexes, by binary search; null if it is not there. */
async function positionOf(file: FileHandle, count: number, index: number): Promise<number | null> {
	const { size } = await file.stat()
	// A count that the file cannot hold is damage, and no reason to read beyond it.
	if (!(HEAD + count * (8 + HASH_SIZE) <= size)) return null
	let [low, high] = [0, count]
	while (high - low > WINDOW) {
		const middle = Math.floor((low + high) / 2)
		const bytes = await readAt(file, HEAD + middle * 8, 8)
		if (bytes === null) return null
		if (getNumber(viewOf(bytes), 0) <= index) low = middle
		else high = middle
	}
	const bytes = await readAt(file, HEAD + low * 8, (high - low) * 8)
	if (bytes === null) return null
	const view = viewOf(bytes)
	for (let at = low; at < high; at++) if (getNumber(view, (at - low) * 8) === index) return at
	return null
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Uint8Array | null> {
	const bytes = new Uint8Array(length)
	const { bytesRead } = await file.read(bytes, 0, length, position)
	return bytesRead === length ? bytes : null
}

function versionOf(bytes: Uint8Array): number | null {
	const magic = bytes.subarray(0, COUNT_AT)
	const place = MAGIC.findIndex((known) => equalBytes(known, magic))
	return place < 0 ? null : place + 1
}

function viewOf(bytes: Uint8Array): DataView {
	return new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
}

function setNumber(view: DataView, at: number, value: number): void {
	view.setUint32(at, Math.floor(value / 2 ** 32))
	view.setUint32(at + 4, value % 2 ** 32)
}

/** A u64; one beyond 2^53 comes out too large for anything, and is found out by that. */
function getNumber(view: DataView, at: number): number {
	return view.getUint32(at) * 2 ** 32 + view.getUint32(at + 4)
}

function sha256(...parts: readonly Uint8Array[]): Uint8Array {
	const hash = createHash('sha256')
	for (const part of parts) hash.update(part)
	return new Uint8Array(hash.digest())
}
