/**
 * What is said of evidence records, in English. A place is named at the beginning of a sentence.
 * @module
 */
export const evidenceEn = {
	'evidence-place': 'Time-stamp {stamp} of chain {chain} in record {record}',
	'evidence-readable':
		'Record {record} is a well-formed evidence record; chains: {chains}, time-stamps: {stamps}.',
	'evidence-unreadable': 'Record {record} is not an evidence record: {detail}.',
	'evidence-encrypted':
		'Record {record} is about an encrypted form of the document, which is not judged here.',
	'evidence-no-file': 'No file was given to compare with what is stamped.',
	'evidence-covers': '{place} covers exactly this file.',
	'evidence-differs':
		'{place} does not cover this file. A single changed bit is enough; where it changed, a hash does not tell.',
	'evidence-linked': '{place} covers the time-stamp before it.',
	'evidence-unlinked': '{place} does not cover the time-stamp before it, which it would have to renew.',
	'evidence-rehashed': '{place} covers the file and all earlier chains under a new digest.',
	'evidence-not-rehashed':
		'{place} does not cover the file together with all earlier chains, which it would have to renew.',
	'evidence-not-compared': '{place} was not compared with the file, whose hash by its digest was not given.',
	'evidence-two-digests': '{place} is made with another digest than its chain.',
	'evidence-undeclared-digest': '{place} is made with a digest that the record does not name.',
	'evidence-hash-length': '{place} holds a hash that its digest cannot give.',
	'evidence-stamp-broken': '{place} does not hold: {detail}.',
	'evidence-stamp-revoked': '{place} does not count: {detail}.',
	'evidence-stamp-unsupported': '{place} cannot be judged here: {detail}.',
	'evidence-stamp-trusted': '{place} is of {time}, by “{signer}”, which your trust file trusts.',
	'evidence-stamp-untrusted':
		'{place} is of {time}, by “{signer}”; your trust file does not trust this authority.',
	'evidence-stamp-no-trust':
		'{place} is of {time}, by “{signer}”; whether to trust it, only a trust file can say.',
	'evidence-out-of-order': '{place} is older than the one before it, which it would have to renew.',
	'evidence-not-yet': '{place} is later than {needed}, as of which it is judged.',
	'evidence-certificates-ended': '{place} was needed until {needed}, and its certificates ended {until}.',
	'evidence-algorithm-ended':
		'{place} was needed until {needed}, and {algorithm} did not count any more then.',
	'evidence-not-withdrawn':
		'{place}: none of its certificates had been withdrawn by {time}, as their issuers say.',
	'evidence-withdrawn-unknown':
		'{place}: nothing here says whether its certificates were withdrawn; so it is not known.',
	'evidence-withdrawn-later':
		'{place}: its certificate “{name}” was withdrawn {time}, which leaves what was stamped before in force.',
	'evidence-withdrawn':
		'{place} does not count: its certificate “{name}” was withdrawn {time}, before another time-stamp took over.',
	'evidence-in-force': '{place} is in force as of {needed}.',
	'evidence-was-in-force': '{place} was in force until the next one took over, {needed}.',
	'headline-evidence-agrees': 'Agrees with what was stamped',
	'headline-evidence-invalid': 'The evidence record is not valid',
	'sentence-evidence-agrees':
		'The file has not changed in a single bit since {time} at the latest, as attested by {authorities}.',
	'sentence-evidence-malformed':
		'This is not an evidence record. Take the .ers file that the town gave with the document.',
	'sentence-evidence-invalid': 'The evidence record contradicts itself, so it is damaged or forged.',
	'sentence-evidence-differs':
		'The file is not the one that the evidence record is about: its hash differs from the stamped one.',
	'sentence-evidence-no-file':
		'The evidence record holds; without the document there is nothing to compare with it.',
	'sentence-evidence-untrusted':
		'The evidence record hangs together, but rests on an authority that your trust file does not trust.',
	'sentence-evidence-lapsed': 'A time-stamp of the evidence record was not in force when it was needed.',
	'sentence-evidence-unsupported': 'The evidence record uses something that this verifier cannot judge.',
	'sentence-evidence-too-few':
		'Your trust file asks for so many independent authorities: {required}. These records are by fewer; take those of the other authorities too.',
	'note-evidence-not-recorded':
		'An evidence record says since when the file exists, not that the town recorded it nor that what it says is true. The first is proven by the receipt.',
	'note-evidence-idle':
		'Records that do not count for you, beside those that do: {records}. The checks say why.',
	'note-evidence-as-of': 'Judged as of {time}.',
	'event-evidence-first': 'Stamped by {signer} (record {record})',
	'event-evidence-renewed': 'Renewed by {signer} (record {record}, chain {chain}, time-stamp {stamp})',
} as const
