import type { cs } from '../cs/privacy.ts'

export const en: typeof cs = {
	title: 'Privacy',
	lead: 'What we learn about you when you use this site: almost nothing.',
	visitTitle: 'When you look at pages',
	visit: [
		'We set no cookies and do not track you. Nothing is loaded from other servers.',
		'The journal of the service holds the time, the kind of page and the result. It holds neither your address nor what you searched for.',
	],
	verifyTitle: 'When you verify a document',
	verify: 'The document is not sent anywhere. It is verified on your device.',
	signInTitle: 'When you sign in',
	signIn:
		'Clerks get one cookie, which keeps them signed in until the browser is closed. Whoever does not sign in gets none.',
	upload:
		'While a file is uploaded the browser remembers its name, size and time of change, to go on after a break; then it forgets them.',
	logTitle: 'What is in the log',
	log: [
		'The log itself holds no personal data. Each entry carries only a hash over a random number, from which nothing can be read.',
		'Contents of documents and personal data lie encrypted outside the log. When their time is over they are destroyed, and all other proofs still hold.',
		'Every look at a document that is not public is recorded before the document is shown.',
	],
	rightsTitle: 'Your rights',
	rights:
		'The town is the controller. You may ask for access to your data, for their correction, restriction or erasure, and you may object.',
	officer: 'Data protection officer:',
	officerNone: 'Turn with your request to the town:',
	complaint: 'You may complain to the Office for Personal Data Protection (www.uoou.gov.cz).',
}
