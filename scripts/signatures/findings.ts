/**
 * From what the verifier reports, in both languages, to what the service records.
 * @module
 */
import type { Findings, FoundSignature, Told } from '@letopis/api'
import type { SignatureReport, SignaturesReport, StampReport } from '@letopis/verifier'

/** Signatures that are told one by one. */
const TOLD = 64

type Facts = Pick<Findings, 'by' | 'at' | 'roots'>

/** @param cs and @param en the same report in two languages */
export function findingsOf(cs: SignaturesReport, en: SignaturesReport, facts: Facts): Findings {
	const told = cs.signatures
		.slice(0, TOLD)
		.map((one, i) => signatureOf(one, en.signatures[i] as SignatureReport))
	// Whoever reads that it cannot be decided reads why, also where no signature could be told from another.
	const signatures = cs.indication !== null && told.length === 0 ? [wholeFile(cs, en)] : told
	return {
		...facts,
		// A file that cannot be read holds nothing that passes.
		indication: cs.indication,
		cut: null,
		signatures,
		omitted: cs.signatures.length - told.length,
		second: null,
	}
}

function wholeFile(cs: SignaturesReport, en: SignaturesReport): FoundSignature {
	return {
		name: { cs: 'podpisy souboru', en: 'signatures of the file' },
		...{ is: 'signature', indication: cs.indication ?? 'INDETERMINATE', sub: null },
		sentence: { cs: cs.sentence, en: en.sentence },
		...{ signer: null, claimed: null, proven: null, coversAll: null, certificatesUntil: null },
		...{ algorithm: null, stamps: [], checks: [] },
	}
}

function signatureOf(cs: SignatureReport, en: SignatureReport): FoundSignature {
	const told = (a: string, b: string): Told => ({ cs: a, en: b })
	const { ends } = cs
	return {
		name: told(cs.name, en.name),
		...{ is: cs.is, indication: cs.indication, sub: cs.subIndication },
		sentence: told(cs.sentence, en.sentence),
		signer: cs.signer,
		...{ claimed: cs.claimed, proven: cs.provenAt },
		coversAll: cs.covers === null ? null : cs.covers.all,
		certificatesUntil: ends?.certificates ?? null,
		algorithm:
			ends === null || ends.algorithm === null
				? null
				: { name: ends.algorithm.name, until: ends.algorithm.at },
		stamps: cs.stamps.map(stampOf),
		checks: cs.checks.map(({ id, ok, sentence }, i) => ({
			...{ id, ok, sentence: told(sentence, en.checks[i]?.sentence ?? sentence) },
		})),
	}
}

function stampOf({ verdict, genTime, signer, ends }: StampReport): FoundSignature['stamps'][number] {
	const until =
		ends === null ? null : Math.min(ends.certificates, ends.algorithm?.at ?? Number.POSITIVE_INFINITY)
	return { verdict, time: genTime, signer, until }
}
