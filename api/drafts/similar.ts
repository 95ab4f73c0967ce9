/**
 * Documents that are here already and resemble one that is being recorded: the same bytes, the same number, the same title
 * in the same case. Which documents somebody may not see without saying why, they are not told; of a number in another
 * department they learn only that it was used there, so that no two documents bear it unknowingly.
 * @module
 */
import { z } from '@hono/zod-openapi'
import { type Cid, cidText, decodeEntry, entryCid } from '@letopis/format'
import type { Cases } from '../cases/cases.ts'
import { search, titled } from '../cases/register.ts'
import { documentsIn } from '../cases/rows.ts'
import { documentOf, findDocument } from '../documents/queries.ts'
import { entryBytes, mayRead, needsReason } from '../documents/reading.ts'
import { indexIn, ranges } from '../documents/rows.ts'
import { cidSchema, isoTime, timeSchema } from '../http/describe.ts'
import type { Principal } from '../http/env.ts'
import { Problem } from '../http/problems.ts'
import type { ApiDeps } from '../services.ts'
import type { Answers } from './answers.ts'

/** Documents that are named, for each likeness. */
const NAMED = 10
/** Rows looked at for each. */
const EXAMINED = 100
/** Documents of a case that are compared, the oldest of it. */
const IN_CASE = 1000
const MINUTE = 60_000

const documents = z.array(
	z.object({
		document: cidSchema,
		time: timeSchema.openapi({ description: 'when its first version was recorded, to the minute' }),
	}),
)

export const similarSchema = z
	.object({
		number: z
			.object({
				documents,
				elsewhere: z.boolean().openapi({
					description:
						'a document has it that the reader may not see without a reason; nothing else is said of it',
				}),
			})
			.openapi({ description: 'any version has the same number; case and the width of spaces say nothing' }),
		title: documents.openapi({
			description:
				'any version has the same title, without case, diacritics and punctuation, and is in the same case',
		}),
	})
	.openapi('SimilarDocuments')
type Similar = z.infer<typeof similarSchema>

/** What is similar by the answers of a draft; the document that it is to be a version of is not. */
export async function similarTo(
	deps: ApiDeps,
	cases: Cases,
	{ metadata = {}, case: case_, document: own }: Answers,
	principal: Principal,
): Promise<Similar> {
	await deps.projection.current()
	const texts = (name: string) => {
		const open = metadata.public as Record<string, unknown> | undefined
		return [metadata[name], open?.[name]].filter((text) => typeof text === 'string' && text.trim() !== '')
	}
	const [number] = texts('number') as string[]
	const [title] = texts('title') as string[]
	const others = async (firsts: readonly number[]) => {
		const found = await Promise.all(firsts.map((first) => named(deps, first)))
		return found.filter(({ document }) => document !== own).slice(0, NAMED)
	}
	const { seen, unseen } = number === undefined ? NONE : await numbered(deps, number, principal)
	return {
		number: {
			documents: await others(seen),
			elsewhere: (await others(unseen)).length > 0,
		},
		title:
			title === undefined || case_ === undefined
				? []
				: await others(await inCase(deps, cases, case_, title, principal)),
	}
}

const NONE = { seen: [], unseen: [] }

async function numbered(deps: ApiDeps, number: string, principal: Principal) {
	const { store, owners, chronicle } = deps.projection
	const { positions } = await search(store, owners, {
		...{ space: 'document', number, from: 0, to: chronicle.size, limit: EXAMINED },
	})
	const shown = await Promise.all(positions.map((first) => isSeen(deps, first, principal)))
	return {
		seen: positions.filter((_, i) => shown[i]),
		unseen: positions.filter((_, i) => !shown[i]),
	}
}

/** Of a case that the reader may look into without a reason; there they see the titles of all its documents. */
async function inCase(deps: ApiDeps, cases: Cases, id: string, title: string, principal: Principal) {
	if (!principal.scopes.has('cases:read')) return []
	const found = await cases.locate(id).catch((error) => {
		if (error instanceof Problem && error.code === 'case-not-found') return null
		throw error
	})
	if (found === null || needsReason(deps, principal, found.row)) return []
	const { store, owners } = deps.projection
	const all = await documentsIn(store, found.position, 0, IN_CASE)
	const firsts = all.map(({ document }) => document)
	return titled(store, owners, 'document', title, firsts)
}

/** Versions with this content, of documents that the reader may read without giving a reason. */
export async function sameContent(
	deps: ApiDeps,
	hash: Uint8Array,
	principal: Principal,
): Promise<{ document: string; entry: string }[]> {
	const { projection } = deps
	await projection.current()
	const found: { document: string; entry: string }[] = []
	const tag = projection.owners.tag('content', hash)
	for await (const [key] of projection.store.range({ ...ranges.contents(tag), limit: EXAMINED })) {
		const entry = indexIn(key)
		const first = await documentOf(projection.store, entry)
		if (first === undefined || !(await isSeen(deps, first, principal))) continue
		const [document, version] = await Promise.all([first, entry].map((at) => cidAt(deps, at)))
		if (document === undefined || version === undefined) continue
		found.push({ document: cidText(document), entry: cidText(version) })
		if (found.length === NAMED) break
	}
	return found
}

async function isSeen(deps: ApiDeps, first: number, principal: Principal): Promise<boolean> {
	const row = await findDocument(deps.projection.store, first)
	if (row === undefined) return false
	return row.public || (mayRead(deps, principal, row) && !needsReason(deps, principal, row))
}

async function cidAt(deps: ApiDeps, position: number): Promise<Cid> {
	return entryCid(await entryBytes(deps, position))
}

async function named(deps: ApiDeps, first: number): Promise<Similar['title'][number]> {
	const bytes = await entryBytes(deps, first)
	return { document: cidText(entryCid(bytes)), time: isoTime(decodeEntry(bytes).time * MINUTE) }
}
