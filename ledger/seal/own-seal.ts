/**
 * The seal that a town makes for itself, among its keys: `seal/root.pem` and `seal/seal.pem`, each a certificate
 * with its key, mode 0600. The root stays the same for twenty years, for readers have it in their trust files; the seal's
 * certificate is made anew before it ends.
 * @module
 */
import {
	createPrivateKey,
	createPublicKey,
	generateKeyPairSync,
	type KeyObject,
	X509Certificate,
} from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseCertificate } from '../anchor/certificate.ts'
import { formatPem } from '../anchor/development-certificates.ts'
import { makeFolder, writeDurably } from '../anchor/durable-file.ts'
import { LedgerError, storageError } from '../error.ts'
import {
	type KeyPair,
	keyIdentifier,
	makeEmptyList,
	makeRoot,
	makeSealCertificate,
	type RootFacts,
} from './own-certificates.ts'
import { keySigner, type SealSigner } from './signer.ts'

const DAY_MS = 86_400_000
/** A certificate that ends sooner is made anew at the next start. */
const RENEWED_BEFORE = 90 * DAY_MS

export interface OwnSeal {
	readonly signer: SealSigner
	/** DER of the root's list of withdrawn certificates, at most a day old. */
	list(now: number): Uint8Array
}

/** DER of the root, for those who only tell whom to trust; null where no seal was made yet. */
export async function readOwnRoot(dir: string): Promise<Uint8Array | null> {
	return (await readPair(rootFile(dir)))?.certificate ?? null
}

const rootFile = (dir: string) => join(dir, 'root.pem')
const sealFile = (dir: string) => join(dir, 'seal.pem')

/**
 * Opens the seal, making what is missing.
 * @param dir among the keys; made if missing
 * @throws LedgerError 'corrupt' for files that cannot be read: a root that readers trust is not replaced without a word;
 *   'disk-full', 'io'
 */
export async function openOwnSeal(dir: string, town: string, now: number): Promise<OwnSeal> {
	try {
		return await open(dir, town, now)
	} catch (error) {
		throw storageError(error, 'making the seal of the town')
	}
}

async function open(dir: string, town: string, now: number): Promise<OwnSeal> {
	await makeFolder(dir)
	const [knownRoot, knownSeal] = [await readPair(rootFile(dir)), await readPair(sealFile(dir))]
	if (knownRoot === null && knownSeal !== null) throw corrupt(rootFile(dir))
	const root = knownRoot ?? (await makePair(rootFile(dir), (pair) => makeRoot(pair, town, now)))
	const facts = rootFacts(root)
	const seal =
		knownSeal !== null && endOf(knownSeal) > now + RENEWED_BEFORE
			? knownSeal
			: await makePair(sealFile(dir), ({ publicKey }) => makeSealCertificate(facts, publicKey, town, now))
	let list: { at: number; der: Uint8Array } | null = null
	return {
		signer: keySigner(seal.key, [seal.certificate, root.certificate]),
		list(at) {
			// One for the whole day: it holds for thirty.
			if (list === null || at < list.at || at - list.at >= DAY_MS)
				list = { at, der: makeEmptyList(facts, at) }
			return list.der
		},
	}
}

function endOf({ certificate }: Pair): number {
	return Date.parse(new X509Certificate(certificate).validTo)
}

interface Pair {
	/** DER */
	readonly certificate: Uint8Array
	readonly key: KeyObject
}

function rootFacts({ certificate, key }: Pair): RootFacts {
	const { subject, notAfter } = parseCertificate(certificate)
	return { name: subject, key, keyIdentifier: keyIdentifier(createPublicKey(key)), until: notAfter }
}

/** @returns null where there is no file */
async function readPair(file: string): Promise<Pair | null> {
	const pem = await readIfThere(file)
	if (pem === null) return null
	try {
		const certificate = new X509Certificate(pem)
		const key = createPrivateKey(pem)
		if (certificate.checkPrivateKey(key)) return { certificate: new Uint8Array(certificate.raw), key }
	} catch {
		// Told below, with what to do.
	}
	throw corrupt(file)
}

async function makePair(file: string, certify: (pair: KeyPair) => Uint8Array): Promise<Pair> {
	const pair = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
	const certificate = certify(pair)
	const key = new Uint8Array(pair.privateKey.export({ format: 'der', type: 'pkcs8' }))
	// In one file: there is never a key beside a certificate of another.
	const blocks = [
		{ label: 'CERTIFICATE', der: certificate },
		{ label: 'PRIVATE KEY', der: key },
	]
	await writeDurably(file, formatPem(blocks), 0o600)
	return { certificate, key: pair.privateKey }
}

function corrupt(file: string): LedgerError {
	return new LedgerError('corrupt', `${file} is missing, or does not hold a certificate and its key`, {
		remedy: 'bring the file back from the copy of the keys folder',
	})
}

async function readIfThere(file: string): Promise<string | null> {
	try {
		return await readFile(file, 'latin1')
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
		throw error
	}
}
