/**
 * What the parts of one audit share.
 * @module
 */

import type { Predecessor, Trust } from '@letopis/format'
import type { Certificate } from '../timestamp/certificate.ts'
import type { AccessChains } from './access-chains.ts'
import type { AnchorTable } from './anchor-table.ts'
import type { AuditFindings } from './audit-finding.ts'
import type { DigestTable } from './digest-table.ts'
import type { EarlierLogs } from './earlier-logs.ts'
import type { Hasher } from './hasher.ts'
import type { Counts, Head, Interrupted, LastAnchor } from './progress.ts'
import type { LogSource } from './source.ts'
import type { TreeHashes } from './tree-hashes.ts'

export interface Tallies {
	bytes: number
	byKind: Map<string, number>
	stampsTrusted: number
	stampsUntrusted: number
	stampsUnsupported: number
}

export interface AuditContext {
	readonly source: LogSource
	readonly hasher: Hasher
	readonly origin: string
	/** the head that is audited */
	readonly head: Head
	readonly trust: Trust | null
	/** whether the head is signed by the trusted log: only then must everything below it be its own too */
	readonly isTrusted: boolean
	readonly roots: readonly Certificate[]
	readonly findings: AuditFindings
	readonly tree: TreeHashes
	readonly table: DigestTable
	readonly anchors: AnchorTable
	/** indexes of the entries that renew time-stamps, so far */
	readonly renewals: number[]
	/** bundles of an earlier run in which these were not looked for */
	unsearched: number
	readonly authorities: Map<string, LastAnchor>
	readonly tallies: Tallies
	/** public minute of the last entry */
	lastTime: number
	/** the log that this one continues, as genesis says; null if it names none, absent before genesis is read */
	predecessor?: Predecessor | null
	/** of documents whose keys the reader has; null without any */
	readonly chains: AccessChains | null
	/** what is known of the entries that it continues */
	earlier: EarlierLogs
}

export function countsOf(tallies: Tallies): Counts {
	return { ...tallies, byKind: Object.fromEntries(tallies.byKind) }
}

export function talliesOf(interrupted: Interrupted | null): Tallies {
	const counts = interrupted?.counts
	return {
		bytes: counts?.bytes ?? 0,
		byKind: new Map(Object.entries(counts?.byKind ?? {})),
		stampsTrusted: counts?.stampsTrusted ?? 0,
		stampsUntrusted: counts?.stampsUntrusted ?? 0,
		stampsUnsupported: counts?.stampsUnsupported ?? 0,
	}
}
