/**
 * Manifests of associated signature containers (ASiC-E with CAdES: EN 319 162-1 §4.4.4 and A.4): which files, by which
 * digests, a signature, a time-stamp or an evidence record is about. Reading only.
 * @module
 */
import { fromBase64, fromUtf8, RefusalError, utf8 } from '@letopis/format'
import type { DigestName } from '../timestamp/oids.ts'
import { PackageRefusal } from './refusal.ts'
import { parseXml, type XmlElement } from './xml.ts'

export interface Reference {
	/** name of an entry */
	name: string
	/** null where it is made with something that counts for nothing here */
	digest: DigestName | null
	value: Uint8Array
}

export interface Manifest {
	/** name of the entry that holds the signature, time-stamp or evidence record */
	signature: string
	/** at least one, no name twice */
	references: readonly Reference[]
}

const ASIC = 'http://uri.etsi.org/02918/v1.2.1#'
const DSIG = 'http://www.w3.org/2000/09/xmldsig#'
const ALGORITHMS: Readonly<Record<string, DigestName>> = {
	'http://www.w3.org/2001/04/xmlenc#sha256': 'SHA-256',
	'http://www.w3.org/2001/04/xmldsig-more#sha384': 'SHA-384',
	'http://www.w3.org/2001/04/xmlenc#sha512': 'SHA-512',
}

function refuse(cause?: unknown): never {
	throw new PackageRefusal('manifest', {}, { cause })
}

function only(parent: XmlElement, name: string): XmlElement {
	const found = parent.children.filter((child) => child.name === name)
	const [first] = found
	return first !== undefined && found.length === 1 ? first : refuse()
}

/** A relative reference without query and fragment (RFC 3986 §4.2), percent-encoded UTF-8, from the package's root. */
function nameOf(element: XmlElement): string {
	const uri = element.attributes.get('{}URI') ?? refuse()
	const octets: number[] = []
	try {
		for (const [part] of uri.matchAll(/%[0-9a-f]{2}|./gisu)) {
			// A scheme, a query, a fragment, or what is no encoding.
			if ([':', '?', '#', '%'].includes(part)) refuse()
			if (part.startsWith('%')) octets.push(Number.parseInt(part.slice(1), 16))
			// Some makers leave letters beyond ASCII as they are.
			else octets.push(...utf8(part))
		}
		return fromUtf8(Uint8Array.from(octets))
	} catch (error) {
		if (!(error instanceof RefusalError)) throw error
		return refuse(error)
	}
}

function referenceOf(element: XmlElement): Reference {
	const algorithm = only(element, `{${DSIG}}DigestMethod`).attributes.get('{}Algorithm') ?? refuse()
	const text = only(element, `{${DSIG}}DigestValue`).text.replace(/[ \t\r\n]/g, '')
	const digest = Object.hasOwn(ALGORITHMS, algorithm) ? (ALGORITHMS[algorithm] ?? null) : null
	try {
		return { name: nameOf(element), digest, value: fromBase64(text) }
	} catch (error) {
		if (!(error instanceof RefusalError)) throw error
		return refuse(error)
	}
}

/** @throws PackageRefusal `xml`, `manifest` */
export function parseManifest(bytes: Uint8Array): Manifest {
	const root = parseXml(bytes)
	if (root.name !== `{${ASIC}}ASiCManifest`) refuse()
	const signature = nameOf(only(root, `{${ASIC}}SigReference`))
	const found = root.children.filter(({ name }) => name === `{${ASIC}}DataObjectReference`)
	const references = found.map(referenceOf)
	const names = new Set(references.map(({ name }) => name))
	if (references.length === 0 || names.size !== references.length) refuse()
	return { signature, references }
}
