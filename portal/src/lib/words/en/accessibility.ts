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
	caption: (tool) => `Results of tests by ${tool}`,
	columns: { part: 'Part', date: 'Tested on', pages: 'Pages', runs: 'Tests', violations: 'Violations' },
	parts: { public: 'For everyone', clerk: 'For clerks', administrator: 'For administrators' },
	runs: 'Each page is tested in Czech and English, on a computer and a telephone, light and dark.',
	beyondTitle: 'We also test:',
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
