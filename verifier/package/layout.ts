/**
 * Which file of a package is what: containers of this kind fix names inside META-INF (EN 319 162-1 §4.4), the town those of
 * the rest. A name gives a role and no weight.
 * @module
 */
import { fromUtf8, RefusalError } from '@letopis/format'
import { PackageRefusal } from './refusal.ts'
import type { FileRole } from './report.ts'
import type { ByteSource } from './source.ts'
import { readEntry } from './unpack.ts'
import type { ZipEntry } from './zip.ts'

export const MIMETYPE = 'mimetype'
export const RECEIPT = 'receipt.json'
const KINDS: ReadonlyMap<string, ContainerKind> = new Map([
	['application/vnd.etsi.asic-e+zip', 'asic-e'],
	['application/vnd.etsi.asic-s+zip', 'asic-s'],
])

const ROLES: readonly (readonly [RegExp, FileRole])[] = [
	[/^mimetype$/, 'mimetype'],
	[/^receipt\.json$/, 'receipt'],
	[/^premis\.xml$/, 'provenance'],
	[/^protocol-(?:cs|en)\.pdf$/, 'protocol'],
	[/^README\.txt$/, 'readme'],
	[/^trust-of-the-town\.json$/, 'trust'],
	[/^tokens\/[^/]+\.tst$/, 'token'],
	[/^certificates\/[^/]+\.cer$/, 'certificate'],
	[/^revocation\/[^/]+\.(?:crl|ocsp)$/, 'revocation'],
	[/^statements\/[^/]+\.cbor$/, 'statement'],
	[/^META-INF\/ASiC[^/]*Manifest[^/]*\.xml$/, 'manifest'],
	[/^META-INF\/[^/]+\.ers$/, 'record'],
	[/^META-INF\/[^/]+\.(?:p7s|tst)$/, 'seal'],
]

export function roleOf(name: string): FileRole {
	return ROLES.find(([pattern]) => pattern.test(name))?.[1] ?? 'other'
}

/** Files that could be the document: without a role, and none of the container's own. */
export function isCandidate({ name, isFolder }: ZipEntry): boolean {
	return !isFolder && !name.startsWith('META-INF/') && roleOf(name) === 'other'
}

export type ManifestKind = 'seal' | 'record' | 'other'

export function manifestKind(name: string): ManifestKind {
	if (/^META-INF\/ASiCManifest/.test(name)) return 'seal'
	return /^META-INF\/ASiCEvidenceRecordManifest/.test(name) ? 'record' : 'other'
}

export type ContainerKind = 'asic-e' | 'asic-s'

/**
 * EN 319 162-1 §4.3.3.1, §4.4.2 and A.1: the kind of the container stands at its beginning, readable without unpacking.
 * @throws PackageRefusal `no-container`
 */
export async function containerKind(
	source: ByteSource,
	entries: readonly ZipEntry[],
): Promise<ContainerKind> {
	const [first] = entries
	const isFirst = first !== undefined && first.name === MIMETYPE && first.method === 'stored'
	if (!isFirst || first.from !== 30 + MIMETYPE.length || first.size > 100) {
		throw new PackageRefusal('no-container')
	}
	const bytes = await readEntry(source, first, 100)
	try {
		const kind = KINDS.get(fromUtf8(bytes).trimEnd())
		if (kind !== undefined) return kind
	} catch (error) {
		if (!(error instanceof RefusalError)) throw error
	}
	throw new PackageRefusal('no-container')
}

/** Evidence packages are ASiC-E. @throws PackageRefusal `no-container` */
export async function demandContainer(source: ByteSource, entries: readonly ZipEntry[]): Promise<void> {
	if ((await containerKind(source, entries)) !== 'asic-e') throw new PackageRefusal('no-container')
}
