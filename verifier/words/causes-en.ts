/**
 * Why something does not count, as parts of sentences, in English.
 * @module
 */
import type { RefusalCode } from '@letopis/format'

const refusals = {
	'refused-malformed': 'it does not have the prescribed form',
	'refused-not-canonical': 'it is not written in the one way that is allowed',
	'refused-too-large': 'it is larger than allowed',
	'refused-too-deep': 'it is nested deeper than allowed',
	'refused-out-of-range': 'a number is outside its bounds',
	'refused-unsupported-version': 'it is of a version that this verifier does not know',
	'refused-root-mismatch': 'the hashes lead to another root',
	'refused-bad-signature': 'a signature does not match',
	'refused-unknown-key': 'it names a key that it does not list',
	'refused-wrong-origin': 'a key belongs to another log',
	'refused-commitment-mismatch': 'it does not lead to the commitment',
	'refused-duplicate': 'what must be unique occurs twice',
} as const satisfies Readonly<Record<`refused-${RefusalCode}`, string>>

export const causesEn = {
	...refusals,
	// of a head
	'why-other-log': 'your trust file is for the log “{trusted}” of {town}',
	'why-after-end': 'by your trust file it ended with {end} entries, and this head has {size}',
	'why-other-end': 'by your trust file it ended with {end} entries under another root',
	'why-no-key': 'none of the keys that your trust file names for it at this size and time has signed',
	'why-bad-signature': 'a signature in its name does not match',
	'why-malformed': 'it is not a head in the prescribed form',
	// of a status statement
	'why-status-key': 'the status key that your trust file names has not signed it',
	// of a time-stamp
	'why-no-identifier': 'nothing signed says which certificate the signer’s is',
	'why-other-certificate': 'what is signed names another certificate than the signer’s',
	'why-not-for-stamping': 'the signer’s certificate is not for time-stamping alone',
	'why-may-not-sign': 'the signer’s key may not sign',
	'why-no-digest': 'the digest of the stamped content is not signed',
	'why-other-digest': 'the signed digest is not that of the stamped content',
	'why-signature': 'the signature does not match',
	'why-imprint-digest': 'the imprint is by another digest algorithm',
	'why-imprint': 'it is over {stamped}, not over {expected}',
	'why-anchor-time': 'its time is not the one in the anchor',
	'why-renewal-time': 'its time is not the one in the entry',
	'why-withdrawn': 'the authority’s certificate was withdrawn',
	'why-no-certificate': 'it does not hold the signer’s certificate',
	'why-not-der': 'it is not written in DER',
	'why-no-crypto': 'this browser offers no WebCrypto here',
	'why-digest-algorithm': 'the digest algorithm {id} is not known here',
	'why-signature-algorithm': 'the signature algorithm {id} is not known here',
	'why-pss': 'its PSS parameters are not known here',
	'why-sha1': 'SHA-1 signatures prove nothing any more',
	'why-short-key': 'an RSA key of {bits} bits is too short',
	'why-curve': 'the curve {id} is not known here',
	'why-work': 'it takes more work than a file of this size may',
	'why-platform': 'this platform cannot verify {id}',
	// of a log that cannot be read
	'source-no-checkpoint': 'there is no checkpoint',
	'source-changed': 'the bundle {index} is not the one that the log served before',
	'source-unreadable': '{path} cannot be read ({code})',
	'source-too-long': '{path} has more than {limit} bytes',
	'source-answer': '{path} answers with status {status}',
	'source-busy': '{path} is busy, also when asked again',
	'source-silent': '{path} does not answer ({code})',
} as const
