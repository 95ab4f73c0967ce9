/**
 * The shapes in which the findings about signatures are shown, as the service describes them.
 * @module
 */
import { z } from '@hono/zod-openapi'
import { cidSchema, indexSchema, isoTime, timeSchema } from '../http/describe.ts'
import {
	CUTS,
	type Findings,
	type FoundSignature,
	HOLDS,
	INDICATIONS,
	SECOND_FAILURES,
	STAMPS,
} from './checker.ts'

const toldSchema = z.object({ cs: z.string(), en: z.string() }).openapi('Told')

const signatureSchema = z
	.object({
		name: toldSchema.openapi({ description: 'field of the PDF, or number of the signer' }),
		is: z.enum(['signature', 'document-stamp']),
		indication: z.enum(INDICATIONS),
		sub: z.string().nullable().openapi({ description: 'sub-indication of EN 319 102-1' }),
		sentence: toldSchema.openapi({ description: 'why' }),
		signer: z
			.object({ name: z.string(), issuer: z.string(), serial: z.string(), fingerprint: z.string() })
			.nullable()
			.openapi({ description: 'as the certificate has it' }),
		claimed: timeSchema.nullable().openapi({ description: 'by the signer’s own word' }),
		proven: timeSchema
			.nullable()
			.openapi({ description: 'it existed by then, as something in the file proves' }),
		coversAll: z.boolean().nullable().openapi({ description: 'of a PDF: nothing came after it' }),
		certificatesUntil: timeSchema.nullable(),
		algorithm: z.object({ name: z.string(), until: timeSchema }).nullable().openapi({
			description: 'the first of its algorithms to end',
		}),
		stamps: z.array(
			z.object({
				verdict: z.enum(STAMPS),
				time: timeSchema.nullable(),
				signer: z.string().nullable(),
				until: timeSchema.nullable(),
			}),
		),
		checks: z.array(z.object({ id: z.string(), ok: z.enum(HOLDS), sentence: toldSchema })),
	})
	.openapi('FoundSignature')

const secondSchema = z
	.object({
		service: z.string(),
		failure: z.enum(SECOND_FAILURES).nullable().openapi({ description: 'why there is none' }),
		at: timeSchema.nullable(),
		policy: z.string().nullable(),
		answer: z.string().nullable().openapi({ description: 'SHA-256 of the whole answer, hexadecimal' }),
		signatures: z.array(
			z.object({
				...{ indication: z.string(), sub: z.string().nullable() },
				...{ signer: z.string().nullable(), format: z.string().nullable() },
			}),
		),
	})
	.openapi('SecondOpinion')

export const findingsSchema = z
	.object({
		by: z.string().openapi({ description: 'who examined, with version' }),
		at: timeSchema.openapi({ description: 'the present that was judged at' }),
		roots: z.int().openapi({ description: 'certificates that were trusted; without any, nothing passes' }),
		indication: z
			.enum(INDICATIONS)
			.nullable()
			.openapi({ description: 'the worst of all (EN 319 102-1); null: no signature is in the file' }),
		cut: z.enum(CUTS).nullable().openapi({ description: 'why the examination did not come to its end' }),
		signatures: z.array(signatureSchema),
		omitted: z.int().openapi({ description: 'signatures that are not described' }),
		second: secondSchema.nullable().openapi({ description: 'what a DSS service says, if one was asked' }),
	})
	.openapi('Findings')

export const CHECK_STATES = ['none-found', 'waiting', 'checked', 'unreadable'] as const

export const checkSchema = z
	.object({
		state: z.enum(CHECK_STATES).openapi({
			description:
				'none-found: no signature was seen at reception; waiting: it will be ' +
				'examined; unreadable: the findings are erased or lost',
		}),
		check: z
			.object({
				entry: cidSchema.openapi({ description: 'that holds the findings' }),
				...{ log: z.int(), index: indexSchema, time: timeSchema },
				findings: findingsSchema,
			})
			.nullable(),
	})
	.openapi('SignatureCheck')

const time = (ms: number | null) => (ms === null ? null : isoTime(ms))

export function findingsView(findings: Findings): z.infer<typeof findingsSchema> {
	const { second, signatures, at, ...rest } = findings
	return {
		...rest,
		at: isoTime(at),
		signatures: signatures.map(signatureView),
		second:
			second === null
				? null
				: { ...second, at: time(second.at), signatures: second.signatures.map((one) => ({ ...one })) },
	}
}

function signatureView(one: FoundSignature): z.infer<typeof signatureSchema> {
	const { algorithm } = one
	return {
		...one,
		claimed: time(one.claimed),
		proven: time(one.proven),
		certificatesUntil: time(one.certificatesUntil),
		algorithm: algorithm === null ? null : { name: algorithm.name, until: isoTime(algorithm.until) },
		stamps: one.stamps.map((stamp) => ({ ...stamp, time: time(stamp.time), until: time(stamp.until) })),
		checks: one.checks.map((check) => ({ ...check })),
	}
}
