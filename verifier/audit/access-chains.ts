/**
 * Follows the accesses to documents through a log by the documents' access keys (format, §9): which entries they are, and
 * that no later one is there. Accesses are numbered without gap, so whoever hides one has to leave a hole, and whoever was
 * told of fewer than are found here was not told of all.
 * @module
 */
import { accessKeyIn, accessTag, hex } from '@letopis/format'
import type { NamedKey } from './access-keys.ts'
import type { AuditFindings } from './audit-finding.ts'

/** Numbers after the newest access that are looked for, too: a hole must not hide what comes after it. */
const AHEAD = 16
/** Indexes that are kept of one document; all are counted. */
const KEPT = 10_000

export interface AccessChain {
	/** what the reader calls the document */
	readonly label: string
	/** accesses that were found */
	count: number
	/** their entries, oldest first */
	readonly indexes: number[]
}

interface Followed {
	readonly chain: AccessChain
	readonly key: Uint8Array
	/** number of the newest access that was found */
	newest: number
}

export class AccessChains {
	readonly chains: readonly AccessChain[]
	/** By tag: whose access it would be, and which. */
	readonly #awaited = new Map<string, { readonly of: Followed; readonly n: number }>()

	/** @param origin of the log: a key is that of the log with the document's first entry, or leads to this one's */
	constructor(keys: readonly NamedKey[], origin: string) {
		this.chains = keys.map(({ label, key }) => {
			const chain: AccessChain = { label, count: 0, indexes: [] }
			for (const own of [key, accessKeyIn(key, origin)]) {
				const followed: Followed = { chain, key: own, newest: 0 }
				for (let n = 1; n <= AHEAD; n++) this.#await(followed, n)
			}
			return chain
		})
	}

	/** To be told of every sealed entry, in the order of the log. */
	see(index: number, tag: Uint8Array, findings: AuditFindings): void {
		const found = this.#awaited.get(hex(tag))
		if (found === undefined) return
		this.#awaited.delete(hex(tag))
		const { of, n } = found
		const { chain } = of
		chain.count++
		if (chain.indexes.length < KEPT) chain.indexes.push(index)
		if (n !== of.newest + 1)
			findings.add('access-gap', index, { label: chain.label, n, missing: of.newest + 1 })
		for (let next = of.newest + AHEAD + 1; next <= n + AHEAD; next++) this.#await(of, next)
		of.newest = Math.max(of.newest, n)
	}

	#await(of: Followed, n: number): void {
		this.#awaited.set(hex(accessTag(of.key, n)), { of, n })
	}
}
