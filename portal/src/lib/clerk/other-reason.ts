/**
 * The address at which a reason is asked for though one was given: whoever looks for something else now says so.
 * @module
 */

const OTHER = 'jiny-duvod'

export function asksForOther({ searchParams }: Pick<URL, 'searchParams'>): boolean {
	return searchParams.has(OTHER)
}

/** Address without origin of the same page, where another reason is asked for or, without `ask`, no longer is. */
export function addressAsking({ pathname, search }: Pick<URL, 'pathname' | 'search'>, ask: boolean): string {
	const query = new URLSearchParams(search)
	// Names of actions are in the address of what a form was sent to.
	for (const name of [...query.keys()]) if (name.startsWith('/') || name === OTHER) query.delete(name)
	if (ask) query.set(OTHER, '1')
	return query.size > 0 ? `${pathname}?${query}` : pathname
}
