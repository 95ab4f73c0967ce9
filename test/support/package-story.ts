/**
 * Evidence packages for tests, written file by file with code that neither reader nor maker shares: a sound one, and any
 * part of it changed, left out or added before or after sealing.
 * @module
 */
import { createHash } from 'node:crypto'
import { formatReceipt } from '@letopis/format'
import { memorySource, type PackageInput, verifyPackage } from '@letopis/verifier'
import { evidenceRecord, hashBy, rootOf } from './evidence-writer.ts'
import { alpha, beta, content, log, receipt, roots } from './receipt-story.ts'
import { type CmsOptions, DAY, type Office, openOffice, type Person, signCms } from './signing.ts'
import { ISSUED } from './timestamp-authority.ts'
import { type ZipFile, type ZipOptions, zip } from './zip.ts'

export const NOW = ISSUED + 400 * DAY
export const town = openOffice('Ukázkov')
export const seal = town.person({ subject: 'Ukázkov, elektronická pečeť', notAfter: ISSUED + 3000 * DAY })
export const NAME = 'rozhodnutí č. 1.pdf'

/** Names the seal's own certificate, as that of a bought one would be. */
export const trust = log.trust({ roots, required: 1, seals: [new Uint8Array(seal.der)] })
/** Names no seal. */
export const oldTrust = log.trust({ roots, required: 1 })

const sha256 = (data: Uint8Array, algorithm = 'sha256') => createHash(algorithm).update(data).digest('base64')
const escaped = (text: string) =>
	text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')

export interface ManifestOptions {
	algorithm?: 'sha256' | 'sha384' | 'sha512'
	mimeType?: string
}
const ALGORITHMS = {
	sha256: 'http://www.w3.org/2001/04/xmlenc#sha256',
	sha384: 'http://www.w3.org/2001/04/xmldsig-more#sha384',
	sha512: 'http://www.w3.org/2001/04/xmlenc#sha512',
}

export function manifest(
	signature: string,
	files: readonly (readonly [string, Uint8Array])[],
	{ algorithm = 'sha256', mimeType = 'application/x-pkcs7-signature' }: ManifestOptions = {},
): Buffer {
	const uri = (name: string) => escaped(name.split('/').map(encodeURIComponent).join('/'))
	const references = files.map(
		([name, data]) =>
			`<asic:DataObjectReference URI="${uri(name)}"><ds:DigestMethod Algorithm="${ALGORITHMS[algorithm]}"/><ds:DigestValue>${sha256(data, algorithm)}</ds:DigestValue></asic:DataObjectReference>`,
	)
	return Buffer.from(
		`<?xml version="1.0" encoding="UTF-8"?>\n<asic:ASiCManifest xmlns:asic="http://uri.etsi.org/02918/v1.2.1#" xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><asic:SigReference URI="${uri(signature)}" MimeType="${mimeType}"/>${references.join('')}</asic:ASiCManifest>`,
	)
}

/** An evidence record of a document by one authority. */
export function record(document: Uint8Array = content, authority = alpha): Buffer {
	const lists = [[hashBy('sha256', document)], [hashBy('sha256', Buffer.from('r'))]]
	const token = authority.stamp(rootOf('sha256', lists), { genTime: ISSUED + 100 * DAY, accuracy: 1000 })
	return evidenceRecord({ chains: [[{ digest: 'sha256', lists, token }]] })
}

export interface Story {
	/** by name; null leaves one out */
	files?: Readonly<Record<string, Uint8Array | null>>
	/** files that the seal does not cover */
	unsealed?: readonly string[]
	/** changed after everything was sealed */
	after?: Readonly<Record<string, Uint8Array | null>>
	/** null: none at all */
	seal?: { person: Person; office: Office; options?: Partial<CmsOptions> } | null
	/** changes the manifest's bytes before they are sealed */
	manifest?: (bytes: Buffer) => Buffer
	algorithm?: 'sha256' | 'sha384' | 'sha512'
	file?: Partial<ZipFile>
	zip?: ZipOptions
}

const SEALED = 'META-INF/signature.p7s'
const MANIFEST = 'META-INF/ASiCManifest.xml'

/** All files of a package, by name, in order. */
export function packageFiles({
	files = {},
	unsealed = [],
	after = {},
	seal: own = { person: seal, office: town },
	manifest: change = (bytes) => bytes,
	algorithm = 'sha256',
}: Story = {}): Map<string, Uint8Array> {
	const all = new Map<string, Uint8Array>([
		['mimetype', Buffer.from('application/vnd.etsi.asic-e+zip')],
		[NAME, content],
		['receipt.json', Buffer.from(formatReceipt(receipt()))],
		['premis.xml', Buffer.from('<premis/>')],
		['protocol-cs.pdf', Buffer.from('%PDF-1.7 protokol')],
		['README.txt', Buffer.from('openssl …')],
		['trust-of-the-town.json', Buffer.from(trust)],
	])
	for (const [i, bytes] of [record(content, alpha), record(content, beta)].entries()) {
		const name = `META-INF/evidencerecord00${i + 1}.ers`
		const about = manifest(name, [[NAME, content]], { mimeType: 'application/vnd.etsi.timestamp-token' })
		all.set(`META-INF/ASiCEvidenceRecordManifest00${i + 1}.xml`, about).set(name, bytes)
	}
	const apply = (changes: Readonly<Record<string, Uint8Array | null>>) => {
		for (const [name, data] of Object.entries(changes)) {
			if (data === null) all.delete(name)
			else all.set(name, data)
		}
	}
	apply(files)
	if (own !== null) {
		const isCovered = (name: string) =>
			(!name.startsWith('META-INF/') || name.endsWith('.ers')) && !unsealed.includes(name)
		const covered = [...all].filter(([name]) => isCovered(name) && name !== 'mimetype')
		const made = change(manifest(SEALED, covered, { algorithm }))
		const { person, office, options } = own
		const signature = signCms(person, made, {
			issuer: office.authority,
			isDetached: true,
			signedAt: ISSUED + 200 * DAY,
			...options,
		})
		all.set(MANIFEST, made).set(SEALED, signature)
	}
	apply(after)
	return all
}

export function makePackage(story: Story = {}): Buffer {
	const files = [...packageFiles(story)].map(
		([name, data]): ZipFile => ({ name, data, ...(name === 'mimetype' ? {} : story.file) }),
	)
	return zip(files, story.zip)
}

export function judge(story: Story | Buffer = {}, changes: Partial<PackageInput> = {}) {
	const bytes = Buffer.isBuffer(story) ? story : makePackage(story)
	return verifyPackage({ source: memorySource(bytes), trust, now: NOW, ...changes })
}
