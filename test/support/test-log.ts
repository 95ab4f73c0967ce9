/**
 * A small log in memory for tests of the verifier: real keys, entries, checkpoints, anchors and receipts, made with
 * format and node:crypto alone, so that nothing of the ledger is needed and none of its mistakes is shared.
 * Trees are hashed by the plain recursion of RFC 6962 §2.1, not by format's proofs.
 * @module
 */
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import {
	accessTag,
	anchorImprint,
	blobCid,
	bundlePath,
	bundlesOf,
	type Cid,
	checkpointMessage,
	cidText,
	commitFields,
	cosignatureV1Message,
	type DagMap,
	disclose,
	type Entry,
	ed25519NoteMessage,
	encodeBundle,
	encodeEntry,
	entryCid,
	type FieldName,
	type Fields,
	formatCheckpoint,
	formatNote,
	formatStatus,
	formatTrust,
	formatVkey,
	genesisImprint,
	type Links,
	makeVkey,
	type Opening,
	parseCheckpoint,
	parsePolicy,
	type Receipt,
	type ReceiptAnchor,
	type Relation,
	signatureLine,
	sortCids,
	type TrustContent,
	tilePath,
	tilesOf,
	timestampedSignature,
	utf8,
	type Vkey,
} from '@letopis/format'
import type { TestAuthority } from './timestamp-authority.ts'

export const MINUTE = 60_000
/** 2026-11-22 09:00 UTC, when every test log begins. */
export const START = Date.UTC(2026, 10, 22, 9)

const sha256 = (...parts: readonly Uint8Array[]): Buffer => {
	const hash = createHash('sha256')
	for (const part of parts) hash.update(part)
	return hash.digest()
}
const LEAF = Buffer.from([0])
const NODE = Buffer.from([1])

/** Merkle Tree Hash of leaf hashes, RFC 6962 §2.1. */
export function treeHash(leaves: readonly Uint8Array[]): Uint8Array {
	if (leaves.length === 0) return sha256()
	if (leaves.length === 1) return leaves[0] as Uint8Array
	const split = 2 ** Math.floor(Math.log2(leaves.length - 1))
	return sha256(NODE, treeHash(leaves.slice(0, split)), treeHash(leaves.slice(split)))
}

/** Audit path, RFC 6962 §2.1.1. */
export function auditPath(index: number, leaves: readonly Uint8Array[]): Uint8Array[] {
	if (leaves.length <= 1) return []
	const split = 2 ** Math.floor(Math.log2(leaves.length - 1))
	return index < split
		? [...auditPath(index, leaves.slice(0, split)), treeHash(leaves.slice(split))]
		: [...auditPath(index - split, leaves.slice(split)), treeHash(leaves.slice(0, split))]
}

export interface TestKey {
	vkey: Vkey
	key: KeyObject
}

/** @param type 0x01 and 0x04 Ed25519, 0x06 ML-DSA-44 */
export function createKey(name: string, type: 0x01 | 0x04 | 0x06): TestKey {
	const pair = type === 0x06 ? generateKeyPairSync('ml-dsa-44') : generateKeyPairSync('ed25519')
	const jwk = pair.publicKey.export({ format: 'jwk' })
	const raw = Buffer.from(String(type === 0x06 ? jwk.pub : jwk.x), 'base64url')
	return { vkey: makeVkey(name, type, new Uint8Array(raw)), key: pair.privateKey }
}

/** Signature line of any of the three types over a checkpoint's or status' text. @param seconds for cosignatures */
export function signLine({ vkey, key }: TestKey, text: string, seconds = 0): string {
	if (vkey.type === 0x01) return signatureLine(vkey.name, vkey.id, sign(null, ed25519NoteMessage(text), key))
	const message =
		vkey.type === 0x04
			? cosignatureV1Message(text, seconds)
			: checkpointMessage(vkey.name, seconds, parseCheckpoint(text))
	return signatureLine(vkey.name, vkey.id, timestampedSignature(seconds, sign(null, message, key)))
}

export interface TestLogKeys {
	ed25519: TestKey
	mldsa: TestKey
	status: TestKey
	witness: TestKey
}

export interface LogOptions {
	origin?: string
	town?: string
	demo?: boolean
	keys?: TestLogKeys
	/** stamp the genesis entry */
	genesisAuthority?: TestAuthority
	predecessor?: DagMap
}

export interface AppendOptions {
	kind?: string
	body?: DagMap
	links?: Links
	fields?: Fields
	/** entry without exact time field */
	timeless?: boolean
	tag?: Uint8Array
	/** by default genesis or the newest anchor of each authority */
	anchors?: Cid[]
}

export interface StoredAnchor {
	index: number
	authority: string
	note: string
	token: Uint8Array
	documents: Uint8Array | null
	size: number
}

export function createKeys(origin: string): TestLogKeys {
	return {
		ed25519: createKey(origin, 0x01),
		mldsa: createKey(origin, 0x06),
		status: createKey(`${origin}/status`, 0x01),
		witness: createKey('witness.example', 0x04),
	}
}

export class TestLog {
	readonly origin: string
	readonly town: string
	readonly demo: boolean
	readonly keys: TestLogKeys
	readonly entries: Uint8Array[] = []
	readonly leaves: Uint8Array[] = []
	readonly openings: Opening[] = []
	readonly blobs = new Map<string, Uint8Array>()
	readonly anchors: StoredAnchor[] = []
	/** ms since 1970; tests move it */
	now = START

	constructor(options: LogOptions = {}) {
		this.origin = options.origin ?? 'ukazkov.example/log/1'
		this.town = options.town ?? 'Ukázkov'
		this.demo = options.demo ?? false
		this.keys = options.keys ?? createKeys(this.origin)
		const { ed25519, mldsa } = this.keys
		const body: DagMap = {
			origin: this.origin,
			town: this.town,
			keys: [ed25519, mldsa].map(({ vkey }) => formatVkey(vkey)),
			demo: this.demo,
			...(options.predecessor === undefined ? {} : { predecessor: options.predecessor }),
		}
		this.appendGenesis(body, options.genesisAuthority)
	}

	get size(): number {
		return this.entries.length
	}

	private appendGenesis(body: DagMap, authority: TestAuthority | undefined): void {
		const { commitment, opening } = this.commit({ kind: 'genesis' }, false)
		const plain: Entry = {
			v: 1,
			kind: 'genesis',
			time: this.minute,
			anchors: [],
			links: {},
			body,
			commitment,
		}
		const stamp = authority?.stamp(genesisImprint(plain), { genTime: this.now, accuracy: 500 })
		const stamped =
			stamp === undefined ? plain : { ...plain, body: { ...body, stamps: [new Uint8Array(stamp)] } }
		this.push(encodeEntry(stamped), opening)
	}

	get minute(): number {
		return Math.floor(this.now / MINUTE)
	}

	private commit(fields: Fields, timeless: boolean) {
		const all = timeless ? fields : { ...fields, time: this.now }
		return commitFields(all, (n) => new Uint8Array(randomBytes(n)))
	}

	private push(bytes: Uint8Array, opening: Opening): number {
		this.entries.push(bytes)
		this.leaves.push(sha256(LEAF, bytes))
		this.openings.push(opening)
		return this.entries.length - 1
	}

	/** What an honest log would link to. */
	newestAnchors(): Cid[] {
		const newest = new Map(this.anchors.map(({ authority, index }) => [authority, index]))
		const indexes = newest.size === 0 ? [0] : [...newest.values()]
		return sortCids(indexes.map((index) => this.cid(index)))
	}

	append(options: AppendOptions): number {
		const kind = options.kind ?? 'sealed'
		const { commitment, opening } = this.commit(options.fields ?? {}, options.timeless ?? false)
		const entry: Entry = {
			v: 1,
			kind,
			time: this.minute,
			anchors: options.anchors ?? this.newestAnchors(),
			links: options.links ?? {},
			body: options.body ?? {},
			commitment,
			...(kind === 'sealed' ? { tag: options.tag ?? new Uint8Array(randomBytes(32)) } : {}),
		}
		return this.push(encodeEntry(entry), opening)
	}

	/** A private document: sealed entry, content hash and metadata as fields. */
	appendDocument(content: Uint8Array, options: AppendOptions = {}): number {
		const payload = blobCid(new Uint8Array(randomBytes(16)))
		const fields: Fields = {
			kind: 'document',
			content: new Uint8Array(sha256(content)),
			metadata: { file: { name: 'rozhodnuti.pdf', type: 'application/pdf', size: content.length } },
			actor: 'clerk-1',
		}
		return this.append({ ...options, body: { content: payload }, fields: { ...fields, ...options.fields } })
	}

	/** A public document. */
	appendPublicDocument(content: Uint8Array, options: AppendOptions = {}): number {
		const digest = new Uint8Array(sha256(content))
		const body = { content: blobCid(new Uint8Array(randomBytes(16))), sha256: digest }
		return this.append({ ...options, kind: 'document', body, fields: { kind: 'document', content: digest } })
	}

	appendAccess(document: number, key: Uint8Array, n: number): number {
		const fields: Fields = { kind: 'access', object: this.cid(document), purpose: 'test' }
		return this.append({ fields, tag: accessTag(key, n) })
	}

	cid(index: number): Cid {
		return entryCid(this.entries[index] as Uint8Array)
	}

	root(size = this.size): Uint8Array {
		return treeHash(this.leaves.slice(0, size))
	}

	checkpointText(size = this.size): string {
		return formatCheckpoint({ origin: this.origin, size, root: this.root(size), extensions: [] })
	}

	/** @param signers by default both keys of the log, as a published head has them */
	note(size = this.size, signers: readonly TestKey[] = [this.keys.ed25519, this.keys.mldsa]): string {
		const text = this.checkpointText(size)
		const seconds = Math.floor(this.now / 1000)
		return formatNote(
			text,
			signers.map((key) => signLine(key, text, seconds)),
		)
	}

	putBlob(bytes: Uint8Array): Cid {
		const cid = blobCid(bytes)
		this.blobs.set(cidText(cid), bytes)
		return cid
	}

	/** Stamps the head of `size` and appends the anchor entry. */
	anchor(
		name: string,
		authority: TestAuthority,
		options: { size?: number; documents?: Uint8Array; genTime?: number; accuracy?: number } = {},
	): StoredAnchor {
		const size = options.size ?? this.size
		const note = this.note(size)
		const documents = options.documents ?? null
		const genTime = options.genTime ?? this.now
		const imprint = anchorImprint(utf8(note), documents)
		const token = new Uint8Array(authority.stamp(imprint, { genTime, accuracy: options.accuracy ?? 1000 }))
		const body: DagMap = {
			authority: name,
			token: this.putBlob(token),
			note: this.putBlob(utf8(note)),
			time: genTime,
			size,
			documents,
		}
		const index = this.append({ kind: 'anchor', body, fields: { kind: 'anchor' } })
		const anchor = { index, authority: name, note, token, documents, size }
		this.anchors.push(anchor)
		return anchor
	}

	receiptAnchor(index: number, anchor: StoredAnchor): ReceiptAnchor {
		const { authority, note, token, documents, size } = anchor
		return { authority, note, token, documents, proof: auditPath(index, this.leaves.slice(0, size)) }
	}

	/** @param options.note the checkpoint to prove to; its size must be `options.size` */
	receipt(
		index: number,
		options: { size?: number; note?: string; disclosed?: FieldName[]; status?: string | null } = {},
	): Receipt {
		const size = options.size ?? this.size
		const entry = this.entries[index] as Uint8Array
		const opening = this.openings[index] as Opening
		const named = new Set(this.linkedCids(index))
		return {
			entry,
			fields: disclose(opening, options.disclosed ?? ['content', 'time']),
			proof: {
				index,
				proof: auditPath(index, this.leaves.slice(0, size)),
				checkpoint: options.note ?? this.note(size),
			},
			anchors: this.anchors.filter((a) => a.size > index).map((a) => this.receiptAnchor(index, a)),
			linked: [
				...(named.has(cidText(this.cid(0)))
					? [{ entry: this.entries[0] as Uint8Array, note: null, token: null }]
					: []),
				...this.anchors
					.filter((anchor) => named.has(cidText(this.cid(anchor.index))))
					.map(({ index: at, note, token }) => ({ entry: this.entries[at] as Uint8Array, note, token })),
			],
			status: options.status ?? null,
		}
	}

	private linkedCids(index: number): string[] {
		const before = this.anchors.filter((anchor) => anchor.index < index)
		const newest = new Map(before.map((anchor) => [anchor.authority, anchor.index]))
		const indexes = newest.size === 0 && index > 0 ? [0] : [...newest.values()]
		return indexes.map((at) => cidText(this.cid(at)))
	}

	/** A signed status statement. @param acts later entries by relation */
	status(
		index: number,
		acts: readonly (readonly [Relation, number])[] = [],
		options: { size?: number; root?: Uint8Array; signer?: TestKey; origin?: string } = {},
	): string {
		const size = options.size ?? this.size
		const text = formatStatus({
			origin: options.origin ?? this.origin,
			size,
			root: options.root ?? this.root(size),
			index,
			cid: cidText(this.cid(index)),
			time: Math.floor(this.now / 1000),
			acts: acts.map(([relation, at]) => ({ relation, index: at, cid: cidText(this.cid(at)) })),
		})
		return formatNote(text, [signLine(options.signer ?? this.keys.status, text)])
	}

	policy(withWitness = false): string {
		const { ed25519, mldsa, witness } = this.keys
		const own = `log ${formatVkey(ed25519.vkey)}\nwitness log-mldsa ${formatVkey(mldsa.vkey)}\n`
		return withWitness
			? `${own}witness outside ${formatVkey(witness.vkey)}\ngroup both all log-mldsa outside\nquorum both\n`
			: `${own}quorum log-mldsa\n`
	}

	trust(
		options: Partial<TrustContent> & { roots?: readonly Uint8Array[]; required?: number } = {},
	): Uint8Array {
		const { roots = [], required = 0, ...rest } = options
		const window = { fromSize: 0, toSize: null, fromTime: null, toTime: null }
		const { ed25519, mldsa, status } = this.keys
		const policyText = rest.policyText ?? this.policy()
		parsePolicy(policyText)
		return formatTrust({
			town: this.town,
			demo: this.demo,
			origin: this.origin,
			keys: [ed25519, mldsa].map(({ vkey }) => ({ vkey, ...window })),
			policyText,
			statusKey: status.vkey,
			timestamps: { roots: roots.map((root) => new Uint8Array(root)), required },
			predecessors: [],
			...rest,
		})
	}

	/** Hashes of a tile, computed from the leaves alone. */
	tile(level: number, index: number, width: number): Uint8Array {
		const span = 256 ** level
		const from = index * 256 * span
		const hashes = Array.from({ length: width }, (_, i) =>
			treeHash(this.leaves.slice(from + i * span, from + (i + 1) * span)),
		)
		return Buffer.concat(hashes)
	}

	/** Writes the log as C2SP tlog-tiles lay it out, with `blob/<cid>`. */
	writeFolder(folder: string, note = this.note()): void {
		const write = (path: string, bytes: Uint8Array | string) => {
			mkdirSync(dirname(join(folder, path)), { recursive: true })
			writeFileSync(join(folder, path), bytes)
		}
		const size = Number(note.split('\n')[1])
		for (const tile of tilesOf(size)) write(tilePath(tile), this.tile(tile.level, tile.index, tile.width))
		for (const bundle of bundlesOf(size)) {
			const from = bundle.index * 256
			write(bundlePath(bundle), encodeBundle(this.entries.slice(from, from + bundle.width)))
		}
		for (const [cid, bytes] of this.blobs) write(`blob/${cid}`, bytes)
		write('checkpoint', note)
	}
}
