/**
 * The town's seal: a detached CMS signature over a manifest (EN 319 162-1 §4.4.3). Whose seal is the town's, the reader's
 * trust file says, by certificates that are for this alone: an authority that also certifies others would let each of them
 * seal for the town.
 * @module
 */
import { RefusalError, type Trust } from '@letopis/format'
import type { Language } from '../report.ts'
import { parseCms } from '../signatures/cms.ts'
import type { SubIndication } from '../signatures/examination.ts'
import type { SignaturesReport } from '../signatures/report.ts'
import { verifySignatures } from '../verify-signatures.ts'
import { printable } from '../words/message.ts'
import { say } from '../words/say.ts'
import type { PackageFindings } from './findings.ts'

export interface JudgedSeal {
	/** `open`: whole, and not shown to be the town's; `unjudged`: made with something that cannot be judged here */
	is: 'trusted' | 'open' | 'unjudged' | 'broken'
	/** whether what it covers counts as covered for this reader */
	counts: boolean
	report: SignaturesReport
}

/** The town's by the trust file, and yet nobody proves that it was in force: what it covers is as it was sealed. */
const UNPROVEN: ReadonlySet<SubIndication | null> = new Set<SubIndication>([
	'OUT_OF_BOUNDS_NO_POE',
	'REVOCATION_OUT_OF_BOUNDS_NO_POE',
	'TRY_LATER',
])

export interface SealInput {
	signature: Uint8Array
	manifest: Uint8Array
	trust: Trust | null
	/** ms since 1970 */
	now: number
	language: Language
}

export const SEAL_MAX = 4 * 1024 * 1024

/** Whether the signature brings along content of its own; null where it cannot be read. */
function isAttached(signature: Uint8Array): boolean | null {
	try {
		return parseCms(signature).content !== null
	} catch (error) {
		if (!(error instanceof RefusalError)) throw error
		return null
	}
}

export async function judgeSeal(
	{ signature, manifest, trust, now, language }: SealInput,
	findings: PackageFindings,
): Promise<JudgedSeal> {
	const roots = trust?.seals ?? []
	const stampRoots = trust?.timestamps.roots ?? []
	const report = await verifySignatures({
		file: signature,
		content: manifest,
		roots,
		stampRoots,
		now,
		language,
	})
	const attached = isAttached(signature)
	const name = printable(report.signatures.map(({ signer }) => signer?.name ?? '?').join(', '))
	if (attached !== false || report.indication === 'TOTAL-FAILED') {
		const why = attached === true ? say(language, 'package-seal-attached') : report.sentence
		findings.contradiction('package-seal-broken', { why })
		return { is: 'broken', counts: false, report }
	}
	if (report.indication === 'TOTAL-PASSED') {
		findings.yes('package-seal-trusted', { name })
		return { is: 'trusted', counts: true, report }
	}
	const why = roots.length === 0 ? say(language, 'package-seal-no-trust') : report.sentence
	// Whether the octets of the manifest are those that were signed can be told without trusting anybody.
	const isWhole = report.signatures.every(({ checks }) =>
		['sig-digest', 'sig-value'].every((id) => checks.some((check) => check.id === id && check.ok === 'yes')),
	)
	if (!isWhole || report.signatures.length === 0) {
		findings.unknown('package-seal-unjudged', { why: report.sentence })
		return { is: 'unjudged', counts: false, report }
	}
	findings.unknown('package-seal-open', { name, why })
	// A reader whose trust file knows no seals is told so; another's seal is none where it does.
	const isKnown = report.signatures.every(({ subIndication }) => UNPROVEN.has(subIndication))
	return { is: 'open', counts: roots.length === 0 || isKnown, report }
}
