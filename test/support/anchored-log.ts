/**
 * A real log on memory stores for tests of what stands around it: anchors and witnesses. The vault is a list
 * in memory; the clock is the test's. Opening it again on the same stores is a restart.
 */
import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { blobCid, type Cid } from '@letopis/format'
import { openHeadFile } from '../../ledger/log/head-file.ts'
import { importLog } from '../../ledger/log/import.ts'
import type { Log } from '../../ledger/log/log.ts'
import { createLog, openLog } from '../../ledger/log/open.ts'
import { createSigner, type Signer } from '../../ledger/log/signer.ts'
import type { RecordSink } from '../../ledger/log/types.ts'
import { openMemoryStore } from '../../ledger/store/memory.ts'
import type { VaultRecord } from '../../ledger/vault/record-format.ts'

export const ORIGIN = 'ukazkov.example/log/1'
/** 2026-11-22 09:00 UTC. */
export const START = Date.UTC(2026, 10, 22, 9)

export interface TestClock {
	now(): number
	set(ms: number): void
	advance(ms: number): void
}

export function testClock(start = START): TestClock {
	let now = start
	return {
		now: () => now,
		set: (ms) => {
			now = ms
		},
		advance: (ms) => {
			now += ms
		},
	}
}

/** Records in memory, any of which can be erased. */
class ListVault implements RecordSink {
	readonly #records: (VaultRecord | 'erased')[] = []
	get size(): number {
		return this.#records.length
	}
	async appendRecords(records: readonly VaultRecord[]): Promise<void> {
		this.#records.push(...records)
	}
	async truncate(size: number): Promise<void> {
		this.#records.length = size
	}
	async record(index: number): Promise<VaultRecord | 'erased' | undefined> {
		return this.#records[index]
	}
	erase(...indexes: number[]): void {
		for (const index of indexes) this.#records[index] = 'erased'
	}
}

export interface AnchoredLog {
	readonly log: Log
	readonly vault: ListVault
	readonly clock: TestClock
	readonly signer: Signer
	/** A folder that lives as long as the log. */
	readonly dir: string
	/** Appends a private document; its entry's index and digest. */
	document(content: string): Promise<{ index: number; cid: Cid; digest: Uint8Array }>
	/** Appends an entry that is no document. */
	entry(): Promise<{ index: number; cid: Cid }>
	/** Another log under the same keys, of the same genesis entry and that size: data and keys that were set back. */
	earlier(size: number): Promise<Log>
	/** The same stores, vault and keys, opened anew. */
	reopen(): Promise<AnchoredLog>
	remove(): Promise<void>
}

export async function createAnchoredLog(clock = testClock(), origin = ORIGIN): Promise<AnchoredLog> {
	const dir = mkdtempSync(join(tmpdir(), 'letopis-anchored-'))
	const signer = await createSigner(join(dir, 'keys'), origin)
	const vault = new ListVault()
	const stores = { store: openMemoryStore(), index: openMemoryStore() }
	const head = await openHeadFile(join(dir, 'head'))
	const heads = [head]
	const options = {
		...stores,
		vault,
		signer,
		head,
		clock,
		random: (size: number) => new Uint8Array(randomBytes(size)),
	}
	const wrap = (log: Log): AnchoredLog => ({
		log,
		vault,
		clock,
		signer,
		dir,
		async document(content) {
			const digest = new Uint8Array(createHash('sha256').update(content).digest())
			const { index, cid } = await log.append({
				kind: 'sealed',
				body: { content: blobCid(new TextEncoder().encode(`encrypted ${content}`)) },
				fields: { kind: 'document', content: digest },
				secret: new Uint8Array(createHash('sha256').update(`secret of ${content}`).digest()),
			})
			return { index, cid, digest }
		},
		entry: () => log.append({ kind: 'sealed', body: {}, fields: { kind: 'token-grant' } }),
		async earlier(size) {
			const own = { store: openMemoryStore(), index: openMemoryStore(), vault: new ListVault() }
			const note = await log.publishedAt(size)
			const source = {
				bundle: async (index: number, width: number) => (await log.bundle({ index, width })) as Uint8Array,
				blob: (cid: Cid) => log.blob(cid),
			}
			const vkeys = [signer.vkeys.ed25519, signer.vkeys.mldsa44]
			await importLog({ store: own.store, origin, vkeys, note: note as string, source })
			for (let i = 0; i < size; i++) await own.vault.appendRecords([(await vault.record(i)) as VaultRecord])
			const path = join(dir, `head-${size}`)
			const head = await openHeadFile(path)
			heads.push(head)
			await head.write({ size, root: await log.rootAt(size) })
			return openLog({ ...options, ...own, head })
		},
		async reopen() {
			await log.close()
			return wrap(await openLog(options))
		},
		async remove() {
			await log.close()
			for (const one of heads) await one.close()
			rmSync(dir, { recursive: true })
		},
	})
	return wrap(await createLog(options, { town: 'Ukázkov', demo: true }))
}
