/**
 * Certificates and revocation data that a signature brings along in its attributes (EN 319 122-1 §5.4; Adobe's attribute
 * of ISO 32000-1 §12.8.3.3.2). They are only material: what cannot be read is passed over and counts for nothing.
 * @module
 */
import { RefusalError } from '@letopis/format'
import type { Certificate } from '../timestamp/certificate.ts'
import { contextTag, DerReader, elements, onlyElement, TAG } from '../timestamp/der.ts'
import { StampRefusal } from '../timestamp/refusal.ts'
import { type Attribute, basicResponse, type Cms, type CmsSigner, parseable } from './cms.ts'
import { SIGNATURE_OID } from './oids.ts'
import type { Dated } from './revocation.ts'
import { readToken } from './stamps.ts'

export interface Material {
	certificates: readonly Certificate[]
	/** CertificateLists, BasicOCSPResponses */
	lists: readonly Dated[]
	responses: readonly Dated[]
}

/** The same before anybody has said when it existed. */
interface Undated {
	certificates: readonly Certificate[]
	lists: readonly Uint8Array[]
	responses: readonly Uint8Array[]
}

const MAX_VALUES = 256

const NOTHING: Undated = { certificates: [], lists: [], responses: [] }

export const NO_MATERIAL: Material = { certificates: [], lists: [], responses: [] }

export function together(...parts: readonly Material[]): Material {
	return {
		certificates: parts.flatMap(({ certificates }) => certificates),
		lists: parts.flatMap(({ lists }) => lists),
		responses: parts.flatMap(({ responses }) => responses),
	}
}

function attempt<T>(read: () => T, otherwise: T): T {
	try {
		return read()
	} catch (error) {
		if (error instanceof RefusalError || error instanceof StampRefusal) return otherwise
		throw error
	}
}

/** RevocationValues, or Adobe's RevocationInfoArchival, which holds whole OCSPResponses. */
function revocationValues(value: Uint8Array, isWhole: boolean): Undated {
	const reader = new DerReader(onlyElement(value, TAG.sequence, 'revocation values').content)
	const list = (n: number) => {
		const wrapper = reader.optional(contextTag(n, true))
		if (wrapper === undefined) return []
		const inner = onlyElement(wrapper.content, TAG.sequence, 'revocation values').content
		return elements(inner, MAX_VALUES, 'revocation values').map(({ bytes }) => bytes)
	}
	const lists = list(0)
	const found = list(1)
	return { certificates: [], lists, responses: isWhole ? found.flatMap(basicResponse) : found }
}

function certificateValues(value: Uint8Array): Undated {
	const list = elements(onlyElement(value, TAG.sequence, 'certificates').content, MAX_VALUES, 'certificates')
	return { ...NOTHING, certificates: parseable(list.map(({ bytes }) => bytes)) }
}

/** Lists inside a token are evidence about that token only. */
function tokenValues(value: Uint8Array): Undated {
	return { ...NOTHING, certificates: readToken(value).certificates }
}

const READERS: Readonly<Record<string, (value: Uint8Array) => Undated>> = {
	[SIGNATURE_OID.certificateValues]: certificateValues,
	[SIGNATURE_OID.revocationValues]: (value) => revocationValues(value, false),
	[SIGNATURE_OID.adobeRevocation]: (value) => revocationValues(value, true),
	[SIGNATURE_OID.archiveStampV3]: tokenValues,
	[SIGNATURE_OID.signatureStamp]: tokenValues,
}

function fromAttributes(attributes: readonly Attribute[]): Undated[] {
	return attributes.flatMap(({ id, values }) => {
		const read = READERS[id]
		if (read === undefined) return []
		return values.map(({ bytes }) => attempt(() => read(bytes), NOTHING))
	})
}

/** @param existed ms since 1970 by which all of it is proven to have existed */
export function dated({ certificates, lists, responses }: Undated, existed: number): Material {
	const date = (ders: readonly Uint8Array[]) => ders.map((der) => ({ der, existed }))
	return { certificates, lists: date(lists), responses: date(responses) }
}

/** All that one signer's part of a CMS brings along; dated as {@link dated}. */
export function materialOf(cms: Cms, signer: CmsSigner, existed: number): Material {
	const parts = [cms, ...fromAttributes(signer.signed), ...fromAttributes(signer.unsigned)]
	return together(...parts.map((part) => dated(part, existed)))
}
