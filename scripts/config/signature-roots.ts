/**
 * The certificates that persons' signatures have to lead to: one PEM or DER file, or a folder of them.
 * @module
 */
import { X509Certificate } from 'node:crypto'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'

const NAME = /\.(?:pem|crt|cer|der)$/i
const BLOCK = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g
const FILE_MAX = 4 * 1024 * 1024
const MOST = 1024

/**
 * @param path absolute; undefined: none are configured, and no signature passes
 * @returns DER
 * @throws Error that names the file which is no certificate, or holds too much
 */
export async function signatureRoots(path: string | undefined): Promise<Uint8Array[]> {
	if (path === undefined) return []
	const isFolder = (await stat(path)).isDirectory()
	const files = isFolder
		? (await readdir(path)).filter((name) => NAME.test(name)).map((name) => join(path, name))
		: [path]
	const roots: Uint8Array[] = []
	for (const file of files.toSorted()) roots.push(...(await certificatesIn(file)))
	if (roots.length === 0) throw new Error(`${path} holds no certificate`)
	if (roots.length > MOST) throw new Error(`${path} holds more than ${MOST} certificates`)
	return roots
}

async function certificatesIn(file: string): Promise<Uint8Array[]> {
	if ((await stat(file)).size > FILE_MAX) throw new Error(`${file} is larger than ${FILE_MAX} bytes`)
	const bytes = await readFile(file)
	const blocks = bytes.toString('latin1').match(BLOCK) ?? [bytes]
	try {
		const found = blocks.map((block) => new Uint8Array(new X509Certificate(block).raw))
		// The examination reads them more strictly. Loaded here, since most commands need none of the verifier.
		const { parseRoots } = await import('@letopis/verifier')
		parseRoots(found)
		return found
	} catch {
		throw new Error(`${file} holds something that is no certificate`)
	}
}
