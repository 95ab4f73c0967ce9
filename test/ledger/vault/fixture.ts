/**
 * What the vault's tests share: opening a vault on a disk in memory, records, and reading all of it back.
 */
import { createHash } from 'node:crypto'
import { type Epochs, openEpochs } from '../../../ledger/vault/epochs.ts'
import type { VaultFs } from '../../../ledger/vault/files.ts'
import type { VaultRecord } from '../../../ledger/vault/record-format.ts'
import { openVault, type Vault } from '../../../ledger/vault/vault.ts'

export const VAULT = 'data/vault'
export const KEYS = 'keys'

export interface Opened {
	vault: Vault
	epochs: Epochs
}

/** @param inlineLimit by default every payload is a file */
export async function openOn(fs: VaultFs, segmentLimit?: number, inlineLimit = -1): Promise<Opened> {
	await fs.makeFolder(VAULT)
	await fs.makeFolder(KEYS)
	const epochs = await openEpochs(KEYS, { fs })
	const vault = await openVault({
		dir: VAULT,
		epochs,
		fs,
		inlineLimit,
		...(segmentLimit !== undefined && { segmentLimit }),
	})
	return { vault, epochs }
}

/** Bytes that look random and are the same each time. */
export function noise(seed: string, size: number): Buffer {
	const pieces: Buffer[] = []
	for (let i = 0; i * 32 < size; i++) pieces.push(createHash('sha256').update(`${seed}/${i}`).digest())
	return Buffer.concat(pieces).subarray(0, size)
}

/** Records with indexes from `from` on; no headers. */
export function someRecords(from: number, count: number, size = 40): VaultRecord[] {
	return Array.from({ length: count }, (_, i) => ({
		index: from + i,
		opening: new Uint8Array(noise(`opening ${from + i}`, size)),
		...((from + i) % 3 === 0 && { secret: new Uint8Array(noise(`secret ${from + i}`, 32)) }),
	}))
}

/** The records [from, to), each as it is given, or the code of the refusal. */
export async function readAll(vault: Vault, from = 0, to = vault.size): Promise<unknown[]> {
	const all: unknown[] = []
	for (let i = from; i < to; i++) {
		all.push(await vault.record(i).then(plain, (error) => error.code ?? error))
	}
	return all
}

/** For comparing: Buffers and Uint8Arrays of the same bytes are the same. */
export function plain(record: VaultRecord | 'erased' | undefined): unknown {
	if (record === undefined || record === 'erased') return record
	const text = (bytes?: Uint8Array) => bytes && Buffer.from(bytes).toString('base64')
	const { index, opening, header, payload, secret } = record
	const content = { header: text(header), payload: text(payload) }
	return { index, opening: text(opening), ...content, secret: text(secret) }
}

export async function collect(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
	const pieces: Uint8Array[] = []
	for await (const piece of stream) pieces.push(piece)
	return Buffer.concat(pieces)
}

/** Stores a document in one go. */
export async function store(vault: Vault, bytes: Uint8Array) {
	const writer = vault.receive()
	await writer.write(bytes)
	return writer.finish()
}

/** The code with which a promise is refused, or what it gave. */
export async function codeOf(promise: Promise<unknown>): Promise<unknown> {
	return promise.then(
		(value) => ({ resolved: value }),
		(error) => error.code ?? error.constructor.name,
	)
}

/** A small generator of numbers in [0, 1), the same for the same seed. */
export function chance(seed: number): () => number {
	let state = (seed * 2654435761 + 1) >>> 0
	return () => {
		state = (Math.imul(state, 1664525) + 1013904223) >>> 0
		return state / 4294967296
	}
}
