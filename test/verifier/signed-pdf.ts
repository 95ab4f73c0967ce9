/** Who signs and stamps PDF files in these tests, a file that they signed, and the verdict on one. */
import { type SignaturesInput, verifySignatures } from '../../verifier/verify-signatures.ts'
import { appendRevision, PAGE, signPdf, streamObject } from '../support/pdf-writer.ts'
import { DAY, makeList, openOffice, signCms } from '../support/signing.ts'
import { createAuthority, ISSUED } from '../support/timestamp-authority.ts'

export const office = openOffice()
export const issuer = office.authority
export const person = office.person()
export const tsa = createAuthority('Razítko')
export const NOW = ISSUED + 100 * DAY
export const fresh = { thisUpdate: NOW - DAY, nextUpdate: NOW + 10 * DAY }
export const lists = [makeList(issuer, fresh), makeList(office.root, fresh)]
export const roots = [office.root.der, tsa.root]
export const cms = (covered: Buffer) => signCms(person, covered, { issuer, lists, isDetached: true })
export const base = appendRevision(Buffer.alloc(0), PAGE)
export const signed = signPdf(base, cms)

export const judge = (file: Uint8Array, options: Partial<SignaturesInput> = {}) =>
	verifySignatures({ file, roots, now: NOW, ...options })
export async function verdict(
	file: Uint8Array,
	options: Partial<SignaturesInput> = {},
): Promise<string | null> {
	const { signatures, indication } = await judge(file, options)
	return signatures[0]?.subIndication ?? indication
}

/** A revision that adds evidence. */
export function withStore(
	file: Buffer,
	evidence: { lists?: Buffer[]; responses?: Buffer[]; certificates?: Buffer[] },
) {
	const objects: Record<number, string | Buffer> = {}
	let next = 40
	const put = (items: Buffer[] = []) =>
		items
			.map((item) => {
				objects[next] = streamObject('', item, true)
				return `${next++} 0 R`
			})
			.join(' ')
	const [crls, ocsps, certs] = [evidence.lists, evidence.responses, evidence.certificates].map(put)
	const form = file.includes('/AcroForm') ? '/AcroForm 5 0 R' : ''
	return appendRevision(file, {
		1: `<< /Type /Catalog /Pages 2 0 R ${form} /DSS 39 0 R >>`,
		39: `<< /Type /DSS /CRLs [${crls}] /OCSPs [${ocsps}] /Certs [${certs}] >>`,
		...objects,
	})
}
