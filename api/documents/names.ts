/**
 * What a version of a document is called: the members `title` and `number` of its metadata, private and public.
 * @module
 */
import { type DagMap, type Entry, isDagMap, type Opening } from '@letopis/format'
import { metadata } from './fields.ts'

export interface Called {
	readonly numbers: readonly string[]
	readonly titles: readonly string[]
	/** all by which people look for it */
	readonly texts: readonly string[]
	/** by which anybody finds it; null if it is not public, or has none */
	readonly publicNumber: string | null
}

/** @param opening null when its private fields were erased */
export function namesIn({ kind, body }: Entry, opening: Opening | null): Called {
	const { data } = opening === null ? {} : metadata(opening)
	const open: DagMap = isDagMap(body.public) ? body.public : {}
	const both = [isDagMap(data) ? data : {}, open]
	const named = (name: string) => both.map((one) => one[name]).filter((text) => typeof text === 'string')
	const [numbers, titles] = [named('number'), named('title')]
	return {
		...{ numbers, titles, texts: [...numbers, ...titles] },
		publicNumber: kind === 'document' && typeof open.number === 'string' ? open.number : null,
	}
}
