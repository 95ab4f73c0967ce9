/**
 * A seal from elsewhere, as the settings name it: PEM files of key and certificates, one PKCS #12 file, or certificates and a
 * command that signs with a key in a device.
 * @module
 */
import { createPrivateKey, X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { deviceSigner, keySigner, readPkcs12, type SealSigner } from '@letopis/ledger'
import type { RawConfig } from './schema.ts'
import { askDevice } from './seal-device.ts'

export interface SealFiles {
	readonly certificate?: string | undefined
	readonly key?: string | undefined
	readonly pkcs12?: string | undefined
	/** program and arguments that sign */
	readonly command?: readonly string[] | undefined
	readonly passwordFile?: string | undefined
}

/** What is wrong with the settings themselves, and where the files are. @param absolute makes a path absolute */
export function sealFiles(
	{ certificate, key, pkcs12, command, password_file: passwordFile }: RawConfig['seal'],
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
	const place = (path: string | undefined) => (path === undefined ? undefined : absolute(path))
	const seal = {
		...{ certificate: place(certificate), key: place(key), command },
		...{ pkcs12: place(pkcs12), passwordFile: place(passwordFile) },
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
	if (command !== undefined)
		return inForce(deviceSigner(chain, askDevice(command, passwordFile === undefined ? null : password)))
	if (key === undefined) return undefined
	const pem = await readFile(key, 'latin1')
	return inForce(keySigner(createPrivateKey({ key: pem, passphrase: password }), chain))
}

/** With one that has ended nothing could be sealed. */
function inForce(signer: SealSigner): SealSigner {
	if (signer.until >= Date.now()) return signer
	throw new Error(`the certificate of ${signer.name} has ended on ${new Date(signer.until).toISOString()}`)
}
