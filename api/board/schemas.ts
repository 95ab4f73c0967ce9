/**
 * The shapes in which the notice board is told.
 * @module
 */
import { z } from '@hono/zod-openapi'
import { isDay } from '../calendar/day.ts'
import { words } from '../cases/describe.ts'
import { base64Schema, cidSchema, indexSchema, timeSchema } from '../http/describe.ts'
import { MOST_CHARACTERS, MOST_NOTES } from './probes.ts'
import { CATEGORIES } from './records.ts'
import { SEEN } from './statement.ts'

export const daySchema = z
	.string()
	.refine(isDay, 'a day, YYYY-MM-DD')
	.openapi({ type: 'string', format: 'date', example: '2026-11-23' })
const categorySchema = z.enum(CATEGORIES).openapi('BoardCategory')
export const probeName = z
	.string()
	.regex(/^[a-z0-9][a-z0-9-]{0,39}$/, '1 to 40 of a-z, 0-9 and -')
	.openapi({ example: 'sonda-1' })

const place = { log: z.int().min(0), index: indexSchema }

export const postingSchema = z
	.object({
		id: cidSchema.openapi({ description: 'CID of the entry that posted it' }),
		...place,
		document: cidSchema,
		category: categorySchema,
		state: z.enum(['planned', 'posted', 'taken-down']),
		title: z
			.string()
			.nullable()
			.openapi({ description: 'null where it was withdrawn, or does not hang yet' }),
		number: z.string().nullable(),
		posted: timeSchema.openapi({ description: 'of the entry' }),
		from: daySchema,
		until: daySchema.nullable().openapi({ description: 'last day as planned' }),
		paper: daySchema
			.nullable()
			.openapi({ description: 'since when it hangs in the building, as the office says' }),
		takenDown: daySchema.nullable(),
		paperTakenDown: daySchema.nullable(),
		withdraws: z.boolean().openapi({ description: 'what it says is to go from view when it is taken down' }),
		withdrawn: z.boolean().openapi({ description: 'what it said is not in view any more' }),
		filing: cidSchema.nullable().openapi({
			description: 'the filing that it is a step of; told to who may read cases, null otherwise',
		}),
	})
	.openapi('Posting')

const placedSchema = z.object({ entry: cidSchema, ...place, time: timeSchema })

export const detailSchema = postingSchema
	.extend({
		content: z
			.object({
				type: z.string(),
				size: z.int().min(0),
				sha256: z.string(),
				salt: base64Schema.openapi({
					description: 'blinds the hash in statements of probes; told while it is in view',
				}),
			})
			.nullable(),
		days: z.object({
			publication: z.object({
				first: daySchema,
				last: daySchema,
				count: z.int().min(0).openapi({ description: 'the first and the last day included' }),
				fifteenth: daySchema,
				reached: z.boolean(),
			}),
			service: z.object({
				counted: daySchema,
				day: daySchema.openapi({ description: 'the 15th after it' }),
				state: z.enum(['due', 'held', 'cut-short']),
				paper: z.boolean(),
			}),
		}),
		takeDown: placedSchema.nullable(),
		withdrawal: placedSchema.nullable().openapi({
			description: 'what withdrew it later; null where it stays, or went when it was taken down',
		}),
		availability: z.object({
			from: timeSchema,
			to: timeSchema,
			looks: z.int().min(0),
			good: z.int().min(0),
			runs: z.array(
				z.object({
					probe: z.string(),
					status: z.enum(SEEN),
					count: z.int().min(1),
					every: z.int().min(1).openapi({ description: 'seconds between looks' }),
					from: timeSchema,
					to: timeSchema,
					first: indexSchema.openapi({ description: 'entry of the first look' }),
					last: indexSchema.openapi({ description: 'entry of the last look' }),
				}),
			),
			gaps: z.array(z.object({ from: timeSchema, to: timeSchema, found: z.enum(['unseen', ...SEEN]) })),
			whole: z.boolean().openapi({ description: 'false where there are more runs than are told' }),
		}),
	})
	.openapi('PostingDetail')

export const listSchema = z
	.object({
		postings: z.array(postingSchema),
		found: z.int().min(0).openapi({ description: 'how many in all' }),
		next: z.string().nullable(),
		byMail: z.boolean().openapi({ description: 'whether it can be followed by mail' }),
		openData: z.boolean().openapi({ description: 'whether it is open data, too' }),
	})
	.openapi('PostingList')

export const archiveSchema = z
	.object({ postings: z.array(postingSchema), next: z.string().nullable() })
	.openapi('PostingArchive')

export const newPostingSchema = z
	.strictObject({
		document: cidSchema,
		title: words(1, 300),
		number: words(1, 64).optional(),
		category: categorySchema,
		from: daySchema.optional().openapi({ description: 'today if absent' }),
		until: daySchema.optional().openapi({ description: 'last day; until it is taken down if absent' }),
		paper: daySchema.optional().openapi({ description: 'since when it hangs on the board in the building' }),
		withdraw: z
			.boolean()
			.openapi({ description: 'whether what it says goes from view when it is taken down' }),
	})
	.openapi('NewPosting')

export const takeDownSchema = z.strictObject({
	paper: daySchema.optional().openapi({ description: 'when it was taken from the board in the building' }),
	withdraw: z.boolean().optional().openapi({ description: 'as planned if absent' }),
})

export const deliverySchema = z
	.strictObject({
		probe: probeName,
		notes: z
			.array(z.string().min(1).max(MOST_CHARACTERS))
			.min(1)
			.max(MOST_NOTES)
			.refine((notes) => notes.join('').length <= MOST_CHARACTERS, `at most ${MOST_CHARACTERS} characters`)
			.openapi({ description: 'signed statements, oldest first; see api/board/README.md' }),
	})
	.openapi('ProbeDelivery')

export const probeSchema = z
	.object({ name: probeName, vkey: z.string(), active: z.boolean(), entry: cidSchema })
	.openapi('BoardProbe')

export type PostingView = z.infer<typeof postingSchema>
export type DetailView = z.infer<typeof detailSchema>
