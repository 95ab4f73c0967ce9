/**
 * Provenance of a document as PREMIS 3: the file as an object, what the public part of the log tells of it as events, and
 * the town, its log and the time-stamp authorities as their agents. Derived from entries alone, without any private field
 * but those that the receipt discloses.
 * @module
 */
import { document, type Element, element } from './xml.ts'

/** What happened to the document, by the log. */
export interface PackageEvent {
	/** `ingestion`, or the relation in which a later entry stands to the document */
	readonly type: string
	/** CID of the entry */
	readonly entry: string
	/** ms since 1970 */
	readonly time: number
	/** `true`: known to the minute only */
	readonly toTheMinute: boolean
	/** the entries that it is about, by CID */
	readonly about: readonly string[]
}

export interface PackageStamp {
	readonly authority: string
	/** ms since 1970, as stamped */
	readonly time: number
	/** CID of the token as a blob of the log */
	readonly token: string
	/** name of the file */
	readonly file: string
	/** hexadecimal; what is stamped */
	readonly imprint: string
}

export interface ProvenanceFacts {
	readonly town: string
	readonly origin: string
	readonly version: string
	/** CID of the entry */
	readonly entry: string
	readonly file: {
		readonly name: string
		readonly type: string
		readonly size: number
		readonly sha256: string
	}
	readonly events: readonly PackageEvent[]
	readonly stamps: readonly PackageStamp[]
}

const NAMESPACE = 'http://www.loc.gov/premis/v3'

export function premis(facts: ProvenanceFacts): string {
	const { town, origin, version, file, entry, events, stamps } = facts
	const authorities = [...new Set(stamps.map(({ authority }) => authority))]
	return document(
		element(
			'premis',
			[
				element(
					'object',
					[
						identifier('object', 'letopis-entry', entry),
						element('objectCharacteristics', [
							element('compositionLevel', '0'),
							element('fixity', [
								element('messageDigestAlgorithm', 'SHA-256'),
								element('messageDigest', file.sha256),
							]),
							element('size', String(file.size)),
							element('format', [element('formatDesignation', [element('formatName', file.type)])]),
						]),
						element('originalName', file.name),
					],
					{ 'xsi:type': 'file' },
				),
				...events.map((event) => logEvent(event, entry, origin)),
				...stamps.map((stamp) => stampEvent(stamp, entry)),
				agent('log', origin, origin, 'software', `Letopis ${version}`),
				agent('town', town, town, 'organization'),
				...authorities.map((name) => agent('time-stamp-authority', name, name, 'organization')),
			],
			{
				xmlns: NAMESPACE,
				'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
				'xsi:schemaLocation': `${NAMESPACE} https://www.loc.gov/standards/premis/premis.xsd`,
				version: '3.0',
			},
		),
	)
}

function logEvent(
	{ type, entry, time, toTheMinute, about }: PackageEvent,
	object: string,
	origin: string,
): Element {
	const moment = new Date(time).toISOString()
	const objects = [...new Set(about.length === 0 ? [object] : about)]
	return element('event', [
		identifier('event', 'letopis-entry', entry),
		element('eventType', type),
		element('eventDateTime', moment),
		toTheMinute
			? element('eventDetailInformation', [element('eventDetail', 'within the minute from eventDateTime on')])
			: null,
		linkedAgent('log', origin, 'executing program'),
		...objects.map((one) => linkedObject(one, type === 'ingestion' ? 'outcome' : 'source')),
	])
}

function stampEvent({ authority, time, token, file }: PackageStamp, object: string): Element {
	return element('event', [
		identifier('event', 'letopis-blob', token),
		element('eventType', 'time-stamping'),
		element('eventDateTime', new Date(time).toISOString()),
		element('eventDetailInformation', [element('eventDetail', `RFC 3161 token in ${file}`)]),
		linkedAgent('time-stamp-authority', authority, 'authorizer'),
		linkedObject(object, 'source'),
	])
}

function identifier(of: 'object' | 'event' | 'agent', type: string, value: string): Element {
	return element(`${of}Identifier`, [
		element(`${of}IdentifierType`, type),
		element(`${of}IdentifierValue`, value),
	])
}

function agent(type: string, value: string, name: string, kind: string, version?: string): Element {
	return element('agent', [
		identifier('agent', type, value),
		element('agentName', name),
		element('agentType', kind),
		version === undefined ? null : element('agentVersion', version),
	])
}

function linkedAgent(type: string, value: string, role: string): Element {
	return element('linkingAgentIdentifier', [
		element('linkingAgentIdentifierType', type),
		element('linkingAgentIdentifierValue', value),
		element('linkingAgentRole', role),
	])
}

function linkedObject(entry: string, role: string): Element {
	return element('linkingObjectIdentifier', [
		element('linkingObjectIdentifierType', 'letopis-entry'),
		element('linkingObjectIdentifierValue', entry),
		element('linkingObjectRole', role),
	])
}
