/**
 * What an audit remembers between runs: the head that it last found whole, and how far an interrupted run has come.
 * The files that hold it are the auditor's own, yet a damaged one must not be taken for truth.
 * @module
 */
import { fromHex, hex, isJsonObject, type JsonValue, parseJson, RefusalError } from '@letopis/format'
import { isMessageKey } from '../words/say.ts'
import type { AuditFinding } from './audit-finding.ts'
import { DIGEST_BYTES } from './digest-table.ts'

/** Bytes that one full bundle leaves behind: its hash, a bit for each anchor entry, 16 B for each entry. */
export const RECORD_BYTES = 32 + 32 + 256 * DIGEST_BYTES

export interface Head {
	size: number
	root: Uint8Array
}

/** Newest anchor of an authority, for the order of the next. */
export interface LastAnchor {
	index: number
	size: number
	/** ms since 1970 */
	time: number
}

export interface Counts {
	bytes: number
	byKind: Record<string, number>
	stampsTrusted: number
	stampsUntrusted: number
	stampsUnsupported: number
}

export interface Interrupted {
	/** full bundles done; so many records belong to it */
	bundles: number
	/** head that the run was begun against */
	head: Head
	/** public minute of the last entry */
	lastTime: number
	authorities: Record<string, LastAnchor>
	counts: Counts
	findings: AuditFinding[]
	findingsTotal: number
}

export interface AuditState {
	origin: string
	/** last head under which everything was in order */
	head: Head | null
	interrupted: Interrupted | null
}

/** Keeps the state; `save` must replace it as a whole or not at all, after the records that it counts are durable. */
export interface AuditStore {
	load(): Promise<{ state: AuditState; records: Uint8Array } | null>
	/** @param records those of the bundles done since the last save; none remain when `interrupted` is null */
	save(state: AuditState, records: readonly Uint8Array[]): Promise<void>
}

const TYPE = 'letopis-audit-state/v1'
const MAX_BYTES = 4 * 1024 * 1024

export function formatState(state: AuditState): string {
	const head = (value: Head | null) => (value === null ? null : { size: value.size, root: hex(value.root) })
	const { interrupted } = state
	const json = {
		type: TYPE,
		origin: state.origin,
		head: head(state.head),
		interrupted: interrupted === null ? null : { ...interrupted, head: head(interrupted.head) },
	}
	return `${JSON.stringify(json, null, '\t')}\n`
}

/** @throws RefusalError on anything but what {@link formatState} writes */
export function parseState(text: string): AuditState {
	const json = parseJson(text, { maxBytes: MAX_BYTES, maxDepth: 8 })
	if (!isJsonObject(json) || json.type !== TYPE || typeof json.origin !== 'string') throw malformed()
	const state: AuditState = {
		origin: json.origin,
		head: json.head === null ? null : readHead(json.head),
		interrupted: json.interrupted === null ? null : readInterrupted(json.interrupted),
	}
	// Whatever else the file may hold would come out different.
	if (formatState(state) !== text) throw malformed()
	return state
}

function malformed(): RefusalError {
	return new RefusalError('malformed', 'not a state file of this verifier')
}

function readHead(value: JsonValue | undefined): Head {
	if (!isJsonObject(value) || typeof value.root !== 'string') throw malformed()
	const root = fromHex(value.root)
	if (root.length !== 32) throw malformed()
	return { size: readCount(value.size), root }
}

function readCount(value: JsonValue | undefined): number {
	if (typeof value !== 'number' || value < 0) throw malformed()
	return value
}

function readInterrupted(value: JsonValue | undefined): Interrupted {
	if (!isJsonObject(value) || !isJsonObject(value.authorities) || !isJsonObject(value.counts))
		throw malformed()
	if (!Array.isArray(value.findings)) throw malformed()
	const { counts } = value
	if (!isJsonObject(counts.byKind)) throw malformed()
	const authorities = Object.entries(value.authorities).map(([name, last]) => {
		if (!isJsonObject(last)) throw malformed()
		return [
			name,
			{ index: readCount(last.index), size: readCount(last.size), time: readCount(last.time) },
		] as const
	})
	return {
		bundles: readCount(value.bundles),
		head: readHead(value.head),
		lastTime: readCount(value.lastTime),
		authorities: Object.fromEntries(authorities),
		counts: {
			bytes: readCount(counts.bytes),
			byKind: Object.fromEntries(Object.entries(counts.byKind).map(([kind, n]) => [kind, readCount(n)])),
			stampsTrusted: readCount(counts.stampsTrusted),
			stampsUntrusted: readCount(counts.stampsUntrusted),
			stampsUnsupported: readCount(counts.stampsUnsupported),
		},
		findings: value.findings.map((finding) => {
			if (!isFinding(finding)) throw malformed()
			return finding
		}),
		findingsTotal: readCount(value.findingsTotal),
	}
}

/** A finding of another version may have a code or phrase that nothing is known to say about here. */
function isFinding(value: JsonValue): value is JsonValue & AuditFinding {
	if (!isJsonObject(value) || !isJsonObject(value.values)) return false
	if (value.index !== null && typeof value.index !== 'number') return false
	return isMessageKey(`audit-${value.code}`) && Object.values(value.values).every(isValue)
}

function isValue(value: JsonValue): boolean {
	if (typeof value === 'string' || typeof value === 'number') return true
	if (!isJsonObject(value)) return false
	if (typeof value.ms === 'number') return true
	if (typeof value.key !== 'string' || !isMessageKey(value.key)) return false
	return (
		value.values === undefined || (isJsonObject(value.values) && Object.values(value.values).every(isValue))
	)
}
