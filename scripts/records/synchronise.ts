/**
 * One run between the town and a records system: what waits there is taken in, what the town has is handed over. Each
 * request goes to the API under an idempotency key of its own content, so a run that was interrupted anywhere can
 * simply be repeated: nothing is recorded twice, and nothing is left out.
 * @module
 */
import { AnswerError, type Client } from '../client.ts'
import type { Accepted, Incoming, Outgoing, RecordsSystem, Request } from './records-system.ts'

const PAGE = 100

export interface Tally {
	readonly accepted: number
	readonly refused: number
	readonly delivered: number
}

interface Summary {
	readonly id: string
	readonly state: string
	readonly versions: number
}

interface Shown {
	readonly private: { readonly file: { readonly name: string } | null } | null
	readonly version: { readonly entry: string }
}

type DocumentRequest = Extract<Request, { type: 'document' }>
type CaseRequest = Extract<Request, { type: 'case' }>
type NumberRequest = Extract<Request, { type: 'number' }>
type Inventory = Extract<Request, { type: 'inventory' }>

/**
 * @param client with a token of `documents:read`, `documents:write`, `cases:read` and `cases:write`
 * @param tell of each thing done, in a line
 * @throws CommandError where the town does not answer, or has no room: the next run goes on
 */
export async function synchronise(
	client: Client,
	system: RecordsSystem,
	tell: (line: string) => void = () => {},
): Promise<Tally> {
	let [accepted, refused, delivered] = [0, 0, 0]
	for await (const one of system.incoming()) {
		try {
			if (one.request === null) throw new Refused('unreadable', one.problem ?? '')
			await system.accept(one, await take(client, system, one, one.request))
			accepted++
			tell(`${one.name}: taken in`)
		} catch (error) {
			const why = refusalOf(error)
			if (why === null) throw error
			await system.refuse(one, why)
			refused++
			tell(`${one.name}: refused, ${why.detail} [${why.code}]`)
		}
	}
	for await (const { id, state, versions } of documents(client)) {
		const name = nameOfState(versions, state)
		if (await system.has(id, name)) continue
		await system.deliver(await outgoing(client, id, name, state))
		delivered++
		tell(`${id}: handed over (${name})`)
	}
	return { accepted, refused, delivered }
}

/** A request that no repetition will make possible. */
class Refused extends Error {
	readonly code: string
	constructor(code: string, detail: string) {
		super(detail)
		this.code = code
	}
}

/** Why the town will never take it; null for what may pass: no answer, no room, a token that is over. */
function refusalOf(error: unknown): { code: string; detail: string } | null {
	if (error instanceof Refused) return { code: error.code, detail: error.message }
	if (!(error instanceof AnswerError)) return null
	const lasting = error.status >= 400 && error.status < 500 && ![401, 403, 408, 429].includes(error.status)
	return lasting ? { code: error.code, detail: error.message } : null
}

function take(client: Client, system: RecordsSystem, one: Incoming, request: Request): Promise<Accepted> {
	switch (request.type) {
		case 'case':
			return openCase(client, one, request)
		case 'number':
			return number(client, request)
		case 'document':
			return record(client, one, request)
		case 'inventory':
			return compare(client, system, request)
	}
}

async function openCase(client: Client, { digest }: Incoming, request: CaseRequest): Promise<Accepted> {
	const { type: _, ...body } = request
	try {
		const answer = await client.fetch('/api/v1/cases', {
			method: 'POST',
			body: JSON.stringify(body),
			headers: { 'Content-Type': 'application/json', 'Idempotency-Key': digest },
		})
		return { type: 'case', case: ((await answer.json()) as { id: string }).id }
	} catch (error) {
		if (!(error instanceof AnswerError) || error.code !== 'case-exists') throw error
		// The same case, told of once more.
		const known = await caseNumbered(client, request.number)
		if (known === null) throw error
		return { type: 'case', case: known }
	}
}

/** A case that began here, under a local number, gets the one of the records system. */
async function number(client: Client, request: NumberRequest): Promise<Accepted> {
	const known = await caseNumbered(client, request.local, true)
	if (known === null)
		throw new Refused('case-not-found', `no case has the local number ${JSON.stringify(request.local)}`)
	await client.fetch(`/api/v1/cases/${known}/number`, {
		method: 'PUT',
		body: JSON.stringify({ number: request.number }),
		headers: { 'Content-Type': 'application/json' },
	})
	return { type: 'number', case: known }
}

async function record(
	client: Client,
	{ digest, file }: Incoming,
	request: DocumentRequest,
): Promise<Accepted> {
	const { title, number, kind } = request
	if (file === null) throw new Refused('unreadable', 'no file')
	const in_ = request.case === undefined ? null : await caseNumbered(client, request.case)
	if (request.case !== undefined && in_ === null)
		throw new Refused('case-not-found', `no case has the number ${JSON.stringify(request.case)}`)
	const facts = {
		title,
		...(number === undefined ? {} : { number }),
		...(kind === undefined ? {} : { kind }),
	}
	const answer = await client.upload('/api/v1/documents', {
		fields: {
			visibility: request.public === true ? 'public' : 'private',
			metadata: JSON.stringify(request.public === true ? { public: facts } : facts),
		},
		path: file,
		name: request.file,
		idempotencyKey: digest,
	})
	const document = answer.headers.get('location')?.split('/').at(-1) ?? ''
	const receipt: unknown = await answer.json()
	if (in_ !== null) await client.fetch(`/api/v1/cases/${in_}/documents/${document}`, { method: 'PUT' })
	return { type: 'document', document, receipt }
}

/** Both ways; documents that it has lost are handed over again by this very run. */
async function compare(client: Client, system: RecordsSystem, theirs: Inventory): Promise<Accepted> {
	const [cases, papers] = [new Set(theirs.cases), new Set(theirs.documents)]
	const [ourCases, ours] = [new Set<string>(), new Set<string>()]
	const casesWithoutNumber: string[] = []
	for await (const { number, local, reference } of listedCases(client)) {
		const outside = local ? reference : number
		if (outside !== null) ourCases.add(outside)
		else if (number !== null) casesWithoutNumber.push(number)
	}
	for await (const { id } of documents(client)) ours.add(id)
	const documentsMissingThere = [...ours].filter((id) => !papers.has(id))
	for (const id of documentsMissingThere) await system.forget(id)
	return {
		type: 'inventory',
		casesMissingHere: [...cases].filter((number) => !ourCases.has(number)),
		documentsMissingHere: [...papers].filter((id) => !ours.has(id)),
		casesWithoutNumber,
		casesMissingThere: [...ourCases].filter((number) => !cases.has(number)),
		documentsMissingThere,
	}
}

/** A document as it is now, with its newest content unless none is left. */
async function outgoing(client: Client, id: string, name: string, state: string): Promise<Outgoing> {
	const path = `/api/v1/documents/${id}`
	const shown = (await (await client.fetch(`${path}?entry=latest`)).json()) as Shown
	const about = { ...shown, cases: state === 'disposed' ? [] : await casesOf(client, path) }
	const receipt = await (await client.fetch(`${path}/receipt?entry=latest`)).text()
	const content = async () => {
		const { body } = await client.fetch(`${path}/content?entry=latest`)
		return body ?? new ReadableStream({ start: (controller) => controller.close() })
	}
	return {
		document: id,
		state: name,
		about,
		receipt,
		fileName: shown.private?.file?.name ?? 'obsah',
		content: state === 'disposed' ? null : content,
	}
}

/** The cases that a document is in, which is not destroyed, by all their numbers: by the local one the records system can give its own. */
async function casesOf(client: Client, path: string): Promise<ListedCase[]> {
	const { cases } = (await (await client.fetch(`${path}/decisions`)).json()) as { cases: string[] }
	return Promise.all(
		cases.map(async (one) => {
			const found = (await (await client.fetch(`/api/v1/cases/${one}?limit=1`)).json()) as ListedCase
			const { id, number, local, reference } = found
			return { id, number, local, reference }
		}),
	)
}

/** `v1` as it came, `v2.superseded` and so on. */
function nameOfState(versions: number, state: string): string {
	return state === 'in-force' ? `v${versions}` : `v${versions}.${state}`
}

async function* documents(client: Client): AsyncIterable<Summary> {
	for (let cursor: string | null = ''; cursor !== null; ) {
		const query: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`
		const page = (await (await client.fetch(`/api/v1/documents?limit=${PAGE}${query}`)).json()) as {
			documents: Summary[]
			next: string | null
		}
		yield* page.documents
		cursor = page.next
	}
}

interface ListedCase {
	readonly id: string
	readonly number: string | null
	readonly local: boolean
	/** of the records system, where the number is a local one */
	readonly reference: string | null
}

async function* listedCases(client: Client, text?: string): AsyncIterable<ListedCase> {
	for (let cursor: string | null = ''; cursor !== null; ) {
		const query = new URLSearchParams({ all: 'true', limit: String(PAGE) })
		if (text !== undefined) query.set('text', text)
		if (cursor !== '') query.set('cursor', cursor)
		const page = (await (await client.fetch(`/api/v1/cases?${query}`)).json()) as {
			cases: ListedCase[]
			next: string | null
		}
		yield* page.cases
		cursor = page.next
	}
}

/** @param isLocal whether the number is one of the town's own */
async function caseNumbered(client: Client, number: string, isLocal = false): Promise<string | null> {
	for await (const found of listedCases(client, number)) {
		if (found.local === isLocal && found.number === number) return found.id
		if (!isLocal && found.reference === number) return found.id
	}
	return null
}
