import type { cs } from '../cs/certificate.ts'

export const en: typeof cs = {
	title: 'Certificate of a digital act',
	lead: 'It certifies to the applicant what they filed, when and how (§ 5 of act 12/2020).',
	issued: 'The certificate has been issued',
	issuedText: 'The applicant finds it with the filing.',
	open: 'Open the certificate',
	lacksTitle: 'No certificate can be issued',
	lacks: {
		seal: 'The settings of the town have no qualified seal with a qualified time-stamp. A DEMO town cannot have one.',
		town: 'The settings lack the town’s company number, data box or address code.',
		register:
			'The file of the agenda does not give the codes of act, service and agenda from the register of rights and duties.',
		channel:
			'The filing was confirmed neither by data box nor by a document with a recognised electronic signature, so it is no digital act.',
		organization: 'An organisation filed it. So far certificates can be issued to people only.',
		content: 'A document of the filing cannot be read any more.',
		'case-closed': 'The case is closed.',
		department: 'The department that handles the filing issues the certificate.',
	},
	applicant: 'Name in the filing',
	born: 'Born, in the filing',
	verify: 'Copy these from the register of inhabitants, not from the filing.',
	givenNames: 'Given names',
	givenNamesHint: 'All of them, as in the register.',
	familyName: 'Family name',
	bornLegend: 'Date of birth',
	bornHint: 'For example 9 2 1985',
	addressCode: 'Code of the permanent address',
	addressCodeHint: 'Number from the register of addresses (RÚIAN), at most nine digits.',
	dataBox: 'Data box',
	dataBoxHint: 'Seven characters.',
	check: 'The certificate is issued once and cannot be changed.',
	submit: 'Issue the certificate',
	back: 'Back to the filing',
	wrong: {
		jmeno: 'Enter the given names',
		prijmeni: 'Enter the family name',
		narozeni: 'Enter the date of birth as day, month and year',
		adresa: 'Enter the code of the address, at most nine digits',
		schranka: 'A data box has seven lower-case letters and digits',
	},
}
