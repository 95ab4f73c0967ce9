/**
 * The answer about whatever the reader gave as evidence: a receipt, evidence records, or a package with everything in it.
 * @module
 */
import { blobSource, digestBlob } from '../package/blob-source.ts'
import { evidenceAsReport, packageAsReport, packageParts, type ToldPart } from '../package/told.ts'
import type { Language, Report } from '../report.ts'
import { evidenceDigests, verifyEvidence } from '../verify-evidence.ts'
import { verifyPackage } from '../verify-package.ts'
import { verifyReceipt } from '../verify-receipt.ts'

export type Evidence =
	| { is: 'receipt'; name: string; bytes: Uint8Array }
	/** of one document, by several authorities */
	| { is: 'records'; name: string; records: readonly Uint8Array[] }
	| { is: 'package'; name: string; file: File; share: number }

export interface Given {
	name: string
	size: number
	sha256: Uint8Array
	file: File
}

export interface Answer {
	report: Report
	parts: readonly ToldPart[]
}

async function digestsOf({ sha256, file }: Given, records: readonly Uint8Array[]) {
	const others = evidenceDigests(records).filter((name) => name !== 'SHA-256')
	return { ...(await digestBlob(file, others)), 'SHA-256': sha256 }
}

/**
 * @param document null beside a package, which has its own
 * @param onProgress share of a package that has been read, 0..1
 * @throws DOMException if a file cannot be read any more
 */
export async function judge(
	evidence: Evidence,
	document: Given | null,
	trust: Uint8Array | undefined,
	language: Language,
	onProgress: (share: number) => void,
): Promise<Answer> {
	const now = Date.now()
	if (evidence.is === 'package') {
		const report = await verifyPackage({
			source: blobSource(evidence.file),
			onProgress: (done, total) => onProgress(total === 0 ? 1 : done / total),
			...{ trust, now, language },
		})
		return { report: packageAsReport(report), parts: packageParts(report) }
	}
	if (evidence.is === 'records') {
		const { records } = evidence
		const digests = document && (await digestsOf(document, records))
		const file = document === null || digests === null ? undefined : { name: document.name, digests }
		const report = await verifyEvidence({ records, file, trust, at: now, language })
		return { report: evidenceAsReport(report), parts: [] }
	}
	const file = document ?? undefined
	return { report: await verifyReceipt({ receipt: evidence.bytes, file, trust, language }), parts: [] }
}
