/**
 * A ZFO: a message of the data box system (ISDS), or the record of its delivery, as the system signed it. What it says,
 * and what of that can be relied on (README.md).
 * @module
 */
import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { RefusalError } from '@letopis/format'
import { checkSignature, readSignedData, type SignatureCheck } from './cms.ts'
import { readMessageXml, type XmlFile, type ZfoKind } from './message-xml.ts'
import { readStamp, type StampCheck } from './stamp.ts'

/** A message may hold 20 MB of files, in base64, and the signature. */
export const ZFO_MAX_BYTES = 48 * 1024 * 1024
const DATA = '1.2.840.113549.1.7.1'
const HASHES: Readonly<Record<string, string>> = {
	'SHA-1': 'sha1',
	'SHA-256': 'sha256',
	'SHA-384': 'sha384',
	'SHA-512': 'sha512',
}
/** xs:dateTime with an offset. */
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/
const HEAD_OF_EVENT = /^(EV\d{1,3}):/

/**
 * `dmMessageStatus`: 1 taken in, 2 stamped, 3 refused for a virus, 4 delivered into the box, 5 deemed served (ten days),
 * 6 served by logging in, 7 read, 8 undeliverable, 9 content erased, 10 in the vault of the addressee.
 */
export const MESSAGE_STATES = [
	'taken-in',
	'stamped',
	'infected',
	'delivered',
	'deemed',
	'logged-in',
	'read',
	'undeliverable',
	'erased',
	'in-vault',
] as const
export type MessageState = (typeof MESSAGE_STATES)[number]

export interface BoxOwner {
	/** Seven characters. */
	readonly box: string
	readonly name: string
	readonly address: string
}

export interface ZfoFile {
	readonly name: string
	readonly role: string
	readonly size: number
	/** SHA-256, hexadecimal: tells whether it is a document that the ledger knows. */
	readonly sha256: string
}

export interface ZfoFacts {
	readonly kind: ZfoKind
	/** `test` for the system's test environment: such a message serves nobody. */
	readonly environment: 'production' | 'test' | 'unknown'
	readonly messageId: string
	readonly sender: BoxOwner
	readonly recipient: BoxOwner
	readonly subject: string
	/** The sender's and recipient's reference numbers, and marks of their files; empty where none is given. */
	readonly references: {
		readonly sender: string
		readonly senderFile: string
		readonly recipient: string
		readonly recipientFile: string
	}
	/** Into own hands. */
	readonly personal: boolean
	/** Whether it may be deemed served after ten days; false takes that away (§ 17(4) of act 300/2008). */
	readonly mayBeDeemed: boolean
	readonly state: MessageState
	/** ms since 1970: put into the box (`dodání`), served (`doručení`); null where it has not come to that. */
	readonly delivered: number | null
	readonly accepted: number | null
	/** How it was served, where the file tells. */
	readonly acceptedBy: 'login' | 'deemed' | 'unknown' | null
	readonly events: readonly { readonly time: number; readonly code: string; readonly text: string }[]
	/** Of a message; a record of delivery has none. */
	readonly files: readonly ZfoFile[]
	/** What the system hashed: over the message, hexadecimal. */
	readonly hash: { readonly algorithm: string; readonly value: string }
	readonly checks: ZfoChecks
}

export interface ZfoChecks {
	/** The signature of the system over the file. */
	readonly signature: SignatureCheck
	/** Whether `hash` is that of the message in the file; the record of a delivery does not hold the message. */
	readonly message: 'holds' | 'broken' | 'not-in-file'
	/** The time-stamp of `hash`. */
	readonly stamp: StampCheck
	/**
	 * Nothing contradicts anything, and nothing rests on an algorithm of the past. It does not say that the signer is the data
	 * box system: anybody can make a consistent file with a certificate of their own.
	 */
	readonly consistent: boolean
}

/**
 * @param bytes hostile
 * @throws RefusalError `malformed`, `too-large`, `too-deep`, `duplicate`, `unsupported-version`
 */
export async function readZfo(bytes: Uint8Array): Promise<ZfoFacts> {
	if (bytes.length > ZFO_MAX_BYTES) {
		throw new RefusalError('too-large', `ZFO: ${bytes.length} bytes, at most ${ZFO_MAX_BYTES} are read`)
	}
	const data = readSignedData(bytes)
	if (data.contentType !== DATA) throw malformed('its content is no message')
	await setImmediate()
	const xml = await readMessageXml(data.content)
	const files = await readFiles(xml.files)
	const { envelope, around } = xml
	const hash = {
		algorithm: xml.hashAlgorithm,
		value: base64(around.get('dmHash') ?? '', 'dmHash').toString('hex'),
	}
	const digest = HASHES[hash.algorithm]
	if (digest === undefined) throw malformed('the algorithm of dmHash is not known')
	const signature = checkSignature(data)
	await setImmediate()
	const message = xml.kind === 'delivery-info' ? 'not-in-file' : isHashOf(digest, xml.dmDm, hash.value)
	const stamp = readStamp(base64(around.get('dmQTimestamp') ?? '', 'dmQTimestamp'), hash.value)
	const consistent =
		signature.state === 'holds' && message !== 'broken' && stamp.state === 'holds' && digest !== 'sha1'
	const events = xml.events.map(({ time, text }) => {
		return { time: moment(time, 'dmEventTime'), code: HEAD_OF_EVENT.exec(text)?.[1] ?? '', text }
	})
	const required = (name: string) => envelope.get(name) || refuse(`${name} is missing`)
	const optional = (name: string) => envelope.get(name) ?? ''
	const state = stateOf(around.get('dmMessageStatus') ?? '')
	const delivered = optionalMoment(around.get('dmDeliveryTime'), 'dmDeliveryTime')
	const accepted = optionalMoment(around.get('dmAcceptanceTime'), 'dmAcceptanceTime')
	return {
		kind: xml.kind,
		environment: environmentOf(xml.system),
		messageId: required('dmID'),
		sender: { box: required('dbIDSender'), name: optional('dmSender'), address: optional('dmSenderAddress') },
		recipient: {
			box: required('dbIDRecipient'),
			name: optional('dmRecipient'),
			address: optional('dmRecipientAddress'),
		},
		subject: optional('dmAnnotation'),
		references: {
			sender: optional('dmSenderRefNumber'),
			senderFile: optional('dmSenderIdent'),
			recipient: optional('dmRecipientRefNumber'),
			recipientFile: optional('dmRecipientIdent'),
		},
		personal: optional('dmPersonalDelivery') === 'true',
		mayBeDeemed: optional('dmAllowSubstDelivery') !== 'false',
		state,
		delivered,
		accepted,
		acceptedBy: accepted === null ? null : acceptedBy(state, events),
		events,
		files,
		hash,
		checks: { signature, message, stamp, consistent },
	}
}

function stateOf(status: string): MessageState {
	const state = /^\d{1,2}$/.test(status) ? MESSAGE_STATES[Number(status) - 1] : undefined
	return state ?? refuse('dmMessageStatus is not known')
}

function isHashOf(digest: string, bytes: Uint8Array, value: string): 'holds' | 'broken' {
	return createHash(digest).update(bytes).digest('hex') === value ? 'holds' : 'broken'
}

async function readFiles(files: readonly XmlFile[]): Promise<ZfoFile[]> {
	const read: ZfoFile[] = []
	for (const { name, role, base64: text } of files) {
		if (text === null) throw malformed('a file without content')
		const bytes = base64(text, 'a file')
		read.push({ name, role, size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') })
		await setImmediate()
	}
	return read
}

function base64(text: string, what: string): Buffer {
	const dense = text.replace(/[\t\n\r ]+/g, '')
	if (dense.length % 4 !== 0 || !BASE64.test(dense)) throw malformed(`${what} is not base64`)
	return Buffer.from(dense, 'base64')
}

function moment(text: string, what: string): number {
	const ms = MOMENT.test(text) ? Date.parse(text) : Number.NaN
	if (Number.isNaN(ms)) throw malformed(`${what} is not a moment`)
	return ms
}

function optionalMoment(text: string | undefined, what: string): number | null {
	return text === undefined || text === '' ? null : moment(text, what)
}

function environmentOf(system: string): ZfoFacts['environment'] {
	const host = URL.canParse(system) ? new URL(system).hostname : ''
	if (/(^|\.)czebox\.cz$/.test(host)) return 'test'
	return /(^|\.)(mojedatovaschranka|datovka\.gov)\.cz$/.test(host) ? 'production' : 'unknown'
}

/** A message that was read says no more how it was served, unless its events do. */
function acceptedBy(
	state: MessageState,
	events: readonly { code: string }[],
): 'login' | 'deemed' | 'unknown' {
	if (state === 'deemed') return 'deemed'
	if (state === 'logged-in') return 'login'
	if (events.some(({ code }) => code === 'EV2')) return 'deemed'
	return events.some(({ code }) => LOGINS.has(code)) ? 'login' : 'unknown'
}
const LOGINS = new Set(['EV1', 'EV11', 'EV12', 'EV13'])

function refuse(what: string): never {
	throw malformed(what)
}

function malformed(what: string): RefusalError {
	return new RefusalError('malformed', `ZFO: ${what}`)
}
