/**
 * What the command line says beside the report, in English.
 * @module
 */
export const cliEn = {
	'cli-language': '--lang is cs or en, not “{word}”',
	'cli-requirement': '--require knows time and witness, not “{word}”',
	'cli-require-seal': '--require seal is for packages only',
	'cli-not-for-package': '--{option} is not for packages',
	'cli-package-alone': 'a package stands alone, its document is inside: {words}',
	'cli-report-in-audit': '--report is not for audit',
	'cli-report-unwritable': 'the report cannot be written to {path} ({code})',
	'cli-unknown-option': 'there is no option {option}',
	'cli-option-value': 'the option {option} is not used like this',
	'cli-arguments': 'the arguments cannot be read',
	'cli-no-receipt': 'no receipt was given',
	'cli-instant':
		'--{option} takes a day or an instant in UTC, like 2036-01-01 or 2036-01-01T12:00:00Z, not “{word}”',
	'cli-for-evidence': '--{option} is for evidence records only',
	'cli-not-for-evidence': '--{option} is not for evidence records',
	'cli-for-signatures': '--{option} is for signatures only',
	'cli-not-for-signatures': '--{option} is not for signatures',
	'cli-no-signed': 'signatures needs a signed file',
	'cli-too-large': '{path} has more than {limit} bytes',
	'cli-no-roots': '{path} holds no certificate that can be read: {detail}',
	'cli-many-records': 'more than {limit} evidence records at once',
	'cli-no-algorithms': '{path} is not a table of algorithms: {detail}',
	'cli-too-many': 'too many arguments: {words}',
	'cli-no-log': 'audit needs the address or folder of a log',
	'cli-require-in-audit': '--require is not for audit',
	'cli-state-in-verify': '--state is for audit only',
	'cli-access-keys-in-audit': '--access-keys is for audit only',
	'cli-access-keys-state':
		'--access-keys and --state do not go together: accesses are looked for from the first entry on',
	'cli-no-access-keys':
		'{path} is no file of access keys (line {line}): a line has a key of 32 bytes in base64, and behind it a name',
	'cli-earlier-in-verify': '--earlier is for audit only',
	'cli-log-address': 'the address of a log has no password, query or fragment',
	'cli-bad-address': '{address} is not an address',
	'cli-unreadable': '{path} cannot be read ({code})',
	'cli-no-trust-file': '{path} is not a trust file: {detail}',
	'cli-no-state-file': '{path} is not a state file of this verifier; move it away',
	'cli-state-unwritable': 'the state cannot be written to {path} ({code})',
	'cli-other-state': 'the state file is of the log “{remembered}”, and this is “{origin}”',
	'cli-internal': 'internal fault, nothing was decided',
} as const
