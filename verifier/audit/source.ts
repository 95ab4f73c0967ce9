/**
 * Where an audit reads a log: a web address, a folder, memory. All bytes that come from here are hostile.
 * @module
 */
import type { MessageKey, Phrase } from '../words/message.ts'
import { sayPhrase } from '../words/say.ts'

/** The audit cannot go on, though nothing is proven wrong: network, disk, time-out, too much data. */
export class SourceError extends Error {
	override readonly name = 'SourceError'
	/** why, to be said in the reader's language */
	readonly why: Phrase

	/** @param why a phrase, or its key where it has no values */
	constructor(why: Phrase | MessageKey, options?: ErrorOptions) {
		const phrase = typeof why === 'string' ? { key: why } : why
		super(sayPhrase('en', phrase), options)
		this.why = phrase
	}
}

/**
 * Reads resources of one log. `undefined` means that the log does not have it (404, no such file); anything else that
 * keeps an answer from coming is a {@link SourceError}. What is returned belongs to the auditor, who may write into it.
 */
export interface LogSource {
	/** newest checkpoint note */
	checkpoint(): Promise<Uint8Array | undefined>
	/** @param path as `tilePath` writes it; at most 8,192 B come back */
	tile(path: string): Promise<Uint8Array | undefined>
	/** @param path as `bundlePath` writes it; at most 256 × 65,537 B come back */
	bundle(path: string): Promise<Uint8Array | undefined>
	/** @param cid text of a raw CID; at most 64 KiB come back */
	blob(cid: string): Promise<Uint8Array | undefined>
}

/** Upper limits on what a source may return, in bytes. */
export const LIMITS = {
	checkpoint: 64 * 1024,
	tile: 256 * 32,
	bundle: 256 * (2 + 65_535),
	blob: 64 * 1024,
} as const
