/**
 * What a copy of a log says of itself, as `followed.json` beside its checkpoint: since when it has this head, and
 * whether a follower made it from the served log or a backup run from the town's own data. It keeps mistakes apart, not
 * cheats: whoever forges it could forge nothing else, for the head is signed.
 * @module
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

export const FOLLOWER_MARK = 'followed.json'
const TYPE = 'letopis-follower/v1'

export interface FollowerMark {
	readonly by: 'follow' | 'backup'
	readonly origin: string
	readonly size: number
	/** When the copy first reached this size, ISO 8601. */
	readonly reached: string
}

export function formatMark({ by, origin, size, reached }: FollowerMark): string {
	return `${JSON.stringify({ type: TYPE, by, origin, size, reached }, null, '\t')}\n`
}

/** @returns null where there is none, or one that cannot be read */
export async function readMark(folder: string): Promise<FollowerMark | null> {
	try {
		const mark: Partial<FollowerMark & { type: string }> = JSON.parse(
			await readFile(join(folder, FOLLOWER_MARK), 'utf8'),
		)
		const { type, by, origin, size, reached } = mark
		if (type !== TYPE || (by !== 'follow' && by !== 'backup') || typeof origin !== 'string') return null
		if (!Number.isSafeInteger(size) || Number.isNaN(Date.parse(String(reached)))) return null
		return { by, origin, size: size as number, reached: String(reached) }
	} catch {
		return null
	}
}
