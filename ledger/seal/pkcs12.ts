/**
 * Reads the key and the certificates of a PKCS #12 file (RFC 7292), as certification authorities hand them out: encrypted
 * with AES under a password (PBES2), authenticated with an HMAC.
 * @module
 */
import { createPrivateKey, type KeyObject } from 'node:crypto'
import { type AuthenticatedSafe, type CertBag, type Certificate, PFX, type PKCS8ShroudedKeyBag } from 'pkijs'

const SHROUDED_KEY = '1.2.840.113549.1.12.10.1.2'
const CERTIFICATE = '1.2.840.113549.1.12.10.1.3'
const MAX_BYTES = 1 << 20

export interface Credentials {
	readonly key: KeyObject
	/** DER, the first one not necessarily that of the key */
	readonly certificates: readonly Uint8Array[]
}

/** @throws RangeError for anything but a file with one key that the password opens */
export async function readPkcs12(bytes: Uint8Array, password: string): Promise<Credentials> {
	if (bytes.length > MAX_BYTES) throw new RangeError('expected a PKCS #12 file of at most 1 MiB')
	try {
		return await read(bytes, new TextEncoder().encode(password).buffer)
	} catch (cause) {
		if (cause instanceof RangeError) throw cause
		throw new RangeError(
			'expected a PKCS #12 file that the password opens; one with old algorithms has to be written anew: openssl pkcs12 -legacy -in old.p12 | openssl pkcs12 -export -out new.p12',
			{ cause },
		)
	}
}

async function read(bytes: Uint8Array, password: ArrayBuffer): Promise<Credentials> {
	const file = PFX.fromBER(new Uint8Array(bytes).buffer)
	await file.parseInternalValues({ password, checkIntegrity: true })
	const safe = file.parsedValue?.authenticatedSafe as AuthenticatedSafe
	await safe.parseInternalValues({ safeContents: safe.safeContents.map(() => ({ password })) })
	const keys: KeyObject[] = []
	const certificates: Uint8Array[] = []
	for (const { value } of safe.parsedValue.safeContents) {
		for (const { bagId, bagValue } of value.safeBags) {
			if (bagId === SHROUDED_KEY) {
				const bag = bagValue as PKCS8ShroudedKeyBag
				// Typed as private: the library's own examples call it.
				await (
					bag as unknown as { parseInternalValues(by: { password: ArrayBuffer }): Promise<void> }
				).parseInternalValues({ password })
				const der = Buffer.from(bag.parsedValue?.toSchema().toBER() ?? new ArrayBuffer(0))
				keys.push(createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }))
			} else if (bagId === CERTIFICATE) {
				const certificate = (bagValue as CertBag).parsedValue as Certificate
				certificates.push(new Uint8Array(certificate.toSchema().toBER()))
			}
		}
	}
	const [key, ...more] = keys
	if (key === undefined || more.length > 0)
		throw new RangeError('expected exactly one key in the PKCS #12 file')
	return { key, certificates }
}
