import type { cs } from '../cs/report.ts'

export const en: typeof cs = {
	reportTitle: 'Report on the verification of a document',
	case: 'Case number',
	file: 'File',
	hash: 'Hash of the file (SHA-256)',
	made: 'Made',
	madeBy: (when) => `${when} (by the clock of this device; the result does not depend on it)`,
	town: 'Town',
	record: 'Record',
	recordText: (index, log) => `entry ${index} of the log ${log}`,
	checked: 'What was checked',
	question: 'Question',
	answer: 'Answer',
	proof: 'Proof',
	proofLink: (n) => `appendix ${n}`,
	ok: { yes: 'Yes', no: 'No', unknown: 'Cannot be said' },
	known: { yes: 'Found', no: 'Contradiction', unknown: 'Cannot be said' },
	questions: {
		content: 'Is it exactly the file that the town recorded?',
		inclusion: 'Is the record in the town’s log?',
		signature: 'Did someone whom the court trusts sign the log?',
		time: 'Between which times was the record made?',
		state: 'What happened to the document afterwards?',
	},
	by: 'By what',
	byText: (program) =>
		`By the verifier of Letopis ${program} in the browser, without asking the town. The town itself serves this page, however. Independently of it, the same is verified by a program of its own, obtained another way:`,
	byAfter:
		'Hashes and signatures can be computed without it too, with common tools; procedure and formats are public.',
	means: 'What it means',
	meansNot: 'What it does not mean',
	meaning: {
		agrees: [
			'The file is bit for bit the one to whose hash the town committed itself in the record. Any change in it would show.',
			'The record is part of the log that the town signed; it cannot be changed, left out or inserted later without signatures and hashes ceasing to fit.',
		],
		bounded:
			'The time of the record does not rest on the town’s word alone: it is bounded by time-stamps of independent authorities that the trust file accepts.',
		withdrawn:
			'The town itself later superseded, annulled or disposed of this document. The later entry is what counts.',
		differs: [
			'This file is not the one that the receipt is about. One changed bit is enough: a hash does not tell where or why it differs.',
			'That does not say that it is forged: it may have been saved again, printed and scanned, or be another version. Ask for the file as the town issued it.',
		],
		invalid: [
			'The receipt contradicts itself, so it is damaged or forged. Nothing about the file can be concluded from it.',
		],
		undecided: [
			'From what was presented neither agreement nor difference can be decided. The reason stands above.',
		],
	},
	meaningNot: [
		'That what the document says is true, or that it was decided rightly.',
		'That the document is final or was served. The log does not attest that in this way.',
		'That electronic signatures and seals inside the file are valid: only an examination of the signatures tells that.',
		'That the town has not issued anything else that it did not record.',
	],
	stateAsOf: (size) => `What happened after the log had ${size} entries: the report says nothing of that.`,
	timeOwn: 'When the record was made, independently of the town: the time is by its own clock only.',
	trust: 'Whom the court trusts',
	trustText:
		'The result holds only for whoever trusts this trust file. Its fingerprint must be compared by another way than the evidence came:',
	trustNone:
		'No trust file was presented, or its fingerprint was not compared. Without it nobody can say whose log this is.',
	channels: [
		'on the printed clause sheet that the party got from the town,',
		'on the notice board in the town hall,',
		'with the town by telephone or in person, under a number obtained elsewhere than from this page.',
	],
	compared: 'Fingerprint compared by, where and when:',
	appendix: 'Appendix: proofs',
	appendixText:
		'Each check with what it rests on. The values are complete, so that they can be computed again.',
	path: 'Path of the proof',
	stamped: 'Printed from',
}
