/**
 * Services as citizens look for them.
 * @module
 */
import { type AgendaSummary, textIn } from '../filing/agenda.ts'
import type { Locale } from '../locale/locale.ts'

/** Where a filing begins, once there are such pages. */
const FORM = import.meta.glob('/src/routes/podat/+page.svelte')

/** Address of the form of an agenda, without language; null where there is none. */
export function formAddress(code: string): string | null {
	return Object.keys(FORM).length === 0 ? null : `/podat?sluzba=${code}`
}

/** In the order of their titles. */
export function byTitle(agendas: readonly AgendaSummary[], locale: Locale): AgendaSummary[] {
	const { compare } = new Intl.Collator(locale)
	return agendas.toSorted((a, b) => compare(textIn(a.title, locale), textIn(b.title, locale)))
}

/** Longest question that is looked for. */
const ASKED_MAX = 200
/** Shorter words are looked for as a whole, longer ones without their ending, for Czech inflects. */
const WHOLE = 4

/** Those in which every word of the question is found, in whichever language and with or without marks. */
export function found(agendas: readonly AgendaSummary[], asked: string): AgendaSummary[] {
	const words = plain(asked.slice(0, ASKED_MAX))
		.split(/[^\p{L}\p{N}]+/u)
		.filter((word) => word !== '')
		.map((word) => (word.length > WHOLE ? word.slice(0, Math.max(WHOLE, word.length - 2)) : word))
	return agendas.filter(({ title, summary, department }) => {
		const text = plain([title.cs, title.en, summary.cs, summary.en, department.name].join(' '))
		return words.every((word) => text.includes(word))
	})
}

function plain(text: string): string {
	return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase()
}
