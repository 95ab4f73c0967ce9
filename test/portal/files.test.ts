/** A file that cannot be had: a reader is told why and what to do, and gets back; a program gets the status. */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import type { PortalBuild } from '../../portal/adapter/build.ts'
import { buildPortal } from '../../scripts/build-portal.ts'

const BUILD = join(import.meta.dirname, '../../portal/build')
const ORIGIN = 'https://letopis.ukazkov.example'
const ID = `bafy${'a'.repeat(55)}`

let server: PortalBuild['server']
beforeAll(async () => {
	await buildPortal()
	;({ server } = (await import(pathToFileURL(join(BUILD, 'portal.js')).href)) as PortalBuild)
	await server.init({ env: {} })
})

const SESSION = {
	account: { name: 'Úřednice', role: 'clerk', department: 'stavebni' },
	scopes: ['documents:read'],
	fresh: false,
}

/** Asks the portal, whose service refuses every file with a problem. */
async function ask(path: string, problem: [status: number, code: string], accept = 'text/html,*/*;q=0.8') {
	const asked: { path: string; purpose: string | null }[] = []
	const api = async (request: Request) => {
		const { pathname, search } = new URL(request.url)
		if (pathname === '/api/v1/sessions/current') return Response.json(SESSION)
		if (!pathname.startsWith('/api/v1/documents/'))
			return Response.json({ code: 'not-ready' }, { status: 503 })
		asked.push({ path: pathname + search, purpose: request.headers.get('Letopis-Purpose') })
		return Response.json({ code: problem[1] }, { status: problem[0] })
	}
	const platform = { api, contact: {}, report: () => {} } as never
	const headers = { Accept: accept, Cookie: `__Host-letopis=${'t'.repeat(40)}` }
	const send = (to: string) =>
		server.respond(new Request(ORIGIN + to, { headers }), { platform, getClientAddress: () => '127.0.0.1' })
	const first = await send(path)
	const led = first.headers.get('Location')
	const shown = led === null ? first : await send(led)
	const html = (await shown.text()).replaceAll('\u00a0', ' ')
	return { first: first.status, led, status: shown.status, html, asked }
}

const links = (html: string) => [...html.matchAll(/href="([^"]+)"/g)].map(([, href]) => href)

describe('of a document within the office', () => {
	const refusals: [file: string, problem: [number, string], says: string, again: boolean][] = [
		['dolozka', [503, 'seal-ended'], 'Certifikát pečeti úřadu skončil. Řekněte to správci', false],
		['balicek', [503, 'seal-ended'], 'Certifikát pečeti úřadu skončil. Řekněte to správci', false],
		['dolozka', [503, 'printing-busy'], 'Zkuste to za chvíli znovu', true],
		['balicek', [429, 'rate-limited'], 'Počkejte minutu a zkuste to znovu', true],
		['obsah', [410, 'erased'], 'Obsah dokumentu byl skartován', false],
		['obsah', [500, 'corrupt'], 'obnovit se dají ze zálohy', false],
		['potvrzeni', [503, 'not-ready'], 'Služba se právě spouští', true],
		['potvrzeni', [507, 'disk-full'], 'Na disku úřadu není místo', true],
		['obsah', [500, 'internal'], 'Něco se pokazilo na naší straně', true],
		['obsah', [418, 'never-heard-of'], 'Něco se pokazilo na naší straně', true],
	]
	test.each(refusals)('%s, %j', async (file, problem, says, again) => {
		const path = `/urad/dokument/${ID}`
		const { first, led, html, status, asked } = await ask(`${path}/${file}?zapis=7`, problem)
		expect([first, led]).toEqual([303, `${path}/nelze?co=${file}&proc=${problem[1]}&zapis=7`])
		expect(asked).toHaveLength(1)
		expect(status).toBeGreaterThanOrEqual(400)
		expect(html).toContain(says)
		expect(html).toMatch(/<h1[^>]*>(?:Dokument|Potvrzení|Doložku|Důkazní balíček) se nepodařilo/)
		expect(links(html)).toContain(path)
		expect(links(html).includes(`${path}/${file}?zapis=7`)).toBe(again)
	})

	test('in English, with the ways in English', async () => {
		const { html } = await ask(`/en/urad/dokument/${ID}/dolozka`, [503, 'printing-busy'])
		expect(html).toContain('The clause sheet could not be made')
		expect(links(html)).toContain(`/en/urad/dokument/${ID}/dolozka`)
		expect(links(html)).toContain(`/en/urad/dokument/${ID}`)
	})

	test('a program gets the status', async () => {
		const { first, led } = await ask(`/urad/dokument/${ID}/dolozka`, [503, 'seal-ended'], '*/*')
		expect([first, led]).toEqual([503, null])
	})

	test('a reason that is needed is asked for by the document’s page', async () => {
		const { led } = await ask(`/urad/dokument/${ID}/obsah`, [403, 'reason-needed'])
		expect(led).toBe(`/urad/dokument/${ID}`)
	})
})

describe('of a public document', () => {
	test.each([
		['obsah', [410, 'erased'], 410, 'Obsah dokumentu byl skartován'],
		['potvrzeni', [503, 'not-ready'], 503, 'Služba se právě spouští'],
		['obsah', [401, 'token-missing'], 404, 'Takový dokument tu není'],
		['obsah', [404, 'document-not-found'], 404, 'Takový dokument tu není'],
	] as const)('%s, %j', async (file, problem, status, says) => {
		const answer = await ask(`/doklad/${ID}/${file}`, [...problem])
		expect([answer.first, answer.status]).toEqual([303, status])
		expect(answer.html).toContain(says)
		expect(links(answer.html)).toContain(`/doklad/${ID}`)
	})
})

test.each([
	[`/doklad/${ID}/nelze`, 404],
	[`/doklad/${ID}/nelze?co=%3Cscript%3E&proc=erased`, 404],
	[`/doklad/${ID}/nelze?co=obsah&proc=__proto__`, 503],
])('an address of no download of ours: %s', async (path, status) => {
	const { html, ...answer } = await ask(path, [500, 'internal'])
	expect([answer.status, html.includes('<h1')]).toEqual([status, true])
})
