/**
 * What an entry of the private kind `agenda` holds in its metadata, member `data`: code, text (the file as it was
 * published), active (false: withdrawn). Each states the agenda whole, so the newest one says everything.
 * @module
 */
import { type DagMap, isDagMap, type Opening } from '@letopis/format'
import { metadata, textField } from '../documents/fields.ts'

export const AGENDA_KIND = 'agenda'

export interface AgendaRecord {
	readonly code: string
	readonly text: string
	readonly active: boolean
}

export function asAgenda({ code, text, active }: DagMap): AgendaRecord | null {
	if (typeof code !== 'string' || typeof text !== 'string' || typeof active !== 'boolean') return null
	return { code, text, active }
}

/** The record of an entry; null if it is not about an agenda. */
export function agendaIn(opening: Opening): AgendaRecord | null {
	if (textField(opening, 'kind') !== AGENDA_KIND) return null
	const { data } = metadata(opening)
	return isDagMap(data) ? asAgenda(data) : null
}
