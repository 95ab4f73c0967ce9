import type { cs } from '../cs/court.ts'

export const en: typeof cs = {
	title: 'Report for a court',
	lead: 'Add the document with the town’s receipt, or an evidence package, and the trust file. You get a report on two pages: what was checked, by what, what it means and what it does not. None of it leaves this device.',
	need: 'The report appears once you have added both the document and the receipt, or an evidence package.',
	caseLabel: 'Case number',
	caseHint: 'For you alone: it is printed on the report, and neither sent nor stored.',
	print: 'Print the report',
	appendixToo: 'Print the appendix with the proofs too',
}
