/**
 * A town with people for the browser: an administrator by the code among the keys, clerks by invitation, each signed
 * in with a passkey of the browser's own making.
 * @module
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { press } from './act.ts'
import { open } from './look.ts'
import { type PortalTown, type PortalTownOptions, startPortalTown } from './portal-town.ts'

export const OWN = 'stavebni'
export const OTHER = 'doprava'

/** What a browser that never saw a passkey cannot do: an authenticator that says yes to everything. */
export async function addPasskeys(page: Page): Promise<void> {
	const session = await page.context().newCDPSession(page)
	await session.send('WebAuthn.enable')
	await session.send('WebAuthn.addVirtualAuthenticator', {
		options: {
			protocol: 'ctap2',
			ctap2Version: 'ctap2_1',
			transport: 'internal',
			hasResidentKey: true,
			hasUserVerification: true,
			isUserVerified: true,
			automaticPresenceSimulation: true,
		},
	})
}

export interface Clerk extends AsyncDisposable {
	readonly context: BrowserContext
	/** the page whose authenticator holds the passkey */
	readonly page: Page
	readonly name: string
}

/** A body of bytes goes as it is, anything else as JSON. */
export interface Sent {
	readonly method: string
	readonly body: unknown
	readonly headers?: Record<string, string>
}

export interface ClerkTown extends AsyncDisposable {
	readonly town: PortalTown
	/** by name: a passkey belongs to one */
	readonly url: string
	readonly administrator: Clerk
	/** Invites somebody and lets them register in a browser of their own. */
	invite(name: string, role: string, department: string | null): Promise<Clerk>
	/** A request to the service in somebody's session. */
	ask(clerk: Clerk, path: string, init?: Sent): Promise<Response>
}

export interface ClerkTownOptions extends PortalTownOptions {
	/** where browsers reach it, if not at localhost */
	readonly url?: string
	readonly context?: BrowserContextOptions
}

export async function startClerkTown(browser: Browser, options: ClerkTownOptions = {}): Promise<ClerkTown> {
	const town = await startPortalTown(options)
	const url = options.url ?? town.url.replace('127.0.0.1', 'localhost')
	const people: Clerk[] = []

	const register = async (code: string, name: string, first: boolean): Promise<Clerk> => {
		const context = await browser.newContext({ reducedMotion: 'reduce', ...options.context })
		const page = await context.newPage()
		await addPasskeys(page)
		await open(page, `${url}/pozvanka`)
		await page.fill('#kod', code)
		if (first) await page.fill('#jmeno', name)
		await press(page, 'main form button')
		await page.waitForSelector('html[data-scripts=ready]')
		await page.fill('#nazev', 'Zkušební klíč')
		await page.click('main form button')
		await page.waitForURL((at) => at.pathname === (first ? '/sprava' : '/urad'))
		const clerk = { context, page, name, [Symbol.asyncDispose]: () => context.close() }
		people.push(clerk)
		return clerk
	}
	const ask: ClerkTown['ask'] = async ({ context, page }, path, init) => {
		const cookie = (await context.cookies()).find(({ name }) => name.endsWith('letopis'))
		const headers = {
			Authorization: `Bearer ${cookie?.value ?? ''}`,
			'User-Agent': await page.evaluate<string>('navigator.userAgent'),
			...(init?.body == null ? {} : { 'Content-Type': 'application/json' }),
			...init?.headers,
		}
		if (init === undefined) return fetch(town.url + path, { headers })
		const { method, body } = init
		const sent =
			body instanceof Uint8Array ? new Uint8Array(body) : body === null ? null : JSON.stringify(body)
		return fetch(town.url + path, { method, headers, body: sent })
	}
	const made = async (answer: Response): Promise<unknown> => {
		if (answer.ok) return answer.json()
		throw new Error(`${answer.url}: ${answer.status} ${await answer.text()}`)
	}

	const code = (await readFile(join(town.keys, 'first-account-code'), 'utf8')).trim()
	const administrator = await register(code, 'Správkyně první', true)
	for (const [department, name] of [
		[OWN, 'Stavební úřad'],
		[OTHER, 'Odbor dopravy'],
	]) {
		const body = { code: department, name }
		await made(await ask(administrator, '/api/v1/departments', { method: 'POST', body }))
	}
	return {
		town,
		url,
		administrator,
		ask,
		async invite(name, role, department) {
			const body = { name, role, department }
			const answer = await ask(administrator, '/api/v1/accounts', { method: 'POST', body })
			const invited = (await made(answer)) as { code: string }
			return register(invited.code, name, false)
		},
		async [Symbol.asyncDispose]() {
			for (const clerk of people) await clerk[Symbol.asyncDispose]()
			await town[Symbol.asyncDispose]()
		},
	}
}

/** A passkey that was shown holds for five minutes. */
const PROOF = 180_000

/** Shows the passkey again, which some pages ask for. */
export async function prove({ page }: Clerk, url: string): Promise<void> {
	await open(page, `${url}/prihlaseni/potvrzeni?zpet=/ucet`)
	await page.click('main form button')
	await page.waitForURL(`${url}/ucet`)
}

/** @returns has the administrator show the passkey again where that was long ago; called before each act */
export function proverOf({ administrator, url }: ClerkTown): () => Promise<void> {
	let proven = Date.now()
	return async () => {
		if (Date.now() - proven < PROOF) return
		await prove(administrator, url)
		proven = Date.now()
	}
}

/** Records a private document into a case. @returns its id */
export async function recordInto(
	office: ClerkTown,
	clerk: Clerk,
	case_: string,
	bytes: Uint8Array,
	name: string,
): Promise<string> {
	const form = new FormData()
	form.set('metadata', JSON.stringify({ title: name }))
	form.set('visibility', 'private')
	form.set('file', new Blob([new Uint8Array(bytes)]), name)
	const packed = new Response(form)
	const body = new Uint8Array(await packed.arrayBuffer())
	const headers = { 'Content-Type': packed.headers.get('Content-Type') ?? '' }
	const made = await office.ask(clerk, '/api/v1/documents', { method: 'POST', body, headers })
	if (made.status !== 201) throw new Error(`${name}: ${made.status} ${await made.text()}`)
	const id = made.headers.get('Location')?.split('/').at(-1) ?? ''
	const put = await office.ask(clerk, `/api/v1/cases/${case_}/documents/${id}`, { method: 'PUT', body: null })
	if (put.status !== 204) throw new Error(`${name}: ${put.status} ${await put.text()}`)
	return id
}

/** The same browser's session without scripts. */
export async function withoutScripts(browser: Browser, { context }: Clerk): Promise<BrowserContext> {
	const plain = await browser.newContext({ javaScriptEnabled: false, ignoreHTTPSErrors: true })
	await plain.addCookies(await context.cookies())
	return plain
}
