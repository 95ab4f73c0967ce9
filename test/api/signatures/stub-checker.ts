/** A checker that finds what it is told to, and remembers what it was asked. */
import type { ExamineOptions, Findings, SignatureChecker } from '@letopis/api'

export const SIGNED = (more = '') =>
	`%PDF-1.7\n1 0 obj << /Type /Sig /ByteRange [0 1 2 3] >> endobj ${more}\n%%EOF\n`

export const found = (more: Partial<Findings> = {}, at = 0): Findings => ({
	...{ by: 'test', at, roots: 1, indication: 'TOTAL-PASSED', cut: null, omitted: 0, second: null },
	signatures: [
		{
			...{ name: { cs: 'podpis', en: 'signature' }, is: 'signature', indication: 'TOTAL-PASSED', sub: null },
			sentence: { cs: 'v pořádku', en: 'in order' },
			signer: { name: 'CN=Jana Nováková', issuer: 'CN=CA', serial: '01', fingerprint: 'ab' },
			...{
				claimed: 1_760_000_000_123,
				proven: null,
				coversAll: true,
				certificatesUntil: 4e12,
				algorithm: null,
			},
			stamps: [{ verdict: 'open', time: null, signer: null, until: null }],
			checks: [{ id: 'sig-value', ok: 'yes', sentence: { cs: 'podpis platí', en: 'it holds' } }],
		},
	],
	...more,
})

export class StubChecker implements SignatureChecker {
	largest = 1_000_000
	readonly asked: { text: string; options: ExamineOptions }[] = []
	/** what comes out; null: nothing can be examined now */
	answer: (text: string) => Promise<Findings | null> = async () => found()

	examine(file: Uint8Array<ArrayBuffer>, options: ExamineOptions): Promise<Findings | null> {
		const text = Buffer.from(file).toString('latin1')
		this.asked.push({ text, options })
		return this.answer(text)
	}
}
