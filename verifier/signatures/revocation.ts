/**
 * Whether certificates of a path were withdrawn, by the CRLs and OCSP responses that a document brings along. Evidence
 * counts only if its issuer signed it, if it speaks of the time in question, and if it is proven to have existed while
 * its own certificate was valid: afterwards a key that has leaked could write any list.
 * @module
 */
import { equalBytes, RefusalError } from '@letopis/format'
import { allowsUsage, type Certificate, KEY_USAGE } from '../timestamp/certificate.ts'
import { type ListPart, parseList, type RevocationList } from '../timestamp/crl.ts'
import { contextTag, DerReader, elements, onlyElement, TAG } from '../timestamp/der.ts'
import { StampRefusal } from '../timestamp/refusal.ts'
import { holds } from '../timestamp/signature.ts'
import type { Work } from '../timestamp/work.ts'
import { answerFor, type OcspResponse, parseResponse, responderOf } from './ocsp.ts'
import { SIGNATURE_OID } from './oids.ts'

/** DER of a list or response, and when it is proven to have existed at the latest, ms since 1970. */
export interface Dated {
	der: Uint8Array
	existed: number
}

interface Found<T> {
	read: T
	existed: number
}

/** Lists and responses that were found with a document, read once. */
export interface Evidence {
	lists: readonly Found<RevocationList>[]
	responses: readonly Found<OcspResponse>[]
	/** how many could not be read */
	unreadable: number
}

export interface Question {
	/** time that the answer is wanted for, and the present, ms since 1970 */
	at: number
	now: number
	work?: Work | undefined
}

export type Status =
	/** `asOf`: when the newest evidence that says so was made, ms since 1970 */
	| { is: 'good'; asOf: number }
	| { is: 'revoked'; at: number; reason: number | undefined }
	/** `out-of-bounds`: there is evidence, of which nobody knows that it existed in time */
	| { is: 'not-known'; why: 'none' | 'out-of-bounds' }

/** What one piece of evidence says. */
interface Word {
	thisUpdate: number
	nextUpdate: number | null
	revoked: { at: number; reason: number | undefined } | null
	/** by whose certificate it is signed */
	by: Certificate
	existed: number
}

function readAll<T>(found: readonly Dated[], read: (der: Uint8Array) => T): Found<T>[] {
	return found.flatMap(({ der, existed }) => {
		try {
			return [{ read: read(der), existed }]
		} catch (error) {
			if (error instanceof RefusalError || error instanceof StampRefusal) return []
			throw error
		}
	})
}

/** What is there more than once is read once: documents repeat their evidence for every signature. */
function distinct(found: readonly Dated[]): Dated[] {
	const kept: Dated[] = []
	for (const { der, existed } of found) {
		const same = kept.find((one) => equalBytes(one.der, der))
		if (same === undefined) kept.push({ der, existed })
		else same.existed = Math.min(same.existed, existed)
	}
	return kept
}

/** @throws TooMuchWork */
export function readEvidence(lists: readonly Dated[], responses: readonly Dated[], work?: Work): Evidence {
	// Lists are read when they are asked, and counted then.
	for (const { der } of responses) work?.read(der.length)
	const [ownLists, ownResponses] = [distinct(lists), distinct(responses)]
	const found = { lists: readAll(ownLists, parseList), responses: readAll(ownResponses, parseResponse) }
	const read = found.lists.length + found.responses.length
	return { ...found, unreadable: ownLists.length + ownResponses.length - read }
}

/** URIs and names of the points that a certificate's list is published at (RFC 5280 §4.2.1.13). */
function publishedAt(certificate: Certificate): Uint8Array[] {
	const extension = certificate.extensions.get(SIGNATURE_OID.distributionPoints)
	if (extension === undefined) return []
	const points = elements(onlyElement(extension.value, TAG.sequence, 'points').content, 32, 'points')
	return points.flatMap(({ content }) => {
		const name = new DerReader(content).optional(contextTag(0, true))
		if (name === undefined) return []
		const full = new DerReader(name.content).optional(contextTag(0, true))
		return full === undefined ? [] : elements(full.content, 32, 'points').map(({ bytes }) => bytes)
	})
}

function isAbout(part: ListPart | null, certificate: Certificate): boolean {
	if (part === null) return true
	const isAuthority = certificate.pathLength !== null
	if (part.only !== null && (part.only === 'authorities') !== isAuthority) return false
	if (part.point === null) return true
	const names = elements(part.point, 32, 'point')
	const own = publishedAt(certificate)
	return names.some(({ bytes }) => own.some((one) => equalBytes(one, bytes)))
}

async function listWord(
	{ read: list, existed }: Found<RevocationList>,
	certificate: Certificate,
	issuer: Certificate,
	work: Work | undefined,
): Promise<Word | null> {
	if (!equalBytes(list.issuer, issuer.subject) || !allowsUsage(issuer, KEY_USAGE.crlSign)) return null
	if (!isAbout(list.part, certificate)) return null
	const { signatureAlgorithm: algorithm, signature, signedPart: data, thisUpdate, nextUpdate } = list
	if (!(await holds({ algorithm, publicKey: issuer.publicKey, signature, data, work }))) return null
	work?.read(data.length)
	return { thisUpdate, nextUpdate, revoked: list.find(certificate.serial) ?? null, by: issuer, existed }
}

async function responseWord(
	{ read: response, existed }: Found<OcspResponse>,
	certificate: Certificate,
	issuer: Certificate,
	work: Work | undefined,
): Promise<Word | null> {
	const answer = answerFor(response, certificate, issuer)
	if (answer === undefined || answer.status === 'unknown') return null
	const by = await responderOf(response, issuer, work)
	if (by === null) return null
	const { thisUpdate, nextUpdate, status } = answer
	return { thisUpdate, nextUpdate, revoked: status === 'good' ? null : status, by, existed }
}

async function words(
	evidence: Evidence,
	certificate: Certificate,
	issuer: Certificate,
	work: Work | undefined,
): Promise<Word[]> {
	const found: Word[] = []
	const ask = async (word: () => Promise<Word | null>) => {
		try {
			const said = await word()
			if (said !== null) found.push(said)
		} catch (error) {
			if (!(error instanceof RefusalError)) throw error
		}
	}
	for (const list of evidence.lists) await ask(() => listWord(list, certificate, issuer, work))
	for (const response of evidence.responses)
		await ask(() => responseWord(response, certificate, issuer, work))
	return found
}

/** Whether it tells of `at`: made after it, or promised to stand for it. What is dated after the present is nobody's. */
function tells({ thisUpdate, nextUpdate }: Word, { at, now }: Question): boolean {
	return thisUpdate <= now && (thisUpdate >= at || (nextUpdate !== null && nextUpdate >= at))
}

/** What the evidence says of a certificate at a time. */
export async function statusAt(
	evidence: Evidence,
	certificate: Certificate,
	issuer: Certificate,
	question: Question,
): Promise<Status> {
	const all = await words(evidence, certificate, issuer, question.work)
	const telling = all.filter((word) => word.thisUpdate <= question.now)
	for (const { revoked } of telling) {
		if (revoked !== null && revoked.at <= question.at) return { is: 'revoked', ...revoked }
	}
	const good = telling.filter((word) => tells(word, question))
	if (good.length === 0) return { is: 'not-known', why: 'none' }
	const proven = good.filter(
		({ by, thisUpdate, existed }) => thisUpdate >= by.notBefore && existed <= by.notAfter,
	)
	if (proven.length === 0) return { is: 'not-known', why: 'out-of-bounds' }
	return { is: 'good', asOf: Math.max(...proven.map(({ thisUpdate }) => thisUpdate)) }
}
