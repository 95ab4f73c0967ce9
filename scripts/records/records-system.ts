/**
 * What is asked of a records system (eSSL) that stands beside the town: it hands over cases and documents under its own
 * numbers, and takes what the town recorded itself. Another way to reach one (a web service, a message queue) is another
 * implementation of {@link RecordsSystem}; `synchronise.ts` knows none of them.
 * @module
 */
import { z } from 'zod'

const line = (most: number) =>
	z
		.string()
		.max(most)
		.regex(/^[^\p{Cc}\p{Cs}]*\S[^\p{Cc}\p{Cs}]*$/u, 'a line of text that is not empty')
const MAX_LISTED = 100_000

/** What a records system asks for; numbers are its own. */
export const requestSchema = z.discriminatedUnion('type', [
	z.strictObject({
		type: z.literal('case'),
		number: line(100),
		title: line(300),
		department: line(40).optional(),
	}),
	z.strictObject({
		type: z.literal('document'),
		/** name of the file that lies beside */
		file: z.string().regex(/^[^/\\.\0][^/\\\0]{0,199}$/, 'the name of a file beside this one'),
		title: line(300),
		number: line(100).optional(),
		kind: line(40).optional(),
		/** number of a case that is here */
		case: line(100).optional(),
		public: z.boolean().optional(),
	}),
	z.strictObject({
		type: z.literal('number'),
		/** local number of a case that began here */
		local: line(100),
		/** what the records system gives it */
		number: line(64),
	}),
	z.strictObject({
		type: z.literal('inventory'),
		/** numbers of the cases that it has */
		cases: z.array(line(100)).max(MAX_LISTED),
		/** ids of the documents that it has */
		documents: z.array(z.string().max(100)).max(MAX_LISTED),
	}),
])
export type Request = z.infer<typeof requestSchema>

/** Something that waits to be taken in. */
export interface Incoming {
	/** the same as long as it waits */
	readonly name: string
	/** null where it cannot be read; then `problem` says why */
	readonly request: Request | null
	readonly problem: string | null
	/** path of the file of a document */
	readonly file: string | null
	/** SHA-256 of the request and its file, hexadecimal: another request under the same name has another one */
	readonly digest: string
}

/** What became of a request; written down for the records system. */
export type Accepted =
	| { readonly type: 'case'; readonly case: string }
	| { readonly type: 'number'; readonly case: string }
	| { readonly type: 'document'; readonly document: string; readonly receipt: unknown }
	| {
			readonly type: 'inventory'
			/** that it has and the town does not */
			readonly casesMissingHere: readonly string[]
			readonly documentsMissingHere: readonly string[]
			/** local numbers of cases that it has given none yet */
			readonly casesWithoutNumber: readonly string[]
			/** that the town has and it does not; such documents are given out again */
			readonly casesMissingThere: readonly string[]
			readonly documentsMissingThere: readonly string[]
	  }

/** One state of one document, for the records system. */
export interface Outgoing {
	readonly document: string
	/** names this state among all of the document */
	readonly state: string
	/** facts, as the API shows them */
	readonly about: unknown
	/** JSON */
	readonly receipt: string
	readonly fileName: string
	/** null where nothing is left of it, or it went out before */
	readonly content: (() => Promise<ReadableStream<Uint8Array>>) | null
}

/**
 * Everything may be asked for twice, and is done once: after an interruption at whatever point, the same calls come again.
 */
export interface RecordsSystem {
	/** What waits, in the order in which it is to be taken in. */
	incoming(): AsyncIterable<Incoming>
	/** Tells what became of a request, which then waits no more. */
	accept(incoming: Incoming, accepted: Accepted): Promise<void>
	/** Tells that a request is refused for good. */
	refuse(incoming: Incoming, problem: { readonly code: string; readonly detail: string }): Promise<void>
	/** Whether it has, or gave, this state of a document. */
	has(document: string, state: string): Promise<boolean>
	/** Hands a document over, whole or not at all. */
	deliver(outgoing: Outgoing): Promise<void>
	/** Forgets that it has a document, so that it is delivered again. */
	forget(document: string): Promise<void>
}
