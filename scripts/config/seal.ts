/**
 * A seal from elsewhere, as the settings name it: PEM files of key and certificates, one PKCS #12 file, or certificates and a
 * command that signs with a key in a device.
 * @module
 */
import { createPrivateKey, X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { deviceSigner, keySigner, missingSealStatements, readPkcs12, type SealSigner } from '@letopis/ledger'
import type { RawConfig } from './schema.ts'
import { askDevice } from './seal-device.ts'

export interface SealFiles {
	readonly certificate?: string | undefined
	readonly key?: string | undefined
	readonly pkcs12?: string | undefined
	/** program and arguments that sign */
	readonly command?: readonly string[] | undefined
	readonly passwordFile?: string | undefined
	/** it is declared to be a qualified seal */
	readonly qualified: boolean
}

/** What is wrong with the settings themselves, and where the files are. @param absolute makes a path absolute */
export function sealFiles(
	{ certificate, key, pkcs12, command, password_file: passwordFile, qualified }: RawConfig['seal'],
	absolute: (path: string) => string,
): { readonly seal: SealFiles; readonly problems: readonly string[] } {
	const problems: string[] = []
	if (key !== undefined && command !== undefined) problems.push('seal: either key or command')
	if ((certificate === undefined) !== (key === undefined && command === undefined))
		problems.push('seal.certificate and seal.key (or seal.command) go together')
	if (pkcs12 !== undefined && certificate !== undefined)
		problems.push('seal: either certificate and key, or pkcs12')
	if (passwordFile !== undefined && pkcs12 === undefined && key === undefined && command === undefined)
		problems.push('seal.password_file: there is nothing that it opens')
	if (qualified && command === undefined)
		problems.push(
			'seal.qualified: a qualified seal is made in a device: certificate and command are needed, not a key in a file',
		)
	const place = (path: string | undefined) => (path === undefined ? undefined : absolute(path))
	const seal = {
		...{ certificate: place(certificate), key: place(key), command },
		...{ pkcs12: place(pkcs12), passwordFile: place(passwordFile), qualified },
	}
	return { seal, problems }
}

/** @returns undefined where none is named @throws Error with words for whoever wrote the settings */
export async function readSeal(files: SealFiles): Promise<SealSigner | undefined> {
	const { certificate, key, pkcs12, command, passwordFile } = files
	const password =
		passwordFile === undefined ? '' : (await readFile(passwordFile, 'utf8')).replace(/\r?\n$/, '')
	if (pkcs12 !== undefined) {
		const read = await readPkcs12(new Uint8Array(await readFile(pkcs12)), password)
		const own = read.certificates.find((der) => new X509Certificate(der).checkPrivateKey(read.key))
		return inForce(
			keySigner(
				read.key,
				[own, ...read.certificates].filter((der) => der !== undefined),
			),
		)
	}
	if (certificate === undefined) return undefined
	const blocks = (await readFile(certificate, 'latin1')).match(
		/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g,
	)
	const chain = (blocks ?? []).map((block) => new Uint8Array(new X509Certificate(block).raw))
	if (command !== undefined) {
		const signer = deviceSigner(chain, askDevice(command, passwordFile === undefined ? null : password))
		if (files.qualified) demandQualified(signer)
		return inForce(signer)
	}
	if (key === undefined) return undefined
	const pem = await readFile(key, 'latin1')
	return inForce(keySigner(createPrivateKey({ key: pem, passphrase: password }), chain))
}

/** Not by the word of whoever wrote the settings alone: the certificate has to say it too, and another has to vouch for it. */
function demandQualified({ chain: [own], name }: SealSigner): void {
	if (own === undefined) throw new TypeError('a signer without a certificate')
	const { issuer, subject } = new X509Certificate(own)
	if (issuer === subject) throw new Error(`qualified: the certificate of ${name} is self-made`)
	const missing = missingSealStatements(own)
	if (missing.length === 0) return
	throw new Error(`qualified: the certificate of ${name} does not state ${missing.join(', ')} (EN 319 412-5)`)
}

/** With one that has ended nothing could be sealed. */
function inForce(signer: SealSigner): SealSigner {
	if (signer.until >= Date.now()) return signer
	throw new Error(`the certificate of ${signer.name} has ended on ${new Date(signer.until).toISOString()}`)
}
