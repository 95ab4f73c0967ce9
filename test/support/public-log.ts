/**
 * A log as anybody can read it: checkpoint and entry bundles over HTTP, everything rehashed. From the entries alone it
 * knows the root of every size that the log ever had, so each head that was ever seen can be held against it.
 * @module
 */
import {
	assembleProof,
	bundlePath,
	bundlesOf,
	type Checkpoint,
	checkInclusion,
	decodeBundle,
	foldNodes,
	frontier,
	type Hash,
	hex,
	inclusionPath,
	leafHash,
	type NodeId,
	nodeHash,
	parseCheckpoint,
	parseNote,
	parseReceipt,
	parseVkey,
	type Vkey,
	verifyNote,
} from '@letopis/format'

const PUBLISHED_MS = 120_000

export class PublicLog {
	readonly checkpoint: Checkpoint
	readonly #keys: readonly Vkey[]
	readonly #leaves: readonly Hash[]
	/** Complete subtrees: level → hashes. */
	readonly #levels: Hash[][]

	private constructor(checkpoint: Checkpoint, keys: readonly Vkey[], leaves: readonly Hash[]) {
		this.checkpoint = checkpoint
		this.#keys = keys
		this.#leaves = leaves
		this.#levels = [[...leaves]]
		for (let below = leaves as Hash[]; below.length > 1; ) {
			const level: Hash[] = []
			for (let i = 0; i + 1 < below.length; i += 2)
				level.push(nodeHash(below[i] as Hash, below[i + 1] as Hash))
			this.#levels.push(level)
			below = level
		}
	}

	/**
	 * Reads the whole newest published log.
	 * @param url of the log, without a slash at the end
	 * @param atLeast waits up to 30 s until a head of this size is published
	 * @throws Error or RefusalError if anything in it does not hold together
	 */
	static async read(url: string, atLeast = 1): Promise<PublicLog> {
		const keys = (await getText(`${url}/vkey`)).trim().split('\n').map(parseVkey)
		const checkpoint = await publishedHead(url, keys, atLeast)
		const leaves: Hash[] = []
		for (const bundle of bundlesOf(checkpoint.size)) {
			const bytes = new Uint8Array(await (await get(`${url}/${bundlePath(bundle)}`)).arrayBuffer())
			for (const entry of decodeBundle(bytes, bundle.width)) leaves.push(leafHash(entry))
		}
		const log = new PublicLog(checkpoint, keys, leaves)
		log.demandHead(checkpoint)
		return log
	}

	get size(): number {
		return this.checkpoint.size
	}

	/** The root that the log had at a size, 0..size. */
	rootAt(size: number): Hash {
		return foldNodes(frontier(size).map(this.#hashOf))
	}

	/** @throws Error unless the head is this log's at its size */
	demandHead(head: Checkpoint): void {
		if (head.size > this.size)
			throw new Error(`a head of size ${head.size} was signed; the log ends at ${this.size}`)
		if (hex(head.root) !== hex(this.rootAt(head.size)))
			throw new Error(`another root was signed for size ${head.size}`)
	}

	/**
	 * Checks a receipt against itself and against this log: signature, its own proof, the same entry at the same index
	 * here, and its inclusion under the newest head.
	 * @returns index of the entry and the size of the receipt's head
	 */
	demandReceipt(text: string): { index: number; size: number } {
		const receipt = parseReceipt(text)
		const head = openHead(receipt.proof.checkpoint, this.#keys)
		const { index, proof } = receipt.proof
		const leaf = leafHash(receipt.entry)
		checkInclusion({ index, size: head.size, leaf, proof, root: head.root })
		this.demandHead(head)
		if (this.#leaves[index] === undefined) throw new Error(`acknowledged entry ${index} is not in the log`)
		const path = assembleProof(inclusionPath(index, this.size), this.#hashOf)
		checkInclusion({ index, size: this.size, leaf, proof: path, root: this.checkpoint.root })
		return { index, size: head.size }
	}

	readonly #hashOf = ({ level, index }: NodeId): Hash => {
		const hash = this.#levels[level]?.[index]
		if (hash === undefined) throw new Error(`no node ${index} of level ${level} in a log of ${this.size}`)
		return hash
	}
}

/**
 * The head of a checkpoint that the log's Ed25519 key signed.
 * @throws Error if it did not, RefusalError if the signature is wrong
 */
export function openHead(noteText: string, keys: readonly Vkey[]): Checkpoint {
	const note = parseNote(noteText)
	const head = parseCheckpoint(note.text)
	const signers = verifyNote(note, keys).filter(({ vkey }) => vkey.type === 1 && vkey.name === head.origin)
	if (signers.length === 0) throw new Error(`not signed by the log:\n${noteText}`)
	return head
}

async function publishedHead(url: string, keys: readonly Vkey[], atLeast: number): Promise<Checkpoint> {
	const deadline = Date.now() + PUBLISHED_MS
	for (;;) {
		const response = await fetch(`${url}/checkpoint`)
		// Nothing is published in the first moments of a log.
		const head = response.ok ? openHead(await response.text(), keys) : null
		if (head !== null && head.size >= atLeast) return head
		if (Date.now() > deadline)
			throw new Error(`published: ${head?.size ?? 'nothing'}; expected size ${atLeast}`)
		await new Promise((next) => setTimeout(next, 100))
	}
}

async function get(url: string): Promise<Response> {
	const response = await fetch(url)
	if (!response.ok) throw new Error(`${url}: ${response.status} ${(await response.text()).slice(0, 500)}`)
	return response
}

async function getText(url: string): Promise<string> {
	return await (await get(url)).text()
}
