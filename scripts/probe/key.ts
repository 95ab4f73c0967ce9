/**
 * The key of a probe: a file that only its owner reads, JSON of name and private key (PKCS #8, PEM).
 * @module
 */
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { ed25519NoteMessage, formatVkey, makeVkey, signatureLine, type Vkey } from '@letopis/format'
import { CommandError } from '../failure.ts'

export interface ProbeSigner {
	readonly name: string
	readonly vkey: Vkey
	/** the signature line over the text of a note */
	line(text: string): string
}

/** Makes a key and its file. @throws CommandError if the file exists */
export async function makeProbeKey(file: string, name: string): Promise<ProbeSigner> {
	const { privateKey } = generateKeyPairSync('ed25519')
	const pem = privateKey.export({ type: 'pkcs8', format: 'pem' })
	const text = `${JSON.stringify({ name, privateKey: pem }, null, '\t')}\n`
	await writeFile(file, text, { flag: 'wx', mode: 0o600 }).catch((error: NodeJS.ErrnoException) => {
		throw new CommandError(`${file}: ${error.code === 'EEXIST' ? 'there is a key already' : error.message}`)
	})
	return signer(name, privateKey)
}

/** @throws CommandError for a file that holds no key of a probe */
export async function readProbeKey(file: string): Promise<ProbeSigner> {
	try {
		const { name, privateKey } = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>
		if (typeof name !== 'string' || typeof privateKey !== 'string') throw new Error('no key of a probe')
		return signer(name, createPrivateKey(privateKey))
	} catch (error) {
		throw new CommandError(
			`${file}: ${error instanceof Error ? error.message : error}; make one with "letopis probe key"`,
		)
	}
}

function signer(name: string, key: KeyObject): ProbeSigner {
	if (key.asymmetricKeyType !== 'ed25519') throw new Error('the key is no Ed25519 key')
	const { x = '' } = createPublicKey(key).export({ format: 'jwk' })
	const vkey = makeVkey(name, 0x01, new Uint8Array(Buffer.from(x, 'base64url')))
	return {
		name,
		vkey,
		line: (text) => signatureLine(name, vkey.id, new Uint8Array(sign(null, ed25519NoteMessage(text), key))),
	}
}

export const vkeyText = ({ vkey }: ProbeSigner): string => formatVkey(vkey)
