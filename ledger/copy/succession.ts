/**
 * A log that its town closed and continued in another, as whoever copies it meets it: no evidence of anything, but the
 * moment to follow the successor.
 * @module
 */
import {
	bodyOf,
	type Checkpoint,
	decodeBundle,
	decodeEntry,
	equalBytes,
	type Predecessor,
	RefusalError,
	type Trust,
	widthAt,
} from '@letopis/format'
import { LedgerError } from '../error.ts'
import type { LogSource } from './source.ts'

/**
 * Only the new trust file can say that the log was continued. What calls itself the successor is named all the same: it is
 * the likeliest reason.
 */
export async function refuseUnknownSuccessor(
	source: LogSource,
	served: Checkpoint,
	trust: Trust,
): Promise<void> {
	if (served.origin === trust.origin || served.size === 0) return
	const width = widthAt(0, 0, served.size)
	const bundle = await source.bundle(0, width).catch(() => null)
	const predecessor = bundle === null ? undefined : predecessorOf(bundle, width)
	if (predecessor?.origin !== trust.origin) return
	throw new LedgerError(
		'conflict',
		`${trust.origin} seems to have been closed at size ${predecessor.size}: what is served here calls itself its successor, ${served.origin}`,
		{
			remedy: `get the town's new trust file by a second way, compare its fingerprint, and follow the successor with it into a folder of its own; the closed log is at ${pathOf(trust.origin)}`,
		},
	)
}

function predecessorOf(bundle: Uint8Array, width: number): Predecessor | undefined {
	try {
		const [genesis] = decodeBundle(bundle, width)
		return genesis && bodyOf(decodeEntry(genesis), 'genesis')?.predecessor
	} catch (error) {
		if (error instanceof RefusalError) return undefined
		throw error
	}
}

/** A log that was closed for its successor is no liar: neither when the successor is served, nor when it ends earlier. */
export function refuseSuccession(own: Checkpoint, head: Checkpoint, trust: Trust): void {
	const closed = trust.predecessors.find(({ origin }) => origin === own.origin)
	if (closed === undefined) return
	const successor = `its successor is ${trust.origin}`
	const into = 'follow the successor into a folder of its own (a backup needs another folder)'
	const endsEarlier = head.origin === own.origin && head.size === closed.size && head.size < own.size
	if (endsEarlier && equalBytes(head.root, closed.root))
		throw new LedgerError(
			'conflict',
			`${own.origin} was closed at size ${closed.size}, this copy has ${own.size} entries; ${successor}`,
			{ remedy: `keep this copy: it holds what the town has lost; ${into}` },
		)
	if (head.origin === own.origin) return
	const rest =
		own.size < closed.size
			? `this copy lacks ${closed.size - own.size} entries: follow ${pathOf(own.origin)} of the town into it`
			: 'this copy is whole: keep it'
	throw new LedgerError('conflict', `${own.origin} was closed at size ${closed.size}; ${successor}`, {
		remedy: `${into}; ${rest}`,
	})
}

/** Where a town serves one of its logs: `/log/<n>/`. */
function pathOf(origin: string): string {
	return `${origin.slice(origin.lastIndexOf('/log/'))}/`
}
