/**
 * Makes ZFO files as the data box system does, by keys of our own, and wrong ones.
 * @module
 */
import { createHash } from 'node:crypto'
import { octets, tlv } from './der-writer.ts'
import { type CmsOptions, DAY, type Office, openOffice, type Person, signCms } from './signing.ts'
import { createAuthority, ISSUED, type StampOptions, type TestAuthority } from './timestamp-authority.ts'

const BASE = 'http://isds.czechpoint.cz/v20'
export const DELIVERED = '2026-03-12T14:05:31.250+01:00'

export interface ZfoOptions {
	kind?: 'message' | 'SentMessage' | 'delivery'
	system?: string
	files?: readonly { name: string; bytes: Uint8Array }[]
	/** Members of `dmDm` that replace the usual ones; null leaves one out. */
	envelope?: Record<string, string | null>
	/** The same for what stands beside `dmDm`. */
	around?: Record<string, string | null>
	events?: readonly [time: string, text: string][]
	/** Changes the bytes of `dmDm` after it was hashed. */
	rewrite?: (dmDm: string) => string
	/** Changes the whole XML before it is signed. */
	xml?: (text: string) => string | Buffer
	algorithm?: 'SHA-1' | 'SHA-256' | 'SHA-512'
	/** What the stamp stamps, instead of the hash. */
	stamped?: Buffer
	stamp?: Partial<StampOptions>
	/** Changes the token. */
	token?: (token: Buffer) => Buffer
	cms?: Partial<CmsOptions>
	/** Octet string in pieces and indefinite lengths; on unless false. */
	inPieces?: boolean
}

export interface ZfoMaker {
	readonly office: Office
	readonly system: Person
	readonly authority: TestAuthority
	make(options?: ZfoOptions): Buffer
}

const TEXT = Buffer.from('Rozhodnutí o povolení')

export function zfoMaker(): ZfoMaker {
	const office = openOffice('Ukázkov')
	const system = office.person({ subject: 'Informační systém datových schránek', scheme: 'rsa' })
	const authority = createAuthority('Ukázkov')
	return { office, system, authority, make: (options = {}) => make({ office, system, authority }, options) }
}

type Signers = Pick<ZfoMaker, 'office' | 'system' | 'authority'>

function make({ office, system, authority }: Signers, options: ZfoOptions): Buffer {
	const { kind = 'message', files = [{ name: 'rozhodnuti.pdf', bytes: TEXT }] } = options
	const digest = (options.algorithm ?? 'SHA-256').toLowerCase().replace('-', '')
	const dmDm = envelopeOf(options, kind === 'delivery' ? [] : files)
	const hash = createHash(digest).update(dmDm).digest()
	const token = authority.stamp(options.stamped ?? hash, { genTime: ISSUED + 70 * DAY, ...options.stamp })
	const around = {
		dmHash: hash.toString('base64'),
		dmQTimestamp: (options.token ?? ((same) => same))(token).toString('base64'),
		dmDeliveryTime: DELIVERED,
		dmAcceptanceTime: '',
		dmMessageStatus: '4',
		...options.around,
	}
	const members = Object.entries(around).map(([name, value]) => {
		if (value === null) return ''
		const attribute = name === 'dmHash' ? ` algorithm="${options.algorithm ?? 'SHA-256'}"` : ''
		return value === '' ? `<q:${name} xsi:nil="true"/>` : `<q:${name}${attribute}>${value}</q:${name}>`
	})
	const events = (options.events ?? []).map(
		([time, text]) =>
			`<q:dmEvent><q:dmEventTime>${time}</q:dmEventTime><q:dmEventDescr>${text}</q:dmEventDescr></q:dmEvent>`,
	)
	const [root, holder] =
		kind === 'delivery'
			? ['GetDeliveryInfoResponse', 'dmDelivery']
			: ['MessageDownloadResponse', 'dmReturnedMessage']
	const written = (options.rewrite ?? ((same) => same))(dmDm)
	const text =
		`<q:${root} xmlns:q="${BASE}/${kind}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" ` +
		`isds_send="${options.system ?? 'https://www.mojedatovaschranka.cz/any/DS/dz'}"><q:${holder}>` +
		`${written}${members.join('')}<q:dmEvents>${events.join('')}</q:dmEvents></q:${holder}></q:${root}>`
	const content = Buffer.from((options.xml ?? ((same) => same))(text))
	const cms = signCms(system, content, { issuer: office.authority, ...options.cms })
	return options.inPieces === false ? cms : piecesOf(cms, content)
}

function envelopeOf(options: ZfoOptions, files: readonly { name: string; bytes: Uint8Array }[]): string {
	const members = Object.entries({
		dmID: '1234567',
		dbIDSender: 'abc2345',
		dmSender: 'Město Ukázkov',
		dmSenderAddress: 'Náměstí 1, 100 00 Ukázkov',
		dmSenderType: '10',
		dmRecipient: 'Jana Příkladná',
		dmRecipientAddress: 'Dlouhá 5, 100 00 Ukázkov',
		dbIDRecipient: 'xyz9876',
		dmAnnotation: 'Rozhodnutí č. j. 12/2026',
		dmSenderRefNumber: '12/2026',
		dmSenderIdent: '',
		dmPersonalDelivery: 'true',
		dmAllowSubstDelivery: 'true',
		...options.envelope,
	}).map(([name, value]) => (value === null ? '' : `<p:${name}>${value}</p:${name}>`))
	const parts = files.map(
		({ name, bytes }) =>
			`<p:dmFile dmMimeType="" dmFileMetaType="main" dmFileDescr="${name}"><p:dmEncodedContent>` +
			`${Buffer.from(bytes).toString('base64')}\n</p:dmEncodedContent></p:dmFile>`,
	)
	const list = parts.length === 0 ? '' : `<p:dmFiles>${parts.join('')}</p:dmFiles>`
	return `<p:dmDm xmlns:p="${BASE}">${members.join('')}${list}</p:dmDm>`
}

const END = Buffer.from([0, 0])
const indefinite = (tag: number, ...parts: readonly Uint8Array[]) =>
	Buffer.concat([Buffer.from([tag, 0x80]), ...parts, END])

/** The same signed data with the content in pieces of 1,000 bytes and indefinite lengths around it. */
function piecesOf(cms: Buffer, content: Buffer): Buffer {
	const [type, body] = children(cms)
	const [version, digests, encapsulated, ...rest] = children(children(body)[0])
	const [contentType] = children(encapsulated)
	const pieces: Buffer[] = []
	for (let at = 0; at < content.length; at += 1000) pieces.push(octets(content.subarray(at, at + 1000)))
	const inner = indefinite(0x30, contentType ?? END, indefinite(0xa0, indefinite(0x24, ...pieces)))
	return indefinite(
		0x30,
		type ?? END,
		indefinite(0xa0, indefinite(0x30, version ?? END, digests ?? END, inner, ...rest)),
	)
}

/** Encodings of the members of a DER value. */
function children(der: Buffer | undefined): Buffer[] {
	if (der === undefined) return []
	const [from, to] = contents(der, 0)
	const found: Buffer[] = []
	for (let at = from; at < to; ) {
		const [, end] = contents(der, at)
		found.push(der.subarray(at, end))
		at = end
	}
	return found
}

function contents(der: Buffer, at: number): [from: number, to: number] {
	const first = der[at + 1] ?? 0
	if (first < 0x80) return [at + 2, at + 2 + first]
	const length = der.readUIntBE(at + 2, first & 0x7f)
	return [at + 2 + (first & 0x7f), at + 2 + (first & 0x7f) + length]
}

/** An attribute certificate of version 1 as old stamps carry one: some value under the tag `[1]`. */
export const attributeCertificate = tlv(0xa1, octets(Buffer.from('of an old kind')))
