/**
 * Reads the XML inside a ZFO: strict XML in UTF-8 without document type, entities of its own, instructions, comments and
 * CDATA, bounded in depth, elements and attributes. Only the known elements at their exact places count; each may occur
 * once. In pieces, so that a message of many megabytes does not hold up others.
 *
 * `dmHash` is over the bytes of `dmDm` as they stand in the file: any rewriting of the XML would lose them, so the places
 * where the element begins and ends are kept.
 * @module
 */
import { setImmediate } from 'node:timers/promises'
import { RefusalError } from '@letopis/format'
import { SaxesParser, type SaxesTagNS } from 'saxes'

const MAX_DEPTH = 16
const MAX_ELEMENTS = 20_000
const MAX_ATTRIBUTES = 32
const MAX_FILES = 1_000
const MAX_EVENTS = 1_000
/** Characters of an element that is not a file or a stamp. */
const MAX_TEXT = 8_192
const MAX_NAME = 512
const PIECE = 256 * 1024
const IN_ENVELOPE = 'dmDm/'

const BASE = 'http://isds.czechpoint.cz/v20'

/** What the root element and its namespace say. */
export type ZfoKind = 'received-message' | 'sent-message' | 'delivery-info'
const ROOTS: Readonly<Record<string, { kind: ZfoKind; holder: string }>> = {
	[`${BASE}/message MessageDownloadResponse`]: { kind: 'received-message', holder: 'dmReturnedMessage' },
	[`${BASE}/SentMessage MessageDownloadResponse`]: { kind: 'sent-message', holder: 'dmReturnedMessage' },
	[`${BASE}/delivery GetDeliveryInfoResponse`]: { kind: 'delivery-info', holder: 'dmDelivery' },
}

/** What is read of `dmDm`, and beside it; anything else is passed over, as the system adds to it now and then. */
const ENVELOPE: ReadonlySet<string> = new Set([
	...[
		'dmID',
		'dbIDSender',
		'dmSender',
		'dmSenderAddress',
		'dbIDRecipient',
		'dmRecipient',
		'dmRecipientAddress',
	],
	...['dmAnnotation', 'dmSenderRefNumber', 'dmSenderIdent', 'dmRecipientRefNumber', 'dmRecipientIdent'],
	...['dmPersonalDelivery', 'dmAllowSubstDelivery'],
])
const AROUND: ReadonlySet<string> = new Set([
	...['dmHash', 'dmQTimestamp', 'dmDeliveryTime', 'dmAcceptanceTime', 'dmMessageStatus'],
])

export interface MessageXml {
	readonly kind: ZfoKind
	/** `isds_send` of the root: the address of the system that made the file. */
	readonly system: string
	/** Texts of the elements of `dmDm`, and beside it; empty where the element is nil. */
	readonly envelope: ReadonlyMap<string, string>
	readonly around: ReadonlyMap<string, string>
	/** Attribute `algorithm` of `dmHash`. */
	readonly hashAlgorithm: string
	readonly files: readonly XmlFile[]
	readonly events: readonly { readonly time: string; readonly text: string }[]
	/** The bytes of the element `dmDm`. */
	readonly dmDm: Uint8Array
}

export interface XmlFile {
	readonly name: string
	/** `main`, `enclosure`, `signature` or `meta`. */
	readonly role: string
	/** Base64 as it stands, null for a file that is XML. */
	readonly base64: string | null
}

/** @throws RefusalError `malformed`, `too-large`, `too-deep`, `duplicate`, `unsupported-version` */
export async function readMessageXml(bytes: Uint8Array): Promise<MessageXml> {
	const text = decode(bytes)
	const reader = new MessageReader(text)
	for (let at = 0; at < text.length; at += PIECE) {
		reader.write(text.slice(at, at + PIECE))
		await setImmediate()
	}
	return reader.end()
}

function decode(bytes: Uint8Array): string {
	try {
		// A mark at the beginning is taken off by this decoder.
		return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
	} catch (error) {
		throw new RefusalError('malformed', 'ZFO: the content is not UTF-8', { cause: error })
	}
}

class MessageReader {
	readonly #text: string
	readonly #parser = new SaxesParser({ xmlns: true })
	readonly #path: string[] = []
	readonly #envelope = new Map<string, string>()
	readonly #around = new Map<string, string>()
	readonly #files: XmlFile[] = []
	readonly #events: { time: string; text: string }[] = []
	#root: { kind: ZfoKind; holder: string } | null = null
	#system = ''
	#hashAlgorithm = ''
	#elements = 0
	#attributes = 0
	#tagStart = 0
	#span: { from: number; to: number } | null = null
	#chunks: string[] = []
	#length = 0
	#file: { name: string; role: string; base64: string | null } | null = null
	#event: { time: string; text: string } | null = null

	constructor(text: string) {
		this.#text = text
		const forbid = (what: string) => () => {
			throw malformed(`${what} have no place here`)
		}
		this.#parser.on('error', (error) => {
			throw malformed(error.message)
		})
		this.#parser.on('doctype', forbid('document types'))
		this.#parser.on('processinginstruction', forbid('instructions'))
		this.#parser.on('comment', forbid('comments'))
		this.#parser.on('cdata', forbid('CDATA sections'))
		this.#parser.on('opentagstart', () => {
			this.#attributes = 0
			this.#tagStart = this.#text.lastIndexOf('<', this.#parser.position - 1)
		})
		this.#parser.on('attribute', () => {
			if (++this.#attributes > MAX_ATTRIBUTES) throw tooLarge(`more than ${MAX_ATTRIBUTES} attributes`)
		})
		this.#parser.on('opentag', (tag) => this.#open(tag))
		this.#parser.on('text', (text) => this.#take(text))
		this.#parser.on('closetag', () => this.#close())
	}

	write(piece: string) {
		this.#parser.write(piece)
	}

	end(): MessageXml {
		this.#parser.close()
		if (this.#root === null || this.#span === null) throw malformed('there is no message in it')
		return {
			kind: this.#root.kind,
			system: this.#system,
			envelope: this.#envelope,
			around: this.#around,
			hashAlgorithm: this.#hashAlgorithm,
			files: this.#files,
			events: this.#events,
			dmDm: new TextEncoder().encode(this.#text.slice(this.#span.from, this.#span.to)),
		}
	}

	#open(tag: SaxesTagNS) {
		if (++this.#elements > MAX_ELEMENTS) throw tooLarge(`more than ${MAX_ELEMENTS} elements`)
		if (this.#path.length >= MAX_DEPTH) {
			throw new RefusalError('too-deep', `ZFO: elements deeper than ${MAX_DEPTH}`)
		}
		if (this.#path.length === 0) this.#openRoot(tag)
		// A prefix may say anything: what is of the system is told by its namespace, the rest gets a name that matches nothing.
		const ours = tag.uri === BASE || tag.uri.startsWith(`${BASE}/`)
		this.#path.push(ours ? tag.local : `{${tag.uri}}${tag.local}`)
		this.#chunks = []
		this.#length = 0
		const place = this.#place()
		if (place === 'dmDm') {
			if (this.#span !== null) throw twice('dmDm')
			this.#span = { from: this.#tagStart, to: 0 }
		} else if (place === 'dmHash') this.#hashAlgorithm = attributeOf(tag, 'algorithm')
		else if (place === 'dmDm/dmFiles/dmFile') this.#openFile(tag)
		else if (place === 'dmEvents/dmEvent') this.#event = { time: '', text: '' }
	}

	#openRoot(tag: SaxesTagNS) {
		const root = ROOTS[`${tag.uri} ${tag.local}`]
		if (root === undefined) {
			throw new RefusalError(
				'unsupported-version',
				`ZFO: ${tag.local.slice(0, 80)} is no known kind of message`,
			)
		}
		this.#root = root
		this.#system = attributeOf(tag, 'isds_send')
	}

	#openFile(tag: SaxesTagNS) {
		if (this.#files.length >= MAX_FILES) throw tooLarge(`more than ${MAX_FILES} files`)
		this.#file = {
			name: attributeOf(tag, 'dmFileDescr'),
			role: attributeOf(tag, 'dmFileMetaType'),
			base64: null,
		}
	}

	#take(text: string) {
		const place = this.#place()
		const isLong = place === 'dmDm/dmFiles/dmFile/dmEncodedContent' || place === 'dmQTimestamp'
		this.#length += text.length
		if (!isLong && this.#length > MAX_TEXT) throw tooLarge(`a text of more than ${MAX_TEXT} characters`)
		this.#chunks.push(text)
	}

	#close() {
		const place = this.#place()
		const text = this.#chunks.join('')
		this.#chunks = []
		if (place === 'dmDm') this.#span = { from: this.#span?.from ?? 0, to: this.#parser.position }
		else if (place === 'dmDm/dmFiles/dmFile/dmEncodedContent') {
			if (this.#file === null || this.#file.base64 !== null) throw twice('dmEncodedContent')
			this.#file.base64 = text
		} else if (place === 'dmDm/dmFiles/dmFile' && this.#file !== null) {
			this.#files.push(this.#file)
			this.#file = null
		} else if (place === 'dmEvents/dmEvent' && this.#event !== null) {
			if (this.#events.length >= MAX_EVENTS) throw tooLarge(`more than ${MAX_EVENTS} events`)
			this.#events.push(this.#event)
		} else if (place === 'dmEvents/dmEvent/dmEventTime' && this.#event !== null)
			this.#event.time = text.trim()
		else if (place === 'dmEvents/dmEvent/dmEventDescr' && this.#event !== null) this.#event.text = text.trim()
		else if (place !== null && AROUND.has(place)) keep(this.#around, place, text)
		else if (place?.startsWith(IN_ENVELOPE) && ENVELOPE.has(place.slice(IN_ENVELOPE.length))) {
			keep(this.#envelope, place.slice(IN_ENVELOPE.length), text)
		}
		this.#path.pop()
	}

	/** The path below the element that holds the message, null outside it. */
	#place(): string | null {
		const [, holder, ...rest] = this.#path
		return this.#root !== null && holder === this.#root.holder && rest.length > 0 ? rest.join('/') : null
	}
}

function keep(into: Map<string, string>, name: string, text: string) {
	if (into.has(name)) throw twice(name)
	into.set(name, text.trim())
}

/** An attribute by its name as written; empty where there is none. */
function attributeOf(tag: SaxesTagNS, name: string): string {
	const attribute = tag.attributes[name]
	if (attribute === undefined) return ''
	if (attribute.value.length > MAX_NAME) throw tooLarge(`an attribute of more than ${MAX_NAME} characters`)
	return attribute.value
}

function malformed(what: string): RefusalError {
	return new RefusalError('malformed', `ZFO: ${what.slice(0, 200)}`)
}

function tooLarge(what: string): RefusalError {
	return new RefusalError('too-large', `ZFO: ${what}`)
}

function twice(name: string): RefusalError {
	return new RefusalError('duplicate', `ZFO: ${name.slice(0, 80)} occurs twice`)
}
