/**
 * A certificate of a seal as qualified authorities issue them, made of Debian's openssl: with the statements of EN 319 412-5 that a
 * test asks for. Nobody in the world vouches for it.
 */
import { createPrivateKey, X509Certificate } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { keySigner, type SealSigner } from '@letopis/ledger'
import { openssl } from './openssl.ts'

export const ALL_STATEMENTS = ['compliance', 'sscd', 'eseal'] as const
export type Statement = (typeof ALL_STATEMENTS)[number] | 'esign'

const STATEMENTS: Record<Statement, string> = {
	compliance: 'id = OID:0.4.0.1862.1.1',
	sscd: 'id = OID:0.4.0.1862.1.4',
	eseal: 'id = OID:0.4.0.1862.1.6\ninfo = SEQUENCE:eseals',
	esign: 'id = OID:0.4.0.1862.1.6\ninfo = SEQUENCE:esigns',
}

/** Writes `<name>.crt`, followed by its root, and `<name>.key`, both PEM; `<name>-root.crt` is the root alone. */
export function writeSealCertificate(
	dir: string,
	name: string,
	statements: readonly Statement[] = ALL_STATEMENTS,
): void {
	const run = (...args: string[]) => {
		const { ok, output } = openssl(dir, ...args)
		if (!ok) throw new Error(`openssl ${args.join(' ')}: ${output}`)
	}
	const listed = statements.length === 0 ? '' : '1.3.6.1.5.5.7.1.3 = ASN1:SEQUENCE:statements\n'
	const sections = [
		// Short-lived, by its own word (EN 319 412-1 §5.2): nobody publishes a list of those that were withdrawn.
		`[seal]\nkeyUsage = critical,nonRepudiation\n0.4.0.194121.2.1 = ASN1:NULL\n${listed}`,
		`[statements]\n${statements.map((one) => `${one} = SEQUENCE:${one}`).join('\n')}`,
		...statements.map((one) => `[${one}]\n${STATEMENTS[one]}`),
		'[eseals]\ntype = OID:0.4.0.1862.1.6.2',
		'[esigns]\ntype = OID:0.4.0.1862.1.6.1',
	]
	writeFileSync(join(dir, `${name}.cnf`), `${sections.join('\n')}\n`)
	const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']
	const root = ['-keyout', `${name}-root.key`, '-out', `${name}-root.crt`]
	run('req', '-x509', ...key, ...root, '-days', '900', '-subj', '/O=Test/CN=Test root')
	const subject = ['-subj', '/C=CZ/O=Mesto Ukazkov/CN=Pecet mesta']
	run('req', ...key, '-keyout', `${name}.key`, '-out', `${name}.csr`, ...subject)
	run(
		...['x509', '-req', '-in', `${name}.csr`, '-CA', `${name}-root.crt`, '-CAkey', `${name}-root.key`],
		...['-extfile', `${name}.cnf`, '-extensions', 'seal', '-days', '800', '-out', `${name}.crt`],
	)
	const both = [`${name}.crt`, `${name}-root.crt`].map((file) => readFileSync(join(dir, file), 'latin1'))
	writeFileSync(join(dir, `${name}.crt`), both.join(''))
}

/** DER of a certificate in a PEM file, its first. */
export function certificateIn(dir: string, file: string): Uint8Array {
	return new Uint8Array(new X509Certificate(readFileSync(join(dir, file))).raw)
}

/** A signer with such a certificate, its key in memory as no qualified one is. */
export function qualifiedSigner(dir: string): SealSigner {
	writeSealCertificate(dir, 'seal')
	const key = createPrivateKey(readFileSync(join(dir, 'seal.key')))
	return keySigner(key, [certificateIn(dir, 'seal.crt'), certificateIn(dir, 'seal-root.crt')])
}
