/**
 * What the interface tells of a message of the data box system.
 * @module
 */
import { z } from '@hono/zod-openapi'
import { isoTime, timeSchema } from '../http/describe.ts'
import type { SignatureCheck } from './cms.ts'
import { DOUBTS, type ServiceProposal } from './proposal.ts'
import { MESSAGE_STATES, type ZfoFacts } from './zfo.ts'

const daySchema = z.string().openapi({ format: 'date', description: 'in Prague' })
const ownerSchema = z.object({ box: z.string(), name: z.string(), address: z.string() })
const signatureSchema = z.object({
	state: z.enum(['holds', 'weak', 'broken', 'not-checked']),
	reason: z.string().nullable(),
	signer: z.string().nullable().openapi({ description: 'as the certificate in the file names it' }),
	issuer: z.string().nullable(),
	signedAt: timeSchema.nullable(),
	inValidity: z.boolean().nullable(),
})

export const messageSchema = z
	.object({
		kind: z.enum(['received-message', 'sent-message', 'delivery-info']),
		environment: z.enum(['production', 'test', 'unknown']),
		messageId: z.string(),
		sender: ownerSchema,
		recipient: ownerSchema,
		subject: z.string(),
		references: z.object({
			sender: z.string(),
			senderFile: z.string(),
			recipient: z.string(),
			recipientFile: z.string(),
		}),
		personal: z.boolean(),
		mayBeDeemed: z.boolean(),
		state: z.enum(MESSAGE_STATES),
		delivered: timeSchema.nullable().openapi({ description: 'put into the box' }),
		accepted: timeSchema.nullable().openapi({ description: 'served, as the system marked it' }),
		acceptedBy: z.enum(['login', 'deemed', 'unknown']).nullable(),
		events: z.array(z.object({ time: timeSchema, code: z.string(), text: z.string() })),
		files: z.array(z.object({ name: z.string(), role: z.string(), size: z.int(), sha256: z.string() })),
		checks: z.object({
			signature: signatureSchema,
			message: z.enum(['holds', 'broken', 'not-in-file']),
			stamp: z.object({
				state: z.enum(['holds', 'weak', 'broken', 'not-checked', 'other-hash']),
				time: timeSchema.nullable(),
				signature: signatureSchema,
			}),
			consistent: z.boolean().openapi({
				description:
					'nothing in the file contradicts anything; whether the data box system made it is told by `signatures`',
			}),
		}),
		proposal: z.object({
			steps: z.array(
				z.object({ step: z.enum(['deposited', 'served']), day: daySchema, channel: z.literal('data-box') }),
			),
			doubts: z.array(z.enum(DOUBTS)),
		}),
	})
	.openapi('DataBoxMessage')

const time = (ms: number | null) => (ms === null ? null : isoTime(ms))
const signatureView = (check: SignatureCheck) => ({ ...check, signedAt: time(check.signedAt) })

export function messageView(facts: ZfoFacts, proposal: ServiceProposal): z.infer<typeof messageSchema> {
	const { checks, hash: _, ...rest } = facts
	return {
		...rest,
		references: { ...facts.references },
		delivered: time(facts.delivered),
		accepted: time(facts.accepted),
		events: facts.events.map((event) => ({ ...event, time: isoTime(event.time) })),
		files: facts.files.map((file) => ({ ...file })),
		checks: {
			...checks,
			signature: signatureView(checks.signature),
			stamp: {
				...checks.stamp,
				time: time(checks.stamp.time),
				signature: signatureView(checks.stamp.signature),
			},
		},
		proposal: {
			steps: proposal.events.map(({ at, kind }) => ({ step: kind, day: at, channel: 'data-box' })),
			doubts: [...proposal.doubts],
		},
	}
}
