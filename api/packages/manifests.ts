/**
 * Manifests of an ASiC-E container (ETSI EN 319 162-1 annex A.4): what a signature or an evidence record is about, by name
 * and SHA-256.
 * @module
 */
import { base64 } from '@letopis/format'
import { document, element } from './xml.ts'

export const CONTAINER_TYPE = 'application/vnd.etsi.asic-e+zip'
const SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256'

export interface Referenced {
	readonly name: string
	readonly type?: string
	readonly sha256: Uint8Array
}

/**
 * @param reference name of the signature or record in the container, and its type if it has one
 * @param objects what it is about; the first is what the container is made for
 */
export function asicManifest(
	reference: { readonly name: string; readonly type?: string },
	objects: readonly Referenced[],
): string {
	return document(
		element(
			'asic:ASiCManifest',
			[
				element('asic:SigReference', '', { URI: uriOf(reference.name), ...mimeType(reference.type) }),
				...objects.map(({ name, type, sha256 }, position) =>
					element(
						'asic:DataObjectReference',
						[
							element('ds:DigestMethod', '', { Algorithm: SHA256 }),
							element('ds:DigestValue', base64(sha256)),
						],
						{
							URI: uriOf(name),
							...mimeType(type),
							...(position === 0 ? { Rootfile: 'true' } : {}),
						},
					),
				),
			],
			{
				'xmlns:asic': 'http://uri.etsi.org/02918/v1.2.1#',
				'xmlns:ds': 'http://www.w3.org/2000/09/xmldsig#',
			},
		),
	)
}

function mimeType(type: string | undefined): Record<string, string> {
	return type === undefined ? {} : { MimeType: type }
}

function uriOf(name: string): string {
	return name.split('/').map(encodeURIComponent).join('/')
}
