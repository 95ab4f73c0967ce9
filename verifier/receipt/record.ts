/**
 * Question 1: is this the file committed to? Entry, disclosed fields against its commitment, exact time against the
 * public minute, and the file's hash against the recorded one. Nothing here needs to trust anybody.
 * @module
 */
import {
	bodyOf,
	type Cid,
	checkDisclosure,
	cidText,
	type DagValue,
	decodeEntry,
	type Entry,
	entryCid,
	equalBytes,
	type FieldName,
	type Hash,
	hex,
	isDagMap,
	type Receipt,
	RefusalError,
} from '@letopis/format'
import { fieldKey, kindPhrase, refusalPhrase } from '../words/phrases.ts'
import type { Finding, Findings } from './finding.ts'
import { exactly } from './why.ts'

export const MINUTE = 60_000

export interface RecordFacts {
	entry: Entry
	cid: Cid
	fields: ReadonlyMap<FieldName, DagValue>
	/** recorded SHA-256 of the content, where it is known */
	content: Hash | null
	/** whether the entry records a document at all */
	hasContent: 'yes' | 'no' | 'undisclosed'
}

export interface GivenFile {
	/** SHA-256 of the file */
	sha256: Hash
	/** bytes */
	size?: number
	name?: string
}

/** Decodes the entry and opens the disclosed fields; null if the entry itself is unreadable. */
export function readRecord(receipt: Receipt, findings: Findings): RecordFacts | null {
	const entry = readEntry(receipt.entry, findings)
	if (entry === null) return null
	const fields = openFields(receipt, entry, findings)
	checkTime(entry, fields, findings)
	checkKind(entry, fields, findings)
	const content = recordedContent(entry, fields, findings)
	return {
		entry,
		cid: entryCid(receipt.entry),
		fields,
		content,
		hasContent: hasContent(entry, fields, content),
	}
}

function readEntry(bytes: Uint8Array, findings: Findings): Entry | null {
	const inputs: Finding['inputs'] = [['cid', cidText(entryCid(bytes))]]
	try {
		const entry = decodeEntry(bytes)
		findings.yes([1, 'entry'], 'entry-readable', { kind: kindPhrase(entry.kind) }, inputs)
		return entry
	} catch (error) {
		if (!(error instanceof RefusalError)) throw error
		const values = { detail: refusalPhrase(error) }
		findings.contradiction([1, 'entry'], 'entry-unreadable', values, [...inputs, exactly(error)])
		return null
	}
}

function openFields(receipt: Receipt, entry: Entry, findings: Findings): Map<FieldName, DagValue> {
	const fields = new Map<FieldName, DagValue>()
	const commitment: Finding['inputs'][number] = ['commitment', hex(entry.commitment)]
	for (const [position, field] of receipt.fields.entries()) {
		try {
			const { name, value } = checkDisclosure(entry.commitment, field)
			fields.set(name, value)
			const inputs: Finding['inputs'] = [commitment, ['value', fieldText(name, value)]]
			findings.yes([1, 'field'], 'field-opens', { name: { key: fieldKey(name) } }, inputs)
		} catch (error) {
			if (!(error instanceof RefusalError)) throw error
			const values = { position: position + 1, detail: refusalPhrase(error) }
			findings.contradiction([1, 'field'], 'field-foreign', values, [commitment, exactly(error)])
		}
	}
	return fields
}

/** A minute m stands for [m, m + 60 s); an exact time outside of it would be a second, contradicting statement. */
function checkTime(entry: Entry, fields: ReadonlyMap<FieldName, DagValue>, findings: Findings): void {
	const exact = fields.get('time')
	if (typeof exact !== 'number') return
	const inputs: Finding['inputs'] = [
		['public-minute', `${instantText(entry.time * MINUTE)} = ${entry.time} min`],
		['exact-time', instantText(exact)],
	]
	if (Math.floor(exact / MINUTE) === entry.time) {
		findings.yes([1, 'exact-time'], 'exact-time-fits', {}, inputs)
	} else findings.contradiction([1, 'exact-time'], 'exact-time-outside', {}, inputs)
}

function checkKind(entry: Entry, fields: ReadonlyMap<FieldName, DagValue>, findings: Findings): void {
	const kind = fields.get('kind')
	if (kind === undefined || entry.kind === 'sealed' || kind === entry.kind) return
	const inputs: Finding['inputs'] = [
		['public-kind', kindPhrase(entry.kind)],
		['private-kind', kindPhrase(String(kind))],
	]
	findings.contradiction([1, 'kind'], 'kind-differs', {}, inputs)
}

/** Of every other kind, also one that is not known here, no conclusion about a content is drawn (format §7). */
function mayRecordDocument(entry: Entry, fields: ReadonlyMap<FieldName, DagValue>): boolean {
	if (entry.kind === 'document') return true
	return entry.kind === 'sealed' && (fields.get('kind') ?? 'document') === 'document'
}

function recordedContent(
	entry: Entry,
	fields: ReadonlyMap<FieldName, DagValue>,
	findings: Findings,
): Hash | null {
	if (!mayRecordDocument(entry, fields)) return null
	const hidden = fields.get('content')
	const disclosed = hidden instanceof Uint8Array ? hidden : null
	const open = bodyOf(entry, 'document')?.sha256 ?? null
	if (open !== null && disclosed !== null && !equalBytes(open, disclosed)) {
		const inputs: Finding['inputs'] = [
			['recorded-hash', hex(open)],
			['disclosed-hash', hex(disclosed)],
		]
		findings.contradiction([1, 'content-hash'], 'two-hashes', {}, inputs)
	}
	return open ?? disclosed
}

/** Kinds of entries that record an act, not a document, whether said in public or disclosed. */
const ACTS: ReadonlySet<DagValue | undefined> = new Set([
	'genesis',
	'anchor',
	'renewal',
	'disposal',
	'access',
	'token-grant',
	'token-revoke',
])

function hasContent(
	entry: Entry,
	fields: ReadonlyMap<FieldName, DagValue>,
	content: Hash | null,
): RecordFacts['hasContent'] {
	if (content !== null) return 'yes'
	return ACTS.has(entry.kind) || ACTS.has(fields.get('kind')) ? 'no' : 'undisclosed'
}

/** Holds the file against the record. @returns whether they are the same; null if that cannot be told */
export function checkFile(
	record: RecordFacts | null,
	file: GivenFile | undefined,
	findings: Findings,
): boolean | null {
	const given: Finding['inputs'] = file === undefined ? [] : [['file-hash', hex(file.sha256)]]
	if (record === null) return null
	const { content } = record
	if (content === null) {
		const message = record.hasContent === 'no' ? 'no-content' : 'content-undisclosed'
		findings.unknown([1, 'content'], message, {}, given)
		return null
	}
	const expected: Finding['inputs'] = [['recorded-hash', hex(content)]]
	if (file === undefined) {
		findings.unknown([1, 'content'], 'no-file', {}, expected)
		return null
	}
	const same = equalBytes(content, file.sha256)
	if (same) findings.yes([1, 'content'], 'content-agrees', {}, [...expected, ...given])
	else findings.no([1, 'content'], 'content-differs', {}, [...expected, ...given])
	return same
}

/** Size of the content in bytes, where the metadata that tells it is disclosed. */
export function recordedSize({ fields }: RecordFacts): number | null {
	const metadata = fields.get('metadata')
	const file = isDagMap(metadata) ? metadata.file : undefined
	return isDagMap(file) && typeof file.size === 'number' ? file.size : null
}

/** An instant as the mathematics has it: ISO 8601 in UTC, and the number that was compared. */
export function instantText(ms: number): string {
	const inRange = Math.abs(ms) <= 8.64e15
	return inRange ? `${new Date(ms).toISOString()} = ${ms}` : String(ms)
}

/** A field's value for people: an exact time as an instant, everything else as it is. */
function fieldText(name: FieldName, value: DagValue): string {
	return name === 'time' && typeof value === 'number' ? instantText(value) : valueText(value)
}

/** A disclosed value as one line of text, for people. */
export function valueText(value: DagValue): string {
	return JSON.stringify(plain(value))
}

function plain(value: DagValue): unknown {
	if (value instanceof Uint8Array) return hex(value)
	if (Array.isArray(value)) return value.map(plain)
	if (isDagMap(value))
		return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]))
	return typeof value === 'object' && value !== null ? cidText(value) : value
}
