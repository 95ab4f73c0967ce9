/** What both copies of the vault have lost is said in words, and nothing is offered that cannot be given. */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import type { PortalBuild } from '../../portal/adapter/build.ts'
import { askClause, askReceipt } from '../../portal/src/lib/verify/office.ts'
import { buildPortal } from '../../scripts/build-portal.ts'

const BUILD = join(import.meta.dirname, '../../portal/build')
const ID = `bafy${'a'.repeat(55)}`
const TIME = '2026-11-22T09:00:00Z'

const event = { entry: ID, log: 1, index: 7, time: TIME, relations: [], department: null, role: null }
const nobody = { by: null, action: null, purpose: null, readable: false }
const version = {
	...{
		entry: ID,
		log: 1,
		index: 7,
		number: 1,
		time: TIME,
		visibility: 'private',
		state: 'in-force',
		public: {},
	},
}
const ANSWERS: Record<string, object> = {
	'/api/v1/sessions/current': {
		account: { name: 'Úřednice', role: 'clerk', department: 'stavebni' },
		scopes: ['documents:read', 'documents:write', 'cases:read', 'cases:write'],
		fresh: true,
	},
	'/api/v1/departments': { departments: [] },
	'/api/v1/drafts': { drafts: [] },
	[`/api/v1/documents/${ID}/look`]: {
		document: { id: ID, versions: 1, latest: ID, version, erased: false, lost: true, private: null },
		...{ state: 'in-force', versions: [version], decisions: [], cases: [], withheld: false },
		signatures: { state: 'none-found', check: null },
		history: { events: [{ ...event, ...nobody, type: 'version' }], next: null },
	},
	'/api/v1/register': {
		documents: [
			{
				...{ ...version, id: ID, versions: 1, latestLog: 1, latestIndex: 7 },
				...{ title: null, number: null, file: null, recordedBy: null, department: null, lost: true },
			},
		],
		next: null,
	},
	[`/api/v1/cases/${ID}`]: {
		...{ id: ID, number: null, local: false, reference: null, title: null, department: null, state: 'open' },
		...{ opened: null, openedBy: null, closed: null, closedBy: null, settled: null, next: null },
		documents: [
			{
				...{ id: ID, title: null, number: null, kind: null, state: 'in-force', versions: 1, erased: false },
				...{ lost: true, recorded: null, added: null, addedBy: null },
			},
		],
		events: [{ entry: ID, type: 'unreadable', time: TIME, by: null, document: null }],
	},
}

let server: PortalBuild['server']
beforeAll(async () => {
	await buildPortal()
	;({ server } = (await import(pathToFileURL(join(BUILD, 'portal.js')).href)) as PortalBuild)
	await server.init({ env: {} })
})
afterEach(() => vi.unstubAllGlobals())

async function show(path: string): Promise<string> {
	const api = async (request: Request) => {
		const answer = ANSWERS[new URL(request.url).pathname]
		return Response.json(answer ?? { code: 'not-found' }, { status: answer === undefined ? 404 : 200 })
	}
	const headers = { Cookie: `__Host-letopis=${'t'.repeat(43)}`, Accept: 'text/html' }
	const response = await server.respond(new Request(`https://letopis.ukazkov.example${path}`, { headers }), {
		platform: { api, contact: {}, maxUpload: 1, report: () => {} },
		getClientAddress: () => '127.0.0.1',
	})
	expect(response.status, path).toBe(200)
	return (await response.text()).replaceAll('\u00a0', ' ')
}

describe.each([
	['', 'údaje nelze přečíst', 'nedají přečíst', 'Obě uložené kopie jsou poškozené'],
	['/en', 'details cannot be read', 'cannot be read', 'Both stored copies are damaged'],
])('in the language of %j', (language, inList, inHistory, why) => {
	test('the register and the case name what is lost', async () => {
		expect(await show(`${language}/urad`)).toContain(inList)
		const shown = await show(`${language}/urad/spisy/${ID}`)
		for (const words of [inList, inHistory, why]) expect(shown).toContain(words)
	})

	test('the page of a document says what is left, and offers no file', async () => {
		const shown = await show(`${language}/urad/dokument/${ID}`)
		expect(shown).toContain(why)
		expect(shown).toContain(inHistory)
		for (const file of ['obsah', 'potvrzeni', 'dolozka'])
			expect(shown).not.toContain(`/urad/dokument/${ID}/${file}`)
	})
})

test('Verify tells a receipt that the office lost from an office that does not answer', async () => {
	for (const [status, body, is] of [
		[500, { code: 'corrupt' }, 'lost'],
		[500, { code: 'internal' }, 'silent'],
		[503, 'no JSON', 'silent'],
		[410, { code: 'erased' }, 'absent'],
	] as const) {
		vi.stubGlobal('fetch', async () =>
			typeof body === 'string' ? new Response(body, { status }) : Response.json(body, { status }),
		)
		expect(await askClause('A'.repeat(22)), `${status}`).toEqual({ is })
		expect(await askReceipt(ID), `${status}`).toEqual({ is })
	}
})
