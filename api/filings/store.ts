/**
 * Files of a filing as private documents: what came in parts goes into the vault piece by piece, and becomes one document
 * however often it is asked for.
 * @module
 */
import { type Cid, cidText } from '@letopis/format'
import { bytesField, fileFacts, metadata } from '../documents/fields.ts'
import type { Metadata } from '../documents/metadata.ts'
import { documentOfEntry, intact, keptOf } from '../documents/reading.ts'
import { nothingWritten, type Recorder } from '../documents/recording.ts'
import type { Principal } from '../http/env.ts'
import type { ApiDeps } from '../services.ts'
import { SignatureFinder } from '../signatures/finder.ts'
import { FILER_PRINCIPAL } from './filer.ts'

export interface Incoming {
	readonly pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>
	readonly name: string
	readonly type: string
	/** of the document */
	readonly title: string
	/** code of the department that it is for */
	readonly department: string
}

export interface StoredFile {
	/** CID of the document */
	readonly document: string
	readonly name: string
	/** bytes */
	readonly size: number
	readonly sha256: Uint8Array
}

/** @param key of the entry: the same file under it is stored once @param by who records it @param purpose why, from another department */
export async function storeFile(
	deps: ApiDeps,
	recorder: Recorder,
	{ pieces, name, type, title, department }: Incoming,
	key: Uint8Array,
	by: Principal = FILER_PRINCIPAL,
	purpose: string | null = null,
): Promise<StoredFile & { readonly cid: Cid }> {
	const { vault } = deps.ledger
	const writer = vault.receive()
	const finder = new SignatureFinder()
	try {
		for await (const piece of pieces) {
			finder.take(piece)
			await writer.write(piece)
		}
	} catch (error) {
		await writer.abort()
		throw error
	}
	const content = await writer.finish()
	const about: Metadata = { public: null, private: { title } }
	const file = { name, type, size: content.size }
	try {
		const recorded = await recorder.document(
			{
				upload: { content, signed: finder.found, name, type, parts: new Map() },
				...{ metadata: about, visibility: 'private', purpose, file, department, version: null },
			},
			by,
			key,
		)
		if (recorded.replayed) await vault.discard(content.cid)
		const { chronicle } = deps.projection
		const position = recorded.replayed ? recorded.index : chronicle.base + recorded.appended.index
		const { id } = await documentOfEntry(deps, position)
		return { cid: id, document: cidText(id), name, size: content.size, sha256: content.sha256 }
	} catch (error) {
		if (nothingWritten(error)) await vault.discard(content.cid)
		throw error
	}
}

/** What a document of a filing is called, and its hash; null where its record is erased or lost. */
export async function storedFile(
	deps: ApiDeps,
	document: string,
	position: number,
): Promise<(StoredFile & { title: string }) | null> {
	const kept = await keptOf(deps, position)
	if (typeof kept === 'string') return null
	const { opening } = intact(kept)
	const file = fileFacts(opening)
	const sha256 = bytesField(opening, 'content')
	const { data } = metadata(opening)
	if (file === null || sha256 === null) return null
	const title = typeof data === 'object' && data !== null && 'title' in data ? data.title : null
	return {
		document,
		name: file.name,
		size: file.size,
		sha256,
		title: typeof title === 'string' ? title : file.name,
	}
}
