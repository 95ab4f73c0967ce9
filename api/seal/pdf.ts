/**
 * Seals PDF files that the service made (PAdES, EN 319 142-1: level B-T, or B-B where no authority gives a stamp), with
 * the certificates and lists that belong to the seal in the file's own store. The file stays as it was: what is added
 * follows it.
 * @module
 */
import { createHash } from 'node:crypto'
import type { Seal } from '../deps.ts'

/** Room for the signature with its path and a time-stamp, bytes. */
const ROOM = 16_384
const FIELD = 'Pecet'

/** An authority had no stamp: the file has to say so before it is sealed. */
export class NoStamp extends Error {
	override readonly name = 'NoStamp'
}

/**
 * @param stamped asks for a time-stamp @param now claimed as the time of sealing, ms since 1970
 * @throws NoStamp if one is asked for and not to be had
 */
export async function sealPdf(
	{ signer, lists, stamp }: Seal,
	pdf: Uint8Array,
	{ stamped, now }: { readonly stamped: boolean; readonly now: number },
): Promise<Uint8Array<ArrayBuffer>> {
	const [certificate, ...others] = signer.chain
	if (certificate === undefined) throw new TypeError('a seal without a certificate')
	// Loaded when first needed: it takes as long as the rest of the service together.
	const { PDF } = await import('@libpdf/core')
	const [list = null] = lists()
	const timestamp = async (imprint: Uint8Array) => {
		const token = await stamp(imprint)
		if (token === null) throw new NoStamp()
		return token
	}
	const isOwn = (der: Uint8Array) => digest(der) === digest(certificate)
	const file = await PDF.load(pdf)
	const { bytes } = await file.sign({
		signer: {
			certificate,
			certificateChain: others,
			keyType: signer.keyType,
			signatureAlgorithm: signer.keyType === 'EC' ? 'ECDSA' : 'RSASSA-PKCS1-v1_5',
			sign: (data) => signer.sign(data),
		},
		fieldName: FIELD,
		signingTime: new Date(now),
		estimatedSize: ROOM,
		...(stamped ? { timestampAuthority: { timestamp } } : {}),
		...(list === null
			? {}
			: {
					longTermValidation: true,
					// Nothing is asked over the network here.
					revocationProvider: {
						getOCSP: async () => null,
						getCRL: async (der: Uint8Array) => (isOwn(der) ? list : null),
					},
				}),
	})
	return new Uint8Array(bytes)
}

function digest(bytes: Uint8Array): string {
	return createHash('sha256').update(bytes).digest('hex')
}
