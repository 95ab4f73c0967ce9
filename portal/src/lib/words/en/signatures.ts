import type { cs } from '../cs/signatures.ts'

export const en: typeof cs = {
	title: 'Signatures',
	verdict: {
		'TOTAL-PASSED': 'valid',
		INDETERMINATE: 'cannot be decided',
		'TOTAL-FAILED': 'not valid',
	},
	unknownSigner: 'Unknown who signed',
	stamp: 'Time-stamp of the document',
	waiting: 'The signatures are being checked. The result shows when the page is opened next.',
	unreadable: 'The signatures were checked, but the result cannot be read.',
	running: 'The signatures are still being checked.',
	later: 'The signatures are checked once the file is recorded.',
	preview: 'They are checked again once the file is recorded, and the result is kept.',
	none: 'After all, no signature was found in the file.',
	cut: {
		'too-long': 'The check took too long and was ended. The signatures cannot be decided.',
		'too-large': 'The file is too large to be checked. The signatures cannot be decided.',
		'out-of-memory': 'The check needed too much memory and was ended. The signatures cannot be decided.',
		failed: 'The check failed. The signatures cannot be decided.',
	},
	noRoots:
		'The office has no trusted root certificates configured. Until the administrator does that, no signature can be accepted.',
	omitted: (n: string) => `Further signatures: ${n}. They are not described, but the verdict counts them.`,
	checkedAt: (when: string, by: string) =>
		`Checked ${when} by ${by}. It does not say whether the content is true.`,
	detailsOf: (name: string) => `Details: ${name}`,
	issuer: 'Certificate issued by',
	claimed: 'Signed, as the signer says',
	proven: 'Existed provably',
	certificatesUntil: 'Certificates are valid until',
	algorithm: 'Reliability of the algorithm',
	algorithmUntil: (name: string, until: string) => `${name} until ${until}`,
	code: 'Result by EN 319 102-1',
	checks: 'What was checked',
	ok: { yes: 'in order', no: 'wrong', unknown: 'undecided' },
	earlier: {
		title: 'Signatures of older documents',
		text: (n: string) =>
			`Documents recorded before Letopis examined signatures are examined slowly in the background. Left: ${n}.`,
	},
	risk: {
		title: 'Signatures that could lose their force',
		text: 'A certificate or algorithm of the signature ends, and nothing proves yet that it was made before. Once a trusted authority has stamped the log, nothing else is needed: Letopis renews stamps by itself.',
		ends: {
			certificate: (when: string) => `the certificate ends ${when}`,
			algorithm: (when: string) => `the algorithm ends ${when}`,
		},
		unstamped:
			'It will be stamped without you. If that takes more than an hour, check the connection to the authority.',
		'no-authority': 'Configure a time-stamp authority in letopis.toml.',
		'too-late':
			'The stamp came too late: the signature can no longer be decided. Ask for the document signed anew.',
		document: (id: string) => `Document ${id}`,
		more: (n: string) => `and ${n} more`,
	},
	second: (service: string) => `Second opinion (${service})`,
	secondNone: 'the service named no signature',
	secondFailure: {
		unreachable: 'the service could not be reached',
		'too-long': 'the service did not answer in time',
		'too-large': 'the file or the answer was too large',
		refused: 'the service refused to answer',
		'not-understood': 'the answer was not understood',
	},
}
