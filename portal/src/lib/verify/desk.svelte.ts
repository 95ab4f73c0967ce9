/**
 * What lies on the reader's desk: the document, the receipt, whom they trust, and the answer. Shared by the page for
 * everybody and the court's page. Every change leads to a new check; late results of earlier ones are dropped.
 * @module
 */
import type { Language, TrustSummary } from '@letopis/verifier'
import { Checker } from './checker.ts'
import { hashHex, isSame } from './hex.ts'
import { wholeLimit } from './limits.ts'
import * as office from './office.ts'
import type { Checked, Evidence } from './protocol.ts'
import { fileRole, HEAD_BYTES, recogniseText } from './recognise.ts'
import * as kept from './remembered.ts'

/** Largest receipt and trust file that are read at all, bytes; the formats allow less or as much. */
const SMALL_LIMIT = 8 * 1024 * 1024
/** Most evidence records that are judged together. */
const RECORDS = 32

export interface ChosenDocument {
	name: string
	size: number
	/** share hashed, 0..1 */
	share: number
	sha256: Uint8Array | null
	file: File
}

export interface ChosenTrust {
	bytes: Uint8Array
	summary: TrustSummary
	/** `office`: offered by the town itself */
	from: 'file' | 'office' | 'memory'
	/** the reader has compared the fingerprint */
	confirmed: boolean
}

/** Keys of `words.problems`. */
export type Problem =
	| 'unreadable'
	| 'too-large'
	| 'no-trust-file'
	| 'package'
	| 'second-document'
	| 'bad-clause'
	| 'no-clause'
	| 'office-silent'
	| 'office-lost'
	| 'no-status'
	| 'program'

/** What looking for a public document came to. */
export type Search = 'none' | 'asking' | 'absent' | 'silent' | 'found'

function troubleOf(answer: 'absent' | 'lost' | 'silent', absent: Problem): Problem {
	return { absent, lost: 'office-lost', silent: 'office-silent' }[answer] as Problem
}

export class Desk {
	document = $state.raw<ChosenDocument | null>(null)
	/** a package holds the document as well */
	receipt = $state.raw<{ name: string; bytes: Evidence } | null>(null)
	trust = $state.raw<ChosenTrust | null>(null)
	answer = $state.raw<Checked | null>(null)
	problem = $state.raw<Problem | null>(null)
	search = $state.raw<Search>('none')
	/** `asked`: the newest state was asked for and is part of the answer */
	status = $state.raw<'none' | 'asking' | 'asked'>('none')
	checking = $state.raw(false)
	/** share of a package that has been read, 0..1 */
	share = $state.raw(0)

	readonly #language: Language
	readonly #checker = new Checker()
	#note: string | null = null
	#hashing: AbortController | null = null
	#turn = 0

	constructor(language: Language) {
		this.#language = language
	}

	/** Takes the trust file that this browser remembers, if any. */
	async recall(): Promise<void> {
		const bytes = kept.recall()
		if (bytes !== null) await this.#takeTrust(bytes, 'memory', true)
	}

	/** Whatever was dropped or chosen, in any order. */
	async take(files: Iterable<File>): Promise<void> {
		this.problem = null
		let documents = 0
		for (const file of files) {
			const role = await this.#roleOf(file)
			if (role === 'receipt') await this.#takeReceipt(file)
			else if (role === 'trust') await this.#takeTrustFile(file)
			else if (role === 'record') await this.#takeRecord(file)
			else if (role === 'package') {
				await this.dropDocument()
				await this.#useReceipt(file.name, file)
			} else if (role === 'document' && this.receipt?.bytes instanceof Blob) this.problem = 'package'
			else if (role === 'document') {
				if (documents++ > 0) this.problem = 'second-document'
				else void this.#takeDocument(file)
			}
		}
	}

	async #roleOf(file: File): Promise<ReturnType<typeof fileRole> | null> {
		try {
			return fileRole(new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer()))
		} catch {
			// The browser withdraws a file that was moved or changed, and folders cannot be read at all.
			this.problem = 'unreadable'
			return null
		}
	}

	async #takeDocument(file: File): Promise<void> {
		this.#hashing?.abort()
		const hashing = new AbortController()
		this.#hashing = hashing
		const chosen: ChosenDocument = { name: file.name, size: file.size, share: 0, sha256: null, file }
		this.document = chosen
		this.answer = null
		this.search = 'none'
		try {
			const whole = wholeLimit((navigator as { deviceMemory?: number }).deviceMemory)
			const onProgress = (share: number) => {
				if (this.#hashing === hashing) this.document = { ...chosen, share }
			}
			const sha256 = await this.#checker.ask('hash', { file, whole }, { signal: hashing.signal, onProgress })
			if (sha256 === null || this.#hashing !== hashing) return
			this.document = { ...chosen, share: 1, sha256 }
		} catch {
			// Cancelled by the reader, or a file that went away while it was read.
			if (this.#hashing !== hashing || hashing.signal.aborted) return
			this.document = null
			this.problem = 'unreadable'
		}
		await this.#check()
	}

	/** Stops the hashing and puts the document aside. */
	async dropDocument(): Promise<void> {
		this.#hashing?.abort()
		this.#hashing = null
		this.document = null
		this.search = 'none'
		await this.#check()
	}

	async #takeReceipt(file: File): Promise<void> {
		const bytes = await readSmall(file)
		if (bytes === null) this.problem = 'too-large'
		else await this.#useReceipt(file.name, bytes)
	}

	/** Another record of the same document goes with those that are there. */
	async #takeRecord(file: File): Promise<void> {
		const bytes = await readSmall(file)
		const before = this.receipt?.bytes
		if (bytes === null) this.problem = 'too-large'
		else await this.#useReceipt(file.name, [...(Array.isArray(before) ? before : []), bytes].slice(-RECORDS))
	}

	async #useReceipt(name: string, bytes: Evidence): Promise<void> {
		this.receipt = { name, bytes }
		this.#note = null
		this.status = 'none'
		await this.#check()
	}

	async dropReceipt(): Promise<void> {
		this.receipt = null
		this.#note = null
		this.status = 'none'
		await this.#check()
	}

	async #takeTrustFile(file: File): Promise<void> {
		const bytes = await readSmall(file)
		if (bytes === null) this.problem = 'too-large'
		else if (!(await this.#takeTrust(bytes, 'file', false))) this.problem = 'no-trust-file'
	}

	async #takeTrust(bytes: Uint8Array, from: ChosenTrust['from'], confirmed: boolean): Promise<boolean> {
		const summary = await this.#ask(() => this.#checker.ask('trust', { bytes }))
		if (summary === null || summary === undefined) return false
		// The very file that was compared before need not be compared again.
		const before = this.trust
		const known = before?.confirmed === true && isSame(before.bytes, bytes)
		this.trust = known ? before : { bytes, summary, from, confirmed }
		await this.#check()
		return true
	}

	/** Takes the town's own trust file, to be compared before it counts. */
	async offerTrust(): Promise<void> {
		this.problem = null
		const answer = await office.askTrust()
		if (answer.is !== 'found' || !(await this.#takeTrust(answer.value, 'office', false)))
			this.problem = 'office-silent'
	}

	async confirmTrust(remember: boolean): Promise<void> {
		if (this.trust === null) return
		const from = remember && kept.remember(this.trust.bytes) ? 'memory' : this.trust.from
		this.trust = { ...this.trust, from, confirmed: true }
		await this.#check()
	}

	async forgetTrust(): Promise<void> {
		if (this.trust?.from === 'memory') kept.forget()
		this.trust = null
		await this.#check()
	}

	/** Asks the office for the newest state of the entry that the receipt is about. */
	async askStatus(): Promise<void> {
		const { answer, receipt } = this
		const cid = answer?.report.claim?.cid
		if (cid === undefined || this.status === 'asking') return
		this.problem = null
		this.status = 'asking'
		const said = await office.askStatus(cid)
		if (this.receipt !== receipt) return
		if (said.is !== 'found') {
			this.status = 'none'
			this.problem = troubleOf(said.is, 'no-status')
			return
		}
		this.#note = said.value
		this.status = 'asked'
		await this.#check()
	}

	/** Looks for the receipt that a clause sheet's QR code leads to: by its secret, or by the hash of a public document. */
	async takeClause(text: string): Promise<void> {
		this.problem = null
		const query = recogniseText(text)
		if (query.is === 'sha256') await this.#useFound(await office.askHash(query.hash), 'no-clause')
		else if (query.is === 'clause') await this.#openClause(query.secret)
		else this.problem = 'bad-clause'
	}

	async #openClause(secret: string): Promise<void> {
		const name = await this.#ask(() => this.#checker.ask('clause-name', { secret }))
		if (name === undefined) return
		const sealed = await office.askClause(name)
		if (sealed.is !== 'found') {
			this.problem = troubleOf(sealed.is, 'no-clause')
			return
		}
		const opened = await this.#ask(() => this.#checker.ask('clause-open', { secret, sealed: sealed.value }))
		if (opened === null) this.problem = 'bad-clause'
		else if (opened !== undefined) await this.#useReceipt('', opened)
	}

	/** Asks the office whether it has a public document with this content. */
	async searchPublic(): Promise<void> {
		const { document } = this
		if (document?.sha256 == null) return
		this.search = 'asking'
		const found = await office.askHash(hashHex(document.sha256))
		if (this.document !== document) return
		this.search = found.is === 'lost' ? 'silent' : found.is
		if (found.is === 'found') await this.#useFound(found, 'office-silent')
	}

	/** Takes the receipt of a public document that was found. */
	async #useFound(found: office.Answer<string>, absent: Problem): Promise<void> {
		const receipt = found.is === 'found' ? await office.askReceipt(found.value) : found
		if (receipt.is === 'found') await this.#useReceipt('', receipt.value)
		else this.problem = troubleOf(receipt.is, absent)
	}

	/** Everything aside but the trust. */
	async clear(): Promise<void> {
		this.problem = null
		this.receipt = null
		this.#note = null
		this.status = 'none'
		await this.dropDocument()
	}

	async #check(): Promise<void> {
		const turn = ++this.#turn
		const { receipt, document, trust } = this
		// While the document is being hashed a verdict without it would only flicker by.
		if (receipt === null || (document !== null && document.sha256 === null)) {
			this.answer = null
			this.checking = false
			return
		}
		this.checking = true
		const file =
			document?.sha256 == null ? null : { sha256: document.sha256, size: document.size, name: document.name }
		const onProgress = (share: number) => {
			if (turn === this.#turn) this.share = share
		}
		const checked = await this.#ask(() =>
			this.#checker.ask(
				'check',
				{
					receipt: receipt.bytes,
					file,
					document: document?.file ?? null,
					trust: trust?.confirmed === true ? trust.bytes : null,
					status: this.#note,
					language: this.#language,
				},
				{ onProgress },
			),
		)
		if (turn !== this.#turn) return
		this.checking = false
		this.answer = checked ?? null
	}

	/** @returns undefined, and says so, if the worker failed */
	async #ask<T>(work: () => Promise<T>): Promise<T | undefined> {
		try {
			return await work()
		} catch {
			this.problem = 'program'
			return undefined
		}
	}
}

async function readSmall(file: File): Promise<Uint8Array | null> {
	return file.size > SMALL_LIMIT ? null : new Uint8Array(await file.arrayBuffer())
}
