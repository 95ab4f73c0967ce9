import type { cs } from '../cs/accessibility.ts'

export const en: typeof cs = {
	title: 'Accessibility',
	lead: 'This site shall be usable by everyone: by keyboard, with a screen reader, enlarged, without scripts, and on paper.',
	stateTitle: 'How we stand',
	conforms:
		'Automatic tests found no violation of EN 301 549 or of WCAG 2.2, level AA, on which Act No. 99/2019 Coll. rests.',
	partly:
		'The site conforms to Act No. 99/2019 Coll. in part. The tests found faults, and we are mending them.',
	howTitle: 'How we know',
	how: 'This statement is made from the results of automatic tests of each release. Tests find only some of the barriers; a person with a screen reader may meet others.',
	results: {
		date: 'Date of the tests',
		tool: 'Tool',
		pages: 'Pages tested',
		pagesOf: (open, staff) => `${open} for everyone, ${staff} for clerks and administrators who signed in`,
		runs: 'Tests (languages, computer and telephone, light and dark)',
		violations: 'Violations found',
		beyond: 'Also tested',
	},
	beyond: {
		keyboard: 'use by keyboard alone',
		reflow: '320 px width and text at 200 % without scrolling sideways',
		noScripts: 'use without scripts',
		forcedColors: 'colours of the system',
		print: 'print',
	},
	knownTitle: 'What we know of',
	known: [
		'Signing in by passkey and checking a document in the browser need scripts. Without them the command line serves.',
		'Uploaded documents come from the town and may not be accessible. Ask for another form.',
	],
	feedbackTitle: 'Met a barrier?',
	feedback: 'Write to the town or call. It answers within 30 days.',
	feedbackLink: 'Contact',
	enforcementTitle: 'When the answer is not enough',
	enforcement: 'Turn to the Digital and Information Agency, which supervises accessibility (www.dia.gov.cz).',
}
