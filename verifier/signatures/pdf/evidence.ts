/**
 * The document security store of a PDF (DSS, EN 319 142-1 §5.4.2): certificates, CRLs and OCSP responses for signatures.
 * @module
 */
import { RefusalError } from '@letopis/format'
import { basicResponse, parseable } from '../cms.ts'
import { dated, type Material } from '../values.ts'
import type { PdfDocument } from './document.ts'
import { Dict, isArray, Stream } from './values.ts'

const MAX_ITEMS = 512

function attempt<T>(read: () => T[]): T[] {
	try {
		return read()
	} catch (error) {
		// Material that cannot be read counts for nothing; too much work ends the whole examination.
		if (error instanceof RefusalError && error.code !== 'too-large') return []
		throw error
	}
}

/** @param existed ms since 1970 by which this state of the file is proven to have existed */
export function storeOf(pdf: PdfDocument, existed: number): Material {
	const store = pdf.get(pdf.catalog, 'DSS')
	const list = (key: string): Uint8Array[] => {
		const items = store instanceof Dict ? pdf.get(store, key) : null
		if (!isArray(items)) return []
		return items.slice(0, MAX_ITEMS).flatMap((item) =>
			attempt(() => {
				const stream = pdf.resolve(item)
				return stream instanceof Stream ? [pdf.decoded(stream)] : []
			}),
		)
	}
	const responses = list('OCSPs').flatMap((response) => attempt(() => basicResponse(response)))
	return dated({ certificates: parseable(list('Certs')), lists: list('CRLs'), responses }, existed)
}
