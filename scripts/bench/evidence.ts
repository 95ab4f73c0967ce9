/**
 * `anchor-1m`: from the digests and secrets of a million documents to the tree of one anchor, blinded, hashed and durable
 * on the disk. `evidence-assemble`: the record of one of them out of that file. `evidence-verify`: the same record judged by
 * the verifier. Vault and log hand out from memory what they hold: a vault's record is one decrypted frame, whatever the
 * size of an anchor.
 * @module
 */
import { randomBytes, randomInt } from 'node:crypto'
import { join } from 'node:path'
import {
	anchorImprint,
	blobCid,
	commitFields,
	encodeOpening,
	HASH_SIZE,
	type Hash,
	utf8,
} from '@letopis/format'
import { createSigner, openDevelopmentAuthority } from '@letopis/ledger'
import { verifyEvidence } from '@letopis/verifier'
import type { AnchorHistory, AnchorRecord } from '../../ledger/anchor/anchor-history.ts'
import { NodeList, treeRoot } from '../../ledger/anchor/document-tree.ts'
import { evidenceOf } from '../../ledger/anchor/evidence.ts'
import { RenewalHistory } from '../../ledger/anchor/renewal-history.ts'
import { writeTree } from '../../ledger/anchor/tree-file.ts'
import { makeTrustFile } from '../../ledger/town/trust-file.ts'
import { useNativeHashing } from '../../ledger/tree/native-hash.ts'
import { median, peakMemory, processorTime, seconds } from './measure.ts'
import { atMost, type BenchCase, type BenchContext, type Row, told } from './row.ts'

const AUTHORITY = 'bench'
const ORIGIN = 'bench.invalid/log/1'
const SAMPLES = 400

export const evidence: BenchCase = {
	name: 'anchor-1m',
	also: ['evidence-assemble', 'evidence-verify'],
	describe: 'a million documents put into one anchor; the evidence record of one of them, made and judged',
	run: (context) => measureEvidence(context, 1_000_000),
}

/** Digests and secrets of documents, one after the other. */
interface Documents {
	readonly digests: Uint8Array
	readonly secrets: Uint8Array
}

const nth = (bytes: Uint8Array, i: number): Hash => bytes.subarray(i * HASH_SIZE, (i + 1) * HASH_SIZE)

export async function measureEvidence({ folder, say }: BenchContext, count: number): Promise<Row[]> {
	useNativeHashing()
	const documents = { digests: randomBytes(count * HASH_SIZE), secrets: randomBytes(count * HASH_SIZE) }
	const note = utf8(`${ORIGIN}\n${count}\n`)
	const before = processorTime().all
	let root: Hash | null = null
	const took = await seconds(async () => {
		root = await anchorAll(folder, documents, count, note)
	})
	const used = (processorTime().all - before) / 1e6
	const memory = peakMemory()
	say(`an anchor over ${count} documents: ${took.toFixed(1)} s, ${used.toFixed(1)} s of processor time`)
	const { assemble, verify } = await oneByOne(folder, documents, count, note, root ?? note)
	return [
		atMost('anchor-1m', took, 's', 3),
		told('anchor-1m.processor', used, 's'),
		atMost('anchor-1m.memory', memory / 1e6, 'MB', 400),
		atMost('evidence-assemble', assemble, 'ms', 5),
		atMost('evidence-verify', verify, 'ms', 20),
	]
}

async function anchorAll(
	folder: string,
	{ digests, secrets }: Documents,
	count: number,
	note: Uint8Array,
): Promise<Hash> {
	const nodes = new NodeList({ authority: AUTHORITY, note: blobCid(note) })
	// One pair of arrays for all: views of a million would be garbage that no anchor makes.
	const document = { digest: new Uint8Array(HASH_SIZE), secret: new Uint8Array(HASH_SIZE) }
	for (let i = 0; i < count; i++) {
		document.digest.set(nth(digests, i))
		document.secret.set(nth(secrets, i))
		nodes.add(i, document)
	}
	const tree = await nodes.tree()
	await writeTree(join(folder, AUTHORITY), count, tree)
	return treeRoot(tree) as Hash
}

/** Medians of milliseconds for one document chosen at random. */
async function oneByOne(
	folder: string,
	{ digests, secrets }: Documents,
	count: number,
	note: Uint8Array,
	documents: Hash,
): Promise<{ assemble: number; verify: number }> {
	const authority = await openDevelopmentAuthority(join(folder, 'authority'))
	const token = await authority.stamp(anchorImprint(note, documents))
	const time = Date.now()
	const anchor: AnchorRecord = {
		...{ index: count, size: count, authority: AUTHORITY, time, documents, links: [] },
		...{ cid: blobCid(note), token: blobCid(token), note: blobCid(note) },
	}
	const history = { firstCovering: async () => [anchor], since: async () => [anchor] }
	const vault = {
		async record(i: number) {
			const { opening } = commitFields({ kind: 'document', content: nth(digests, i) }, randomBytes)
			return { opening: encodeOpening(opening), secret: nth(secrets, i) }
		},
	}
	const log = { blob: async () => token }
	const renewals = new RenewalHistory(ORIGIN, async () => [])
	const source = { log, vault, history: history as unknown as AnchorHistory, renewals, dir: folder }
	const signer = await createSigner(join(folder, 'keys'), ORIGIN)
	const trust = makeTrustFile({
		...{
			town: 'Ukázkov',
			demo: true,
			log: { origin: ORIGIN, ...signer.vkeys },
			statusKey: signer.vkeys.status,
		},
		...{ requiredWitnesses: [], timestampRoots: authority.roots, timestampsRequired: 1, predecessors: [] },
	})
	const [assembled, verified]: [number[], number[]] = [[], []]
	for (let sample = 0; sample < SAMPLES; sample++) {
		const i = randomInt(count)
		let record = new Uint8Array()
		assembled.push(
			await seconds(async () => {
				record = new Uint8Array((await evidenceOf(source, i)).records[0]?.record ?? [])
			}),
		)
		verified.push(
			await seconds(async () => {
				const file = { digests: { 'SHA-256': nth(digests, i) } }
				const { exitCode } = await verifyEvidence({ records: [record], file, trust, at: Date.now() })
				if (exitCode !== 0) throw new Error('a record of the bench does not verify')
			}),
		)
	}
	return { assemble: 1000 * median(assembled), verify: 1000 * median(verified) }
}
