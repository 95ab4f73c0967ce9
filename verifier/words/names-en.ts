/**
 * Names of kinds and fields, in English.
 * @module
 */
import type { FieldName, LinkName } from '@letopis/format'

const fields = {
	'field-time': 'exact time',
	'field-actor': 'who acted',
	'field-idempotency': 'idempotency key',
	'field-origin': 'signature of the client',
	'field-kind': 'kind of act',
	'field-content': 'hash of the content',
	'field-metadata': 'metadata',
	'field-object': 'document',
	'field-purpose': 'purpose',
	'field-grant': 'authorization',
} as const satisfies Readonly<Record<`field-${FieldName}`, string>>

const links = {
	'link-supersedes': 'supersedes',
	'link-corrects': 'corrects',
	'link-annuls': 'annuls',
	'link-disposes': 'disposes of',
	'link-previous': 'previous version',
	'link-policy': 'policy',
} as const satisfies Readonly<Record<`link-${LinkName}`, string>>

export const namesEn = {
	...fields,
	...links,
	'kind-genesis': 'genesis',
	'kind-anchor': 'anchor',
	'kind-renewal': 'renewal of time-stamps',
	'kind-document': 'document',
	'kind-sealed': 'sealed',
	'kind-disposal': 'disposal',
	'kind-access': 'access',
	'kind-token-grant': 'token granted',
	'kind-token-revoke': 'token revoked',
	'authority-genesis': 'the authority of the genesis entry',
	'revocation-good': 'not withdrawn, as the lists inside the token say',
	'revocation-not-known': 'the token carries no lists that tell',
} as const
