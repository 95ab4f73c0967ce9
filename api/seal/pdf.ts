/**
 * Seals PDF files that the service made (PAdES, EN 319 142-1: level B-LT as far as it can be learnt who was withdrawn, B-T, or
 * B-B where no authority gives a stamp), with the certificates, lists and answers in the file's own store. The file stays as it was: what is added
 * follows it.
 * @module
 */
import { createHash } from 'node:crypto'
import type { RevocationData, Seal } from '../deps.ts'

/** Room for the signature with its path and a time-stamp, bytes. */
const ROOM = 16_384
const FIELD = 'Pecet'

/** An authority had no stamp: the file has to say so before it is sealed. */
export class NoStamp extends Error {
	override readonly name = 'NoStamp'
}

/**
 * @param stamped asks for a time-stamp, `qualified` for one of an authority declared so @param now claimed as the time of sealing, ms since 1970
 * @throws NoStamp if one is asked for and not to be had
 */
export async function sealPdf(
	{ signer, revocation, stamp }: Seal,
	pdf: Uint8Array,
	{ stamped, now }: { readonly stamped: boolean | 'qualified'; readonly now: number },
): Promise<Uint8Array<ArrayBuffer>> {
	const [certificate, ...others] = signer.chain
	if (certificate === undefined) throw new TypeError('a seal without a certificate')
	// Loaded when first needed: it takes as long as the rest of the service together.
	const { PDF } = await import('@libpdf/core')
	let found: ReturnType<Seal['revocation']> | undefined
	let stampToken: Uint8Array | null = null
	const timestamp = async (imprint: Uint8Array) => {
		const token = await stamp(imprint, stamped === 'qualified')
		if (token === null) throw new NoStamp()
		stampToken = token
		return token
	}
	/** Asked for once the signature is there, and with it the token. */
	const dataOn = async (der: Uint8Array, kind: RevocationData['kind']) => {
		found ??= revocation(stampToken)
		const isSame = (one: Uint8Array) => digest(one) === digest(der)
		return (await found).find((one) => one.kind === kind && one.about.some(isSame))?.der ?? null
	}
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
		...(stamped !== false ? { timestampAuthority: { timestamp } } : {}),
		longTermValidation: true,
		// The library itself asks nobody.
		revocationProvider: {
			getOCSP: (der: Uint8Array) => dataOn(der, 'response'),
			getCRL: (der: Uint8Array) => dataOn(der, 'list'),
		},
	})
	return new Uint8Array(bytes)
}

function digest(bytes: Uint8Array): string {
	return createHash('sha256').update(bytes).digest('hex')
}
