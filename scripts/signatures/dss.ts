/**
 * A second opinion by a validation service that speaks the REST interface of EU DSS (`validateSignature`). It is told as
 * what somebody else says and changes nothing of our own verdict. The service is not believed: its answer is bounded in
 * size and time, redirects are refused. It is given the whole file, and nothing else: neither name nor number.
 * @module
 */
import { createHash } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { SecondOpinion } from '@letopis/api'

const MIB = 1024 * 1024
/** Larger files are not sent. */
export const LARGEST_SENT = 32 * MIB
const LARGEST_ANSWER = 32 * MIB
const PATH = '/services/rest/validation/validateSignature'
/** Signatures of an answer that are told. */
const TOLD = 64

export interface DssOptions {
	/** of the service's root; without user name, password and query */
	readonly url: string
	/** ms for one answer */
	readonly timeout?: number
	/** ms between attempts to reach it */
	readonly pauses?: readonly number[]
}

type Failure = NonNullable<SecondOpinion['failure']>

class Refused extends Error {
	readonly failure: Failure
	constructor(failure: Failure, cause?: unknown) {
		super(failure, { cause })
		this.failure = failure
	}
}

/** Asks about files. What goes wrong is told in the opinion; nothing is thrown. */
export function askDss({ url, timeout = 60_000, pauses = [1000, 5000] }: DssOptions) {
	const address = `${url.replace(/\/+$/, '')}${PATH}`
	const service = `DSS ${new URL(url).host}`
	const nothing = { service, at: null, policy: null, answer: null, signatures: [] }
	return async (file: Uint8Array): Promise<SecondOpinion> => {
		if (file.length > LARGEST_SENT) return { ...nothing, failure: 'too-large' }
		const body = JSON.stringify({
			signedDocument: { bytes: Buffer.from(file).toString('base64'), digestAlgorithm: null, name: null },
			originalDocuments: [],
			policy: null,
			signatureId: null,
			tokenExtractionStrategy: 'NONE',
		})
		for (let attempt = 0; ; attempt++) {
			try {
				return { ...nothing, failure: null, ...readAnswer(await post(address, body, timeout)) }
			} catch (error) {
				if (!(error instanceof Refused)) throw error
				const wait = pauses[attempt]
				// What it has refused once, it will refuse again.
				if (error.failure !== 'unreachable' || wait === undefined) {
					return { ...nothing, failure: error.failure }
				}
				await pause(wait)
			}
		}
	}
}

/** @throws Refused */
async function post(address: string, body: string, timeout: number): Promise<Uint8Array> {
	const signal = AbortSignal.timeout(timeout)
	try {
		const headers = { 'Content-Type': 'application/json', Accept: 'application/json' }
		const response = await fetch(address, { method: 'POST', body, headers, redirect: 'error', signal })
		if (!response.ok) {
			await response.body?.cancel()
			throw new Refused('refused')
		}
		const pieces: Uint8Array[] = []
		let size = 0
		for await (const piece of response.body ?? []) {
			size += piece.length
			if (size > LARGEST_ANSWER) throw new Refused('too-large')
			pieces.push(piece)
		}
		return Buffer.concat(pieces)
	} catch (error) {
		if (error instanceof Refused) throw error
		throw new Refused(signal.aborted ? 'too-long' : 'unreachable', error)
	}
}

type Answer = Pick<SecondOpinion, 'at' | 'policy' | 'answer' | 'signatures'>

/** @throws Refused 'not-understood' */
function readAnswer(bytes: Uint8Array): Answer {
	let report: unknown
	try {
		report = member(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)), 'SimpleReport')
	} catch (error) {
		throw new Refused('not-understood', error)
	}
	const tokens =
		member(report, 'signatureOrTimestampOrEvidenceRecord') ?? member(report, 'signatureOrTimestamp')
	if (!Array.isArray(tokens)) throw new Refused('not-understood')
	const signatures = tokens.flatMap((token) => {
		const one = member(token, 'Signature')
		const indication = text(member(one, 'Indication'))
		if (indication === null) return []
		const [sub, signer] = [text(member(one, 'SubIndication')), text(member(one, 'SignedBy'))]
		return [{ indication, sub, signer, format: text(member(one, 'SignatureFormat')) }]
	})
	const at = member(report, 'ValidationTime')
	const time = typeof at === 'number' ? at : Date.parse(text(at) ?? '')
	return {
		at: Number.isSafeInteger(time) ? time : null,
		policy: text(member(member(report, 'ValidationPolicy'), 'PolicyName')),
		answer: createHash('sha256').update(bytes).digest('hex'),
		signatures: signatures.slice(0, TOLD),
	}
}

/** A member by its name, whose first letter services write either way. */
function member(value: unknown, name: string): unknown {
	if (typeof value !== 'object' || value === null) return undefined
	const wanted = name.toLowerCase()
	return Object.entries(value).find(([key]) => key.toLowerCase() === wanted)?.[1]
}

function text(value: unknown): string | null {
	return typeof value === 'string' && value !== '' ? value : null
}
