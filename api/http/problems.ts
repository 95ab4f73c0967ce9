/**
 * Every problem that the service answers with: stable code, HTTP status, title. Codes may be matched on by
 * clients and never change their meaning; titles and details are for people.
 * @module
 */

/** Code → status and title. The codes of ledger refusals are here too, so that one table tells all. */
export const PROBLEMS = {
	// Who asks
	'token-missing': [401, 'An access token is needed'],
	'token-unknown': [401, 'The access token is not known here'],
	'token-expired': [401, 'The access token has expired'],
	'token-revoked': [401, 'The access token has been revoked'],
	'scope-missing': [403, 'The access token lacks a scope'],
	'session-unknown': [401, 'The session is not known here'],
	'session-over': [401, 'The session has ended'],
	'sign-in-refused': [401, 'The passkey was not accepted'],
	'session-needed': [403, 'A person has to be signed in'],
	'confirmation-needed': [403, 'The passkey has to be shown again'],
	'reason-needed': [403, 'Reading outside one’s department needs a reason'],
	'code-refused': [403, 'The code is not valid'],
	'not-yours': [403, 'The access token may not read this document'],
	'agenda-elsewhere': [403, 'The agenda is another department’s'],
	// What is asked for
	'not-found': [404, 'Nothing is here'],
	'document-not-found': [404, 'No such document'],
	'entry-not-found': [404, 'No such entry'],
	'evidence-not-found': [404, 'No such evidence record'],
	'tile-not-found': [404, 'No such tile'],
	'blob-not-found': [404, 'No such blob'],
	'log-not-found': [404, 'No such log'],
	'token-not-found': [404, 'No such token'],
	'webhook-not-found': [404, 'No such webhook'],
	'account-not-found': [404, 'No such account'],
	'clause-not-found': [404, 'No such clause sheet'],
	'case-not-found': [404, 'No such case'],
	'draft-not-found': [404, 'No such draft'],
	'posting-not-found': [404, 'No such notice'],
	'probe-not-found': [404, 'No such probe'],
	'subscription-unknown': [404, 'The link is not valid any more'],
	'mail-absent': [404, 'The town sends no mail'],
	'filing-not-found': [404, 'No such filing'],
	'filing-unknown': [404, 'No filing has this number and PIN'],
	'department-not-found': [404, 'No such department'],
	'agenda-not-found': [404, 'No such agenda'],
	'session-not-found': [404, 'No such session'],
	'passkey-not-found': [404, 'No such passkey'],
	'not-published': [404, 'No head has been published yet'],
	'method-not-allowed': [405, 'This address does not know the method'],
	erased: [410, 'The content has been destroyed'],
	'posting-ended': [410, 'The notice was taken down'],
	'precondition-failed': [412, 'The document has changed meanwhile'],
	'agenda-changed': [412, 'Another version of the agenda is in force'],
	'range-not-satisfiable': [416, 'The range cannot be served'],
	// What is sent
	'bad-request': [400, 'The request is not valid'],
	'malformed-json': [400, 'The body is not JSON'],
	'malformed-multipart': [400, 'The body is not a whole multipart form'],
	'part-missing': [400, 'A part of the form is missing'],
	'part-unknown': [400, 'A part of the form is not known'],
	'part-duplicate': [400, 'A part of the form comes twice'],
	'part-malformed': [400, 'A part of the form is not valid'],
	'metadata-malformed': [400, 'The metadata are not valid'],
	'metadata-too-large': [413, 'The metadata are too large'],
	'metadata-too-deep': [400, 'The metadata are nested too deep'],
	'idempotency-key-malformed': [400, 'The idempotency key is not valid'],
	'purpose-malformed': [400, 'The purpose is not valid'],
	'cursor-malformed': [400, 'The cursor is not valid'],
	'upload-stalled': [408, 'The upload came to a halt'],
	'idempotency-conflict': [409, 'The idempotency key was used for another request'],
	'head-conflict': [409, 'This head contradicts the log; signing is frozen'],
	demo: [409, 'A demonstration log cannot do this'],
	'account-inactive': [409, 'The account is not active'],
	'department-exists': [409, 'The department exists already'],
	'department-in-use': [409, 'People belong to the department'],
	'last-administrator': [409, 'Somebody has to remain administrator'],
	'last-passkey': [409, 'A passkey has to remain'],
	'act-repeated': [409, 'The document is in this state already'],
	'case-closed': [409, 'The case is closed'],
	'case-exists': [409, 'The number is taken'],
	'case-numbered': [409, 'The case has another number already'],
	'draft-busy': [409, 'A file is being sent into the draft'],
	'draft-answers-missing': [409, 'Answers are missing'],
	'draft-incomplete': [409, 'The file of the draft is not all there'],
	'draft-recorded': [409, 'The draft was recorded with other answers'],
	'draft-limit': [409, 'There are too many drafts'],
	'posting-hangs': [409, 'The notice still hangs'],
	'board-full': [409, 'There are too many notices on the board'],
	'webhook-limit': [409, 'There are too many webhooks'],
	'filing-moved': [409, 'Somebody else took a step meanwhile'],
	'filing-step-refused': [409, 'The step is not possible now'],
	'filing-step-needed': [409, 'Later steps rest on the step'],
	'certificate-refused': [409, 'No certificate can be issued on this filing'],
	'filing-incomplete': [409, 'Something of the filing is missing'],
	'filing-form-changed': [409, 'The form has changed meanwhile'],
	'passkey-known': [409, 'The passkey is registered already'],
	'ceremony-unknown': [409, 'The passkey was asked for too long ago'],
	'document-disposed': [409, 'The document has been disposed of'],
	'upload-too-large': [413, 'The file is too large'],
	'body-too-large': [413, 'The body is too large'],
	'unsupported-media-type': [415, 'The body is of another type'],
	'head-not-ours': [422, 'This is not a head signed by this log'],
	'name-needed': [422, 'The first account needs a name'],
	'department-unknown': [422, 'No such active department'],
	'agenda-invalid': [422, 'The file of the agenda is not valid'],
	'act-itself': [422, 'A document cannot act on itself'],
	'filing-step-malformed': [422, 'The step lacks something, or says what cannot be'],
	'message-unreadable': [422, 'The file is no message of the data box system that can be read'],
	'draft-part-refused': [422, 'The part does not belong to the file'],
	'digest-mismatch': [422, 'The digest does not fit what was sent'],
	'posting-days': [422, 'The days of the notice are not possible'],
	'probe-refused': [422, 'The statement of the probe is not taken'],
	'passkey-refused': [422, 'The passkey cannot be registered'],
	'size-out-of-range': [422, 'No such tree size or index'],
	'address-refused': [422, 'Nothing can be sent to this address'],
	'authority-unknown': [422, 'No such time-stamp authority'],
	'recipient-malformed': [422, 'Not an age recipient'],
	'scope-not-held': [422, 'A token cannot grant what it does not hold'],
	'expiry-out-of-range': [422, 'The expiry is not allowed'],
	'rate-limited': [429, 'Too many requests'],
	// What the town cannot do now
	internal: [500, 'The service failed'],
	corrupt: [500, 'Stored data are damaged'],
	authority: [502, 'No time-stamp authority answered'],
	'queue-full': [503, 'The log is busy'],
	'mail-full': [503, 'Too much mail waits to be sent'],
	'printing-busy': [503, 'Too many pages are being printed'],
	'seal-ended': [503, 'The certificate of the seal has ended'],
	frozen: [503, 'Signing is frozen'],
	clock: [503, 'The clock is not believed'],
	'shutting-down': [503, 'The service is shutting down'],
	'too-many-streams': [503, 'Too many open streams'],
	'not-ready': [503, 'The service is not ready'],
	'disk-full': [507, 'The disk is full'],
} as const satisfies Record<string, readonly [status: number, title: string]>

export type ProblemCode = keyof typeof PROBLEMS

export interface ProblemOptions extends ErrorOptions {
	readonly headers?: Record<string, string>
	/** Further members of the problem document; never personal data. */
	readonly extra?: Record<string, unknown>
}

/** Thrown anywhere below a route; answered as `application/problem+json` by the one error handler. */
export class Problem extends Error {
	override readonly name = 'Problem'
	readonly code: ProblemCode
	readonly headers: Record<string, string>
	readonly extra: Record<string, unknown>

	/** @param detail for the client: what is wrong and what to do, without personal data */
	constructor(code: ProblemCode, detail: string, options: ProblemOptions = {}) {
		super(detail, options)
		this.code = code
		this.headers = options.headers ?? {}
		this.extra = options.extra ?? {}
	}

	get status(): number {
		return PROBLEMS[this.code][0]
	}
}
