/**
 * Object identifiers of CAdES (EN 319 122-1), its older forms (TS 101 733), PDF signatures and OCSP.
 * @module
 */
export const SIGNATURE_OID = {
	data: '1.2.840.113549.1.7.1',
	// RFC 5652, RFC 6211, RFC 5126, EN 319 122-1: attributes
	signingTime: '1.2.840.113549.1.9.5',
	counterSignature: '1.2.840.113549.1.9.6',
	algorithmProtection: '1.2.840.113549.1.9.52',
	signatureStamp: '1.2.840.113549.1.9.16.2.14',
	signaturePolicy: '1.2.840.113549.1.9.16.2.15',
	contentStamp: '1.2.840.113549.1.9.16.2.20',
	certificateValues: '1.2.840.113549.1.9.16.2.23',
	revocationValues: '1.2.840.113549.1.9.16.2.24',
	referencesStamp: '1.2.840.113549.1.9.16.2.25',
	valuesStamp: '1.2.840.113549.1.9.16.2.26',
	archiveStampV2: '1.2.840.113549.1.9.16.2.48',
	archiveStampV3: '0.4.0.1733.2.4',
	hashIndex: '0.4.0.1733.2.5',
	hashIndexV3: '0.4.0.19122.1.5',
	adobeRevocation: '1.2.840.113583.1.1.8',
	// RFC 6960, RFC 5940
	basicOcsp: '1.3.6.1.5.5.7.48.1.1',
	ocspNoCheck: '1.3.6.1.5.5.7.48.1.5',
	ocspSigning: '1.3.6.1.5.5.7.3.9',
	ocspInCms: '1.3.6.1.5.5.7.16.2',
	// RFC 5280
	distributionPoints: '2.5.29.31',
} as const

/** Signed attributes that change nothing about what was signed or by whom; what they say is not judged. */
export const HARMLESS_SIGNED: ReadonlySet<string> = new Set([
	'1.2.840.113549.1.9.15',
	'1.2.840.113549.1.9.16.2.4',
	'1.2.840.113549.1.9.16.2.7',
	'1.2.840.113549.1.9.16.2.10',
	'1.2.840.113549.1.9.16.2.16',
	'1.2.840.113549.1.9.16.2.17',
	'1.2.840.113549.1.9.16.2.18',
	'0.4.0.1733.2.1',
	'0.4.0.19122.1.1',
])

/** Unsigned attributes that only name certificates and revocation data, by hash, which are looked for by other ways. */
export const HARMLESS_UNSIGNED: ReadonlySet<string> = new Set([
	'1.2.840.113549.1.9.16.2.21',
	'1.2.840.113549.1.9.16.2.22',
	'1.2.840.113549.1.9.16.2.44',
	'1.2.840.113549.1.9.16.2.45',
])
