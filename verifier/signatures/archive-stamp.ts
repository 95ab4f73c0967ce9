/**
 * What an archive-time-stamp-v3 of CAdES is over (EN 319 122-1 §5.5.3, and its first form, TS 101 733 §6.4.3): content, the signer's part, and an index of hashes
 * of certificates, revocation data and unsigned attributes. The index must cover all that the file brings along: what was
 * put in later would otherwise pass as old.
 * @module
 */
import { hex, RefusalError } from '@letopis/format'
import { DerReader, elements, onlyElement, TAG } from '../timestamp/der.ts'
import type { DigestName } from '../timestamp/oids.ts'
import { StampRefusal } from '../timestamp/refusal.ts'
import { digest, digestAlgorithm } from '../timestamp/signature.ts'
import type { Token } from '../timestamp/token.ts'
import { type Attribute, type Cms, type CmsSigner, parseCms } from './cms.ts'
import { SignedContent } from './content.ts'
import { SIGNATURE_OID } from './oids.ts'

interface HashIndex {
	/** the first form hashes whole attributes, the present one each value with the attribute's type */
	isWhole: boolean
	name: DigestName
	/** hex */
	certificates: ReadonlySet<string>
	lists: ReadonlySet<string>
	attributes: ReadonlySet<string>
	bytes: Uint8Array
}

function readIndex(value: Uint8Array, isWhole: boolean): HashIndex {
	const reader = new DerReader(onlyElement(value, TAG.sequence, 'hash index').content)
	// The algorithm is SHA-256 unless it says so; an index of nothing begins with an empty list, which is no algorithm.
	const isNamed =
		elements(onlyElement(value, TAG.sequence, 'hash index').content, 8, 'hash index').length === 4
	const name = isNamed ? digestAlgorithm(reader.take(TAG.sequence, 'hash index').bytes) : 'SHA-256'
	const [certificates, lists, attributes] = [0, 1, 2].map(
		() =>
			new Set(
				elements(reader.take(TAG.sequence, 'hash index').content, 1024, 'hash index').map(({ content }) =>
					hex(content),
				),
			),
	)
	reader.end('hash index')
	if (!certificates || !lists || !attributes) throw new RefusalError('malformed', 'hash index')
	return { isWhole, name, certificates, lists, attributes, bytes: value }
}

function indexOf(token: Uint8Array): HashIndex {
	const [signer] = parseCms(token).signers
	const isIndex = (id: string) => id === SIGNATURE_OID.hashIndexV3 || id === SIGNATURE_OID.hashIndex
	const [found] = signer?.unsigned.filter(({ id }) => isIndex(id)) ?? []
	const [value] = found?.values ?? []
	if (found === undefined || value === undefined)
		throw new StampRefusal('unsupported', 'sig-archive-no-index')
	return readIndex(value.bytes, found.id === SIGNATURE_OID.hashIndex)
}

function attributeHashes({ values, bytes }: Attribute, { name, isWhole }: HashIndex): string[] {
	if (isWhole) return [hex(digest(name, bytes))]
	const type = new DerReader(onlyElement(bytes, TAG.sequence, 'attribute').content).take(TAG.oid, 'attribute')
	return values.map((value) => hex(new SignedContent(type.bytes, value.bytes).digest(name)))
}

function coversAll(hashes: readonly string[], index: ReadonlySet<string>): boolean {
	return hashes.every((hash) => index.has(hash))
}

function checkCoverage(cms: Cms, signer: CmsSigner, index: HashIndex): void {
	const hashOf = (bytes: Uint8Array) => hex(digest(index.name, bytes))
	const certificates = cms.certificateElements.map(hashOf)
	const lists = cms.revocationElements.map(hashOf)
	const others = signer.unsigned.filter(({ id }) => id !== SIGNATURE_OID.archiveStampV3)
	const attributes = others.flatMap((attribute) => attributeHashes(attribute, index))
	const isWhole =
		coversAll(certificates, index.certificates) &&
		coversAll(lists, index.lists) &&
		coversAll(attributes, index.attributes)
	if (!isWhole) throw new StampRefusal('unsupported', 'sig-archive-partial')
	const all = signer.unsigned.flatMap((attribute) => attributeHashes(attribute, index))
	const isFound =
		coversAll([...index.certificates], new Set(certificates)) &&
		coversAll([...index.lists], new Set(lists)) &&
		coversAll([...index.attributes], new Set(all))
	if (!isFound) throw new StampRefusal('broken', 'sig-archive-missing')
}

/**
 * @returns what the token's imprint should be of
 * @throws StampRefusal, RefusalError when called, where index or content do not let it be told
 */
export function archiveContent(
	cms: Cms,
	signer: CmsSigner,
	content: SignedContent | null,
	tokenBytes: Uint8Array,
): (token: Token) => SignedContent {
	return ({ info }) => {
		if (content === null) throw new StampRefusal('unsupported', 'sig-archive-no-content')
		const index = indexOf(tokenBytes)
		checkCoverage(cms, signer, index)
		return new SignedContent(
			cms.contentTypeElement,
			content.digest(info.imprintDigest),
			...signer.head,
			...(signer.signedAsFound === null ? [] : [signer.signedAsFound]),
			signer.signatureAlgorithm,
			signer.signatureElement,
			index.bytes,
		)
	}
}
