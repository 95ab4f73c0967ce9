/**
 * What the verifier says, in English. The keys of this file are the list of all messages.
 * @module
 */
import { auditEn } from './audit-en.ts'
import { causesEn } from './causes-en.ts'
import { cliEn } from './cli-en.ts'
import { evidenceEn } from './evidence-en.ts'
import { namesEn } from './names-en.ts'
import { packageEn } from './package-en.ts'
import { signaturesEn } from './signatures-en.ts'

export const en = {
	messages: {
		...auditEn,
		...causesEn,
		...cliEn,
		...evidenceEn,
		...namesEn,
		...packageEn,
		...signaturesEn,
		// question 1
		'entry-readable': 'The entry is well formed; its kind is “{kind}”.',
		'entry-unreadable': 'The entry is not a well-formed entry: {detail}.',
		'field-opens': 'The disclosed field “{name}” is what the entry committed to.',
		'field-foreign': 'Disclosed field no. {position} is not what the entry committed to: {detail}.',
		'exact-time-fits': 'The exact time lies within the public minute.',
		'exact-time-outside': 'The exact time lies outside the public minute: the record contradicts itself.',
		'kind-differs': 'The disclosed kind is not the public one.',
		'two-hashes': 'The entry names two different hashes of the content.',
		'content-agrees': 'The file has exactly the recorded hash.',
		'content-differs':
			'The file has another hash than the recorded one. A single changed bit is enough; where it changed, a hash does not tell.',
		'no-content': 'The entry records an act, not a document.',
		'content-undisclosed': 'The receipt does not disclose the hash of the content.',
		'no-file': 'No file was given to compare with the recorded hash.',
		// question 2
		included: 'Entry no. {index} is in the log of {size} entries; hashes on the way to its root: {hashes}.',
		'not-included':
			'The proof leads to another root than the head has: the entry is not in this log at no. {index}.',
		'proof-unusable': 'The proof does not fit a log of this size: {detail}.',
		'genesis-misplaced': 'A genesis entry stands where none can be.',
		// question 3
		'no-trust': 'Without a trust file nobody can say whose log “{origin}” is.',
		'bad-signature': 'A signature in the name of the trusted log does not hold: {detail}.',
		'untrusted-log': 'The head of “{origin}” is not trusted: {detail}.',
		'signed-by-log': 'The head is signed by the log “{origin}” of {town}.',
		'quorum-met': 'The head is cosigned as the trust file demands (cosignatures that count: {count}).',
		'quorum-unmet': 'Cosignatures that the trust file demands are missing: {missing}.',
		// question 4
		'stamp-broken': 'The time-stamp “{authority}” does not hold: {detail}.',
		'stamp-withdrawn':
			'The time-stamp “{authority}” does not count: its certificate “{name}” was withdrawn {time}.',
		'stamp-revoked': 'The time-stamp “{authority}” does not count: {detail}.',
		'stamp-unsupported': 'The time-stamp “{authority}” cannot be judged here: {detail}.',
		'stamp-trusted': '“{authority}” ({signer}), trusted by your trust file, stamped {time}.',
		'stamp-untrusted':
			'“{authority}” ({signer}) stamped {time}; your trust file does not trust this authority.',
		'stamp-no-trust':
			'“{authority}” ({signer}) stamped {time}; whether to trust it, only a trust file can say.',
		'two-roots':
			'The head stamped by “{authority}” has the same size as the head of the proof and another root.',
		'anchor-covers': 'The head stamped by “{authority}” (size {size}) contains the entry no. {index}.',
		'anchor-misses':
			'The head stamped by “{authority}” (size {size}) does not contain the entry no. {index}.',
		'anchor-unsigned': 'The head stamped by “{authority}” is not trusted: {detail}.',
		'linked-unnamed': 'The receipt carries an anchor that the entry does not name.',
		'linked-no-anchor': 'The receipt carries an entry of the kind “{kind}” in place of an anchor.',
		'linked-other-log': 'The linked genesis entry is of another log.',
		'linked-without-token':
			'The entry links to an anchor of “{authority}” whose time-stamp the receipt does not carry.',
		'linked-other-token':
			'The time-stamp or head beside the anchor of “{authority}” is not the one that the anchor names.',
		'linked-other-time': 'The anchor of “{authority}” states another time than its time-stamp.',
		'genesis-unstamped': 'The genesis entry of the log carries no time-stamp.',
		'no-anchor': 'No time-stamp covers the entry yet.',
		'stamps-contradict':
			'The trusted time-stamps contradict each other: the entry would end before it begins.',
		'clock-contradicted': 'The time that the town declares ({time}) contradicts the trusted time-stamps.',
		'clock-fits': 'The time that the town declares ({time}) fits the trusted time-stamps.',
		// question 6
		'no-status': 'What happened to the entry after the log had {size} entries, this receipt does not say.',
		'status-of-another': 'The status statement is about another entry.',
		'status-two-roots':
			'The status statement names another root for the log of {size} entries: two histories.',
		'status-no-trust': 'Whether the status statement is the town’s own, only a trust file can say.',
		'status-closed-log':
			'The status statement is of a log for which the trust file names no status key: closed, or another’s.',
		'status-unsigned': 'The status statement is not the trusted log’s: {detail}.',
		'state-in-force': 'As of {time} (log size {size}) the town states that nothing later touches the entry.',
		'state-corrected': 'As of {time} (log size {size}) the town states that a later entry corrects it.',
		'state-superseded': 'As of {time} (log size {size}) the town states that a later entry supersedes it.',
		'state-annulled': 'As of {time} (log size {size}) the town states that a later entry annuls it.',
		'state-disposed': 'As of {time} (log size {size}) the town states that the document was disposed of.',
		// headlines and sentences
		'headline-agrees': 'Agrees with the town’s record',
		'headline-agrees-short': 'The content agrees, but what was required is not shown',
		'headline-agrees-doubt': 'The content agrees, but not all can be relied on',
		'headline-differs': 'Differs',
		'headline-no-record': 'No record',
		'headline-withdrawn': 'Superseded or annulled',
		'headline-disposed': 'Agrees; the town disposed of its copy',
		'headline-undecided': 'Cannot be decided',
		'headline-invalid': 'The receipt is not valid',
		'sentence-agrees': 'The file is the one that {town} recorded as entry no. {index}.',
		'sentence-differs':
			'The file is not the one that the receipt is about: its hash differs from the recorded one.',
		'sentence-no-content':
			'Entry no. {index} records an act, not a document: it says nothing about any file.',
		'sentence-superseded':
			'The file is the one that {town} recorded as entry no. {index}, but it was superseded later.',
		'sentence-annulled':
			'The file is the one that {town} recorded as entry no. {index}, but it was annulled later.',
		'sentence-disposed':
			'The file is the one that {town} recorded as entry no. {index}; the town declares that it has disposed of its own copy.',
		'sentence-malformed':
			'This is not a receipt ({detail}). Choose the .json or .tlog-proof that the town gave with the document.',
		'sentence-invalid': 'The receipt contradicts itself, so it is damaged or forged. {detail}',
		'sentence-no-trust':
			'The proof hangs together, but without a trust file nobody can say whose it is: it may come from anyone.',
		'sentence-short': 'What you required beyond that, the receipt does not show.',
		'sentence-doubt': 'Something else that the receipt says cannot be relied on.',
		'sentence-untrusted-other-log':
			'The receipt is from the log “{origin}”, and your trust file is for “{trusted}” of {town}. Use the trust file of the town that gave the receipt.',
		'sentence-untrusted-after-end':
			'By your trust file the log “{origin}” of {town} ended with {end} entries; the receipt rests on a head of {size}, which comes after that end and is not trusted.',
		'sentence-untrusted-other-end':
			'By your trust file the log “{origin}” of {town} ended with {end} entries under another root: somebody shows a second history.',
		'sentence-untrusted-no-key':
			'The receipt says that it is from “{origin}”, but no key that your trust file names for that log has signed it: it is forged, or your trust file is too old.',
		'sentence-untrusted-bad-signature':
			'The receipt bears a signature in the name of “{origin}” that does not match: it is damaged or forged.',
		'sentence-untrusted-malformed': 'The head in the receipt is not one that a log could have signed.',
		'sentence-undisclosed':
			'The receipt does not disclose the hash of the content, so no file can be compared with it.',
		'sentence-no-file': 'The receipt holds; without the document there is nothing to compare with it.',
		'sentence-quorum-unmet':
			'The log has signed, but cosignatures that your trust file demands are missing ({missing}). Fetch the receipt again later.',
		// one line on time
		'time-bounded': 'Recorded between {lower} and {upper}, as attested by {authorities}.',
		'time-upper-only':
			'Recorded before {upper}, as attested by {authorities}; from when, only the town says: {declared}.',
		'time-lower-only':
			'Recorded after {lower}, as attested by {authorities}; until when, only the town says: {declared}.',
		'time-self-declared': 'Time by the town’s clock only: {declared}. No trusted authority attests it.',
		'time-undeclared': 'Time cannot be told.',
		// one line on state
		'state-unknown': 'What came later is unknown: the receipt speaks as of {size} entries.',
		// notes
		'note-demo': 'DEMO: this trust file is of a demonstration log. It proves nothing to anyone.',
		'note-truth': 'A proof says that the town recorded this file, not that what the file says is true.',
		'note-bundled':
			'Do not rely on a verifier or trust file that came together with the evidence. Compare the fingerprint with the one on paper or on the town’s board.',
		'note-untrusted-stamps':
			'Stamps by authorities that your trust file does not trust do not bound the time: {authorities}.',
		'note-unmet-time':
			'Required and not shown: an authority that you trust, bounding the time from above. A stamp may still come: fetch the receipt again later.',
		'note-unmet-witness': 'Required and not shown: the cosignature of a witness other than the log itself.',
		'note-unmet-quorum': 'Missing for the quorum of the trust file: {missing}.',
		'note-unmet-file': 'No document was compared.',
		'note-unmet-status': 'Do not rely on the status statement: it is not by the trusted status key.',
		'note-unmet-clock':
			'The town’s times and the trusted time-stamps contradict each other. Ask the town to explain.',
		'note-stamps-await-trust':
			'Time-stamps speak of the time too ({authorities}); whether to trust them, only a trust file can say.',
		'note-hashes': 'Check 1 fails: recorded is SHA-256 {recorded}, the file has {given}.',
		'note-sizes': 'The recorded file has {recorded} bytes, this one {given}.',
		'note-where':
			'A hash does not tell where a file differs. Likely causes: saved again, printed and scanned, another version.',
		// timeline
		'event-not-before': 'Not before: {authority} ({signer})',
		'event-not-after': 'Not after: {authority} ({signer})',
		'event-declared-minute': 'Recorded by the town’s clock (to the minute)',
		'event-declared-exact': 'Recorded by the town’s clock',
		'event-cosigned-witness': 'Head cosigned by a witness',
		'event-cosigned-log': 'Head published by the log’s own clock',
		'event-status': 'The town’s statement: {state}',
		// small words
		'act-input': '{relation}, entry no. {index}: {cid}',
		'relation-disposes': 'disposes of it',
		'relation-annuls': 'annuls it',
		'relation-supersedes': 'supersedes it',
		'relation-corrects': 'corrects it',
		'word-in-force': 'in force',
		'word-corrected': 'corrected',
		'word-superseded': 'superseded',
		'word-annulled': 'annulled',
		'word-disposed': 'disposed of',
		'answer-yes': 'holds',
		'answer-no': 'fails',
		'answer-unknown': 'open',
		'whose-trusted': 'one whom you trust',
		'whose-town': 'the town’s own word',
		'whose-untrusted': 'nobody you trust',
		'title-timeline': 'Timeline',
		'title-claim': 'The record',
		'title-trust': 'Whom you trust',
		'title-checks': 'Checks, with what went into them',
		'title-findings': 'Findings',
		'label-log': 'log',
		'label-entry': 'entry',
		'label-size': 'size',
		'label-root': 'root',
		'label-fingerprint': 'fingerprint',
		'progress-hash': 'Hashing',
		'progress-audit': 'Auditing',
		'question-1': 'Is this the file that was committed to?',
		'question-2': 'Is the entry in the log?',
		'question-3': 'Is the log’s head signed by whom you trust?',
		'question-4': 'How is the time bounded, and by whom?',
		'question-6': 'What came after?',
	},
	inputs: {
		accuracy: 'accuracy (ms)',
		act: 'later act',
		'algorithms-until': 'algorithms until',
		'certificates-until': 'certificates until',
		cid: 'entry CID',
		commitment: 'commitment',
		'computed-root': 'computed root',
		cosigners: 'cosigned',
		'covered-hash': 'hash to be covered',
		declared: 'declared',
		digest: 'digest',
		'disclosed-hash': 'disclosed hash',
		'exact-time': 'exact time',
		exactly: 'exactly',
		'file-hash': 'SHA-256 of the file',
		imprint: 'stamped imprint',
		'entry-log': 'log of the entry',
		index: 'index',
		'leaf-hash': 'leaf hash',
		'log-key': 'log key',
		missing: 'missing',
		'needed-until': 'needed until',
		'not-after': 'not after',
		'not-before': 'not before',
		note: 'head CID',
		origin: 'origin',
		'other-root': 'other root',
		'private-kind': 'disclosed kind',
		'public-kind': 'public kind',
		'public-minute': 'public minute',
		'recorded-hash': 'recorded SHA-256',
		'recorded-time': 'time in the anchor',
		revocation: 'revocation',
		root: 'root',
		serial: 'serial number',
		signatures: 'signatures',
		signer: 'signer',
		size: 'size',
		'stamp-time': 'stamped time',
		state: 'state',
		token: 'time-stamp CID',
		tolerance: 'tolerance (ms)',
		'trusted-origin': 'trusted origin',
		'trusted-root': 'trusted root',
		value: 'value',
	},
} as const
