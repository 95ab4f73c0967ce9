/**
 * Sending the content of a document. Nothing of a private one leaves before its access entry is durable.
 * @module
 */
import { type Cid, cidText, hex } from '@letopis/format'
import type { Context } from 'hono'
import type { KeptContent } from '../deps.ts'
import type { AppEnv, Principal } from '../http/env.ts'
import { reportFailure } from '../http/journal.ts'
import { Problem } from '../http/problems.ts'
import { noneMatch, parseRange, type Range } from '../http/range.ts'
import type { ApiDeps } from '../services.ts'
import { type Access, type Action, type Downloads, parsePurpose, readerKey, recordAccess } from './access.ts'
import { bytesField, type FileFacts, fileFacts } from './fields.ts'
import {
	demandReason,
	type Intact,
	intact,
	keptOf,
	type LocatedDocument,
	type LocatedVersion,
	mayRead,
	needRead,
	payloadOf,
} from './reading.ts'

/** A version whose content can be sent, and to whom. */
export interface Sendable extends LocatedVersion {
	readonly kept: Intact
	readonly file: FileFacts
	readonly sha256: Uint8Array
	readonly content: KeptContent
	/** null for a stranger who reads what is public */
	readonly reader: Principal | null
}

/** @throws Problem if the reader may not have the content, or it is destroyed */
export async function sendable(
	deps: ApiDeps,
	located: LocatedVersion,
	principal: Principal | null,
): Promise<Sendable> {
	// A public document is shown to everyone, but its file name only to those who may see what is private.
	const reader = located.version.public
		? mayRead(deps, principal, located.row)
			? principal
			: null
		: needRead(deps, principal, located.row)
	const kept = intact(await keptOf(deps, located.version.index))
	const file = fileFacts(kept.opening)
	const sha256 = bytesField(kept.opening, 'content')
	const { header, payload } = kept.record
	if (file === null || sha256 === null || header === undefined) {
		throw new Error('the record of a version lacks its content')
	}
	const content = { header, ...(payload === undefined ? {} : { payload }) }
	return { ...located, kept, file, sha256, content, reader }
}

/** Records that private things are read. @returns CID of the access entry @throws Problem 'reason-needed'; what the log throws; then nothing may be sent */
export async function recordRead(
	deps: ApiDeps,
	c: Context<AppEnv>,
	{ first, id, row }: LocatedDocument,
	version: { readonly index: number; readonly cid: Cid; readonly public?: boolean },
	reader: Principal,
	action: Action,
	more: Pick<Access, 'lookup' | 'shown'> = {},
): Promise<Cid> {
	const purpose = parsePurpose(c.req.header('Letopis-Purpose'))
	if (purpose === null && !(version.public ?? row.public)) demandReason(deps, reader, row)
	return recordAccess(deps, {
		first,
		document: id,
		...(version.index === first ? {} : { version: version.cid }),
		action,
		principal: reader,
		purpose,
		...more,
	})
}

/** Answers GET and HEAD, whole or one range. */
export async function sendContent(
	deps: ApiDeps,
	c: Context<AppEnv>,
	content: Sendable,
	downloads: Downloads,
): Promise<Response> {
	const { size } = content.file
	const { version, reader } = content
	const etag = `"${hex(content.sha256)}"`
	const record = async (action: Action) => {
		if (!version.public && reader !== null) await recordRead(deps, c, content, version, reader, action)
	}
	const head = baseHeaders(content, etag)
	if (noneMatch(c.req.header('If-None-Match'), etag)) {
		await record('metadata')
		return c.body(null, 304, { ETag: etag, 'Cache-Control': head['Cache-Control'] ?? '' })
	}
	const range = requestedRange(c, etag, size)
	if (range.kind !== 'whole' && range.kind !== 'part') {
		// The refusal tells the size.
		await record('metadata')
		throw notSatisfiable(range, size)
	}
	if (c.req.raw.method === 'HEAD') {
		await record('metadata')
		return c.body(null, 200, { ...head, ...wholeDigest(content), 'Content-Length': String(size) })
	}
	const [start, end] = range.kind === 'part' ? [range.start, range.end] : [0, size]
	if (!version.public && reader !== null) {
		await downloads.begin(readerKey(reader), version.cid, start, end, () => record('content'))
	}
	const { vault } = await deps.projection.chronicle.part(version.index)
	const bytes = vault.read(content.content, payloadOf(content.entry), { start, end })
	const stream = await openStream(deps, c, bytes)
	const length = { 'Content-Length': String(end - start) }
	if (range.kind !== 'part') {
		return c.body(stream, 200, { ...head, ...wholeDigest(content), ...length })
	}
	return c.body(stream, 206, {
		...head,
		...length,
		'Content-Range': `bytes ${start}-${end - 1}/${size}`,
	})
}

function requestedRange(c: Context<AppEnv>, etag: string, size: number): Range {
	const ifRange = c.req.header('If-Range')
	// A range of another state of the content would be a splinter: then the whole is sent (RFC 9110 §13.1.5).
	const header = ifRange === undefined || ifRange.trim() === etag ? c.req.header('Range') : undefined
	return parseRange(header, size)
}

function notSatisfiable({ kind }: Range, size: number): Problem {
	const detail = kind === 'several' ? 'One range at a time is served.' : `The content has ${size} bytes.`
	return new Problem('range-not-satisfiable', detail, { headers: { 'Content-Range': `bytes */${size}` } })
}

function baseHeaders(content: Sendable, etag: string): Record<string, string> {
	const { file, version, reader, sha256 } = content
	return {
		'Content-Type': file.type,
		'Content-Disposition': disposition(reader === null ? null : file.name, cidText(version.cid)),
		'Accept-Ranges': 'bytes',
		ETag: etag,
		// Of the whole representation, whatever part is sent (RFC 9530).
		'Repr-Digest': `sha-256=:${Buffer.from(sha256).toString('base64')}:`,
		// An answer with the file name in it must not reach strangers through a shared cache.
		'Cache-Control': !version.public
			? 'no-store'
			: reader === null
				? 'public, no-cache'
				: 'private, no-cache',
		// Content comes from anyone: it must not run in the origin of the service.
		'Content-Security-Policy': "sandbox; default-src 'none'",
	}
}

/** The digest of what is sent is known without reading only when the whole is sent. */
function wholeDigest({ sha256 }: Sendable): Record<string, string> {
	return { 'Content-Digest': `sha-256=:${Buffer.from(sha256).toString('base64')}:` }
}

/** RFC 6266, with the name for old readers in ASCII. */
export function disposition(name: string | null, fallback: string): string {
	if (name === null) return `attachment; filename="${fallback}"`
	const ascii = name.replace(/[^\x20-\x7e]|["\\%]/g, '_')
	const extended = encodeURIComponent(name).replace(
		/['()*]/g,
		(character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
	)
	return `attachment; filename="${ascii}"; filename*=UTF-8''${extended}`
}

/**
 * A stream that reads only as fast as the client takes, and stops reading when it goes. The first piece is read
 * here, so that content which is missing or damaged from its beginning is a problem, not a broken answer.
 */
export async function openStream(
	deps: ApiDeps,
	c: Context<AppEnv>,
	bytes: AsyncIterable<Uint8Array>,
): Promise<ReadableStream<Uint8Array>> {
	const pieces = bytes[Symbol.asyncIterator]()
	const first = await pieces.next()
	let begun = false
	// Not a generator: one that was never asked for anything would leave the file open when the client goes.
	const source: AsyncIterableIterator<Uint8Array> = {
		async next() {
			if (!begun) {
				begun = true
				return first
			}
			try {
				return await pieces.next()
			} catch (error) {
				// Headers are gone already: the client sees the answer end too early.
				reportFailure(deps, c, 200, error)
				throw error
			}
		},
		async return() {
			await pieces.return?.()
			return { done: true, value: undefined }
		},
		[Symbol.asyncIterator]: () => source,
	}
	return ReadableStream.from(source)
}
