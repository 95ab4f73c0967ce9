/**
 * One `add-checkpoint` call of C2SP tlog-witness v1.0.0: submits a signed head with a consistency proof and
 * returns the witness's cosignature, verified. The witness is not believed: its answer is bounded in size and
 * time, redirects are refused, and only signature lines by its known key that hold for this very head count.
 * @module
 */
import {
	base64,
	fromUtf8,
	type Hash,
	type NoteSignature,
	parseNote,
	RefusalError,
	type Vkey,
	verifyNote,
} from '@letopis/format'
import { LedgerError } from '../error.ts'

const ANSWER_MAX_BYTES = 16_384
const MAX_PROOF_HASHES = 63
const SIZE_TYPE = 'text/x.tlog.size'

export interface Submission {
	/** Submission prefix of the witness, without a trailing slash. */
	readonly url: string
	readonly vkey: Vkey
	/** Size of the head that the witness is believed to have cosigned last, 0 if none is known. */
	readonly oldSize: number
	/** Consistency proof from there, empty for 0 and for the same size. */
	readonly proof: readonly Hash[]
	/** The signed head. */
	readonly note: string
	/** Aborts the call. */
	readonly signal: AbortSignal
	readonly fetch: typeof fetch
}

/** What the witness said: a cosignature, or the size from which it wants the proof. */
export type Answer =
	| { readonly kind: 'cosigned'; readonly line: string; readonly timestamp: number }
	| { readonly kind: 'conflict'; readonly size: number }

/**
 * @throws LedgerError `witness` for refusals, bad answers and failures of the network
 */
export async function addCheckpoint(submission: Submission): Promise<Answer> {
	const { url, oldSize, proof, note, signal } = submission
	if (proof.length > MAX_PROOF_HASHES)
		throw new RangeError(`expected a proof of at most ${MAX_PROOF_HASHES} hashes`)
	const body = `old ${oldSize}\n${proof.map((hash) => `${base64(hash)}\n`).join('')}\n${note}`
	let response: Response
	try {
		response = await submission.fetch(`${url}/add-checkpoint`, {
			method: 'POST',
			body,
			headers: { 'content-type': 'text/plain; charset=utf-8' },
			redirect: 'error',
			signal,
		})
	} catch (cause) {
		throw new LedgerError('witness', `the witness cannot be reached: ${reasonOf(cause)}`, { cause })
	}
	const text = await readText(response)
	if (response.status === 200) return { kind: 'cosigned', ...readCosignature(note, text, submission.vkey) }
	if (response.status === 409) return { kind: 'conflict', size: readSize(response, text) }
	throw new LedgerError(
		'witness',
		`the witness refuses with HTTP ${response.status}${meaning(response.status)}`,
	)
}

function meaning(status: number): string {
	const meanings: Readonly<Record<number, string>> = {
		400: ': it finds the request malformed',
		403: ": it does not accept the log's signature",
		404: ': it does not know this log',
		422: ': it finds the head inconsistent with the one that it cosigned',
	}
	return meanings[status] ?? ''
}

async function readText(response: Response): Promise<string> {
	const chunks: Uint8Array[] = []
	let size = 0
	try {
		for await (const chunk of response.body ?? []) {
			size += chunk.length
			if (size > ANSWER_MAX_BYTES)
				throw new LedgerError('witness', `the answer exceeds ${ANSWER_MAX_BYTES} bytes`)
			chunks.push(chunk)
		}
		return fromUtf8(Buffer.concat(chunks))
	} catch (cause) {
		if (cause instanceof LedgerError) throw cause
		throw new LedgerError('witness', `the answer cannot be read: ${reasonOf(cause)}`, { cause })
	}
}

/** The witness's own line among the answered ones, whose signature holds for the submitted head. */
function readCosignature(note: string, answer: string, vkey: Vkey): { line: string; timestamp: number } {
	try {
		const { text } = parseNote(note)
		const answered = parseNote(`${text}\n${answer}`)
		const [verified] = verifyNote(answered, [vkey])
		const signature = answered.signatures.find((one) => isBy(one, vkey))
		if (verified === undefined || signature === undefined) {
			throw new LedgerError('witness', 'the answer has no cosignature by the known key of the witness')
		}
		// A cosignature without a time makes no statement about when the head was seen.
		if (verified.timestamp === undefined || verified.timestamp === 0) {
			throw new LedgerError('witness', 'the cosignature has no time')
		}
		return { line: signature.line, timestamp: verified.timestamp }
	} catch (cause) {
		if (!(cause instanceof RefusalError)) throw cause
		throw new LedgerError('witness', `the cosignature is refused: ${cause.message}`, { cause })
	}
}

function isBy(signature: NoteSignature, vkey: Vkey): boolean {
	return signature.name === vkey.name && signature.id === vkey.id
}

function readSize(response: Response, text: string): number {
	const type = response.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
	const size = /^(0|[1-9][0-9]{0,15})\n$/.test(text) ? Number(text.trim()) : Number.NaN
	if (type !== SIZE_TYPE || !Number.isSafeInteger(size)) {
		throw new LedgerError('witness', 'the witness reports a conflict without its size')
	}
	return size
}

function reasonOf(cause: unknown): string {
	if (!(cause instanceof Error)) return String(cause)
	const { code } = (cause.cause ?? {}) as NodeJS.ErrnoException
	return code ?? cause.message
}
