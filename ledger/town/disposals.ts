/**
 * After a crash: documents that the log declares as disposed of, but that were not destroyed any more. Whatever an entry
 * of the present log disposes of, in this log or in an earlier one, is destroyed then.
 * @module
 */
import { type Cid, decodeEntry, isCid } from '@letopis/format'
import type { PastLog } from './past-logs.ts'

interface Entries {
	readonly size: number
	entry(index: number): Promise<Uint8Array | undefined>
	entries(from: number, to: number): AsyncIterable<{ index: number; entry: Uint8Array }>
	indexOf(cid: Cid): Promise<number | undefined>
}

interface Contents {
	record(index: number): Promise<unknown>
	erase(indexes: Iterable<number>): Promise<void>
	deletePayload(cid: Cid): Promise<void>
}

/** @returns how many records were destroyed */
export async function finishDisposals(
	present: { readonly log: Entries; readonly vault: Contents },
	past: ReadonlyMap<number, PastLog>,
	stopped: () => boolean,
): Promise<number> {
	let destroyed = 0
	for await (const { entry } of present.log.entries(0, present.log.size)) {
		for (const cid of decodeEntry(entry).links.disposes ?? []) {
			if (stopped()) return destroyed
			const found = await holderOf(cid, present, past)
			if (found !== null && (await destroyAt(found))) destroyed++
		}
	}
	return destroyed
}

interface Found {
	readonly log: Entries
	readonly vault: Contents
	readonly index: number
}

async function holderOf(
	cid: Cid,
	present: { readonly log: Entries; readonly vault: Contents },
	past: ReadonlyMap<number, PastLog>,
): Promise<Found | null> {
	const index = await present.log.indexOf(cid)
	if (index !== undefined) return { ...present, index }
	for (const closed of [...past.values()].reverse()) {
		if (!closed.held) continue
		const { log, vault } = await closed.open()
		const at = await log.indexOf(cid)
		if (at !== undefined) return { log, vault, index: at }
	}
	return null
}

/** First what opens the content, then the content: cut off in between, the payload is asked for again. */
async function destroyAt({ log, vault, index }: Found): Promise<boolean> {
	// Damaged in both copies is not erased, and is erased all the same.
	const record = await vault.record(index).catch(() => undefined)
	if (record !== 'erased') await vault.erase([index])
	const entry = await log.entry(index)
	const content = entry === undefined ? undefined : decodeEntry(entry).body.content
	if (isCid(content)) await vault.deletePayload(content)
	return record !== 'erased'
}
