/**
 * People of a test town: the first administrator by the code of the keys, all others by invitation, each with a
 * passkey in software and a browser of their own.
 */
import { type Ceremony, SoftKey, type Wrong } from './passkey.ts'
import type { Town } from './town.ts'

export const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0'
export const CHROME =
	'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36'

export interface SignedIn {
	readonly token: string
	readonly fresh: boolean
	readonly session: { id: string; browser: string; until: string }
	readonly account: { id: string; name: string; role: string; department: string | null }
	readonly scopes: string[]
}

/** A request of somebody in a session. */
export interface Call {
	readonly method?: string
	readonly headers?: Record<string, string>
	readonly body?: unknown
	readonly agent?: string
}

export class Person {
	readonly town: Town
	readonly key: SoftKey
	readonly agent: string
	token = ''
	id = ''

	constructor(town: Town, key?: SoftKey, agent = FIREFOX) {
		this.town = town
		this.key = key ?? new SoftKey(town.deps.settings.publicUrl)
		this.agent = agent
	}

	/** A request with the person's token; an object as body is sent as JSON. */
	call(path: string, { body, agent = this.agent, ...init }: Call = {}): Promise<Response> {
		const headers = new Headers(init.headers)
		headers.set('User-Agent', agent)
		const plain = body === undefined || body instanceof FormData || body instanceof Uint8Array
		if (!plain) headers.set('Content-Type', 'application/json')
		const text = plain ? (body as FormData) : JSON.stringify(body)
		const sent = body === undefined ? {} : { body: text }
		return this.town.fetch(path, { ...init, ...sent, headers, token: this.token === '' ? null : this.token })
	}

	/** JSON of an answer that must have the status. */
	async json<T>(path: string, init: Call = {}, expected = 200): Promise<T> {
		const response = await this.call(path, init)
		if (response.status !== expected) {
			throw new Error(`${path}: expected ${expected}, got ${response.status} ${await response.text()}`)
		}
		return (await response.json()) as T
	}

	post<T>(path: string, body: unknown, expected = 200): Promise<T> {
		return this.json<T>(path, { method: 'POST', body }, expected)
	}

	/** Registers the key with a one-time code. @param name for the first account */
	async register(code: string, name?: string): Promise<SignedIn> {
		const begun = await this.post<Ceremony>(
			'/api/v1/registrations/options',
			name === undefined ? { code } : { code, name },
		)
		return this.enter(await this.post<SignedIn>('/api/v1/registrations', this.key.register(begun), 201))
	}

	async signIn(wrong: Wrong = {}): Promise<SignedIn> {
		this.token = ''
		const begun = await this.post<Ceremony>('/api/v1/sessions/options', undefined)
		return this.enter(await this.post<SignedIn>('/api/v1/sessions', this.key.prove(begun, wrong), 201))
	}

	/** Shows the passkey again. */
	async confirm(): Promise<void> {
		const path = '/api/v1/sessions/current/confirmation'
		const begun = await this.post<Ceremony>(`${path}/options`, undefined)
		await this.post(path, this.key.prove(begun))
	}

	enter(signedIn: SignedIn): SignedIn {
		this.token = signedIn.token
		this.id = signedIn.account.id
		return signedIn
	}

	/** Has somebody new invited, who registers and is signed in. */
	async invite(name: string, role: string, department: string | null, agent?: string): Promise<Person> {
		const { code } = await this.post<{ code: string }>('/api/v1/accounts', { name, role, department }, 201)
		const person = new Person(this.town, undefined, agent)
		await person.register(code)
		return person
	}
}

/** The first administrator, by the code among the keys. */
export async function firstAdministrator(town: Town, name = 'Správce'): Promise<Person> {
	const person = new Person(town)
	await person.register(town.firstAccount.text ?? '', name)
	return person
}
