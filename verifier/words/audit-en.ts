/**
 * What an audit says, in English.
 * @module
 */
export const auditEn = {
	'audit-checkpoint-malformed': 'The checkpoint is not a checkpoint: {detail}.',
	'audit-rollback': 'The log has shrunk from {before} entries to {size}: its tail was dropped.',
	'audit-fork': 'The first {size} entries are not those of the remembered head: the history was rewritten.',
	'audit-bundle-missing': 'The bundle {path} is missing.',
	'audit-bundle-malformed': 'The bundle is malformed: {detail}.',
	'audit-tile-missing': 'The tile {path} is missing or has the wrong length.',
	'audit-tile-differs': 'The tile {path} is not what the entries make of it.',
	'audit-leaf-differs': 'The entry has another hash than the tile says.',
	'audit-root-differs': 'The entries do not lead to the root of the checkpoint of size {size}.',
	'audit-entry-malformed': 'The entry is malformed: {detail}.',
	'audit-genesis-misplaced': 'A genesis entry stands after the beginning.',
	'audit-genesis-missing': 'The first entry is not a genesis entry.',
	'audit-genesis-origin': 'The genesis entry is of another log: {origin}.',
	'audit-genesis-demo':
		'The genesis entry and the trust file disagree on whether this is a demonstration log.',
	'audit-genesis-stamp': 'A time-stamp of the genesis entry does not hold: {detail}.',
	'audit-genesis-predecessor':
		'By your trust file this log continues “{origin}” as it was closed at {size} entries; the genesis entry names another end, or none.',
	'audit-closed-short':
		'By your trust file this log was closed at {end} entries, and only {size} are here: its tail is missing.',
	'audit-time-backwards': 'The time runs backwards, from minute {before} to {time}.',
	'audit-anchor-link': 'The entry names as its anchor what is no earlier anchor: {cid}.',
	'audit-earlier-differs':
		'The earlier log “{origin}” that was given does not lead to the root that its successor names for {size} entries.',
	'audit-link': 'The link “{name}” does not lead to an earlier entry: {cid}.',
	'audit-anchor-size': 'The anchor claims to have stamped {size} entries, more than there were.',
	'audit-anchor-order': 'The anchor of “{authority}” goes back behind its anchor no. {other}.',
	'audit-anchor-blob-missing': 'The log does not have the blob {cid} that the entry names.',
	'audit-anchor-blob-differs': 'The blob {cid} is not what the entry names.',
	'audit-anchor-note':
		'The stamped note is not a head of this log of that size (origin {origin}, size {size}).',
	'audit-anchor-root': 'The stamped head of size {size} has another root than the entries: two histories.',
	'audit-anchor-unsigned': 'The head stamped by “{authority}” is not signed by the trusted log.',
	'audit-anchor-stamp': 'The time-stamp does not hold: {detail}.',
	'audit-anchor-clock': 'The declared time contradicts the time-stamp of “{authority}” ({time}).',
	'audit-renewal-log': 'The renewal is about stamps of “{origin}”, which this log does not continue.',
	'audit-renewal-range':
		'The renewal of the stamps of “{authority}” (entries {from} to {to}) does not go on where the one before it ended.',
	'audit-renewal-root': 'The renewal does not cover the {count} stamps of “{authority}” that it names.',
	'audit-renewal-stamp': 'The time-stamp that renews others does not hold: {detail}.',
	'audit-renewal-head': 'The renewal names another root of the log at {size} entries than they have.',
	'audit-renewal-second-head':
		'The renewal names another root of the second tree at {size} entries than entries and published field roots lead to.',
	'audit-renewal-order': 'The time-stamp of “{authority}” is older than a stamp that it is to renew.',
	'audit-headline-whole': 'The log is whole',
	'audit-headline-findings': 'The log is not in order',
	'audit-headline-undecided': 'Cannot be decided',
	'audit-headline-untrusted': 'Not the trusted log',
	'audit-sentence-whole':
		'The whole log “{origin}” was read, decoded and hashed anew; its entries ({size}) lead to the signed head.',
	'audit-sentence-findings': 'Faults found: {count}. The first: {first}',
	'audit-sentence-no-trust':
		'The {size} entries of “{origin}” hang together, but without a trust file nobody can say whose log this is.',
	'audit-sentence-untrusted': 'The log “{origin}” is not the one that you trust: {detail}.',
	'audit-sentence-quorum':
		'The entries hang together, but the head lacks cosignatures that your trust file demands: {missing}.',
	'audit-sentence-incomplete':
		'The audit was interrupted after {done} of {size} entries. Run it again to go on.',
	'audit-place-entry': 'entry {index}',
	'audit-place-log': 'log',
	'audit-first':
		'There was no earlier head to be consistent with. An audit with --state remembers this one for the next time.',
	'audit-extends': 'The log extends the remembered head of {before} entries.',
	'audit-successor':
		'This log continues the town’s log “{origin}”, which was closed at {size} entries (root {root}). That one is to be audited by itself.',
	'audit-links-checked': 'Links that lead to entries of earlier logs ({origins}): {count}.',
	'audit-links-unchecked':
		'Links into earlier logs that were not checked: {count}. Give those logs with --earlier.',
	'audit-renewals-checked': 'Renewals of stamps of earlier logs that were held against those: {count}.',
	'audit-renewals-unchecked':
		'Renewals of stamps of earlier logs that were not held against those: {count}. Give those logs with --earlier.',
	'audit-lost':
		'The genesis entry declares entries {from} to {to} of the log before as lost: {count} that were acknowledged and could not be restored.',
	'audit-closed':
		'By your trust file this log was closed at {end} entries; the town’s present log is “{origin}”.',
	'audit-counts': 'Entries by kind: {kinds}.',
	'audit-stamps':
		'Time-stamps: {trusted} by trusted authorities, {untrusted} by others, {unsupported} that cannot be judged here.',
	'audit-tags':
		'Access tags of the sealed entries ({sealed}) were not checked: that takes a document’s key, which the person concerned can ask for.',
	'audit-access-gap':
		'access number {n} to “{label}” is here, and number {missing} before it is not: accesses are missing or hidden',
	'audit-accesses':
		'The log holds {count} accesses to “{label}”, the newest in entry {last}. No further one is in it. If you were told of fewer, you were not told of all.',
	'audit-accesses-none': 'The log holds no access to “{label}”, or the key is of another log.',
	'audit-unreadable': 'the log cannot be read, so nothing is decided: {detail}',
	'audit-more': 'and {count} more',
} as const
