/**
 * `/api/v1/documents/{id}/evidence-package`: everything that proves a document, in one sealed file. Whoever may read the
 * content may have it, and of what is not public the read is recorded first.
 * @module
 */
import { createRoute, OpenAPIHono } from '@hono/zod-openapi'
import {
	cidText,
	decodeEntry,
	entryCid,
	parseNote,
	parseStatus,
	parseTrust,
	type Receipt,
	trustFingerprint,
} from '@letopis/format'
import type { Printer } from '../clause/printer.ts'
import { readerKey } from '../documents/access.ts'
import { disposition, openStream, recordRead, type Sendable, sendable } from '../documents/content.ts'
import { numberField } from '../documents/fields.ts'
import { findVersion, listHistory } from '../documents/queries.ts'
import { entryBytes, locateDocument, locateVersion, payloadOf, publicOf } from '../documents/reading.ts'
import type { Receipts } from '../documents/receipts.ts'
import { RELATIONS } from '../documents/rows.ts'
import { entryQuery, idParams } from '../documents/schemas.ts'
import { binary, header, headers, optionallyWith, problems } from '../http/describe.ts'
import type { AppEnv } from '../http/env.ts'
import { clientAddress, mayTake, RateLimiter } from '../http/limits.ts'
import { Problem } from '../http/problems.ts'
import type { ApiDeps } from '../services.ts'
import { makePackage } from './maker.ts'
import { CONTAINER_TYPE } from './manifests.ts'
import { fileNameIn } from './names.ts'
import type { PackageEvent } from './premis.ts'

const MINUTE = 60_000
/** Packages of one reader, or of one address without a token: each reads its document twice. */
const BURST = 20
const PER_SECOND = 0.2
/** Time-stamps that strangers together may cost; beyond, their packages are sealed without. */
const STAMPS = 3
const STAMPS_PER_SECOND = 1 / 600
/** What a package tells of; a document has a handful. */
const MAX_EVENTS = 1000

const packageRoute = createRoute({
	method: 'get',
	path: '/api/v1/documents/{id}/evidence-package',
	tags: ['documents'],
	summary: 'Everything that proves a document, in one sealed file',
	description:
		'ASiC-E with CAdES (ETSI EN 319 162-1): the document, its receipt, evidence records (RFC 4998), tokens, ' +
		'certificates, provenance (PREMIS 3), a protocol (PDF/A) in Czech and English, and a README for openssl, under ' +
		'the town’s seal with a time-stamp if an authority gives one. `letopis-verify` takes it as its only input. For ' +
		'a private document the read is recorded as an export.',
	security: optionallyWith('documents:read'),
	request: { params: idParams, query: entryQuery },
	parameters: [header('Letopis-Purpose', 'Why, percent-encoded UTF-8; kept privately with the access')],
	responses: {
		200: {
			description: 'The package',
			headers: headers({
				'Content-Disposition': 'attachment, with a name that ends in .asice',
				'Content-Length': 'bytes',
			}),
			content: { [CONTAINER_TYPE]: binary('ASiC-E container') },
		},
		...problems(400, 403, 404, 410, 503),
		429: { ...problems(429)[429], headers: headers({ 'Retry-After': 'seconds' }) },
	},
})

export function packageRoutes(deps: ApiDeps, receipts: Receipts, printer: Printer) {
	const { clock, settings, ledger, projection } = deps
	const limiter = () => new RateLimiter(BURST, PER_SECOND, () => clock.now())
	const [staff, strangers] = [limiter(), limiter()]
	const stamps = new RateLimiter(STAMPS, STAMPS_PER_SECOND, () => clock.now())

	return new OpenAPIHono<AppEnv>().openapi(packageRoute, async (c) => {
		const document = await locateDocument(deps, c.req.valid('param').id)
		const located = await locateVersion(deps, document, c.req.valid('query').entry)
		const content = await sendable(deps, located, c.get('principal'))
		const { version, reader, file, sha256 } = content
		if (reader === null)
			strangers.take(clientAddress(c.env, c.req.header('X-Forwarded-For'), settings.behindProxy))
		else staff.take(readerKey(reader))
		if (clock.now() > ledger.seal.signer.until) {
			throw new Problem('seal-ended', 'The certificate of the town’s seal has ended.')
		}
		const printing = printer.reserveTwo(reader === null)
		try {
			if (!version.public && reader !== null) await recordRead(deps, c, content, version, reader, 'export')
			const name = fileNameIn(reader === null ? null : file.name)
			const about = {
				'Content-Type': CONTAINER_TYPE,
				'Content-Disposition': disposition(`${name}.asice`, cidText(version.cid)),
				'Cache-Control': 'no-store',
			}
			if (c.req.raw.method === 'HEAD') return c.body(null, 200, about)
			const { vault, first, anchors } = await projection.chronicle.part(version.index)
			const receipt = await receipts.grown(version.index, content.bytes, content.kept.opening, version.cid)
			const { records, damaged } = await (anchors ?? ledger.anchorer).evidenceFor(version.index - first)
			const trustFile = ledger.trustFile()
			const { timestamps } = parseTrust(trustFile)
			// What was renewed has its lists; what was not needs those of today.
			const newest = [
				...records.flatMap(({ tokens }) => tokens.slice(-1)),
				...receipt.anchors.map(({ token }) => token),
			]
			const revocation = [
				...(await ledger.seal.revocation(null)),
				...(await ledger.anchorer.revocationOf({ tokens: newest })),
			]
			const made = await makePackage({
				...{ facts: factsOf(deps, content, receipt), version: deps.version, receipt, records, damaged },
				events: await eventsOf(deps, content),
				file: {
					...{ name, type: file.type, size: file.size, sha256 },
					read: () => vault.read(content.content, payloadOf(content.entry)),
				},
				...{ revocation, trustFile, roots: [...timestamps.roots, ...ledger.anchorer.roots()] },
				...{ seal: ledger.seal, stamped: reader !== null || mayTake(stamps, 'strangers'), printing },
			})
			return c.body(await openStream(deps, c, made.read()), 200, {
				...about,
				'Content-Length': String(made.size),
			})
		} finally {
			for (const place of printing) place.giveBack()
		}
	})
}

function factsOf({ ledger, projection, settings }: ApiDeps, content: Sendable, receipt: Receipt) {
	const { version, entry, kept } = content
	const trust = ledger.trustFile()
	const { town, demo } = parseTrust(trust)
	const { origin, index } = projection.chronicle.place(version.index)
	const open = publicOf(entry)
	const text = (name: string) => (typeof open[name] === 'string' ? open[name] : '')
	const status = receipt.status === null ? null : parseStatus(parseNote(receipt.status).text)
	return {
		...{ town, demo, origin, index, title: text('title'), number: text('number') },
		entry: cidText(version.cid),
		time: numberField(kept.opening, 'time') ?? entry.time * MINUTE,
		head: status?.size ?? 0,
		state: status?.state ?? 'in-force',
		fingerprint: trustFingerprint(trust),
		address: `${settings.publicUrl}/overit`,
	}
}

/** What the public part of the log says of the document: nobody's reads, and no names. */
async function eventsOf(deps: ApiDeps, { first, version }: Sendable): Promise<PackageEvent[]> {
	const { store } = deps.projection
	const positions = await listHistory(store, first, 0, MAX_EVENTS, false)
	return Promise.all(
		positions.map(async (position) => {
			const bytes = await entryBytes(deps, position)
			const { time, links } = decodeEntry(bytes)
			const entry = cidText(entryCid(bytes))
			const relation = RELATIONS.find((one) => (links[one] ?? []).length > 0)
			const isVersion = (await findVersion(store, first, position)) !== undefined
			const isOwn = position === version.index
			const about = relation === undefined ? [] : (links[relation] ?? []).map(cidText)
			return {
				type: isOwn || relation === undefined ? 'ingestion' : relation,
				...{ entry, time: time * MINUTE, toTheMinute: true },
				about: isOwn || relation === undefined ? [entry] : [...about, ...(isVersion ? [entry] : [])],
			}
		}),
	)
}
