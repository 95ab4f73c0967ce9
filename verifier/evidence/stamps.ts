/**
 * Judges the archive time-stamps of one evidence record, RFC 4998 §5.3: that each covers what it must, that its token
 * holds, that they follow each other in time, and that each was still in force when the next one took over. The last has
 * to be in force at the time of judging. A failure names chain and stamp.
 * @module
 */
import { equalBytes, hex, RefusalError } from '@letopis/format'
import type { Finding, Findings } from '../receipt/finding.ts'
import { instantText } from '../receipt/record.ts'
import { CLOCK_TOLERANCE, limitOf } from '../receipt/time.ts'
import { exactly } from '../receipt/why.ts'
import type { Certificate } from '../timestamp/certificate.ts'
import { checkTimestamp, readStamp, type Stamp } from '../timestamp/check.ts'
import { DIGESTS, type DigestName } from '../timestamp/oids.ts'
import { StampRefusal } from '../timestamp/refusal.ts'
import type { Work } from '../timestamp/work.ts'
import { type Phrase, printable } from '../words/message.ts'
import { refusalPhrase } from '../words/phrases.ts'
import { type AlgorithmEnd, type AlgorithmPolicy, firstEnd } from './algorithms.ts'
import { chainTarget, isInFirstList, renewalTarget, treeRoot } from './linkage.ts'
import type { ArchiveStamp, EvidenceRecord } from './record.ts'
import { openWithdrawals, type WithdrawnInput } from './withdrawn.ts'

/** What everything is judged by. */
export interface Measure {
	/** null without a trust file */
	roots: readonly Certificate[] | null
	algorithms: AlgorithmPolicy
	/** as of when, ms since 1970 */
	at: number
	/** what all records together may cause */
	work?: Work | undefined
	/** lists and responses that came with the records; undefined where there was no place for any */
	withdrawn?: WithdrawnInput | undefined
}

/** Digests of the file; null without a file. */
export type FileDigests = Partial<Readonly<Record<DigestName, Uint8Array>>> | null

/** One archive time-stamp whose token holds. */
export interface JudgedStamp {
	at: ArchiveStamp
	digest: DigestName
	stamp: Stamp
	end: AlgorithmEnd
}

export interface JudgedRecord {
	/** Counted from 1. */
	number: number
	/** Those whose tokens hold, in order. */
	stamps: readonly JudgedStamp[]
	/** Whether all of them hold, each in force when it was needed and by an authority that the reader trusts. */
	proven: boolean
	/** Whether the file is what the first one covers; null where there is no file, or nothing to compare it by. */
	covers: boolean | null
}

/** Ids under which findings are found again when the verdict is drawn. */
export const CHECKS = {
	record: 'evidence-record',
	file: 'evidence-file',
	link: 'evidence-link',
	stamp: 'evidence-stamp',
	trust: 'evidence-trust',
	order: 'evidence-order',
	force: 'evidence-force',
	withdrawn: 'evidence-withdrawn',
} as const

const at = (id: keyof typeof CHECKS) => [4, CHECKS[id]] as const
const FILE = [1, CHECKS.file] as const

function placeOf(record: number, { chain, stamp }: ArchiveStamp): Phrase {
	return { key: 'evidence-place', values: { record, chain, stamp } }
}

/**
 * Digest of a stamp's hash tree: the one it names, else its token's (RFC 4998 §4.1).
 * @throws RefusalError, StampRefusal where it cannot be told or is not known here
 */
export function digestOf({ digest, token }: ArchiveStamp): DigestName {
	if (digest === undefined) return readStamp(token).imprintDigest
	const name = DIGESTS[digest]
	if (name === undefined) {
		throw new StampRefusal('unsupported', { key: 'why-digest-algorithm', values: { id: digest } })
	}
	return name
}

/** Judges one record, in the order of its stamps. */
export class RecordJudge {
	readonly #number: number
	readonly #record: EvidenceRecord
	readonly #file: FileDigests
	readonly #measure: Measure
	readonly #findings: Findings
	#covers: boolean | null = null
	/** Whether the file was compared with every stamp that covers it; a record alone is not the worse for there being none. */
	#compared = true

	/** @param number of the record, counted from 1 */
	constructor(
		number: number,
		record: EvidenceRecord,
		file: FileDigests,
		measure: Measure,
		findings: Findings,
	) {
		this.#number = number
		this.#record = record
		this.#file = file
		this.#measure = measure
		this.#findings = findings
	}

	async judge(): Promise<JudgedRecord> {
		const all = this.#record.chains.flatMap(({ stamps }) => stamps)
		const judged: (JudgedStamp | null)[] = []
		for (const one of all) judged.push(await this.#judgeStamp(one))
		const stamps = judged.filter((one) => one !== null)
		const inOrder = this.#checkOrder(stamps)
		const inForce = stamps.map((one, i) => this.#checkForce(one, stamps[i + 1])).every(Boolean)
		const stands = await this.#checkWithdrawn(stamps)
		const trusted = stamps.every(({ stamp }) => stamp.root !== null)
		const proven = stamps.length === all.length && this.#compared && inOrder && inForce && stands && trusted
		return { number: this.#number, stamps, proven, covers: this.#covers }
	}

	async #judgeStamp(one: ArchiveStamp): Promise<JudgedStamp | null> {
		const place = placeOf(this.#number, one)
		try {
			const digest = digestOf(one)
			if (!this.#checkDigest(one, digest, place)) return null
			const target = this.#target(one, digest, place)
			if (target !== null && !this.#checkLink(one, target, place)) return null
			// Without a tree, what the token is over was compared with the target, as far as there is one.
			const imprint = one.lists.length > 0 ? treeRoot(digest, one.lists) : readStamp(one.token).imprint
			const stamp = await checkTimestamp(one.token, imprint, this.#measure.roots ?? [], this.#measure.work)
			this.#tellStamp(stamp, imprint, place)
			const end = firstEnd(this.#measure.algorithms, digest, stamp.signatures)
			return { at: one, digest, stamp, end }
		} catch (error) {
			if (error instanceof RefusalError) {
				const values = { place, detail: refusalPhrase(error) }
				this.#findings.contradiction(at('stamp'), 'evidence-stamp-broken', values, [exactly(error)])
			} else if (error instanceof StampRefusal) this.#tellRefusal(error, place)
			else throw error
			return null
		}
	}

	/** The digest of a chain is one, is named by the record, and gives hashes of its length. */
	#checkDigest(one: ArchiveStamp, digest: DigestName, place: Phrase): boolean {
		const first = this.#record.chains[one.chain - 1]?.stamps[0]
		const inputs: Finding['inputs'] = [['digest', digest]]
		if (first !== undefined && digestOf(first) !== digest) {
			this.#findings.contradiction(at('link'), 'evidence-two-digests', { place }, inputs)
			return false
		}
		if (!this.#record.digests.some((id) => DIGESTS[id] === digest)) {
			this.#findings.contradiction(at('link'), 'evidence-undeclared-digest', { place }, inputs)
			return false
		}
		const lengths = { 'SHA-1': 20, 'SHA-256': 32, 'SHA-384': 48, 'SHA-512': 64 }
		if (one.lists.some((list) => list.some((value) => value.length !== lengths[digest]))) {
			this.#findings.contradiction(at('link'), 'evidence-hash-length', { place }, inputs)
			return false
		}
		return true
	}

	/** What a stamp has to cover; null where only the file could tell and there is none, or not by this digest. */
	#target({ chain, stamp }: ArchiveStamp, digest: DigestName, place: Phrase): Uint8Array | null {
		const { chains } = this.#record
		const before = chains[chain - 1]?.stamps[stamp - 2]
		if (before !== undefined) return renewalTarget(digest, before.token)
		if (this.#file === null) return null
		const data = this.#file[digest]
		if (data !== undefined) return chainTarget(digest, data, chains.slice(0, chain - 1))
		this.#compared = false
		this.#findings.unknown(at('link'), 'evidence-not-compared', { place }, [['digest', digest]])
		return null
	}

	/** @returns false where the record contradicts itself; that a file is another one is no fault of the record */
	#checkLink(one: ArchiveStamp, target: Uint8Array, place: Phrase): boolean {
		const { chain, stamp, lists, token } = one
		const holds =
			lists.length > 0 ? isInFirstList(lists, target) : equalBytes(readStamp(token).imprint, target)
		const inputs: Finding['inputs'] = [['covered-hash', hex(target)]]
		if (chain === 1 && stamp === 1) {
			this.#covers = holds
			if (holds) this.#findings.yes(FILE, 'evidence-covers', { place }, inputs)
			else this.#findings.no(FILE, 'evidence-differs', { place }, inputs)
			return true
		}
		// The file is in this hash too: of another file nothing can be said here.
		if (stamp === 1 && this.#covers !== true) return true
		const [yes, no] =
			stamp === 1
				? (['evidence-rehashed', 'evidence-not-rehashed'] as const)
				: (['evidence-linked', 'evidence-unlinked'] as const)
		if (holds) this.#findings.yes(at('link'), yes, { place }, inputs)
		else this.#findings.contradiction(at('link'), no, { place }, inputs)
		return holds
	}

	#tellStamp(stamp: Stamp, imprint: Uint8Array, place: Phrase): void {
		const { signer, signerFingerprint, root, genTime, accuracy, serial, revocation } = stamp
		const facts: Finding['inputs'] = [
			['imprint', hex(imprint)],
			['stamp-time', instantText(genTime)],
			['accuracy', accuracy === null ? '–' : String(accuracy)],
			['serial', serial],
			['signer', `${signer} (${signerFingerprint})`],
			['revocation', { key: `revocation-${revocation}` }],
		]
		const values = { place, signer, time: { ms: genTime } }
		if (root !== null) {
			const trusted: Finding['inputs'][number] = ['trusted-root', `${root.name} (${root.fingerprint})`]
			this.#findings.yes(at('stamp'), 'evidence-stamp-trusted', values, [...facts, trusted])
		} else if (this.#measure.roots === null) {
			this.#findings.unknown(at('trust'), 'evidence-stamp-no-trust', values, facts)
		} else this.#findings.unknown(at('trust'), 'evidence-stamp-untrusted', values, facts)
	}

	#tellRefusal(refusal: StampRefusal, place: Phrase): void {
		const values = { place, detail: refusal.why }
		const { cause } = refusal
		const inputs: Finding['inputs'] = cause instanceof RefusalError ? [exactly(cause)] : []
		if (refusal.fault === 'broken') {
			this.#findings.contradiction(at('stamp'), 'evidence-stamp-broken', values, inputs)
		} else if (refusal.fault === 'revoked') {
			this.#findings.no(at('force'), 'evidence-stamp-revoked', values, inputs)
		} else this.#findings.unknown(at('stamp'), 'evidence-stamp-unsupported', values, inputs)
	}

	/** Stamps follow each other in time, RFC 4998 §5.1: the order is signed, so a contradiction is plain to everybody. */
	#checkOrder(stamps: readonly JudgedStamp[]): boolean {
		let inOrder = true
		for (const [i, { at: one, stamp }] of stamps.entries()) {
			const before = stamps[i - 1]?.stamp
			if (before === undefined || stamp.genTimeUp >= before.genTime) continue
			inOrder = false
			const place = placeOf(this.#number, one)
			this.#findings.contradiction(at('order'), 'evidence-out-of-order', { place }, [
				['stamp-time', instantText(stamp.genTime)],
				['not-before', instantText(before.genTime)],
			])
		}
		return inOrder
	}

	/** Whether a stamp was in force, certificates and algorithms, when the next one took over; the last: is in force. */
	#checkForce({ at: one, stamp, end }: JudgedStamp, next: JudgedStamp | undefined): boolean {
		const place = placeOf(this.#number, one)
		const needed = next === undefined ? this.#measure.at : limitOf('upper', boundStamp(next.stamp))
		const values = { place, needed: { ms: needed } }
		const inputs: Finding['inputs'] = [
			['needed-until', instantText(needed)],
			['certificates-until', instantText(stamp.validUntil)],
			['algorithms-until', `${end.algorithm}: ${Number.isFinite(end.until) ? instantText(end.until) : '–'}`],
		]
		if (next === undefined && stamp.genTime - (stamp.accuracy ?? 0) > needed + CLOCK_TOLERANCE) {
			this.#findings.no(at('force'), 'evidence-not-yet', values, inputs)
			return false
		}
		// Of a path that the reader does not trust the ends are not known either.
		if (stamp.root === null) return false
		if (stamp.validUntil < needed) {
			const until = { ms: stamp.validUntil }
			this.#findings.no(at('force'), 'evidence-certificates-ended', { ...values, until }, inputs)
			return false
		}
		if (end.until <= needed) {
			const { algorithm } = end
			this.#findings.no(at('force'), 'evidence-algorithm-ended', { ...values, algorithm }, inputs)
			return false
		}
		const key = next === undefined ? 'evidence-in-force' : 'evidence-was-in-force'
		this.#findings.yes(at('force'), key, values, inputs)
		return true
	}

	/** What lists and responses beside the record say of each stamp; whether they leave all of them standing. */
	async #checkWithdrawn(stamps: readonly JudgedStamp[]): Promise<boolean> {
		const { withdrawn, at: now, work } = this.#measure
		if (withdrawn === undefined) return true
		const known = openWithdrawals(withdrawn, stamps, now, work)
		let stand = true
		for (const [i, { at: one, stamp }] of stamps.entries()) {
			// Of a path that the reader does not trust nothing is asked.
			if (stamp.root === null) continue
			const place = placeOf(this.#number, one)
			const said = await known.of(stamp.path, stamp.genTimeUp, stamps[i + 1]?.stamp.genTime ?? now)
			if (said.is === 'good') {
				const values = { place, time: { ms: said.asOf } }
				this.#findings.yes(at('withdrawn'), 'evidence-not-withdrawn', values, [])
			} else if (said.is === 'not-known') {
				this.#findings.unknown(at('withdrawn'), 'evidence-withdrawn-unknown', { place }, [])
			} else {
				const values = { place, name: printable(said.name), time: { ms: said.at } }
				if (said.counts) this.#findings.yes(at('withdrawn'), 'evidence-withdrawn-later', values, [])
				else this.#findings.no(at('force'), 'evidence-withdrawn', values, [])
				stand &&= said.counts
			}
		}
		return stand
	}
}

/** A stamp as bounds name it; the name of an authority is that of its certificate, for a record knows no other. */
export function boundStamp({ signer, root, genTime, genTimeUp, accuracy }: Stamp) {
	return { authority: signer, signer, root: root?.name ?? '', genTime, genTimeUp, accuracy }
}
