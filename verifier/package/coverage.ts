/**
 * What manifests say of the files of a package: that they are as they were, and which are not spoken of at all.
 * @module
 */
import { equalBytes } from '@letopis/format'
import type { Hashed } from './contents.ts'
import type { PackageFindings } from './findings.ts'
import { type ManifestKind, manifestKind, roleOf } from './layout.ts'
import { type Manifest, parseManifest } from './manifest.ts'
import { PackageRefusal } from './refusal.ts'
import type { ByteSource } from './source.ts'
import { readEntry } from './unpack.ts'
import { XML_MAX } from './xml.ts'
import type { ZipEntry } from './zip.ts'

const MANIFESTS_MAX = 64

export interface NamedManifest extends Manifest {
	/** of the entry */
	name: string
	kind: ManifestKind
	bytes: Uint8Array
}

/** All manifests that can be read; the others are told of. */
export async function readManifests(
	source: ByteSource,
	entries: readonly ZipEntry[],
	findings: PackageFindings,
): Promise<NamedManifest[]> {
	const found = entries.filter(({ name }) => roleOf(name) === 'manifest')
	if (found.length > MANIFESTS_MAX) throw new PackageRefusal('too-many', { limit: MANIFESTS_MAX })
	const read: NamedManifest[] = []
	for (const entry of found) {
		const { name } = entry
		const kind = manifestKind(name)
		if (kind === 'other') {
			findings.unknown('package-archive-manifest', { manifest: name })
			continue
		}
		try {
			const bytes = await readEntry(source, entry, XML_MAX)
			read.push({ ...parseManifest(bytes), name, kind, bytes })
		} catch (error) {
			if (!(error instanceof PackageRefusal)) throw error
			findings.contradiction('package-manifest-unreadable', { manifest: name, detail: error.why })
		}
	}
	return read
}

/** Holds files against one manifest. @returns names of those that are as it says */
export function compare(
	{ name: manifest, references, signature }: NamedManifest,
	files: ReadonlyMap<string, Hashed>,
	findings: PackageFindings,
): Set<string> {
	const agreeing = new Set<string>()
	if (!files.has(signature)) findings.contradiction('package-no-signature', { manifest, file: signature })
	for (const { name: file, digest, value } of references) {
		const own = digest === null ? undefined : files.get(file)?.digests[digest]
		if (!files.has(file)) findings.contradiction('package-file-missing', { manifest, file })
		else if (own === undefined) findings.unknown('package-file-unknown', { manifest, file })
		else if (equalBytes(own, value)) agreeing.add(file)
		else findings.contradiction('package-file-changed', { manifest, file })
	}
	if (agreeing.size === references.length) {
		findings.yes('package-manifest-agrees', { manifest, count: agreeing.size })
	}
	return agreeing
}
