/**
 * The answer about a receipt, a package or evidence records, in one shape for the page.
 * @module
 */
import {
	formatReceipt,
	hex,
	leafHash,
	parseCheckpoint,
	parseNote,
	parseReceipt,
	RefusalError,
} from '@letopis/format'
import {
	blobSource,
	digestBlob,
	evidenceAsReport,
	evidenceDigests,
	type Language,
	packageAsReport,
	packageParts,
	type Report,
	say,
	timeSentence,
	verifyEvidence,
	verifyPackage,
	verifyReceipt,
} from '@letopis/verifier'
import { proofSteps } from './proof-steps.ts'
import type { Checked, Tasks } from './protocol.ts'

type Input = Tasks['check']['in']
type Receipt = Uint8Array | string

/** @param onProgress share of a package that has been read, 0..1 */
export function check(input: Input, onProgress: (share: number) => void): Promise<Checked> {
	const { receipt } = input
	if (receipt instanceof Blob) return checkPackage(input, receipt, onProgress)
	if (typeof receipt === 'string' || receipt instanceof Uint8Array) return checkReceipt(input, receipt)
	return checkRecords(input, receipt)
}

async function checkReceipt({ file, trust, status, language }: Input, receipt: Receipt): Promise<Checked> {
	const report = await verifyReceipt({
		receipt: withStatus(receipt, status),
		...(file === null ? {} : { file }),
		...(trust === null ? {} : { trust }),
		language,
	})
	return checkedOf(report, report.claim === null ? null : receipt)
}

async function checkPackage(
	{ trust, status, language }: Input,
	file: Blob,
	onProgress: (share: number) => void,
): Promise<Checked> {
	let receipt: Receipt | null = null
	const report = await verifyPackage({
		source: blobSource(file),
		...(trust === null ? {} : { trust }),
		now: Date.now(),
		language,
		onProgress: (done, total) => onProgress(total === 0 ? 1 : done / total),
		onReceipt: (found) => {
			receipt = withStatus(found, status)
			return receipt
		},
	})
	const path = report.claim === null ? null : receipt
	return { ...checkedOf(packageAsReport(report), path), parts: packageParts(report) }
}

async function checkRecords(
	{ file, document, trust, language }: Input,
	records: readonly Uint8Array[],
): Promise<Checked> {
	const others = evidenceDigests(records).filter((name) => name !== 'SHA-256')
	const digests = document === null ? {} : await digestBlob(document, others)
	const report = await verifyEvidence({
		records,
		...(file === null ? {} : { file: { name: file.name, digests: { ...digests, 'SHA-256': file.sha256 } } }),
		...(trust === null ? {} : { trust }),
		at: Date.now(),
		language,
	})
	return checkedOf(evidenceAsReport(report), null)
}

/** @param receipt whose proof is to be drawn */
function checkedOf(report: Report, receipt: Receipt | null): Checked {
	const { language } = report
	const known = report.claim !== null
	const time = known ? timeSentence(language, report.verdict.time) : ''
	const state = known ? stateSentence(report, language) : ''
	// What the parts of the verdict and the page itself say is not said again.
	const said = new Set([time, state, say(language, 'note-bundled')])
	return {
		report,
		time,
		state,
		notes: report.notes.filter((note) => !said.has(note)),
		path: receipt === null ? null : pathOf(receipt),
		parts: [],
	}
}

/** What is known of later acts, in the words of the check that found it. */
function stateSentence({ verdict: { state }, checks }: Report, language: Language): string {
	const found = checks.findLast(({ question }) => question === 6)
	const untold =
		found === undefined || (state.is === 'unknown' && found.ok === 'unknown' && found.inputs.length < 2)
	return untold ? say(language, 'state-unknown', { size: state.size ?? 0 }) : found.sentence
}

/** The receipt with the statement that the reader asked for in place of its own. */
function withStatus(receipt: Receipt, status: string | null): Receipt {
	if (status === null) return receipt
	try {
		return formatReceipt({ ...parseReceipt(receipt), status })
	} catch (error) {
		if (!(error instanceof RefusalError)) throw error
		// What cannot be read as a receipt, or with this statement, is judged as it came.
		return receipt
	}
}

function pathOf(receipt: Receipt): Checked['path'] {
	const { entry, proof } = parseReceipt(receipt)
	const { size } = parseCheckpoint(parseNote(proof.checkpoint).text)
	const leaf = leafHash(entry)
	return { leaf: hex(leaf), steps: proofSteps(proof.index, size, leaf, proof.proof) }
}
