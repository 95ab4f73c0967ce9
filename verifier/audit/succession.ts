/**
 * Where the log stands among the town's logs: the one that its genesis says it continues, what was declared lost there,
 * and whether the log itself was closed, all held against the trust file. The other logs are audited by themselves.
 * @module
 */
import { bodyOf, equalBytes, type Predecessor, type Trust, type TrustedPredecessor } from '@letopis/format'
import type { Bundles } from './bundles.ts'
import type { AuditContext } from './context.ts'
import { SourceError } from './source.ts'

/** To be called when the whole log has been read; genesis may lie in a part that an earlier run has read. */
export async function checkSuccession(context: AuditContext, bundles: Bundles): Promise<void> {
	const { trust, isTrusted, head, origin, findings } = context
	context.predecessor = await readPredecessor(context, bundles)
	if (trust === null || !isTrusted) return
	const closed = trust.predecessors.find((old) => old.origin === origin)
	if (closed !== undefined && head.size < closed.size) {
		findings.add('closed-short', null, { end: closed.size, size: head.size })
	}
	const expected = expectedPredecessor(trust, origin)
	if (expected !== undefined && !isSame(expected, context.predecessor)) {
		findings.add('genesis-predecessor', 0, { origin: expected.origin, size: expected.size })
	}
}

async function readPredecessor(
	{ findings, head }: AuditContext,
	bundles: Bundles,
): Promise<Predecessor | null> {
	if (head.size === 0) return null
	try {
		const genesis = await bundles.entryAt(0)
		return (genesis && bodyOf(genesis, 'genesis')?.predecessor) ?? null
	} catch (error) {
		// Of a log that is already known not to serve what it should, this is no news.
		if (error instanceof SourceError && findings.total > 0) return null
		throw error
	}
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
