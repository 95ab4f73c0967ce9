/**
 * What later revisions changed, held against what a signature lets be changed: evidence, further signatures and metadata;
 * forms and annotations only where a certification allows it (ISO 32000-2 §12.8.2.2).
 * @module
 */
import type { Examination } from '../examination.ts'
import type { Change } from './changes.ts'
import type { PdfDocument } from './document.ts'
import { permission, type SignatureField } from './fields.ts'
import type { History } from './history.ts'

const ALWAYS: readonly Change[] = ['evidence-added', 'document-stamp-added', 'metadata-changed']

function allowed(level: 1 | 2 | 3 | null, hasLock: boolean): ReadonlySet<Change> {
	const changes = new Set<Change>(ALWAYS)
	if (level !== 1) changes.add('signature-added')
	if ((level === 2 || level === 3) && !hasLock) changes.add('form-filled')
	if (level === 3) changes.add('annotation-added').add('annotation-changed')
	return changes
}

/** @param end of what the signature covers */
export function checkLater(
	pdf: PdfDocument,
	field: SignatureField,
	history: History,
	end: number,
	examination: Examination,
): void {
	const later = history.after(end)
	if (history.trailing > 0) examination.leaves('sig-pdf-trailing', { count: history.trailing })
	if (later.length === 0) return
	if (later.some(({ changes }) => changes === null)) examination.leaves('sig-pdf-not-compared')
	const found = new Set(later.flatMap(({ changes }) => changes ?? []))
	const level = permission(pdf, field)
	const permitted = allowed(level, field.lock !== null)
	const forbidden = [...found].filter((change) => !permitted.has(change)).sort()
	for (const change of forbidden) {
		const values = { change: { key: `sig-change-${change}` } } as const
		if (level === null) examination.fails('SIG_CONSTRAINTS_FAILURE', 'sig-pdf-changed', values)
		else examination.fails('FORMAT_FAILURE', 'sig-pdf-forbidden', values)
	}
	if (forbidden.length === 0) examination.holds('sig-pdf-later', { count: later.length })
}
