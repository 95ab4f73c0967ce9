/**
 * One document's story for tests of receipts: an anchor, the document, another document, anchors of two authorities;
 * and the verification of its receipt with anything changed.
 * @module
 */
import { createHash, randomBytes } from 'node:crypto'
import { formatReceipt } from '@letopis/format'
import { type Report, type VerifyInput, verifyReceipt } from '@letopis/verifier'
import { MINUTE, TestLog } from './test-log.ts'
import { createAuthority } from './timestamp-authority.ts'

export const sha256 = (bytes: Uint8Array) => new Uint8Array(createHash('sha256').update(bytes).digest())
export const content = Buffer.from('%PDF-1.7 Rozhodnutí č. j. 1/2026')
export const file = { sha256: sha256(content), name: 'rozhodnuti.pdf' }
export const alpha = createAuthority('Alpha')
export const beta = createAuthority('Beta')
export const roots = [alpha.root, beta.root]

/** genesis, anchor alpha, document, another, anchor alpha, anchor beta. */
export function story(options: { genesis?: boolean; demo?: boolean } = {}) {
	const log = new TestLog({
		...(options.genesis ? { genesisAuthority: alpha } : {}),
		demo: options.demo ?? false,
	})
	log.now += 10 * MINUTE
	log.anchor('alpha', alpha)
	log.now += 10 * MINUTE + 1234
	const index = log.appendDocument(content)
	log.appendDocument(randomBytes(8))
	log.now += 10 * MINUTE
	log.anchor('alpha', alpha)
	log.now += MINUTE
	log.anchor('beta', beta, { documents: randomBytes(32) })
	return { log, index }
}
export const { log, index } = story()
export const trust = log.trust({ roots, required: 1 })
export const receipt = () => log.receipt(index, { status: log.status(index) })
export const verify = (changes: Partial<VerifyInput> & { receipt?: string | Uint8Array }) =>
	verifyReceipt({ receipt: formatReceipt(receipt()), file, trust, ...changes })
export const failed = (report: Report) => report.checks.filter(({ ok }) => ok === 'no').map(({ id }) => id)
