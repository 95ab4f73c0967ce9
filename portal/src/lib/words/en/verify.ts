import type { cs } from '../cs/verify.ts'

export const en: typeof cs = {
	title: 'Verify a document',
	lead: 'Find out whether it is exactly the document that the town recorded, when it was recorded, and what happened to it since. The file does not leave your device.',
	field: {
		label: 'Drop the document and the receipt here, or an evidence package',
		choose: 'Choose files',
		hint: 'All at once and in any order if you like, the trust file too: we tell them apart by their content.',
		more: 'Another file',
		moreHint: 'A document, a receipt or a trust file; it takes the place of the one that is here.',
		text: 'Or a number, a hash, or the link of a QR code',
		textHint:
			'Finds only what is public. The link of a clause sheet opens the receipt of a document that is not public too.',
		find: 'Find',
		camera: 'Scan a QR code with the camera',
	},
	noScript: {
		title: 'This needs JavaScript',
		text: 'Your browser computes the hash of the file and the whole proof, so that the file need not go anywhere. Without JavaScript you can:',
		page: 'download the verifier as one file and open it in another browser',
		command: 'or verify on the command line:',
		find: 'or find below what is public of an entry.',
	},
	desk: {
		title: 'What we have',
		document: 'Document',
		receipt: 'Receipt',
		package: 'Evidence package',
		record: (count) => (count === 1 ? 'Evidence record' : `Evidence records (${count})`),
		checking: 'Going through the package',
		fromClause: 'from the QR code of a clause sheet',
		fromOffice: 'from the town, for a public document',
		removeShort: 'Remove',
		hashing: 'Hashing',
		hashed: (size) => `${size} · hashed`,
		of: (done, all) => `${done} of ${all}`,
		cancel: 'Cancel',
		empty: 'This file is empty (0 bytes). Probably it was not saved whole.',
	},
	missing: {
		receiptTitle: 'The town’s receipt is missing',
		receiptText:
			'It is the .json or .tlog-proof file that you got with the document. The QR code of a clause sheet opens it too. Without it there is nothing to compare the document with.',
		ask: 'Ask the town for a public document',
		askHint:
			'Only the hash of the file is sent, not the file. The town thereby learns that somebody asked about this hash.',
		asking: 'Asking the town…',
		silent: 'The town did not answer. Try again in a while, or add the receipt.',
	},
	noRecord: {
		title: 'No record',
		text: 'No public document of this town has exactly this hash. Common causes:',
		causes: [
			'The file was saved again, printed to PDF or scanned. A single changed bit is enough; use the file as it came.',
			'The document is not public. Then its receipt is needed, or the QR code of its clause sheet.',
			'Another town recorded it.',
			'The document is older than the log, or was never recorded.',
		],
	},
	problems: {
		unreadable: 'The file cannot be read. Perhaps it was moved meanwhile, or it is a folder.',
		'too-large': 'This file is too large for a receipt or a trust file.',
		'no-trust-file': 'This is no valid trust file. Ask the town for it again.',
		package:
			'The package holds its document, and that is the one we verify. To verify another file, remove the package.',
		'second-document': 'We verify one document at a time. We took the first.',
		'bad-clause': 'This QR code or link is damaged. Scan it again from the clause sheet, all of it.',
		'no-clause':
			'The town has no receipt for this code: it was altered, is of another town, or the document was disposed of.',
		'office-silent':
			'The town did not answer. Check your connection and try again; verifying works without it too.',
		'office-lost':
			'The town recorded the receipt, but its stored copies are damaged and it cannot hand it out now. If you have the receipt as a file, verify with that; otherwise ask the town.',
		'no-status': 'The town does not know this entry. Did another town issue the receipt?',
		program: 'The verifier could not be started. Load the page again.',
	},
	checking: 'Checking the proof…',
	court: 'Report for a court',
	privacy: {
		title: 'What is sent where',
		items: [
			'The file, the receipt and the trust file do not leave your device. The whole check runs in the browser, without a connection too.',
			'We ask the town only when you press a button for it or open a QR code. Beside the button stands what is sent. The secret of a QR code is never sent.',
			'The town serves this page. Whoever does not want to trust even that uses the verifier as one file, obtained elsewhere.',
		],
		download: 'Download the verifier',
	},
}
