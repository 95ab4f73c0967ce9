/**
 * Collects what says whether certificates were withdrawn: the lists and OCSP answers that they point at. Everything is checked
 * before it is kept: by whom it is signed, that it is about this certificate, and that it tells of now. Answers are kept in
 * memory for as long as they hold, failures for some minutes, so that nobody can have authorities asked without end.
 * @module
 */
import { equalBytes } from '@letopis/format'
import { type FetchBounds, fetchBounded } from './bounded-fetch.ts'
import { allowsKeyUsage, basicConstraints, type Certificate, certificateName } from './certificate.ts'
import type { DerBounds } from './der.ts'
import { buildOcspRequest, readOcspResponse } from './ocsp.ts'
import { type ListPart, parseRevocationList, type Revocation } from './revocation-list.ts'
import { type RevocationPoints, revocationPoints } from './revocation-points.ts'
import { TimestampError } from './timestamp-error.ts'

/** What a follower takes for one public blob. */
export const REVOCATION_MAX_BYTES = 1_048_576
const LIST_BOUNDS: DerBounds = { bytes: REVOCATION_MAX_BYTES, values: 400_000 }
const DEFAULT_TIMEOUT_MS = 10_000
const DEFAULT_WITHIN_MS = 60_000
const OCSP_REQUEST = 'application/ocsp-request'
const DAY_MS = 86_400_000
/** What is dated later than this after the present is not believed. */
const AHEAD_MS = 300_000
const KEPT_MS = DAY_MS / 2
const FAILURE_KEPT_MS = 600_000
const MAX_KEPT = 64

export interface RevocationSettings {
	/** Nothing is asked for when false. */
	readonly fetch?: boolean
	/** Whether addresses of this machine and of private networks may be asked. */
	readonly allowPrivate?: boolean
	/** For one answer; 10 s unless given. */
	readonly timeoutMs?: number
}

/** A list, or an answer of a responder, that was found good. */
export interface RevocationData {
	readonly kind: 'list' | 'response'
	/** DER CertificateList, or OCSPResponse. */
	readonly der: Uint8Array
	/** DER of the certificates that it was found for. */
	readonly about: readonly Uint8Array[]
}

/** What a DER value is that was kept as one of both: only a response begins with an enumerated status. */
export function revocationKind(der: Uint8Array): RevocationData['kind'] {
	const length = der[1] ?? 0
	return der[length < 0x80 ? 2 : 2 + (length & 0x7f)] === 0x0a ? 'response' : 'list'
}

export interface Collected {
	/** Each once. */
	readonly data: readonly RevocationData[]
	/** Certificates that were withdrawn. */
	readonly revoked: readonly (Revocation & { readonly name: string })[]
	/** Certificates that point at something of which nothing could be had. */
	readonly missing: readonly { readonly name: string; readonly why: string }[]
}

/** One that tells of a certificate now. */
interface Word extends Omit<RevocationData, 'about'> {
	readonly revoked: Revocation | null
	/** Until then it tells of the present, milliseconds since 1970. */
	readonly until: number
}

interface Kept {
	readonly bytes: Promise<Uint8Array>
	/** Until then they are the answer, milliseconds since 1970. */
	until: number
}

/** One thing that a certificate points at. */
interface Place {
	readonly key: string
	readonly fetch: (bounds: FetchBounds) => Promise<Uint8Array>
	/** @throws TimestampError why it does not tell of the certificate now */
	readonly read: (der: Uint8Array) => Word
}

export class RevocationSource {
	readonly #settings: RevocationSettings
	readonly #clock: { now(): number }
	readonly #kept = new Map<string, Kept>()

	constructor(clock: { now(): number }, settings: RevocationSettings = {}) {
		this.#clock = clock
		this.#settings = settings
	}

	/**
	 * @param paths each from a certificate over its issuers to a root, which is not asked about; certificates that have ended
	 *   are not either, for their issuers say nothing of them any more
	 * @param own lists that are at hand already
	 * @param withinMs after this time nothing more is asked for
	 */
	async collect(
		paths: readonly (readonly Certificate[])[],
		own: readonly Uint8Array[] = [],
		withinMs = DEFAULT_WITHIN_MS,
	): Promise<Collected> {
		const end = performance.now() + withinMs
		const data: (RevocationData & { about: Uint8Array[] })[] = []
		const revoked: (Revocation & { name: string })[] = []
		const missing: { name: string; why: string }[] = []
		for (const [certificate, issuer] of pairsOf(paths)) {
			if (certificate.notAfter < this.#clock.now()) continue
			const name = certificateName(certificate)
			try {
				const word = await this.#wordOn(certificate, issuer, own, end)
				if (word === null) continue
				const same = data.find(({ der }) => equalBytes(der, word.der))
				if (same !== undefined) same.about.push(certificate.der)
				else data.push({ kind: word.kind, der: word.der, about: [certificate.der] })
				if (word.revoked !== null) revoked.push({ name, ...word.revoked })
			} catch (error) {
				if (!(error instanceof TimestampError)) throw error
				missing.push({ name, why: error.message })
			}
		}
		return { data, revoked, missing }
	}

	/** Null where the certificate points at nothing. @throws TimestampError the last failure */
	async #wordOn(
		certificate: Certificate,
		issuer: Certificate,
		own: readonly Uint8Array[],
		end: number,
	): Promise<Word | null> {
		const points = revocationPoints(certificate)
		const readList = (der: Uint8Array) => listWord(der, certificate, issuer, points, this.#clock.now())
		for (const der of own) {
			const word = quietly(() => readList(der))
			if (word !== null) return word
		}
		if (this.#settings.fetch === false) return null
		// One list serves all certificates of an issuer; answers are asked for where there is none.
		const lists = points.lists.map((address): Place => {
			return { key: address, fetch: (bounds) => fetchBounded(address, bounds), read: readList }
		})
		const answers = points.responders.map((address): Place => {
			const posted = { type: OCSP_REQUEST, bytes: buildOcspRequest(certificate, issuer) }
			return {
				key: `${address} ${certificate.native.fingerprint256}`,
				fetch: (bounds) => fetchBounded(address, bounds, posted),
				read: (der) => responseWord(der, certificate, issuer, this.#clock.now()),
			}
		})
		let failure: TimestampError | null = null
		for (const place of [...lists, ...answers]) {
			try {
				return await this.#take(place, end)
			} catch (error) {
				if (!(error instanceof TimestampError)) throw error
				failure = error
			}
		}
		if (failure !== null) throw failure
		return null
	}

	/** What is kept, else what is fetched; what failed, or cannot be read, is the answer for some minutes. */
	async #take({ key, fetch, read }: Place, end: number): Promise<Word> {
		const now = this.#clock.now()
		let kept = this.#kept.get(key)
		// A clock that was set back must not make anything last.
		const isFresh = kept === undefined || now >= kept.until || now < kept.until - KEPT_MS
		if (kept === undefined || isFresh) {
			const { timeoutMs: longest = DEFAULT_TIMEOUT_MS, allowPrivate = false } = this.#settings
			const timeoutMs = Math.floor(Math.min(longest, end - performance.now()))
			if (timeoutMs <= 0) throw new TimestampError('transport', 'there was no time left to ask')
			kept = {
				bytes: fetch({ maxBytes: REVOCATION_MAX_BYTES, timeoutMs, allowPrivate }),
				until: now + FAILURE_KEPT_MS,
			}
			this.#kept.delete(key)
			this.#kept.set(key, kept)
			const [oldest] = this.#kept.keys()
			if (this.#kept.size > MAX_KEPT && oldest !== undefined) this.#kept.delete(oldest)
		}
		const word = read(await kept.bytes)
		if (isFresh) kept.until = Math.min(word.until, now + KEPT_MS)
		return word
	}
}

/** Each certificate below a root with its issuer, once. */
function pairsOf(paths: readonly (readonly Certificate[])[]): [Certificate, Certificate][] {
	const pairs = new Map<string, [Certificate, Certificate]>()
	for (const path of paths) {
		for (const [i, certificate] of path.entries()) {
			const issuer = path[i + 1]
			if (issuer !== undefined) pairs.set(certificate.native.fingerprint256, [certificate, issuer])
		}
	}
	return [...pairs.values()]
}

/** @throws TimestampError why the list does not tell of the certificate now */
function listWord(
	der: Uint8Array,
	certificate: Certificate,
	issuer: Certificate,
	points: RevocationPoints,
	now: number,
): Word {
	const list = parseRevocationList(der, LIST_BOUNDS)
	if (!equalBytes(list.issuer, issuer.subject) || !allowsKeyUsage(issuer, 'crlSign')) {
		throw new TimestampError('chain', 'the revocation list is of another issuer')
	}
	if (!list.verify(issuer.publicKey)) {
		throw new TimestampError('signature', 'the signature of the revocation list does not hold')
	}
	if (!isAbout(list.part, certificate, points)) {
		throw new TimestampError('chain', 'the revocation list is about other certificates')
	}
	const until = demandPresent('revocation list', list, now)
	return { kind: 'list', der, revoked: list.revoked.get(certificate.serial) ?? null, until }
}

/** @throws TimestampError why the response does not tell of the certificate now */
function responseWord(der: Uint8Array, certificate: Certificate, issuer: Certificate, now: number): Word {
	const answer = readOcspResponse(der, certificate, issuer)
	const until = demandPresent('OCSP response', answer, now)
	return { kind: 'response', der, revoked: answer.revoked, until }
}

/** Without a next date a word counts for a day. @returns until when it tells of the present */
function demandPresent(
	what: string,
	{ thisUpdate, nextUpdate }: { thisUpdate: number; nextUpdate: number | null },
	now: number,
): number {
	const until = nextUpdate ?? thisUpdate + DAY_MS
	if (thisUpdate > now + AHEAD_MS) throw new TimestampError('order', `the ${what} is dated in the future`)
	if (until < now) throw new TimestampError('order', `the ${what} is out of date`)
	return until
}

function isAbout(part: ListPart | null, certificate: Certificate, { names }: RevocationPoints): boolean {
	if (part === null) return true
	if (part.only !== null && (part.only === 'authorities') !== basicConstraints(certificate).ca) return false
	return part.points?.some((point) => names.some((name) => equalBytes(name, point))) ?? true
}

function quietly<T>(read: () => T): T | null {
	try {
		return read()
	} catch (error) {
		if (error instanceof TimestampError) return null
		throw error
	}
}
