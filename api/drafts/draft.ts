/**
 * One draft: its shape, and how it is kept.
 * @module
 */
import { type DagMap, decodeDag, encodeDag, isDagMap } from '@letopis/format'
import { LedgerError } from '@letopis/ledger'
import { Problem } from '../http/problems.ts'

const STATE_MAX = 262_144
const LIMITS = { maxBytes: STATE_MAX, maxDepth: 12 }

export interface DraftFile {
	/** as sanitised */
	readonly name: string
	readonly type: string
	/** bytes of the whole file */
	readonly size: number
	/** bytes of each part but the last; 1..8 MiB */
	readonly partSize: number
	/** SHA-256 of each part that is there, by number; null for those that are missing */
	readonly parts: readonly (Uint8Array | null)[]
}

export interface Draft {
	readonly id: string
	/** principal whose it is */
	readonly owner: string
	/** ms since 1970 */
	readonly created: number
	readonly updated: number
	readonly answers: DagMap
	readonly file: DraftFile | null
}

/** Bytes of a part; null for a number that the file does not have. */
export function partLength({ size, partSize, parts }: DraftFile, number: number): number | null {
	if (number < 0 || number >= parts.length) return null
	return number === parts.length - 1 ? size - number * partSize : partSize
}

export function isComplete({ parts }: DraftFile): boolean {
	return parts.every((part) => part !== null)
}

/** @throws Problem 'draft-incomplete' */
export function complete({ file }: Draft): DraftFile {
	if (file !== null && isComplete(file)) return file
	throw new Problem('draft-incomplete', 'Parts of the file are missing; GET the draft to see which.')
}

export function encodeState({ id: _, ...draft }: Draft): Uint8Array {
	const { file, ...rest } = draft
	const parts = file === null ? null : { ...file, parts: [...file.parts] }
	return encodeDag({ ...rest, file: parts }, LIMITS)
}

export function decodeState(id: string, bytes: Uint8Array): Draft {
	const state = decodeDag(bytes, LIMITS)
	if (!isDagMap(state) || typeof state.owner !== 'string')
		throw new LedgerError('corrupt', 'a draft holds no state')
	return { id, ...(state as unknown as Omit<Draft, 'id'>) }
}
