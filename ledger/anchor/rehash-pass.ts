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
import {
	bodyOf,
	type Cid,
	concat,
	decodeEntry,
	decodeOpening,
	type Entry,
	type RenewalBody,
} from '@letopis/format'
import { LedgerError } from '../error.ts'
import type { AnchorVault, PrivateRecord } from './anchor-log.ts'
import { DigestThread } from './digest-thread.ts'
import { treeRoot } from './document-tree.ts'
import { chainsOfDocument, type EvidenceSource } from './evidence.ts'
import { formatChains } from './evidence-record.ts'
import { readAhead } from './read-ahead.ts'
import {
	type LeftOut,
	type Pass,
	RehashedValues,
	type RehashResult,
	readPass,
	removePass,
	secondTreeFile,
	writePass,
	writeRehashResult,
} from './rehash-state.ts'
import type { RenewableLog } from './renewable-log.ts'
import { rehashFolder, treeOver } from './renewal-tree.ts'
import { renewedHeads } from './renewed-heads.ts'
import { writeTree } from './tree-file.ts'

const DEFAULT_BYTES_PER_SECOND = 50_000_000

export interface RehashParts extends EvidenceSource {
	readonly log: RenewableLog
	readonly vault: AnchorVault
	readonly stopped: () => boolean
	/** Of contents that are read; 50 MB unless given. */
	readonly bytesPerSecond?: number
}

/** What one authority's new stamp is over. */
export type RehashStatement = Pick<
	RenewalBody,
	'log' | 'of' | 'digest' | 'from' | 'to' | 'previous' | 'root' | 'heads'
>

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

	/**
	 * Begins a pass, or goes on with the one that was begun.
	 * @param renew has the statement stamped by an authority and records it; asked once for each authority
	 * @throws LedgerError what reading, stamping or recording failed with: calling again goes on
	 */
	async run(renew: (said: RehashStatement) => Promise<void>): Promise<RehashResult> {
		const { dir, log, vault, renewals, stopped } = this.#parts
		if (vault.read === undefined) throw new LedgerError('not-found', 'there are no contents to hash')
		const pass = (await readPass(dir)) ?? (await this.#begin())
		await using values = await RehashedValues.open(dir, pass.heads !== null)
		if (pass.heads === null) await this.#hashAll(pass, values)
		const kept = secondTreeFile(dir)
		const heads = pass.heads ?? (await renewedHeads(log, vault, { size: pass.size, stopped, kept }))
		if (pass.heads === null) await writePass(dir, { ...pass, heads })
		await renewals.refresh()
		for (const [line, { of, from }] of pass.lines.entries()) {
			// Recorded before a crash, or by an append that was thought to have failed.
			if (renewals.rehashed(of).some(({ to }) => to === pass.to)) continue
			const { indexes, values: leaves } = await values.of(line)
			const tree = leaves.length === 0 ? null : await treeOver('sha2-512', indexes, leaves)
			const root = tree === null ? null : treeRoot(tree)
			if (tree !== null) await writeTree(rehashFolder(dir, of), pass.to, tree)
			const range = { from, to: pass.to, previous: null }
			await renew({ log: log.origin, of, digest: 'sha2-512', ...range, root, heads })
		}
		const result = await values.result(pass.size)
		await writeRehashResult(dir, result)
		await removePass(dir)
		return result
	}

	async #begin(): Promise<Pass> {
		const { dir, log, history, renewals } = this.#parts
		await renewals.refresh()
		const { size, reach: to } = log
		const lines = history.authorities
			.map((of) => ({ of, from: renewals.rehashed(of).at(-1)?.to ?? 0 }))
			.filter(({ from }) => from < to)
		// Of a closed log it is said which one.
		const of = to === size ? {} : { log: log.origin }
		const body = { digest: 'sha2-512', size, ...of }
		await log.append({ kind: 'renewal-pass', body, fields: { kind: 'renewal-pass' } })
		const pass = { size, to, lines, heads: null }
		await removePass(dir)
		await writePass(dir, pass)
		return pass
	}

	async #hashAll(pass: Pass, values: RehashedValues): Promise<void> {
		const { log } = this.#parts
		await using thread = new DigestThread()
		this.#begun = performance.now()
		for await (const { index, entry } of log.entries(values.next, pass.size)) {
			this.#refuseWhenStopped()
			const decoded = decodeEntry(entry)
			if (decoded.kind !== 'sealed' && decoded.kind !== 'document') continue
			const why = await this.#hashDocument(index, decoded, pass, values, thread)
			if (why !== null) await values.leaveOut(index, why)
		}
		await values.sync()
	}

	/** @returns why the document is left out; null also for what is none, or not stamped yet */
	async #hashDocument(
		index: number,
		entry: Entry,
		{ lines, to }: Pass,
		values: RehashedValues,
		thread: DigestThread,
	): Promise<LeftOut | null> {
		try {
			const record = await this.#parts.vault.record(index)
			// Only documents have a content.
			if (record === 'erased') return contentOf(entry) === undefined ? null : 'erased'
			if (record === undefined || !isDocument(record)) return null
			const { found, damaged } = await chainsOfDocument(this.#parts, index, to)
			const wanted = found.flatMap(({ authority, anchor, chains }) => {
				const line = lines.findIndex(({ of, from }) => of === authority && anchor >= from && anchor < to)
				return line < 0 || chains.length !== 1 ? [] : [{ line, chains }]
			})
			if (wanted.length === 0) return damaged.length > 0 ? 'unreadable' : null
			const digest = await this.#digestOf(entry, record, thread)
			for (const { line, chains } of wanted) {
				const value = sha512(concat(digest, sha512(formatChains(chains))))
				await values.add({ index, line, value })
			}
			return null
		} catch (error) {
			const isLost = error instanceof LedgerError && (error.code === 'corrupt' || error.code === 'not-found')
			if (!isLost) throw error
			return 'unreadable'
		}
	}

	/** SHA-512 of the content, read no faster than allowed. @throws LedgerError `not-found`, `corrupt` */
	async #digestOf(
		entry: Entry,
		{ header, payload }: PrivateRecord,
		thread: DigestThread,
	): Promise<Uint8Array> {
		const { vault, bytesPerSecond = DEFAULT_BYTES_PER_SECOND } = this.#parts
		const cid = contentOf(entry)
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

function contentOf(entry: Entry): Cid | undefined {
	return bodyOf(entry, 'document')?.content ?? bodyOf(entry, 'sealed')?.content
}

function isDocument({ secret, opening }: PrivateRecord): boolean {
	return secret !== undefined && decodeOpening(opening).fields.some(({ name }) => name === 'content')
}

function sha512(bytes: Uint8Array): Uint8Array {
	return new Uint8Array(createHash('sha512').update(bytes).digest())
}
