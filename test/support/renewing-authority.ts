/**
 * A time-stamp authority that lives for decades: on the test's clock, under one root, with one certificate after the other.
 */
import type { Authority } from '../../ledger/anchor/authority.ts'
import type { TestClock } from './anchored-log.ts'
import {
	type CertificateOptions,
	createAuthority,
	type Identity,
	ISSUED,
	nextCertificate,
	SIGNER_EXTENSIONS,
	type TestAuthority,
} from './timestamp-authority.ts'

export const YEAR = 365 * 86_400_000

export interface RenewingAuthority extends Authority {
	/** Who issues its certificates; the first has the serial number 2, the next one 3. */
	readonly issuer: Identity
	/** Imprints that it was asked to stamp. */
	readonly asked: Uint8Array[]
	/** Stamps with a new certificate from now on. @param until its end, ms since 1970 @param digest of its signatures */
	certify(until: number, digest?: 'sha256' | 'sha512'): void
	/** Answers nothing for as long as told. */
	fail(fails: boolean): void
}

/** @param also further extensions of its certificates */
export function renewingAuthority(
	name: string,
	clock: Pick<TestClock, 'now'>,
	until: number,
	also: CertificateOptions['extensions'] = [],
): RenewingAuthority {
	const extensions = [...SIGNER_EXTENSIONS, ...also]
	let present: TestAuthority = createAuthority(name, extensions, { notAfter: until }, ISSUED + 60 * YEAR)
	let [serial, fails] = [2, false]
	let signedBy: 'sha256' | 'sha512' = 'sha256'
	const asked: Uint8Array[] = []
	return {
		name,
		trusted: true,
		roots: [new Uint8Array(present.root)],
		asked,
		issuer: present.issuer,
		async stamp(imprint) {
			asked.push(imprint)
			if (fails) throw new Error(`${name} is down`)
			return new Uint8Array(
				present.stamp(imprint, { genTime: clock.now(), accuracy: 1000, digest: signedBy }),
			)
		},
		certify(notAfter, digest = 'sha256') {
			signedBy = digest
			present = nextCertificate(present, { serial: ++serial, notAfter, digest, extensions })
		},
		fail(does) {
			fails = does
		},
	}
}
