/**
 * The answers of a draft: what is to be recorded, and beside it whatever a form wants to remember.
 * @module
 */
import { z } from '@hono/zod-openapi'
import {
	type DagMap,
	type DagValue,
	encodeDag,
	isDagMap,
	parseCid,
	RefusalError,
	utf8,
} from '@letopis/format'
import { ACTS } from '../cases/acts.ts'
import { decisionSchema, words } from '../cases/describe.ts'
import { type Metadata, parseMetadata } from '../documents/metadata.ts'
import { cidSchema } from '../http/describe.ts'
import { Problem } from '../http/problems.ts'
import { ANSWERS_MAX } from './drafts.ts'

const anyMap = z.record(z.string(), z.unknown())

export const answersSchema = z
	.strictObject({
		metadata: anyMap.optional().openapi({
			description: 'of the document; private, but for its member `public`. `title` and `number` are found',
		}),
		visibility: z.enum(['private', 'public']).optional(),
		document: cidSchema.optional().openapi({ description: 'the document that the file is a version of' }),
		relation: z
			.enum(['version', ...ACTS])
			.optional()
			.openapi({ description: 'what the version does to the one before it' }),
		reason: words(0, 2000)
			.optional()
			.openapi({ description: 'why; needed where something before is changed' }),
		case: cidSchema.optional().openapi({ description: 'the case that the document goes into' }),
		decision: decisionSchema.partial().optional(),
		form: anyMap.optional().openapi({ description: 'what the form wants to remember; never recorded' }),
	})
	.openapi('DraftAnswers')

export type Answers = z.infer<typeof answersSchema>

/** As it is kept: texts in NFC, integers only, bounded. @throws Problem 'bad-request', 'body-too-large' */
export function keptAnswers(answers: Answers): DagMap {
	const value = normal(answers)
	if (!isDagMap(value)) throw new Problem('bad-request', 'Answers are an object.')
	try {
		encodeDag(value, { maxBytes: ANSWERS_MAX, maxDepth: 8 })
		return value
	} catch (cause) {
		if (!(cause instanceof RefusalError)) throw cause
		if (cause.code === 'too-large')
			throw new Problem('body-too-large', `Answers have at most ${ANSWERS_MAX} bytes.`)
		throw new Problem('bad-request', `Answers: ${cause.message}`, { cause, extra: { refusal: cause.code } })
	}
}

function normal(value: unknown): DagValue {
	if (typeof value === 'string') return value.toWellFormed().normalize('NFC')
	if (Array.isArray(value)) return value.map(normal)
	if (typeof value !== 'object' || value === null) return value as DagValue
	const pairs = Object.entries(value).filter(([, member]) => member !== undefined)
	return Object.fromEntries(pairs.map(([name, member]) => [name.normalize('NFC'), normal(member)]))
}

/** What confirming a draft records. */
export interface Intent {
	readonly metadata: Metadata
	readonly visibility: 'private' | 'public'
	/** null for a new document */
	readonly version: { readonly document: string; readonly relation: 'version' | (typeof ACTS)[number] } | null
	readonly reason: string | null
	readonly case: string | null
	readonly decision: { ruling: string; reasoning: string; instruction: string } | null
}

/** @throws Problem 'draft-answers-missing' naming what is missing; those of {@link parseMetadata} */
export function intentOf(kept: DagMap): Intent {
	const answers = kept as Answers
	const { document, relation = 'version', reason = '', decision } = answers
	const missing: string[] = []
	if (document !== undefined && relation !== 'version' && reason.trim() === '') missing.push('reason')
	if (document === undefined && relation !== 'version') missing.push('document')
	if (decision !== undefined && (decision.ruling ?? '').trim() === '') missing.push('decision.ruling')
	for (const name of ['document', 'case'] as const) {
		if (answers[name] !== undefined && !isCidText(answers[name])) missing.push(name)
	}
	if (missing.length > 0) {
		const errors = missing.map((at) => ({ at, message: 'is needed' }))
		throw new Problem('draft-answers-missing', `Still needed: ${missing.join(', ')}.`, { extra: { errors } })
	}
	const { ruling = '', reasoning = '', instruction = '' } = decision ?? {}
	const metadata = answers.metadata === undefined ? undefined : utf8(JSON.stringify(answers.metadata))
	return {
		metadata: parseMetadata(metadata),
		visibility: answers.visibility ?? 'private',
		version: document === undefined ? null : { document, relation },
		reason: reason.trim() === '' ? null : reason,
		case: answers.case ?? null,
		decision: decision === undefined ? null : { ruling, reasoning, instruction },
	}
}

function isCidText(text: string): boolean {
	try {
		parseCid(text)
		return true
	} catch (error) {
		if (error instanceof RefusalError) return false
		throw error
	}
}
