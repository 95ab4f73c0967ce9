/**
 * The single writer of a log. Entries are encoded as they arrive and committed in batches; a batch closes when it
 * is full or when the one before is durable, so an append that comes alone never waits.
 *
 * Order within a batch, and what a crash after each step leaves:
 * 1. private records to the vault, durable. Crash: records beyond the log, which recovery drops.
 *    Meanwhile leaves are hashed into the tree and the head is signed; the signature leaves this process only
 *    after step 3.
 * 2. entries, full tiles, state and signed head in one atomic synced write. Crash: a whole batch that nobody was
 *    told of; the head file is one batch behind, which recovery mends.
 * 3. the head to the head file among the keys.
 * 4. the index, in memory now, written soon; then every caller is answered.
 *
 * After any failure nobody knows what was applied, so nothing more is appended until the log is opened again and
 * recovery has found out. Reading goes on at the last committed size.
 * @module
 */
import { formatCheckpoint, HASH_SIZE, type Hash } from '@letopis/format'
import { LedgerError, storageError } from '../error.ts'
import type { Store } from '../store/store.ts'
import type { GrowingTree } from '../tree/append.ts'
import { writeLeafHash } from '../tree/native-hash.ts'
import type { VaultRecord } from '../vault/record-format.ts'
import type { HeadFile } from './head-file.ts'
import { batchOps } from './log-store.ts'
import type { Prepared } from './make-entry.ts'
import type { Signer } from './signer.ts'
import type { Appended, LogLimits, RecordSink } from './types.ts'

export interface SequencerParts {
	readonly store: Store
	readonly vault: RecordSink
	readonly signer: Signer
	readonly head: HeadFile
	readonly tree: GrowingTree
	/** Told of a batch once it is durable, before its callers. */
	readonly committed: (batch: Batch) => Promise<void>
	readonly limits: Required<LogLimits>
}

/** A batch that is durable. */
export interface Batch {
	readonly from: number
	readonly size: number
	readonly root: Hash
	readonly note: string
	readonly entries: readonly Prepared[]
}

interface Waiting {
	readonly prepared: Prepared
	readonly resolve: (appended: Appended) => void
	readonly reject: (error: unknown) => void
}

/** Callers answered before I/O gets its turn again. */
const ANSWERS_AT_ONCE = 64

export class Sequencer {
	readonly #parts: SequencerParts
	#queue: Waiting[] = []
	#queueBytes = 0
	#stop: LedgerError | undefined
	#closed = false
	#running: Promise<void> | undefined
	readonly #answers = new Set<Promise<void>>()

	constructor(parts: SequencerParts) {
		this.#parts = parts
	}

	/** Why nothing is appended any more; undefined while all is well. */
	get failure(): LedgerError | undefined {
		return this.#stop
	}

	/** @throws LedgerError `queue-full`, or why the sequencer stopped */
	mustAccept(): void {
		if (this.#stop !== undefined) throw refusal(this.#stop)
		if (this.#closed) throw new LedgerError('closed', 'the log is closed')
		const { queueEntries, queueBytes } = this.#parts.limits
		if (this.#queue.length >= queueEntries || this.#queueBytes >= queueBytes) {
			throw new LedgerError('queue-full', `${this.#queue.length} entries are waiting`, {
				remedy: 'Try again in a second.',
			})
		}
	}

	/** Takes an entry in; call `mustAccept` in the same step, before numbers are given to it. */
	enqueue(prepared: Prepared): Promise<Appended> {
		return new Promise((resolve, reject) => {
			this.#queue.push({ prepared, resolve, reject })
			this.#queueBytes += weight(prepared)
			this.#running ??= this.#run()
		})
	}

	/** Refuses what is waiting and all that comes; a batch under way is finished. */
	stop(reason: LedgerError): void {
		if (this.#stop !== undefined) return
		this.#stop = reason
		const refused = this.#queue
		this.#queue = []
		this.#queueBytes = 0
		for (const { reject } of refused) reject(refusal(reason))
	}

	/** Takes nothing more, and resolves when all that waited is committed and answered. */
	async close(): Promise<void> {
		this.#closed = true
		await this.idle()
	}

	/** Resolves when nothing is under way and everyone is answered. */
	async idle(): Promise<void> {
		while (this.#running !== undefined) await this.#running
		await Promise.all(this.#answers)
	}

	async #run(): Promise<void> {
		// All that arrives in this turn of the event loop goes into one batch.
		await new Promise((resolve) => setImmediate(resolve))
		while (this.#queue.length > 0) await this.#commit(this.#take())
		this.#running = undefined
	}

	#take(): Waiting[] {
		const { batchEntries, batchBytes } = this.#parts.limits
		let count = 0
		let bytes = 0
		for (const { prepared } of this.#queue) {
			bytes += weight(prepared)
			if (count > 0 && (count >= batchEntries || bytes > batchBytes)) break
			count++
		}
		const batch = this.#queue.slice(0, count)
		this.#queue = this.#queue.slice(count)
		for (const { prepared } of batch) this.#queueBytes -= weight(prepared)
		return batch
	}

	async #commit(waiting: readonly Waiting[]): Promise<void> {
		let done: { batch: Batch; proofs: readonly Hash[][] }
		try {
			done = await this.#makeDurable(waiting.map(({ prepared }) => prepared))
		} catch (error) {
			this.stop(storageError(error, 'appending to the log'))
			const reason = this.#stop as LedgerError
			for (const { reject } of waiting) reject(refusal(reason))
			return
		}
		const { batch, proofs } = done
		try {
			await this.#parts.committed(batch)
		} catch (error) {
			// The batch is durable and acknowledged all the same; nothing may follow it.
			this.stop(storageError(error, 'writing the index'))
		}
		// Not waited for: the next batch is on its way to the disk while these callers run.
		const answers = answer(waiting, batch, proofs).finally(() => this.#answers.delete(answers))
		this.#answers.add(answers)
	}

	async #makeDurable(entries: readonly Prepared[]): Promise<{ batch: Batch; proofs: readonly Hash[][] }> {
		const { store, vault, signer, head, tree } = this.#parts
		const from = tree.size
		const records = storage('writing the vault records', vault.appendRecords(vaultRecords(from, entries)))
		const leaves = new Uint8Array(entries.length * HASH_SIZE)
		for (const [i, { entry }] of entries.entries()) writeLeafHash(leaves, i * HASH_SIZE, entry)
		tree.append(leaves)
		const { root, proofs } = tree.proofs(from)
		const { size } = tree
		const text = formatCheckpoint({ origin: signer.origin, size, root, extensions: [] })
		const signed = storage('signing the head', signer.signNote(text))
		// Whatever happens to one, the other is waited for: nothing may be under way after a failure.
		await Promise.allSettled([records, signed])
		await records
		const note = await signed
		const state = { before: from, note }
		const bytes = entries.map(({ entry }) => entry)
		const ops = batchOps(from, bytes, tree.filledSince(from), state)
		await storage('writing the entries', store.write(ops, { sync: true }))
		await storage('writing the head file', head.write({ size, root }))
		tree.trim()
		return { batch: { from, size, root, note, entries }, proofs }
	}
}

async function storage<T>(doing: string, work: Promise<T>): Promise<T> {
	try {
		return await work
	} catch (error) {
		throw storageError(error, doing)
	}
}

/** Each caller gets an error of its own, with the stack of the refusal and the first failure as its cause. */
function refusal(reason: LedgerError): LedgerError {
	const { code, message, remedy } = reason
	return new LedgerError(code, message, { cause: reason, ...(remedy === undefined ? {} : { remedy }) })
}

function weight({ entry, openingBytes }: Prepared): number {
	return entry.length + openingBytes.length
}

function vaultRecords(from: number, entries: readonly Prepared[]): VaultRecord[] {
	return entries.map(({ openingBytes, draft: { header, secret } }, i) => {
		const record: VaultRecord = { index: from + i, opening: openingBytes }
		if (header !== undefined) record.header = header
		if (secret !== undefined) record.secret = secret
		return record
	})
}

async function answer(waiting: readonly Waiting[], batch: Batch, proofs: readonly Hash[][]): Promise<void> {
	const { from, size, note } = batch
	for (const [i, { prepared, resolve }] of waiting.entries()) {
		const { cid, entry, opening, time } = prepared
		const proof = proofs[i] as Hash[]
		resolve({ index: from + i, cid, entry, opening, time, checkpoint: note, proof, size })
		// Answered callers often append again at once; the disk's events must not wait for all of that.
		if (i % ANSWERS_AT_ONCE === ANSWERS_AT_ONCE - 1) await new Promise((next) => setImmediate(next))
	}
}
