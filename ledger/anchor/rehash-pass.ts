/**
 * Hash-tree renewal (RFC 4998 §5.2): before SHA-256 is retired, every document is read and hashed once under SHA-512, together
 * with all that proves it so far, and the log's second tree is made. Then each authority's documents have one new tree, and
 * one stamp is over its root and both heads of the log.
 *
 * A pass is recorded before it reads (a public `renewal-pass` entry: to the documents it is a read). It goes on where a crash
 * or a stop has left it; documents that were erased, or cannot be read, are left out and keep what they have.
 * @module
 */
import { createHash } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { bodyOf, concat, decodeEntry, decodeOpening, type Entry, type RenewalBody } from '@letopis/format'
import { LedgerError } from '../error.ts'
import type { AnchorLog, AnchorVault, PrivateRecord } from './anchor-log.ts'
import { DigestThread } from './digest-thread.ts'
import { treeRoot } from './document-tree.ts'
import { chainsOfDocument, type EvidenceSource } from './evidence.ts'
import { formatChains } from './evidence-record.ts'
import { readAhead } from './read-ahead.ts'
import { type Pass, RehashedValues, readPass, removePass, writePass } from './rehash-state.ts'
import { rehashFolder, treeOver } from './renewal-tree.ts'
import { renewedHeads } from './renewed-heads.ts'
import { writeTree } from './tree-file.ts'

const DEFAULT_BYTES_PER_SECOND = 50_000_000

export interface RehashParts extends EvidenceSource {
	readonly log: AnchorLog
	readonly vault: AnchorVault
	readonly stopped: () => boolean
	/** Of contents that are read; 50 MB unless given. */
	readonly bytesPerSecond?: number
}

/** What one authority's new stamp is over. */
export type RehashStatement = Pick<
	RenewalBody,
	'log' | 'of' | 'digest' | 'from' | 'to' | 'previous' | 'revocation' | 'root' | 'heads'
>

export interface RehashResult {
	/** Documents in the new trees, one for each authority. */
	readonly hashed: number
	/** Documents that could not be read. */
	readonly skipped: number
}

export class RehashPass {
	readonly #parts: RehashParts
	#read = 0
	#begun = 0

	constructor(parts: RehashParts) {
		this.#parts = parts
	}

	/** Whether one was begun and not ended. */
	async isUnfinished(): Promise<boolean> {
		return (await readPass(this.#parts.dir)) !== null
	}

	giveUp(): Promise<void> {
		return removePass(this.#parts.dir)
	}

	/**
	 * Begins a pass, or goes on with the one that was begun.
	 * @param renew has the statement stamped by an authority and records it; asked once for each authority
	 * @throws LedgerError what reading, stamping or recording failed with: calling again goes on
	 */
	async run(renew: (said: RehashStatement) => Promise<void>): Promise<RehashResult> {
		const { dir, log, vault, renewals } = this.#parts
		if (vault.read === undefined) throw new LedgerError('not-found', 'there are no contents to hash')
		const pass = (await readPass(dir)) ?? (await this.#begin())
		await using values = await RehashedValues.open(dir, pass.heads !== null)
		const counts = pass.heads === null ? await this.#hashAll(pass, values) : { hashed: 0, skipped: 0 }
		const heads = pass.heads ?? (await renewedHeads(log, vault, pass.size, this.#parts.stopped))
		if (pass.heads === null) await writePass(dir, { ...pass, heads })
		await renewals.refresh()
		for (const [line, { of, from }] of pass.lines.entries()) {
			// Recorded before a crash, or by an append that was thought to have failed.
			if (renewals.rehashed(of).some(({ to }) => to === pass.size)) continue
			const { indexes, values: leaves } = await values.of(line)
			const tree = leaves.length === 0 ? null : await treeOver('sha2-512', indexes, leaves)
			const root = tree === null ? null : treeRoot(tree)
			if (tree !== null) await writeTree(rehashFolder(dir, of), pass.size, tree)
			const range = { from, to: pass.size, previous: null, revocation: [] }
			await renew({ log: log.origin, of, digest: 'sha2-512', ...range, root, heads })
		}
		await removePass(dir)
		return counts
	}

	async #begin(): Promise<Pass> {
		const { dir, log, history, renewals } = this.#parts
		await renewals.refresh()
		const size = log.size
		const lines = history.authorities
			.map((of) => ({ of, from: renewals.rehashed(of).at(-1)?.to ?? 0 }))
			.filter(({ from }) => from < size)
		const body = { digest: 'sha2-512', size }
		await log.append({ kind: 'renewal-pass', body, fields: { kind: 'renewal-pass' } })
		const pass = { size, lines, heads: null }
		await removePass(dir)
		await writePass(dir, pass)
		return pass
	}

	async #hashAll({ size, lines }: Pass, values: RehashedValues): Promise<RehashResult> {
		const { log } = this.#parts
		await using thread = new DigestThread()
		let [hashed, skipped] = [0, 0]
		this.#begun = performance.now()
		for await (const { index, entry } of log.entries(values.next, size)) {
			this.#refuseWhenStopped()
			const decoded = decodeEntry(entry)
			if (decoded.kind !== 'sealed' && decoded.kind !== 'document') continue
			const done = await this.#hashDocument(index, decoded, lines, size, values, thread)
			if (done === 'skipped') skipped++
			else if (done > 0) hashed++
		}
		await values.sync()
		return { hashed, skipped }
	}

	/** @returns for how many authorities */
	async #hashDocument(
		index: number,
		entry: Entry,
		lines: Pass['lines'],
		size: number,
		values: RehashedValues,
		thread: DigestThread,
	): Promise<number | 'skipped'> {
		try {
			const record = await this.#parts.vault.record(index)
			if (record === undefined || record === 'erased' || !isDocument(record)) return 0
			const { found } = await chainsOfDocument(this.#parts, index, size)
			const wanted = found.flatMap(({ authority, anchor, chains }) => {
				const line = lines.findIndex(({ of, from }) => of === authority && anchor >= from && anchor < size)
				return line < 0 || chains.length !== 1 ? [] : [{ line, chains }]
			})
			if (wanted.length === 0) return 0
			const digest = await this.#digestOf(entry, record, thread)
			for (const { line, chains } of wanted) {
				const value = sha512(concat(digest, sha512(formatChains(chains))))
				await values.add({ index, line, value })
			}
			return wanted.length
		} catch (error) {
			const isLost = error instanceof LedgerError && (error.code === 'corrupt' || error.code === 'not-found')
			if (!isLost) throw error
			return 'skipped'
		}
	}

	/** SHA-512 of the content, read no faster than allowed. @throws LedgerError `not-found`, `corrupt` */
	async #digestOf(
		entry: Entry,
		{ header, payload }: PrivateRecord,
		thread: DigestThread,
	): Promise<Uint8Array> {
		const { vault, bytesPerSecond = DEFAULT_BYTES_PER_SECOND } = this.#parts
		const cid = bodyOf(entry, 'document')?.content ?? bodyOf(entry, 'sealed')?.content
		if (cid === undefined || header === undefined || vault.read === undefined) {
			throw new LedgerError('not-found', 'the document has no content')
		}
		const kept = payload === undefined ? { header } : { header, payload }
		return thread.digest(this.#limited(vault.read(kept, cid), bytesPerSecond))
	}

	/** The pieces, no faster than allowed. */
	async *#limited(pieces: AsyncIterable<Uint8Array>, bytesPerSecond: number): AsyncGenerator<Uint8Array> {
		for await (const piece of readAhead(pieces)) {
			this.#read += piece.length
			const ahead = (1000 * this.#read) / bytesPerSecond - (performance.now() - this.#begun)
			if (ahead > 10) await wait(ahead)
			this.#refuseWhenStopped()
			yield piece
		}
	}

	#refuseWhenStopped(): void {
		if (this.#parts.stopped()) throw new LedgerError('closed', 'anchoring has stopped')
	}
}

function isDocument({ secret, opening }: PrivateRecord): boolean {
	return secret !== undefined && decodeOpening(opening).fields.some(({ name }) => name === 'content')
}

function sha512(bytes: Uint8Array): Uint8Array {
	return new Uint8Array(createHash('sha512').update(bytes).digest())
}
