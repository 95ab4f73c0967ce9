/**
 * Where the log stands among the town's logs: the one that its genesis says it continues, what was declared lost there,
 * and whether the log itself was closed, all held against the trust file. The other logs are audited by themselves.
 * @module
 */
import {
	bodyOf,
	bundlePath,
	decodeBundle,
	decodeEntry,
	equalBytes,
	type Predecessor,
	RefusalError,
	TILE_WIDTH,
	type Trust,
	type TrustedPredecessor,
} from '@letopis/format'
import type { Bundles } from './bundles.ts'
import type { AuditContext } from './context.ts'
import { SourceError } from './source.ts'

/**
 * To be called when a run is resumed: genesis lies in the part that an earlier run has read. Where it cannot be read
 * now, what else is wrong with the log is told first.
 */
export async function recallPredecessor(context: AuditContext, bundles: Bundles): Promise<void> {
	try {
		context.predecessor = await readPredecessor(bundles)
	} catch (error) {
		if (!(error instanceof SourceError)) throw error
	}
}

/**
 * What genesis names, before anything else is read: only to know which earlier logs to read. Judged is genesis in its turn.
 * @returns null if it names none, or cannot be read
 */
export async function peekPredecessor({ source, head }: AuditContext): Promise<Predecessor | null> {
	for (const width of new Set([Math.min(head.size, TILE_WIDTH), TILE_WIDTH])) {
		const bytes = width === 0 ? undefined : await source.bundle(bundlePath({ index: 0, width }))
		if (bytes === undefined) continue
		try {
			const [genesis] = decodeBundle(new Uint8Array(bytes), width)
			return (genesis && bodyOf(decodeEntry(genesis), 'genesis')?.predecessor) ?? null
		} catch (error) {
			if (!(error instanceof RefusalError)) throw error
			return null
		}
	}
	return null
}

/** To be called when the whole log has been read. */
export async function checkSuccession(context: AuditContext, bundles: Bundles): Promise<void> {
	const { trust, isTrusted, head, origin, findings } = context
	if (context.predecessor === undefined && head.size > 0) {
		// Of a log that is already known not to serve what it should, it is no news that genesis cannot be read.
		if (findings.total > 0) await recallPredecessor(context, bundles)
		else context.predecessor = await readPredecessor(bundles)
	}
	const { predecessor = null } = context
	if (trust === null || !isTrusted) return
	const closed = trust.predecessors.find((old) => old.origin === origin)
	if (closed !== undefined && head.size < closed.size) {
		findings.add('closed-short', null, { end: closed.size, size: head.size })
	}
	const expected = expectedPredecessor(trust, origin)
	if (expected !== undefined && !isSame(expected, predecessor)) {
		findings.add('genesis-predecessor', 0, { origin: expected.origin, size: expected.size })
	}
}

async function readPredecessor(bundles: Bundles): Promise<Predecessor | null> {
	const genesis = await bundles.entryAt(0)
	return (genesis && bodyOf(genesis, 'genesis')?.predecessor) ?? null
}

/** The trust file lists the town's closed logs, newest first: each continues the one after it. */
function expectedPredecessor(
	{ origin, predecessors }: Trust,
	audited: string,
): TrustedPredecessor | undefined {
	return predecessors[[origin, ...predecessors.map((old) => old.origin)].indexOf(audited)]
}

function isSame({ origin, size, root }: TrustedPredecessor, named: Predecessor | null): boolean {
	return named !== null && named.origin === origin && named.size === size && equalBytes(named.root, root)
}
