import type { cs } from '../cs/record.ts'

export const en: typeof cs = {
	crumb: 'Find a record',
	untitled: (index) => `Document, entry ${index}`,
	private: 'Document that is not public',
	privateText:
		'Neither content nor description of this document is public. What is public is that the record exists, when it was made and what happened to it since. Whoever has the document verifies it with the receipt.',
	state: 'State',
	states: {
		'in-force': 'Unchanged',
		corrected: 'Corrected',
		superseded: 'Superseded',
		annulled: 'Annulled',
		disposed: 'Disposed of',
	},
	stateAsOf: (size, when) => `as of checkpoint ${size}, by the town’s statement of ${when}`,
	recorded: 'Recorded',
	index: 'Entry',
	id: 'Identifier',
	number: 'Reference number',
	hash: 'Hash (SHA-256)',
	versions: { one: '# version', other: '# versions' },
	version: 'Version',
	latest: (n) => `version ${n}, the newest`,
	versionOf: (n) => `version ${n}`,
	download: 'Download the document',
	receipt: 'Download the receipt',
	verify: 'Verify a document',
	actsTitle: 'What happened since',
	noActs: 'No later entry says anything of this one.',
	acts: {
		supersedes: 'Superseded by entry',
		corrects: 'Corrected by entry',
		annuls: 'Annulled by entry',
		disposes: 'Disposed of by entry',
	},
	act: (index) => index,
	versionsTitle: 'Versions',
	statement: 'The town’s signed statement',
	statementText: 'Anyone with the public log can show it false.',
	search: {
		title: 'Search for a public document',
		several: 'Several documents have this number',
		again: 'Verify a file, or search again',
		number:
			'No public document has exactly this number. Documents that are not public cannot be found by number.',
	},
}
