/**
 * The portal's files for the browser: with their encodings, their lifetimes and a policy of their own.
 * @module
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Asset } from '../../portal/adapter/build.ts'

/** Of a worker, whose policy comes with its own file and not from the page: own code and own data only. */
const POLICY =
	"default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; style-src 'unsafe-inline'; " +
	"base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
const ENCODINGS = [
	['br', '.br'],
	['gzip', '.gz'],
] as const

const ENDINGS = ['', ...ENCODINGS.map(([, ending]) => ending)]

export interface PortalFiles {
	/** @returns null when there is no such file */
	serve(request: Request, path: string): Response | null
}

/**
 * Reads every file now, a few megabytes: a newer build may replace the folder while this one is served.
 * @param folder of the build's `client` files
 */
export function portalFiles(folder: string, assets: Readonly<Record<string, Asset>>): PortalFiles {
	const files = new Map<string, Uint8Array<ArrayBuffer>>()
	for (const [path, { compressed }] of Object.entries(assets))
		for (const ending of compressed ? ENDINGS : [''])
			files.set(path + ending, new Uint8Array(readFileSync(join(folder, path + ending))))
	return {
		serve(request, path) {
			const asset = Object.hasOwn(assets, path) ? assets[path] : undefined
			if (asset === undefined) return null
			if (request.method !== 'GET' && request.method !== 'HEAD')
				return new Response(null, { status: 405, headers: { Allow: 'GET, HEAD' } })
			const headers = headersOf(asset)
			if (sameTag(request.headers.get('If-None-Match'), asset.etag))
				return new Response(null, { status: 304, headers })
			const encoding = asset.compressed ? bestEncoding(request.headers.get('Accept-Encoding')) : undefined
			if (encoding !== undefined) headers.set('Content-Encoding', encoding[0])
			const bytes = files.get(path + (encoding?.[1] ?? ''))
			headers.set('Content-Length', String(bytes?.length ?? 0))
			return new Response(request.method === 'HEAD' ? null : (bytes ?? null), { headers })
		},
	}
}

function headersOf(asset: Asset): Headers {
	return new Headers({
		'Content-Type': asset.type,
		ETag: `W/"${asset.etag}"`,
		Vary: 'Accept-Encoding',
		'Cache-Control': asset.immutable ? 'public, max-age=31536000, immutable' : 'public, no-cache',
		'Content-Security-Policy': POLICY,
		'Cross-Origin-Resource-Policy': 'same-origin',
		'X-Content-Type-Options': 'nosniff',
	})
}

function sameTag(header: string | null, etag: string): boolean {
	return header?.split(',').some((tag) => tag.trim().replace(/^W\//, '') === `"${etag}"`) ?? false
}

/** RFC 9110 §12.5.3 as far as it matters: a coding that is named and not refused. */
function bestEncoding(header: string | null): (typeof ENCODINGS)[number] | undefined {
	const accepted = (header ?? '').split(',').map((part) => part.trim().toLowerCase())
	return ENCODINGS.find(([name]) => accepted.some((part) => isAccepted(part, name)))
}

function isAccepted(part: string, name: string): boolean {
	const [coding, ...parameters] = part.split(';').map((piece) => piece.trim())
	return coding === name && !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter))
}
