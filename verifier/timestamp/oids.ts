/**
 * Object identifiers that time-stamp tokens and their certificates use, by the document that assigns them.
 * @module
 */
export const OID = {
	// RFC 5652 (CMS)
	signedData: '1.2.840.113549.1.7.2',
	contentType: '1.2.840.113549.1.9.3',
	messageDigest: '1.2.840.113549.1.9.4',
	// RFC 3161, RFC 2634, RFC 5035
	tstInfo: '1.2.840.113549.1.9.16.1.4',
	signingCertificate: '1.2.840.113549.1.9.16.2.12',
	signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
	timeStamping: '1.3.6.1.5.5.7.3.8',
	anyExtendedUsage: '2.5.29.37.0',
	// RFC 5280
	subjectKeyIdentifier: '2.5.29.14',
	keyUsage: '2.5.29.15',
	basicConstraints: '2.5.29.19',
	certificatePolicies: '2.5.29.32',
	extendedKeyUsage: '2.5.29.37',
	reasonCode: '2.5.29.21',
	issuingDistributionPoint: '2.5.29.28',
	// RFC 8017, RFC 5758, RFC 5480, RFC 8410
	rsaEncryption: '1.2.840.113549.1.1.1',
	mgf1: '1.2.840.113549.1.1.8',
	rsaPss: '1.2.840.113549.1.1.10',
	ecPublicKey: '1.2.840.10045.2.1',
	ed25519: '1.3.101.112',
} as const

export type DigestName = 'SHA-1' | 'SHA-256' | 'SHA-384' | 'SHA-512'

export const DIGESTS: Readonly<Record<string, DigestName>> = {
	'1.3.14.3.2.26': 'SHA-1',
	'2.16.840.1.101.3.4.2.1': 'SHA-256',
	'2.16.840.1.101.3.4.2.2': 'SHA-384',
	'2.16.840.1.101.3.4.2.3': 'SHA-512',
}

/** Signature algorithms whose identifier names the digest. */
export const SIGNATURES: Readonly<Record<string, { scheme: 'rsa' | 'ecdsa'; digest: DigestName }>> = {
	'1.2.840.113549.1.1.11': { scheme: 'rsa', digest: 'SHA-256' },
	'1.2.840.113549.1.1.12': { scheme: 'rsa', digest: 'SHA-384' },
	'1.2.840.113549.1.1.13': { scheme: 'rsa', digest: 'SHA-512' },
	'1.2.840.10045.4.3.2': { scheme: 'ecdsa', digest: 'SHA-256' },
	'1.2.840.10045.4.3.3': { scheme: 'ecdsa', digest: 'SHA-384' },
	'1.2.840.10045.4.3.4': { scheme: 'ecdsa', digest: 'SHA-512' },
}

export const CURVES: Readonly<Record<string, { name: string; octets: number; bits: number }>> = {
	'1.2.840.10045.3.1.7': { name: 'P-256', octets: 32, bits: 256 },
	'1.3.132.0.34': { name: 'P-384', octets: 48, bits: 384 },
	'1.3.132.0.35': { name: 'P-521', octets: 66, bits: 521 },
}

/** Attribute types that are shown to people, RFC 4519 short names. */
export const NAME_ATTRIBUTES: Readonly<Record<string, string>> = {
	'2.5.4.3': 'CN',
	'2.5.4.6': 'C',
	'2.5.4.7': 'L',
	'2.5.4.10': 'O',
	'2.5.4.11': 'OU',
	'2.5.4.97': 'organizationIdentifier',
}
