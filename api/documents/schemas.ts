/**
 * The shapes in which documents are shown.
 * @module
 */
import { z } from '@hono/zod-openapi'
import { cidSchema, countParameter, indexSchema, timeSchema } from '../http/describe.ts'
import { METADATA_MAX_BYTES, METADATA_MAX_DEPTH, REASON_MAX_BYTES } from './metadata.ts'
import { RELATIONS, STATES } from './rows.ts'

const anyMap = z.record(z.string(), z.unknown())

const logSchema = z
	.int()
	.min(1)
	.openapi({ description: 'number of the log that holds the entry: `/log/<n>/`' })

const stateSchema = z.enum(STATES).openapi({ description: 'what later entries made of this one' })

export const versionSchema = z
	.object({
		entry: cidSchema,
		log: logSchema,
		index: indexSchema,
		number: z.int().min(1).openapi({ description: '1 is the first version' }),
		time: timeSchema.openapi({ description: 'whole minutes, as in the entry' }),
		visibility: z.enum(['private', 'public']).openapi({ description: 'of the content' }),
		state: stateSchema,
		public: anyMap.openapi({ description: 'public metadata' }),
	})
	.openapi('Version')

const privateSchema = z
	.object({
		recordedAt: timeSchema.nullable().openapi({ description: 'to the millisecond' }),
		recordedBy: z
			.string()
			.nullable()
			.openapi({ description: 'name of the person or of the machine’s token' }),
		department: z.string().nullable().openapi({ description: 'code; in which the person acted' }),
		sha256: z.string().nullable().openapi({ description: 'of the content, hexadecimal' }),
		file: z.object({ name: z.string(), type: z.string(), size: z.int() }).nullable(),
		metadata: anyMap.openapi({ description: 'private metadata' }),
		reason: z.string().nullable(),
	})
	.openapi('PrivateFields', { description: 'reading them is recorded in the log' })

export const documentSchema = z
	.object({
		id: cidSchema.openapi({ description: 'CID of the first entry' }),
		versions: z.int().min(1),
		latest: cidSchema.openapi({ description: 'entry of the newest version' }),
		version: versionSchema,
		erased: z.boolean().openapi({ description: 'content and private fields have been destroyed' }),
		lost: z
			.boolean()
			.openapi({ description: 'content and private fields are damaged; a backup may have them' }),
		private: privateSchema
			.nullable()
			.openapi({ description: 'null for readers without the right, and when erased or lost' }),
	})
	.openapi('Document')

export const summarySchema = z
	.object({
		id: cidSchema,
		log: logSchema,
		index: indexSchema,
		time: timeSchema,
		visibility: z.enum(['private', 'public']),
		state: stateSchema,
		versions: z.int().min(1),
		latestLog: logSchema,
		latestIndex: indexSchema,
		public: anyMap,
	})
	.openapi('DocumentSummary', { description: 'of the first version; nothing private' })

export const listSchema = z
	.object({
		documents: z.array(summarySchema),
		next: z.string().nullable().openapi({ description: 'cursor of the next page; null at the end' }),
	})
	.openapi('DocumentList')

export const versionsSchema = z
	.object({ versions: z.array(versionSchema), next: z.string().nullable() })
	.openapi('VersionList')

const eventSchema = z
	.object({
		type: z.enum([
			...(['version', 'act', 'access', 'decision', 'case', 'signature-check'] as const),
			...(['posting', 'take-down', 'board-withdrawal'] as const),
		]),
		entry: cidSchema,
		log: logSchema,
		index: indexSchema,
		time: timeSchema.openapi({ description: 'exact for those who may see what is private' }),
		relations: z.array(z.object({ relation: z.enum(RELATIONS), entry: cidSchema })),
		by: z.string().nullable().openapi({ description: 'who acted or read' }),
		department: z.string().nullable(),
		role: z.string().nullable(),
		action: z.string().nullable().openapi({ description: 'what was read' }),
		purpose: z.string().nullable().openapi({ description: 'why: of a read, of a version or of an act' }),
		readable: z
			.boolean()
			.openapi({ description: 'false where its private half was asked for, and is destroyed or damaged' }),
	})
	.openapi('HistoryEvent')

export const historySchema = z
	.object({ events: z.array(eventSchema), next: z.string().nullable() })
	.openapi('History')

export type DocumentView = z.infer<typeof documentSchema>
export type VersionView = z.infer<typeof versionSchema>
export type SummaryView = z.infer<typeof summarySchema>
export type EventView = z.infer<typeof eventSchema>

export const idParams = z.object({
	id: cidSchema.openapi({ description: 'CID of the first entry of the document' }),
})

export const entryQuery = z.object({
	entry: z.string().max(64).optional().openapi({
		description:
			'version: `latest`, the CID of its entry, or the index of its entry in the log of the first one; the first one if absent',
	}),
})

export const pageQuery = z.object({
	cursor: z.string().max(64).optional().openapi({ description: '`next` of the page before' }),
	limit: countParameter('limit', 1, 200).optional(),
})

/** The small parts of the form, beside `file`. */
const smallParts = {
	metadata: {
		type: 'string' as const,
		description:
			`JSON object, at most ${METADATA_MAX_BYTES} bytes and ${METADATA_MAX_DEPTH} levels, integers only. ` +
			'Private, but for its member `public`, which goes into the public entry.',
		contentMediaType: 'application/json',
	},
	visibility: {
		type: 'string' as const,
		enum: ['private', 'public'],
		default: 'private',
		description: 'of the content',
	},
}

const file = { type: 'string' as const, format: 'binary', description: 'the content; may be empty' }

export const documentForm = {
	type: 'object' as const,
	required: ['file'],
	properties: { file, ...smallParts },
}

export const versionForm = {
	type: 'object' as const,
	required: ['file'],
	properties: {
		file,
		...smallParts,
		relation: {
			type: 'string' as const,
			enum: ['version', 'supersedes', 'corrects', 'annuls'],
			default: 'version',
			description: 'what the version does to the one before it, for everyone to read',
		},
		reason: {
			type: 'string' as const,
			maxLength: REASON_MAX_BYTES,
			description: 'private words on why',
		},
	},
}

/** Bytes that each small part may have. */
export const DOCUMENT_PARTS = { metadata: METADATA_MAX_BYTES, visibility: 16 } as const
export const VERSION_PARTS = { ...DOCUMENT_PARTS, relation: 16, reason: REASON_MAX_BYTES } as const
