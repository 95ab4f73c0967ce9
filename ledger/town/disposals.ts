/**
 * After a crash or a restoration: documents that the log declares as disposed of, but that are not destroyed, or are
 * back. Whatever an entry of kind `disposal` disposes of, in whichever log of the town, is destroyed then; what cannot be
 * destroyed now keeps nothing else from it, and is told.
 * @module
 */
import { setImmediate as turn } from 'node:timers/promises'
import { type Cid, decodeEntry, isCid } from '@letopis/format'
import type { PastLog } from './past-logs.ts'

/** Entries read between two turns of the event loop, so that serving goes on meanwhile. */
const AT_ONCE = 64

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

export interface FinishedDisposals {
	/** Records that were destroyed. */
	readonly destroyed: number
	/** Why something declared as disposed of may still be there; empty when all of it is gone, unless it was stopped. */
	readonly failures: readonly unknown[]
}

/** Failures told one by one; more would only hide the reason. */
const TOLD = 100

/** @param stopped whether to go no further */
export async function finishDisposals(
	present: { readonly log: Entries; readonly vault: Contents },
	past: ReadonlyMap<number, PastLog>,
	stopped: () => boolean,
): Promise<FinishedDisposals> {
	let destroyed = 0
	const failures: unknown[] = []
	const attempt = async (work: () => Promise<void>) => {
		try {
			await work()
		} catch (error) {
			if (failures.length < TOLD) failures.push(error)
		}
	}
	const finishIn = async (log: Entries) => {
		for await (const { index, entry } of log.entries(0, log.size)) {
			if (index % AT_ONCE === 0) await turn()
			if (stopped()) return
			const { kind, links } = decodeEntry(entry)
			// Others may bear the link, too; only this one says that it was decided.
			if (kind !== 'disposal') continue
			for (const cid of links.disposes ?? []) {
				if (stopped()) return
				await attempt(async () => {
					const found = await holderOf(cid, present, past)
					if (found !== null && (await destroyAt(found))) destroyed++
				})
			}
		}
	}
	await attempt(() => finishIn(present.log))
	for (const closed of past.values())
		if (closed.held && !stopped()) await attempt(async () => finishIn((await closed.open()).log))
	return { destroyed, failures }
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
	const failures: unknown[] = []
	for (const closed of [...past.values()].reverse()) {
		if (!closed.held) continue
		try {
			const { log, vault } = await closed.open()
			const at = await log.indexOf(cid)
			if (at !== undefined) return { log, vault, index: at }
		} catch (error) {
			// An earlier log may have it all the same.
			failures.push(error)
		}
	}
	if (failures.length > 0) throw failures[0]
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
