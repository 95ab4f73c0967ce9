/**
 * After a crash: contents that were stored, but whose entry was never logged. Nobody was told of them.
 * What is referenced is asked of the log itself, never guessed from times of files, which a copy may have changed.
 * @module
 */
import { open, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { bodyOf, type Cid, cidText, decodeEntry, isCid } from '@letopis/format'
import { syncFolder } from '../anchor/durable-file.ts'
import type { PastLog } from './past-logs.ts'

/** Entries read between two turns of the event loop, so that serving goes on meanwhile. */
const AT_ONCE = 64

interface Entries {
	readonly size: number
	entries(from: number, to: number): AsyncIterable<{ index: number; entry: Uint8Array }>
}

/** Contents named by the entries, each at most once. */
export async function* contentsOf(
	log: Entries,
	onProgress?: (done: number, total: number) => void,
	stopped: () => boolean = () => false,
): AsyncIterable<{ index: number; cid: Cid }> {
	const total = log.size
	for await (const { index, entry } of log.entries(0, total)) {
		if (stopped()) return
		const { content } = decodeEntry(entry).body
		if (isCid(content)) yield { index, cid: content }
		if (index % AT_ONCE === 0) {
			onProgress?.(index, total)
			await turn()
		}
	}
}

/** @returns how many were removed; nothing is removed if it is stopped before the whole log was read */
export async function sweepContents(
	log: Entries,
	vault: { sweep(isReferenced: (cid: Cid) => boolean): Promise<Cid[]> },
	stopped: () => boolean,
): Promise<number> {
	const referenced = new Set<string>()
	for await (const { cid } of contentsOf(log, undefined, stopped)) referenced.add(cidText(cid))
	if (stopped()) return 0
	return (await vault.sweep((cid) => stopped() || referenced.has(cidText(cid)))).length
}

/**
 * The same for the closed logs. One whose successor says that entries of it were lost is left alone: should its data
 * turn up again, what they do not name now may belong to them.
 */
export async function sweepPastLogs(
	present: { entry(index: number): Promise<Uint8Array | undefined> },
	past: ReadonlyMap<number, PastLog>,
	stopped: () => boolean,
): Promise<void> {
	let successor = await predecessorIn(present)
	for (const { held, origin, size, open } of [...past.values()].reverse()) {
		const named = successor
		if (!held || stopped()) return
		const { log, vault } = await open()
		const isWhole = named?.origin === origin && named.lost === undefined && log.size === size
		if (isWhole) await sweepContents(log, vault, stopped)
		successor = await predecessorIn(log)
	}
}

/** What the genesis entry says of the log before. */
export async function predecessorIn(log: { entry(index: number): Promise<Uint8Array | undefined> }) {
	const first = await log.entry(0)
	return first === undefined ? undefined : bodyOf(decodeEntry(first), 'genesis')?.predecessor
}

const MARKER = 'running'

/** Notes that the town is being served. @returns whether the last serving left something to be swept or destroyed */
export async function markRunning(data: string): Promise<boolean> {
	const path = join(data, MARKER)
	const crashed = (await stat(path).catch(() => null)) !== null
	if (crashed) return true
	await (await open(path, 'w', 0o600)).close()
	// A power cut is a crash, too.
	await syncFolder(data)
	return false
}

export async function unmarkRunning(data: string): Promise<void> {
	await rm(join(data, MARKER), { force: true })
}
