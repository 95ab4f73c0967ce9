/**
 * A certification authority for tests of withdrawal: a root, certificates that point at a list and a responder, lists and OCSP
 * answers with anything about them wrong by name, and the loopback server that gives them out.
 */
import { createHash, createPublicKey, sign } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
	bits,
	boolean,
	explicit,
	generalizedTime,
	integer,
	nothing,
	octets,
	oid,
	sequence,
	text,
	tlv,
} from './der-writer.ts'
import { type CertificateOptions, type Identity, issueCertificate } from './timestamp-authority.ts'

const ECDSA_SHA256 = sequence(oid('1.2.840.10045.4.3.2'))
const SHA1 = sequence(oid('1.3.14.3.2.26'), nothing())
const DAY = 86_400_000
const uri = (address: string) => tlv(0x86, Buffer.from(address))

/** Extensions that point at a list, and at a responder. */
export function pointing(at: { list?: string; responder?: string }): CertificateOptions['extensions'] {
	const list = at.list === undefined ? [] : [uri(at.list)]
	const points = list.map((one) => sequence(explicit(0, explicit(0, one))))
	const access = at.responder === undefined ? [] : [sequence(oid('1.3.6.1.5.5.7.48.1'), uri(at.responder))]
	const extensions: [string, boolean, Uint8Array][] = []
	if (points.length > 0) extensions.push(['2.5.29.31', false, sequence(...points)])
	if (access.length > 0) extensions.push(['1.3.6.1.5.5.7.1.1', false, sequence(...access)])
	return extensions
}

export interface Withdrawn {
	serial: number
	/** ms since 1970 */
	at: number
	reason?: number
}

export interface ListOptions {
	/** ms since 1970 */
	at: number
	next?: number | null
	revoked?: readonly Withdrawn[]
	/** only certificates of users, published at this address */
	point?: string
	/** bytes that entries of nobody add, about */
	padding?: number
}

const nameOf = (subject: string) => sequence(tlv(0x31, sequence(oid('2.5.4.3'), text(subject))))
const reasonOf = (code: number) =>
	sequence(sequence(oid('2.5.29.21'), octets(tlv(0x0a, Buffer.from([code])))))

/** DER CertificateList. */
export function makeList(
	issuer: Identity,
	{ at, next = at + 7 * DAY, revoked = [], point, padding = 0 }: ListOptions,
): Buffer {
	const others = Array.from({ length: Math.ceil(padding / 24) }, (_, i) => ({ serial: 100_000 + i, at }))
	const entries = [...revoked, ...others].map((one: Withdrawn) =>
		sequence(
			integer(one.serial),
			generalizedTime(one.at),
			...(one.reason === undefined ? [] : [reasonOf(one.reason)]),
		),
	)
	const part =
		point === undefined
			? []
			: [
					sequence(
						oid('2.5.29.28'),
						boolean(true),
						octets(sequence(explicit(0, explicit(0, uri(point))), tlv(0x81, Buffer.of(0xff)))),
					),
				]
	const signedPart = sequence(
		integer(1),
		ECDSA_SHA256,
		nameOf(issuer.name),
		generalizedTime(at),
		...(next === null ? [] : [generalizedTime(next)]),
		...(entries.length === 0 ? [] : [sequence(...entries)]),
		...(part.length === 0 ? [] : [explicit(0, sequence(...part))]),
	)
	return sequence(signedPart, ECDSA_SHA256, bits(sign('sha256', signedPart, issuer.key)))
}

export interface AnswerOptions {
	/** ms since 1970 */
	at: number
	serial: number
	next?: number | null
	revoked?: { at: number; reason?: number }
	unknown?: boolean
	/** who signs, with whose certificate; the issuer unless given */
	by?: Identity
	/** OCSPResponseStatus; 0 unless given */
	status?: number
}

const sha1 = (bytes: Uint8Array) => createHash('sha1').update(bytes).digest()
const keyBits = ({ key }: Identity) => {
	const spki = createPublicKey(key).export({ type: 'spki', format: 'der' })
	// P-256: the point is the last 65 octets.
	return spki.subarray(spki.length - 65)
}

/** DER OCSPResponse. */
export function makeAnswer(issuer: Identity, options: AnswerOptions): Buffer {
	const { at, serial, next = at + DAY, revoked, unknown = false, by, status = 0 } = options
	if (status !== 0) return sequence(tlv(0x0a, Buffer.of(status)))
	const id = sequence(SHA1, octets(sha1(nameOf(issuer.name))), octets(sha1(keyBits(issuer))), integer(serial))
	const reason = revoked?.reason
	const said = unknown
		? tlv(0x82)
		: revoked === undefined
			? tlv(0x80)
			: tlv(
					0xa1,
					generalizedTime(revoked.at),
					...(reason === undefined ? [] : [explicit(0, tlv(0x0a, Buffer.of(reason)))]),
				)
	const single = sequence(
		id,
		said,
		generalizedTime(at),
		...(next === null ? [] : [explicit(0, generalizedTime(next))]),
	)
	const signer = by ?? issuer
	const data = sequence(explicit(2, octets(sha1(keyBits(signer)))), generalizedTime(at), sequence(single))
	const basic = sequence(
		data,
		ECDSA_SHA256,
		bits(sign('sha256', data, signer.key)),
		...(by === undefined ? [] : [explicit(0, sequence(by.der))]),
	)
	const typed = sequence(oid('1.3.6.1.5.5.7.48.1.1'), octets(basic))
	return sequence(tlv(0x0a, Buffer.of(0)), explicit(0, typed))
}

/** A certificate of the issuer for signing answers; with another usage it is for nothing here. */
export function makeResponder(issuer: Identity, usage = '1.3.6.1.5.5.7.3.9'): Identity {
	const extensions: CertificateOptions['extensions'] = [
		['2.5.29.37', false, sequence(oid(usage))],
		['1.3.6.1.5.5.7.48.1.5', false, nothing()],
	]
	return issueCertificate({ subject: 'Responder', serial: 900, extensions }, issuer)
}

export interface RevocationServer {
	readonly url: string
	/** Paths that were asked for, in order. */
	readonly asked: string[]
	/** What a path answers. */
	give(path: string, answer: Buffer | ((request: IncomingMessage, response: ServerResponse) => void)): void
	close(): Promise<void>
}

export async function startRevocationServer(): Promise<RevocationServer> {
	const given = new Map<string, Parameters<RevocationServer['give']>[1]>()
	const asked: string[] = []
	const server = createServer((request, response) => {
		asked.push(request.url ?? '')
		const answer = given.get(request.url ?? '')
		if (answer === undefined) response.writeHead(404).end()
		else if (typeof answer === 'function') answer(request, response)
		else response.end(answer)
	})
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
	const { port } = server.address() as AddressInfo
	return {
		url: `http://127.0.0.1:${port}`,
		asked,
		give: (path, answer) => void given.set(path, answer),
		async close() {
			server.closeAllConnections()
			await new Promise((resolve) => server.close(resolve))
		},
	}
}
