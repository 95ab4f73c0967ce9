import type { cs } from '../cs/contact.ts'

export const en: typeof cs = {
	title: 'Contact',
	lead: 'How to reach the town that keeps this log.',
	office: 'Office',
	address: 'Address',
	email: 'E-mail',
	phone: 'Telephone',
	dataBox: 'Data box',
	ico: 'Company number',
	hours: 'Opening hours',
	noneTitle: 'The town has not given its contact here yet',
	noneText: 'The administrator writes it into letopis.toml, section [contact], and starts the service anew.',
	mistakeTitle: 'Found a mistake in a document?',
	mistakeText:
		'Turn to the department that issued it. A recorded document cannot be changed; the town records a correction, which verification shows.',
	securityTitle: 'Found a fault in this log?',
	securityText:
		'If a fingerprint or a proof does not agree, keep the document, the receipt and the trust file as they are, and let us know.',
}
