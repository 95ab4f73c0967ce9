/**
 * Signatures of an associated signature container (ASiC-E and ASiC-S with CAdES, EN 319 162-1): which files each is over,
 * whether they are as they were signed, and what no signature is over. XAdES and whatever else stands in META-INF is not
 * examined, and said to be there. A container that two programs could see differently is refused as a whole.
 * @module
 */
import { equalBytes, RefusalError } from '@letopis/format'
import { type Hashed, hashAll } from '../package/contents.ts'
import { type ContainerKind, containerKind } from '../package/layout.ts'
import { type Manifest, parseManifest } from '../package/manifest.ts'
import { PackageRefusal } from '../package/refusal.ts'
import { memorySource } from '../package/source.ts'
import { readEntry } from '../package/unpack.ts'
import { XML_MAX } from '../package/xml.ts'
import { readZip, type ZipEntry } from '../package/zip.ts'
import { printable } from '../words/message.ts'
import { refusalPhrase } from '../words/phrases.ts'
import { type Cms, parseCms } from './cms.ts'
import { SignedContent } from './content.ts'
import { Examination } from './examination.ts'
import { type ExaminedSignature, examineSignature, type Surroundings } from './signature.ts'

export interface ExaminedMember {
	/** name of the entry that holds the signature */
	file: string
	/** null where it cannot be read */
	cms: Cms | null
	/** of the signer in it */
	position: number
	examined: ExaminedSignature
}

/** Octets of all files, unpacked; of the one that ASiC-S is about; of one signature; and signatures and manifests at most. */
const ALL_MAX = 512 * 1024 * 1024
const CONTENT_MAX = 128 * 1024 * 1024
const CMS_MAX = 4 * 1024 * 1024
const MEMBERS_MAX = 64
/** Names that one sentence tells. */
const NAMED = 8

const SIGNATURE = /^META-INF\/[^/]*signature[^/]*\.p7s$/i
const XADES = /^META-INF\/[^/]*signatures[^/]*\.xml$/i
const MANIFEST = /^META-INF\/ASiCManifest[^/]*\.xml$/i

/** By its first octets; what it is inside, its examination tells. */
export function isZip(file: Uint8Array): boolean {
	return [0x50, 0x4b, 0x03, 0x04].every((octet, i) => file[i] === octet)
}

interface ReadManifest extends Manifest {
	name: string
	bytes: Uint8Array
}

interface Container {
	kind: ContainerKind
	/** what is signed: everything outside META-INF but the container's kind */
	data: readonly ZipEntry[]
	manifests: readonly ReadManifest[]
	/** names of manifests that cannot be read */
	unread: readonly string[]
	hashed: ReadonlyMap<string, Hashed>
	/** in META-INF, and examined by nobody */
	left: readonly string[]
	read(entry: ZipEntry, limit: number): Promise<Uint8Array>
	signatures: readonly ZipEntry[]
	xades: readonly ZipEntry[]
}

function namesText(names: readonly string[]): string {
	const more = names.length > NAMED ? ` … (+${names.length - NAMED})` : ''
	return `${names.slice(0, NAMED).map(printable).join(', ')}${more}`
}

/** @throws PackageRefusal */
async function open(file: Uint8Array): Promise<Container> {
	const source = memorySource(file)
	const entries = (await readZip(source)).filter(({ isFolder }) => !isFolder)
	const kind = await containerKind(source, entries)
	if (entries.reduce((sum, { size }) => sum + size, 0) > ALL_MAX) {
		throw new PackageRefusal('too-large', { limit: ALL_MAX })
	}
	const inside = entries.filter(({ name }) => name.startsWith('META-INF/'))
	const named = (pattern: RegExp) => inside.filter(({ name }) => pattern.test(name))
	const [signatures, xades] = [named(SIGNATURE), named(XADES)]
	const listed = kind === 'asic-e' ? named(MANIFEST) : []
	for (const all of [signatures, xades, listed])
		if (all.length > MEMBERS_MAX) throw new PackageRefusal('too-many', { limit: MEMBERS_MAX })
	const [manifests, unread]: [ReadManifest[], string[]] = [[], []]
	for (const entry of listed) {
		const bytes = await readEntry(source, entry, XML_MAX)
		try {
			manifests.push({ ...parseManifest(bytes), name: entry.name, bytes })
		} catch (error) {
			if (!(error instanceof PackageRefusal)) throw error
			unread.push(entry.name)
		}
	}
	const wanted = ({ name }: ZipEntry) =>
		manifests.flatMap(({ references }) =>
			references.flatMap((one) => (one.name === name && one.digest !== null ? [one.digest] : [])),
		)
	const known = new Set([...signatures, ...xades, ...listed].map(({ name }) => name))
	return {
		...{ kind, manifests, unread, signatures, xades },
		data: entries.filter((entry) => entry.name !== 'mimetype' && !inside.includes(entry)),
		hashed: await hashAll(source, entries, wanted, {}),
		left: inside.map(({ name }) => name).filter((name) => !known.has(name)),
		read: (entry, limit) => readEntry(source, entry, limit),
	}
}

/** What a signature is over: the manifest that names it, whose files are held against it; in ASiC-S the one file. */
async function contentOf(
	{ kind, data, manifests, hashed, read }: Container,
	{ name }: ZipEntry,
	examination: Examination,
): Promise<SignedContent | null> {
	if (kind === 'asic-s') {
		const [only, ...more] = data
		if (only !== undefined && more.length === 0) return new SignedContent(await read(only, CONTENT_MAX))
		examination.fails('FORMAT_FAILURE', 'sig-asic-not-one', { count: data.length })
		return null
	}
	const own = manifests.filter(({ signature }) => signature === name)
	const [manifest] = own
	if (manifest === undefined || own.length > 1) {
		examination.fails('SIG_CONSTRAINTS_FAILURE', 'sig-asic-manifest', { count: own.length })
		return null
	}
	for (const { name: file, digest, value } of manifest.references) {
		const found = digest === null ? undefined : hashed.get(file)?.digests[digest]
		if (!hashed.has(file)) examination.fails('SIGNED_DATA_NOT_FOUND', 'sig-asic-missing', { file })
		else if (found === undefined) examination.leaves('sig-asic-digest', { file })
		else if (!equalBytes(found, value)) examination.fails('HASH_FAILURE', 'sig-asic-changed', { file })
	}
	examination.holds('sig-asic-covers', {
		files: namesText(manifest.references.map(({ name: file }) => file)),
	})
	return new SignedContent(manifest.bytes)
}

/** What the container has beside what signatures are over: it keeps each of them open. */
function tellRest({ kind, data, manifests, signatures, unread, left }: Container, examination: Examination) {
	const names = new Set(signatures.map(({ name }) => name))
	const covered = new Set(
		manifests
			.filter(({ signature }) => names.has(signature))
			.flatMap(({ references }) => references.map(({ name }) => name)),
	)
	const free = kind === 'asic-s' ? [] : data.map(({ name }) => name).filter((name) => !covered.has(name))
	if (free.length > 0)
		examination.fails('SIG_CONSTRAINTS_FAILURE', 'sig-asic-uncovered', { files: namesText(free) })
	if (unread.length > 0) examination.leaves('sig-asic-unread', { files: namesText(unread) })
	if (left.length > 0) examination.leaves('sig-asic-left', { files: namesText(left) })
}

const unknown = (examination: Examination): ExaminedSignature => ({
	...{ examination, certificate: null, claimed: null, provenAt: null, stamps: [], ends: null },
})

async function examineMember(
	container: Container,
	entry: ZipEntry,
	around: Surroundings,
): Promise<ExaminedMember[]> {
	const file = entry.name
	let cms: Cms
	try {
		cms = parseCms(await container.read(entry, CMS_MAX))
	} catch (error) {
		if (!(error instanceof RefusalError)) throw error
		const examination = new Examination()
		examination.fails('FORMAT_FAILURE', 'sig-unreadable', { detail: refusalPhrase(error) })
		return [{ file, cms: null, position: 0, examined: unknown(examination) }]
	}
	const members: ExaminedMember[] = []
	for (const [position, signer] of cms.signers.entries()) {
		const examination = new Examination()
		if (cms.content !== null) examination.fails('FORMAT_FAILURE', 'sig-asic-attached')
		const content = await contentOf(container, entry, examination)
		tellRest(container, examination)
		const examined = await examineSignature(cms, signer, content, around, examination)
		members.push({ file, cms, position, examined })
	}
	return members
}

/**
 * @returns all signatures in the order of their entries, those that are not examined last
 * @throws PackageRefusal for what is no container, or one that is not taken
 */
export async function examineContainer(file: Uint8Array, around: Surroundings): Promise<ExaminedMember[]> {
	const container = await open(file)
	around.work?.read(container.data.reduce((sum, { size }) => sum + size, 0) / 64)
	const members: ExaminedMember[] = []
	for (const entry of container.signatures) members.push(...(await examineMember(container, entry, around)))
	for (const { name } of container.xades) {
		const examination = new Examination()
		examination.leaves('sig-asic-xades')
		members.push({ file: name, cms: null, position: 0, examined: unknown(examination) })
	}
	return members
}
