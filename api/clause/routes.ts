/**
 * `/api/v1/documents/{id}/clause.pdf`: the clause sheet of a document; `/api/v1/clauses/{name}`: the sealed receipt that
 * its secret leads to.
 *
 * Making a sheet of what is not public is a read and recorded as one: from then on its holder can fetch the receipt.
 * Fetching it leaves no entry, for it needs no token, and what leaves can be opened with the paper alone.
 * @module
 */
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import {
	cidText,
	decodeOpening,
	formatReceipt,
	hex,
	isDagMap,
	parseTrust,
	trustFingerprint,
} from '@letopis/format'
import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import { readerKey } from '../documents/access.ts'
import { recordRead } from '../documents/content.ts'
import { bytesField, fileFacts, metadata } from '../documents/fields.ts'
import { documentOf, findVersion, versionOfClause } from '../documents/queries.ts'
import {
	entryBytes,
	intact,
	keptOf,
	locateDocument,
	locateVersion,
	mayRead,
	needRead,
	publicOf,
} from '../documents/reading.ts'
import type { Receipts } from '../documents/receipts.ts'
import { entryQuery, idParams } from '../documents/schemas.ts'
import { base64Schema, binary, header, headers, optionallyWith, problems } from '../http/describe.ts'
import type { AppEnv } from '../http/env.ts'
import { clientAddress, mayTake, RateLimiter } from '../http/limits.ts'
import { Problem } from '../http/problems.ts'
import type { ApiDeps } from '../services.ts'
import type { Printer } from './printer.ts'
import { SealedPages } from './sealed-pages.ts'
import { clauseName, clauseSecret, NAME_SIZE, sealReceipt } from './secret.ts'

const MINUTE = 60_000
/** A judge and a class of students may look at once; nobody tries names by the million. */
const BURST = 60
const PER_SECOND = 2
/** Sheets of one session, or of one address without one; all strangers together are bounded apart from the staff. */
const SHEETS = 30
const SHEETS_PER_SECOND = 0.5
/** Time-stamps that strangers together may cost. */
const STAMPS = 3
const STAMPS_PER_SECOND = 1 / 600

const sheetRoute = createRoute({
	method: 'get',
	path: '/api/v1/documents/{id}/clause.pdf',
	tags: ['documents'],
	summary: 'The clause sheet of a document, to be printed',
	description:
		'PDF/A-3a in Czech, sealed (PAdES), with a time-stamp if an authority gives one; the page says so. The QR code holds the address of the verification page and, behind ' +
		'#, `h=` with the hash of a public document or `s=` with the 128-bit secret of any other. The document is not changed.',
	security: optionallyWith('documents:read'),
	request: { params: idParams, query: entryQuery },
	parameters: [header('Letopis-Purpose', 'why, percent-encoded UTF-8; needed outside one’s own department')],
	responses: {
		200: {
			description: 'The sheet',
			headers: headers({ 'Content-Disposition': 'inline, with a file name' }),
			content: { 'application/pdf': binary('PDF/A-3a') },
		},
		...problems(400, 403, 404, 410, 503),
		429: { ...problems(429)[429], headers: headers({ 'Retry-After': 'seconds' }) },
	},
})

export function clauseRoutes(deps: ApiDeps, receipts: Receipts, printer: Printer) {
	const { projection, settings, ledger, clock, random } = deps
	const limiter = new RateLimiter(BURST, PER_SECOND, () => clock.now())
	const limitSheets = () => new RateLimiter(SHEETS, SHEETS_PER_SECOND, () => clock.now())
	const staff = limitSheets()
	const strangers = limitSheets()
	const strangersStamps = new RateLimiter(STAMPS, STAMPS_PER_SECOND, () => clock.now())
	const pages = new SealedPages(ledger.seal, () => clock.now())
	const addressOf = (c: Context<AppEnv>) =>
		clientAddress(c.env, c.req.header('X-Forwarded-For'), settings.behindProxy)
	const limited = createMiddleware<AppEnv>(async (c, next) => {
		limiter.take(addressOf(c))
		await next()
	})
	const receiptRoute = createRoute({
		method: 'get',
		path: '/api/v1/clauses/{name}',
		tags: ['documents'],
		summary: 'The sealed receipt that the secret of a clause sheet leads to',
		description:
			'name = first 16 bytes of HMAC-SHA256(secret, "letopis/clause/name"), base64url. The answer is nonce (12) ‖ ' +
			'AES-256-GCM under HMAC-SHA256(secret, "letopis/clause/key") with the name as additional data.',
		middleware: [limited] as const,
		request: {
			params: z.object({ name: z.string().regex(/^[A-Za-z0-9_-]{22}$/, '16 bytes of base64url') }),
		},
		responses: {
			200: {
				description: 'The receipt, grown by what has happened since',
				content: { 'application/json': { schema: z.object({ sealed: base64Schema }) } },
			},
			...problems(400, 404, 410, 503),
			429: { ...problems(429)[429], headers: headers({ 'Retry-After': 'seconds' }) },
		},
	})

	return new OpenAPIHono<AppEnv>()
		.openapi(sheetRoute, async (c) => {
			const document = await locateDocument(deps, c.req.valid('param').id)
			const located = await locateVersion(deps, document, c.req.valid('query').entry)
			const { version, entry } = located
			const principal = c.get('principal')
			const reader = version.public
				? mayRead(deps, principal, document.row)
					? principal
					: null
				: needRead(deps, principal, document.row)
			if (principal === null) strangers.take(addressOf(c))
			else staff.take(readerKey(principal))
			const kept = intact(await keptOf(deps, version.index))
			if (kept.record.secret === undefined) {
				throw new Problem('erased', 'The document has been destroyed; only its record remains.')
			}
			const sha256 = bytesField(kept.opening, 'content')
			if (sha256 === null) throw new Error('the record of a version lacks its content')
			const secret = clauseSecret(kept.record.secret)
			const places = printer.reserveTwo(principal === null)
			try {
				if (reader !== null) {
					// Recorded before anything leaves; the name is what its holder will ask for.
					const lookup = version.public ? {} : { lookup: clauseName(secret) }
					await recordRead(deps, c, located, version, reader, 'clause', lookup)
				}
				const { data } = metadata(kept.opening)
				const own = reader !== null && isDagMap(data) ? data : {}
				const open = publicOf(entry)
				const text = (name: string) => [own[name], open[name]].find((value) => typeof value === 'string')
				const trust = ledger.trustFile()
				const { town, demo } = parseTrust(trust)
				const at = projection.chronicle.place(version.index)
				const file = reader === null ? '' : (fileFacts(kept.opening)?.name ?? '')
				const facts = {
					...{ town, demo, file, origin: at.origin, index: at.index, entry: cidText(version.cid) },
					title: String(text('title') ?? (file === '' ? 'dokument' : file)),
					number: String(text('number') ?? ''),
					sha256: hex(sha256),
					time: entry.time * MINUTE,
					fingerprint: trustFingerprint(trust),
					address: `${settings.publicUrl}/overit`,
					behind: version.public ? `h=${base64url(sha256)}` : `s=${base64url(secret)}`,
					open: version.public,
				}
				const mayStamp = principal !== null || mayTake(strangersStamps, 'strangers')
				const pdf = await pages.print(facts, places, mayStamp)
				return c.body(pdf, 200, {
					'Content-Type': 'application/pdf',
					'Content-Disposition': 'inline; filename="dolozka.pdf"',
					'Cache-Control': 'no-store',
				})
			} finally {
				for (const place of places) place.giveBack()
			}
		})
		.openapi(receiptRoute, async (c) => {
			const name = new Uint8Array(Buffer.from(c.req.valid('param').name, 'base64url'))
			if (name.length !== NAME_SIZE) throw noClause()
			await projection.current()
			const position = await versionOfClause(projection.store, name)
			if (position === undefined) throw noClause()
			const { record } = intact(await keptOf(deps, position))
			if (record.secret === undefined) {
				throw new Problem('erased', 'The document has been destroyed; only its record remains.')
			}
			const secret = clauseSecret(record.secret)
			if (Buffer.compare(clauseName(secret), name) !== 0) throw noClause()
			const first = await documentOf(projection.store, position)
			const version = first === undefined ? undefined : await findVersion(projection.store, first, position)
			if (version === undefined) throw noClause()
			const bytes = await entryBytes(deps, position)
			const receipt = await receipts.grown(position, bytes, decodeOpening(record.opening), version.cid)
			const sealed = Buffer.from(sealReceipt(secret, formatReceipt(receipt), random)).toString('base64')
			c.header('Cache-Control', 'no-store')
			return c.json({ sealed }, 200)
		})
}

function noClause(): Problem {
	return new Problem('clause-not-found', 'No clause sheet leads here.')
}

function base64url(bytes: Uint8Array): string {
	return Buffer.from(bytes).toString('base64url')
}
