/**
 * Questions 2 and 3: is the entry in the log under this head, and is the head signed by the trusted log and cosigned
 * by the quorum? The first needs no trust; the second is nothing but trust.
 * @module
 */
import {
	type Checkpoint,
	type CheckpointJudgement,
	equalBytes,
	formatVkey,
	hex,
	judgeCheckpoint,
	leafHash,
	parseCheckpoint,
	parseNote,
	type Receipt,
	RefusalError,
	rootFromInclusion,
	type Trust,
} from '@letopis/format'
import { refusalPhrase } from '../words/phrases.ts'
import type { Finding, Findings } from './finding.ts'
import type { RecordFacts } from './record.ts'
import { distrustOf, distrustPhrase, exactly } from './why.ts'

/** The checkpoint that a parsed receipt carries: its form was checked when the receipt was read. */
export function checkpointOf(note: string): Checkpoint {
	return parseCheckpoint(parseNote(note).text)
}

/** Question 2. @returns whether the proof leads from the entry to the head */
export function checkInclusionOf(receipt: Receipt, record: RecordFacts | null, findings: Findings): boolean {
	const { index, proof } = receipt.proof
	const head = checkpointOf(receipt.proof.checkpoint)
	const leaf = leafHash(receipt.entry)
	const inputs: Finding['inputs'] = [
		['leaf-hash', hex(leaf)],
		['index', String(index)],
		['size', String(head.size)],
		['root', hex(head.root)],
	]
	const genesisOrigin = record?.entry.kind === 'genesis' ? record.entry.body.origin : undefined
	if (record?.entry.kind === 'genesis' && (index !== 0 || genesisOrigin !== head.origin)) {
		findings.contradiction([2, 'inclusion'], 'genesis-misplaced', {}, inputs)
		return false
	}
	try {
		const root = rootFromInclusion(index, head.size, leaf, proof)
		const computed: Finding['inputs'] = [...inputs, ['computed-root', hex(root)]]
		const values = { index, size: head.size, hashes: proof.length }
		if (equalBytes(root, head.root)) {
			findings.yes([2, 'inclusion'], 'included', values, computed)
			return true
		}
		findings.contradiction([2, 'inclusion'], 'not-included', values, computed)
	} catch (error) {
		if (!(error instanceof RefusalError)) throw error
		const values = { detail: refusalPhrase(error) }
		findings.contradiction([2, 'inclusion'], 'proof-unusable', values, [...inputs, exactly(error)])
	}
	return false
}

export interface HeadJudgement {
	judgement: CheckpointJudgement
	/** witnesses of the policy that cosigned and whose key is none of the log's own */
	independent: readonly string[]
	/** why the head is not one of the trusted log; null if it is */
	distrust: ReturnType<typeof distrustOf> | null
}

/**
 * Question 3.
 * @param stampedAt a trusted time by which this very note existed, ms since 1970, or null
 * @returns null without a trust file
 */
export function checkHead(
	receipt: Receipt,
	trust: Trust | null,
	stampedAt: number | null,
	findings: Findings,
): HeadJudgement | null {
	const note = receipt.proof.checkpoint
	const head = checkpointOf(note)
	const inputs: Finding['inputs'] = [
		['origin', head.origin],
		['size', String(head.size)],
		['root', hex(head.root)],
		['signatures', signatureNames(note)],
	]
	if (trust === null) {
		findings.unknown([3, 'signature'], 'no-trust', { origin: head.origin }, inputs)
		return null
	}
	const judgement = judgeCheckpoint(trust, note, stampedAt)
	const independent = independentWitnesses(trust, judgement)
	const expected: Finding['inputs'] = [...inputs, ['trusted-origin', trust.origin]]
	if (judgement.log === null) {
		const message = judgement.reason === 'bad-signature' ? 'bad-signature' : 'untrusted-log'
		const detail = distrustPhrase(trust, judgement)
		findings.no([3, 'signature'], message, { origin: head.origin, detail }, expected)
		return { judgement, independent, distrust: distrustOf(trust, judgement) }
	}
	const signer: Finding['inputs'] = [['log-key', shortKey(formatVkey(judgement.log))]]
	findings.yes([3, 'signature'], 'signed-by-log', { town: trust.town, origin: head.origin }, [
		...inputs,
		...signer,
	])
	const counted: Finding['inputs'] = [['cosigners', judgement.witnesses.join(', ')]]
	if (judgement.ok) {
		findings.yes([3, 'quorum'], 'quorum-met', { count: judgement.witnesses.length }, counted)
	} else {
		const missing = judgement.missing.join(', ')
		findings.no([3, 'quorum'], 'quorum-unmet', { missing }, [...counted, ['missing', missing]])
	}
	return { judgement, independent, distrust: null }
}

function independentWitnesses(
	trust: Trust,
	{ witnesses, predecessor, checkpoint }: CheckpointJudgement,
): string[] {
	const old = predecessor ? trust.predecessors.find(({ origin }) => origin === checkpoint?.origin) : undefined
	const { keys, policy } = old ?? trust
	const own = new Set(keys.map(({ vkey }) => hex(vkey.key)))
	return policy.witnesses
		.filter(({ name, vkey }) => witnesses.includes(name) && !own.has(hex(vkey.key)))
		.map(({ name }) => name)
}

function signatureNames(note: string): string {
	return parseNote(note)
		.signatures.map(({ name, id }) => `${name} ${id.toString(16).padStart(8, '0')}`)
		.join(', ')
}

/** Name and key ID of a vkey; the key material of ML-DSA alone has 1,750 characters. */
function shortKey(vkey: string): string {
	return vkey.split('+').slice(0, 2).join(' ')
}
