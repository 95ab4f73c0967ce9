/**
 * What examines signatures for the service. This package declares it and does not know how it is done: whoever starts
 * the service hands one in (DESIGN §2: the service never imports the verifier).
 * @module
 */

export const INDICATIONS = ['TOTAL-PASSED', 'INDETERMINATE', 'TOTAL-FAILED'] as const
/** EN 319 102-1 §5.1.3. */
export type Indication = (typeof INDICATIONS)[number]

/** Why an examination did not come to its end; what it would have found is open. */
export const CUTS = ['too-long', 'too-large', 'out-of-memory', 'failed'] as const
export type Cut = (typeof CUTS)[number]

export const HOLDS = ['yes', 'no', 'unknown'] as const
export const STAMPS = ['holds', 'broken', 'open'] as const

/** A sentence in both languages of the town hall. */
export interface Told {
	readonly cs: string
	readonly en: string
}

export interface FoundStamp {
	readonly verdict: (typeof STAMPS)[number]
	/** ms since 1970, as stamped; null where it cannot be read */
	readonly time: number | null
	readonly signer: string | null
	/** when its certificates or algorithms end, whichever is first, ms since 1970; null where not known */
	readonly until: number | null
}

export interface FoundSignature {
	/** field of the PDF, or number of the signer */
	readonly name: Told
	readonly is: 'signature' | 'document-stamp'
	readonly indication: Indication
	/** EN 319 102-1; null of what passed */
	readonly sub: string | null
	/** why, or that it is all right */
	readonly sentence: Told
	/** as the certificate has it; null where none is known */
	readonly signer: {
		readonly name: string
		readonly issuer: string
		readonly serial: string
		/** hex SHA-256 */
		readonly fingerprint: string
	} | null
	/** ms since 1970, by the signer's own word */
	readonly claimed: number | null
	/** ms since 1970 by which it is proven to have existed, by something in the file */
	readonly proven: number | null
	/** of a PDF: whether nothing came after what it covers */
	readonly coversAll: boolean | null
	/** when its certificates end, ms since 1970; null where not known */
	readonly certificatesUntil: number | null
	/** the first of its algorithms to end; null where no end is known */
	readonly algorithm: { readonly name: string; readonly until: number } | null
	readonly stamps: readonly FoundStamp[]
	readonly checks: readonly {
		readonly id: string
		readonly ok: (typeof HOLDS)[number]
		readonly sentence: Told
	}[]
}

export const SECOND_FAILURES = ['unreachable', 'too-long', 'too-large', 'refused', 'not-understood'] as const

/** What another validation service says of the same file; never mixed with our own verdict. */
export interface SecondOpinion {
	/** the kind of service, and its address without what could be secret */
	readonly service: string
	/** why there is none; null if there is */
	readonly failure: (typeof SECOND_FAILURES)[number] | null
	/** ms since 1970, as the service says; null where it does not */
	readonly at: number | null
	readonly policy: string | null
	/** hex SHA-256 of the whole answer */
	readonly answer: string | null
	readonly signatures: readonly {
		readonly indication: string
		readonly sub: string | null
		readonly signer: string | null
		readonly format: string | null
	}[]
}

export interface Findings {
	/** who examined, with version */
	readonly by: string
	/** ms since 1970: the present that was judged at */
	readonly at: number
	/** certificates that were trusted; without any, nothing can pass */
	readonly roots: number
	/** the worst of all; null where the file holds no signature */
	readonly indication: Indication | null
	/** null if the examination came to its end */
	readonly cut: Cut | null
	readonly signatures: readonly FoundSignature[]
	/** signatures that are counted in the verdict and not described */
	readonly omitted: number
	/** null where nobody was asked */
	readonly second: SecondOpinion | null
}

export interface ExamineOptions {
	/** the present, ms since 1970 */
	readonly now: number
	/** whether a service is asked for a second opinion, if there is one: the file leaves the machine then */
	readonly second: boolean
	/** for somebody who waits for the answer: shorter, and behind what must be done */
	readonly waitedFor?: boolean
}

export interface SignatureChecker {
	/** Larger files are not examined, bytes. */
	readonly largest: number
	/**
	 * Examines the signatures of a file; whatever the file is, it costs a bounded time and amount of memory, and the findings
	 * say if that was not enough.
	 * @param file taken over by this: empty afterwards
	 * @returns null if too much is waiting, or the checker is closed
	 */
	examine(file: Uint8Array<ArrayBuffer>, options: ExamineOptions): Promise<Findings | null>
}

/** What is said of a file that was not examined to the end: undecided, and why. */
export function undecided(cut: Cut, { by, at, roots }: Pick<Findings, 'by' | 'at' | 'roots'>): Findings {
	return { by, at, roots, indication: 'INDETERMINATE', cut, signatures: [], omitted: 0, second: null }
}
