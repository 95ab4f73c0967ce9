/**
 * The findings about a file as they stand in the private metadata of their entry (format README §8, `signature-check`), and
 * back. What comes out of hostile files is cut to a bounded size and to text that the profile takes.
 * @module
 */
import { type DagMap, type DagValue, encodeDag, isDagMap } from '@letopis/format'
import type { Findings, FoundSignature, SecondOpinion, Told } from './checker.ts'

/** Bytes of the encoded findings; a private field holds 65,024 with its name and salt. */
const ROOM = 60_000
const TEXT = 300
const SECOND_SIGNATURES = 64

/** The findings as DAG-CBOR, as much of them as an entry holds. */
export function findingsToDag(findings: Findings): DagMap {
	const { signatures, second, omitted, ...facts } = findings
	const all = signatures.map((one) => signatureToDag(one))
	const rest: DagMap = {
		...facts,
		by: clean(facts.by),
		second: second === null ? null : secondToDag(second),
	}
	const kept: DagMap[] = []
	let room = ROOM - sizeOf({ ...rest, omitted, signatures: [] })
	for (const [i, whole] of all.entries()) {
		// Of a great many, what is in order is left out first.
		const short = { ...whole, checks: open(whole.checks) }
		const one = sizeOf(whole) <= room / (all.length - i) ? whole : sizeOf(short) <= room ? short : null
		if (one === null) continue
		kept.push(one)
		room -= sizeOf(one)
	}
	return { ...rest, signatures: kept, omitted: omitted + all.length - kept.length }
}

function open(checks: DagValue | undefined): DagValue {
	const list = Array.isArray(checks) ? checks : []
	return list.filter((one) => isDagMap(one) && one.ok !== 'yes')
}

function sizeOf(value: DagMap): number {
	return encodeDag(value, { maxBytes: 64 * 1024 * 1024 }).length
}

function signatureToDag(one: FoundSignature): DagMap {
	const { signer } = one
	return {
		...one,
		name: told(one.name),
		sentence: told(one.sentence),
		sub: one.sub === null ? null : clean(one.sub),
		signer:
			signer === null
				? null
				: {
						name: clean(signer.name),
						issuer: clean(signer.issuer),
						serial: clean(signer.serial),
						fingerprint: clean(signer.fingerprint),
					},
		claimed: whole(one.claimed),
		proven: whole(one.proven),
		certificatesUntil: whole(one.certificatesUntil),
		algorithm:
			one.algorithm === null
				? null
				: { name: clean(one.algorithm.name), until: whole(one.algorithm.until) ?? 0 },
		stamps: one.stamps.map((stamp) => ({
			verdict: stamp.verdict,
			time: whole(stamp.time),
			signer: stamp.signer === null ? null : clean(stamp.signer),
			until: whole(stamp.until),
		})),
		checks: one.checks.map(({ id, ok, sentence }) => ({ id: clean(id), ok, sentence: told(sentence) })),
	}
}

function secondToDag(second: SecondOpinion): DagMap {
	const { service, failure, at, policy, answer, signatures } = second
	const text = (value: string | null) => (value === null ? null : clean(value))
	return {
		...{ service: clean(service), failure, at: whole(at), policy: text(policy), answer },
		signatures: signatures.slice(0, SECOND_SIGNATURES).map(({ indication, sub, signer, format }) => ({
			...{ indication: clean(indication), sub: text(sub), signer: text(signer), format: text(format) },
		})),
	}
}

function told({ cs, en }: Told): DagMap {
	return { cs: clean(cs), en: clean(en) }
}

/** Times out of certificates may lie anywhere, or nowhere. */
function whole(ms: number | null): number | null {
	return ms !== null && Number.isSafeInteger(Math.trunc(ms)) ? Math.trunc(ms) : null
}

/** Text as the profile takes it, of bounded length. */
function clean(text: string): string {
	const plain = text
		.toWellFormed()
		.replace(/[\p{Cc}\ufeff\u202a-\u202e\u2066-\u2069]/gu, ' ')
		.normalize('NFC')
	return plain.length <= TEXT ? plain : `${plain.slice(0, TEXT - 1).toWellFormed()}…`.normalize('NFC')
}

/** The findings of an entry; null if it holds none. They were written by this service, or an earlier version of it. */
export function findingsFromDag(data: DagValue | undefined): Findings | null {
	if (!isDagMap(data) || !Array.isArray(data.signatures) || typeof data.at !== 'number') return null
	return data as unknown as Findings
}
