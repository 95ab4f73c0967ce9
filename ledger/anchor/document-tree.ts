/**
 * The documents that one anchor stamps beside a head: blinded nodes, their root D, and the file that keeps
 * them for evidence records (RFC 4998). The file alone is never believed: D in the log's `anchor` entry
 * decides whether it is the right one.
 *
 * File: `letopis-anchor-tree/v1` LF, u64 count, count × u64 index of the entry (ascending), count × 32-byte
 * node, SHA-256 of all before it. Numbers are big-endian.
 * @module
 */
import { createHash } from 'node:crypto'
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import {
	type Cid,
	decodeEntry,
	decodeOpening,
	documentNode,
	documentsRoot,
	equalBytes,
	type Hash,
	uint64be,
	utf8,
} from '@letopis/format'
import { LedgerError } from '../error.ts'
import { anchorBlinder } from '../vault/secrets.ts'
import type { AnchorLog, AnchorVault } from './anchor-log.ts'
import { writeDurably } from './durable-file.ts'

const MAGIC = utf8('letopis-anchor-tree/v1\n')
const HASH = 32
/** Entries between two turns of the event loop: collecting must not hold up appends. */
const SLICE = 64

export interface DocumentTree {
	/** Indexes of the documents' entries, ascending. */
	readonly indexes: readonly number[]
	/** One blinded node for each of them. */
	readonly nodes: readonly Hash[]
}

/** Which entries may be documents to stamp: those of [from, to), and single ones before it. */
export interface Selection {
	readonly from: number
	readonly to: number
	readonly also?: readonly number[]
}

/** The parts of the log that documents are collected from. */
export type DocumentSource = Pick<AnchorLog, 'entry' | 'entries'>

/**
 * Blinded nodes of the documents among the selected entries: those whose vault record holds a content digest
 * and a secret. Erased ones are left out. Stops early, with what it has, when `stopped` says so. Cost: every
 * entry is decoded, and the vault is asked for every sealed or document entry.
 */
export async function collectDocuments(
	log: DocumentSource,
	vault: AnchorVault,
	{ from, to, also = [] }: Selection,
	blinding: Blinding,
	stopped: () => boolean = () => false,
): Promise<DocumentTree> {
	const indexes: number[] = []
	const nodes: Hash[] = []
	const consider = async (index: number, entry: Uint8Array): Promise<void> => {
		if (index % SLICE === 0) await nextTurn()
		const { kind } = decodeEntry(entry)
		const node =
			kind === 'sealed' || kind === 'document' ? await documentNodeOf(vault, index, blinding) : null
		if (node === null) return
		indexes.push(index)
		nodes.push(node)
	}
	for (const index of also.toSorted((a, b) => a - b)) {
		const entry = index < from ? await log.entry(index) : undefined
		if (entry !== undefined) await consider(index, entry)
	}
	for await (const { index, entry } of log.entries(from, to)) {
		if (stopped()) break
		await consider(index, entry)
	}
	return { indexes, nodes }
}

/** What r of a document in one anchor is derived from, beside its secret. */
interface Blinding {
	readonly authority: string
	readonly note: Cid
}

async function documentNodeOf(
	vault: AnchorVault,
	index: number,
	{ authority, note }: Blinding,
): Promise<Hash | null> {
	const record = await readable(vault, index)
	// Only documents have a secret; without one nothing could blind the digest.
	if (record === undefined || record === 'erased' || record.secret === undefined) return null
	const content = decodeOpening(record.opening).fields.find(({ name }) => name === 'content')?.value
	if (!(content instanceof Uint8Array) || content.length !== HASH) return null
	return documentNode(content, anchorBlinder(record.secret, authority, note))
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
export function treeRoot(tree: DocumentTree): Hash | null {
	return tree.nodes.length === 0 ? null : documentsRoot(tree.nodes)
}

function treeFile(dir: string, size: number): string {
	return join(dir, `${size}.nodes`)
}

/**
 * Keeps the tree of the anchor over the head of `size`. Durable when it resolves; a crash before the `anchor`
 * entry is appended leaves a file that nothing refers to, and the next anchor at that size replaces it.
 */
export async function writeTree(dir: string, size: number, tree: DocumentTree): Promise<void> {
	const count = tree.indexes.length
	const nodesAt = MAGIC.length + 8 + count * 8
	const file = new Uint8Array(nodesAt + count * HASH + HASH)
	file.set(MAGIC)
	for (const [i, number] of [count, ...tree.indexes].entries())
		file.set(uint64be(number), MAGIC.length + i * 8)
	for (const [i, node] of tree.nodes.entries()) file.set(node, nodesAt + i * HASH)
	const end = file.length - HASH
	file.set(sha256(file.subarray(0, end)), end)
	await mkdir(dir, { recursive: true, mode: 0o700 })
	await writeDurably(treeFile(dir, size), file)
}

/** The kept tree whose root is `documents`, or null if the file is missing, damaged or of another anchor. */
export async function readTree(dir: string, size: number, documents: Hash): Promise<DocumentTree | null> {
	let bytes: Uint8Array
	try {
		bytes = await readFile(treeFile(dir, size))
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
		throw error
	}
	const tree = decodeTree(bytes)
	if (tree === null) return null
	const root = treeRoot(tree)
	return root !== null && equalBytes(root, documents) ? tree : null
}

function decodeTree(bytes: Uint8Array): DocumentTree | null {
	const head = MAGIC.length + 8
	if (bytes.length < head + HASH || !equalBytes(bytes.subarray(0, MAGIC.length), MAGIC)) return null
	const body = bytes.subarray(0, bytes.length - HASH)
	if (!equalBytes(sha256(body), bytes.subarray(body.length))) return null
	const view = new DataView(body.buffer, body.byteOffset, body.length)
	const count = Number(view.getBigUint64(MAGIC.length))
	if (body.length !== head + count * (8 + HASH)) return null
	const nodesAt = head + count * 8
	const indexes = Array.from({ length: count }, (_, i) => Number(view.getBigUint64(head + i * 8)))
	const nodes = Array.from({ length: count }, (_, i) =>
		body.slice(nodesAt + i * HASH, nodesAt + (i + 1) * HASH),
	)
	return { indexes, nodes }
}

function sha256(bytes: Uint8Array): Uint8Array {
	return new Uint8Array(createHash('sha256').update(bytes).digest())
}
