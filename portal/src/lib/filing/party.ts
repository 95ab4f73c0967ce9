/**
 * A party of a decision in words. The service names whoever was named in the steps; those whom nobody named have codes.
 * @module
 */

/** Whoever is served by what hangs on the board. */
export const BY_NOTICE = 'by-notice'

interface Words {
	readonly applicant: string
	readonly byNotice: string
}

export function partyText(party: string, { applicant, byNotice }: Words): string {
	if (party === BY_NOTICE) return byNotice
	return party === 'applicant' ? applicant : party
}
