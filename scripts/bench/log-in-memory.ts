/**
 * A log of any size in memory, as an auditor reads it: sound entries, bundles, tiles and root, so that an audit meets
 * neither disk nor network. Entries are made by patching one of them, since encoding a million would take longer
 * than auditing them.
 * @module
 */
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import {
	bundlePath,
	bundlesOf,
	type Cid,
	type Entry,
	encodeEntry,
	entryCid,
	formatCheckpoint,
	formatNote,
	formatVkey,
	HASH_SIZE,
	leafHash,
	makeVkey,
	signatureLine,
	TILE_WIDTH,
	tilePath,
	utf8,
} from '@letopis/format'
import { GrowingTree } from '@letopis/ledger'
import type { LogSource } from '@letopis/verifier'

export const ORIGIN = 'bench.invalid/log/1'
const MINUTES = 29_000_000

export interface MemoryLog extends LogSource {
	readonly size: number
	readonly root: Uint8Array
	/** the bundles in order, all but the last of 256 entries */
	readonly bundles: readonly { readonly bytes: Buffer; readonly width: number }[]
}

/** @param size at least 1 */
export function makeMemoryLog(size: number): MemoryLog {
	const { x = '' } = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' })
	const vkey = makeVkey(ORIGIN, 0x01, Buffer.from(x, 'base64url'))
	const genesis = encodeEntry(genesisEntry(formatVkey(vkey)))
	const pattern = sealedPattern(entryCid(genesis))
	const tree = new GrowingTree()
	const bundles: { bytes: Buffer; width: number }[] = []
	const byPath = new Map<string, Uint8Array>()
	for (const place of bundlesOf(size)) {
		const first = place.index * TILE_WIDTH
		const entries = Array.from({ length: place.width }, (_, i) =>
			first + i === 0 ? genesis : pattern.patched(first + i),
		)
		const bytes = bundleOf(entries)
		bundles.push({ bytes, width: place.width })
		byPath.set(bundlePath(place), bytes)
		tree.append(Buffer.concat(entries.map(leafHash)))
		for (const { tile, bytes: hashes } of tree.filledSince(first)) byPath.set(tilePath(tile), hashes)
		keepPartial(tree, byPath)
		tree.trim()
	}
	const root = tree.root()
	const text = formatCheckpoint({ origin: ORIGIN, size, root, extensions: [] })
	const note = utf8(formatNote(text, [signatureLine(ORIGIN, vkey.id, randomBytes(64))]))
	const read = (path: string) => Promise.resolve(byPath.get(path))
	return {
		size,
		root,
		bundles,
		checkpoint: () => Promise.resolve(note),
		tile: read,
		bundle: read,
		blob: () => Promise.resolve(undefined),
	}
}

function genesisEntry(vkey: string): Entry {
	const body = { origin: ORIGIN, town: 'Ukázkov', keys: [vkey], demo: true }
	return {
		v: 1,
		kind: 'genesis',
		time: MINUTES,
		anchors: [],
		links: {},
		body,
		commitment: randomBytes(HASH_SIZE),
	}
}

/** Sealed entries that differ in the first bytes of their commitment. */
function sealedPattern(genesis: Cid): { patched(index: number): Buffer } {
	const commitment = randomBytes(HASH_SIZE)
	const tag = randomBytes(HASH_SIZE)
	const entry: Entry = {
		v: 1,
		kind: 'sealed',
		time: MINUTES,
		anchors: [genesis],
		links: {},
		body: {},
		commitment,
		tag,
	}
	const bytes = Buffer.from(encodeEntry(entry))
	const at = bytes.indexOf(commitment)
	return {
		patched(index) {
			const copy = Buffer.from(bytes)
			copy.writeUInt32BE(index, at)
			return copy
		},
	}
}

function bundleOf(entries: readonly Uint8Array[]): Buffer {
	return Buffer.concat(
		entries.flatMap((entry) => [Uint8Array.of(entry.length >> 8, entry.length & 0xff), entry]),
	)
}

/** The partial tiles of the present size; those of the last size are the ones that are asked for. */
function keepPartial(tree: GrowingTree, byPath: Map<string, Uint8Array>): void {
	for (let level = 0, nodes = tree.size; nodes > 0; level++, nodes = Math.floor(nodes / TILE_WIDTH)) {
		const tile = { level, index: Math.floor(nodes / TILE_WIDTH), width: nodes % TILE_WIDTH }
		const bytes = tile.width === 0 ? undefined : tree.tile(tile)
		if (bytes !== undefined) byPath.set(tilePath(tile), bytes)
	}
}
